/** English words of typing on the map. */
export const typing = {
  'typing.step': 'New step: {stage}, {lane}',
  'typing.stage': 'New stage',
  'typing.lane': 'New lane',
  'typing.title': 'Title of {title}',
  'typing.hint': 'Enter: next below.\nTab: next stage.\nEscape: done.',
  'typing.hint.touch': 'Enter: next below.',
  'typing.hint.list': 'Enter: next.\nEscape: done.',
  'typing.title.hint': 'Enter: done.',
  'typing.add': 'Add',
  'typing.next': 'Next stage',
  'typing.done': 'Done',
  'typing.drop': 'Do not add',
  'typing.place': 'Choose another place',
  'typing.many': { one: 'Add 1 step?', other: 'Add {count} steps?' },
  'typing.many.do': { one: 'Add 1 step', other: 'Add {count} steps' },
  'typing.many.list': { one: 'Add 1?', other: 'Add {count}?' },
  'typing.many.list.do': { one: 'Add 1', other: 'Add {count}' },
  'typing.many.one': 'Add all of it as one',
  'typing.many.column': 'For {stage}',
  'typing.many.stacked': 'There are not enough stages for the columns. All go one below the other.',
  'typing.many.more': { one: 'and 1 more', other: 'and {count} more' },
  'typing.many.limit': 'At most {most} at once. These are {count}: take some out, then add the rest.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'typing': typeof typing;
  }
}
