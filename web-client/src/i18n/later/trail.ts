/** English words of what led to what: at a comment, in the panel of a part, and of what became of what people said. */
export const trail = {
  'trail.say': 'Say what this led to',
  'trail.say.of': 'Say what this led to: comment of {name}',
  'trail.ledTo': 'Led to',
  'trail.to.title': 'What did this lead to?',
  'trail.to.text': 'Choose the part of the map that came from this comment.',
  'trail.to.choose': 'Which part',
  'trail.find': 'Find a part',
  'trail.noMatch': 'No part has these words.',
  'trail.here': 'The comment is on this part',
  'trail.save': 'Save',
  'trail.done': 'Kept: this led to {part}.',
  'trail.away.to': 'Remove that it led to {part}',
  'trail.away.from': 'Remove that {source} led to this',
  'trail.away.done': 'Removed.',

  'trail.section': 'Where this came from',
  'trail.none': 'Nobody has said yet where this came from.',
  'trail.none.how': 'At a comment, choose “Say what this led to”. Or choose another part here.',
  'trail.other': 'Something else led to this',
  'trail.from.text': 'Choose an idea or another part of the map that was there before.',
  'trail.from.done': 'Kept: {source} led to this.',
  'trail.gone': 'A comment that was deleted',
  'trail.comment.of': 'the comment of {name}',
  'trail.comment.go': 'Show the comment',
  'trail.comment.go.of': 'Show the comment of {name}',
  'trail.onward': 'What this led to',

  'trail.said': 'What you said',
  'trail.said.text': 'Comments of yours that led to a part of the map, and what that part says now.',
  'trail.said.none': 'No comment of yours is linked to a part yet. At your comment, choose “Say what this led to”.',
  'trail.said.none.look': 'No comment of yours is linked to a part yet. People who work on the map can say what it led to.',
  'trail.comments': { one: '1 comment led to a part', other: '{count} comments led to a part' },
  'trail.ideas': { one: '1 part led to another', other: '{count} parts led to another' },
  'trail.agreed': { zero: 'None of what these led to is agreed yet', one: '1 part that these led to is agreed now', other: '{count} parts that these led to are agreed now' },
  'trail.others': 'Others',
  'trail.others.text': 'For example facilitators, observers or system partners',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'trail': typeof trail;
  }
}
