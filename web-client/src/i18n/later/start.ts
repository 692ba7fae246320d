/** English words of the pages that start a workshop: the form, the choice of a template, and the invitations. */
export const start = {
  'start.title': 'Start a workshop',
  'start.lead': 'Four things to fill in. You change the map itself together, later.',

  'start.from.legend': 'What do you want to start from?',
  'start.from.hint': 'A template brings stages, lanes, goals and some example steps. You can change or remove all of it.',
  'start.from.error': 'Choose what to start from',
  'start.from.blank': 'A blank map',
  'start.from.blank.text': 'Nothing is on it yet. You add the first stage and the first lane.',
  'start.from.archive': 'A copy from a file',
  'start.from.archive.text': 'A full copy that you downloaded from another workshop. The file ends in .json.',
  'start.from.loading': 'Loading the templates',

  'start.template.minutes': { one: '{count} minute', other: '{count} minutes' },
  'start.template.stages': { one: '{count} stage', other: '{count} stages' },
  'start.template.lanes': { one: '{count} lane', other: '{count} lanes' },
  'start.template.goals': { one: '{count} goal', other: '{count} goals' },
  'start.template.steps': { one: '{count} example step', other: '{count} example steps' },
  'start.template.more': 'What is in it',
  'start.template.more.name': 'What is in it: {name}',
  'start.template.pairs': 'Made for: {pairs}',
  'start.template.basedOn': 'Based on: {source}',
  'start.template.stagesAre': 'Stages',
  'start.template.goalsAre': 'Goals',
  'start.template.agenda': 'Agenda',
  'start.template.before': 'Before the workshop',
  'start.template.activity': '{title} ({minutes} min)',

  'start.file.label': 'Choose the file',
  'start.file.error': 'Choose a full copy that was downloaded from Pairway. Its name ends in .json.',
  'start.file.chosen': 'The copy holds “{title}”.',

  'start.name.label': 'Name of the workshop',
  'start.name.hint': 'For example: Heart care after hospital',
  'start.name.error': 'Enter a name for the workshop',
  'start.name.long': 'The name must be {max} characters or fewer',

  'start.challenge.label': 'What do we want to make better?',
  'start.challenge.hint': 'One or two sentences. Do not write about a real person.',
  'start.challenge.error': 'Say what you want to make better',
  'start.challenge.long': 'This must be {max} characters or fewer',

  'date.day': 'Day',
  'date.month': 'Month',
  'date.year': 'Year',
  'start.ends.label': 'End date',
  'start.ends.hint': 'The workshop stays open to the end of this day, wherever people are. Within a day after that, it and all it holds are deleted for good. Download what you need before.',
  'start.ends.error': 'Enter an end date',
  'start.ends.unreal': 'Enter a day that there is, for example 28 12 2027',
  'start.ends.past': 'The end date must be today or later',
  'start.ends.far': 'The end date must be {day} or earlier',

  'start.key.label': 'Creation key',
  'start.key.hint': 'Who may start workshops here is limited. The people who run this server give you the key.',
  'start.key.error': 'Enter the creation key',
  'start.key.wrong': 'This creation key is not right. Check it with the people who run this server.',

  'start.button': 'Start the workshop',
  'start.working': 'Starting the workshop',

  'start.done.title': 'Your workshop is ready',
  'start.done.heading': '“{title}” is ready',
  'start.done.own.heading': 'Your own link',
  'start.done.own.text': 'Keep this link safe. Whoever has it can run the workshop and delete it. It is shown only now.',
  'start.done.own.open': 'Open the workshop',
  'start.done.invite.heading': 'Invite people',
  'start.done.invite.text': 'Give each person the link, the code or the QR code of their role. All three do the same.',

} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'start': typeof start;
  }
}
