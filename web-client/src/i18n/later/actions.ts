/** English words of what is to be done after a meeting, and of its closing. */
export const actions = {
  'menu.actions': 'Actions: who does what by when',
  'actions.title': 'Who does what by when',
  'actions.none': 'No actions yet.',
  'actions.text': 'What is to be done',
  'actions.owner': 'Who does it',
  'actions.owner.nobody': 'Nobody named yet',
  'actions.owner.gone': 'Somebody who has left',
  'actions.due': 'By when (you can leave this empty)',
  'actions.due.wrong': 'Enter a real day, such as 31 3 2027, or leave it empty',
  'actions.text.empty': 'Say what is to be done',
  'actions.add': 'Add an action',
  'actions.add.save': 'Add',
  'actions.added': 'The action is added.',
  'actions.change': 'Change',
  'actions.change.name': 'Change: {text}',
  'actions.change.save': 'Save',
  'actions.changed': 'The action is changed.',
  'actions.remove': 'Remove',
  'actions.removed': 'The action is removed.',
  'actions.done': 'Done: {text}',
  'actions.by': 'by {day}',
  'closing.agreed': 'What is agreed',
  'closing.agreed.count': { zero: 'Nothing is agreed yet.', one: '{count} part is agreed.', other: '{count} parts are agreed.' },
  'closing.open': 'What is open',
  'closing.open.count': { zero: 'Nothing is open.', one: '{count} part is still open.', other: '{count} parts are still open.' },
  'closing.differ.count': { one: 'In {count} of them people see it differently. Both views stay.', other: 'In {count} of them people see it differently. Both views stay.' },
  'closing.show': 'Show this',
  'closing.thanks': 'Thank you',
  'closing.thanks.words': 'Thank you for your time and for what you have said. What you have written stays here until the last day of the workshop.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'actions': typeof actions;
  }
}
