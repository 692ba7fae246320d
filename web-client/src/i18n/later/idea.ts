/** English words of one shared idea: who had it, what became of it, what came from it. "Shared" is always said: an idea alone is a part that nobody has asked to agree to. */
export const idea = {
  'idea.unnamed': 'Without a name',
  'idea.from': 'From the idea of {name}: {words}',
  'idea.from.unnamed': 'From an idea without a name: {words}',
  'idea.became': 'Became: {words}',
  'idea.became.comment': 'a comment',
  'idea.became.gone': 'something that was removed',
  'idea.became.step.elsewhere': 'a step on another map',
  'idea.became.goal.elsewhere': 'a goal on another map',
  'idea.became.comment.elsewhere': 'a comment on another map',
  'idea.open': 'Open the shared ideas',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'idea': typeof idea;
  }
}
