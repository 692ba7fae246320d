/** English words of the tools for several steps. */
export const selection = {
  'chosen.tools': 'Tools for the chosen steps',
  'chosen.count': { zero: 'Press the steps you want, or draw a frame around them.', one: '1 step chosen', other: '{count} steps chosen' },
  'chosen.all': 'Choose all',
  'chosen.done': 'Done',
  'chosen.move': 'Move to…',
  'chosen.stages': 'To a stage',
  'chosen.lanes': 'To a lane',
  'chosen.goals': 'Goals',
  'chosen.goals.none': 'There are no goals yet.',
  'chosen.mode': 'Who does it',
  'chosen.copy': 'Copy',
  'chosen.copied': { one: 'Copied 1 step. Paste it here, in another map or in a spreadsheet.', other: 'Copied {count} steps. Paste them here, in another map or in a spreadsheet.' },
  'chosen.copyFailed': 'Your browser did not allow copying.',
  'chosen.duplicate': 'Duplicate',
  'chosen.removed': { one: '1 step removed.', other: '{count} steps removed.' },
  'chosen.stay': { one: '1 stays, because it was agreed: {steps}. Ask for it to be removed one by one.', other: '{count} stay, because they were agreed: {steps}. Ask for them to be removed one by one.' },
  'chosen.more': { one: '1 more', other: '{count} more' },
  'chosen.moved': { one: '1 step moved.', other: '{count} steps moved.' },
  'chosen.changed': { one: '1 step changed.', other: '{count} steps changed.' },
  'chosen.nowhere': 'Add a stage and a lane first.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'selection': typeof selection;
  }
}
