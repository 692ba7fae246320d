/** English words of changing the questions and facts of the meeting; the headings are in about.ts. */
export const plan = {
  'menu.plan': 'Change questions and facts',
  'plan.save': 'Save',
  'plan.saved': 'Your changes are saved.',
  'plan.lines': 'One on each line.',
  'plan.facts.hint': 'One on each line. Say where each fact comes from.',
  'plan.meanwhile': 'Someone else has changed this too. If you save, yours takes its place.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'plan': typeof plan;
  }
}
