/** English words of running a session. */
export const run = {
  'run.title': 'Run the session',
  'run.window': 'Own window',
  'run.left': 'Time left',
  'run.of': { one: 'of {count} minute; started {time}', other: 'of {count} minutes; started {time}' },
  'run.of.paused': { one: 'of {count} minute; paused', other: 'of {count} minutes; paused' },
  'run.controls': 'Time and order',
  'run.pause': 'Pause',
  'run.resume': 'Go on',
  'run.fewer': { one: '{count} minute less', other: '{count} minutes less' },
  'run.more': { one: '{count} minute more', other: '{count} minutes more' },
  'run.back': 'Back',
  'run.next': 'Next',
  'run.moved': 'Somebody has just changed what is on. Look, then press again.',
  'run.end': 'End the session',
  'run.done': 'done',
  'run.minutes': '{count} min',
  'run.taken': '{took} of {count} min',
  'run.begin': 'Begin: {title}',
  'run.begin.hint': { one: 'The agenda takes {count} minute. Everybody sees what is on when you begin.', other: 'The agenda takes {count} minutes. Everybody sees what is on when you begin.' },
  'run.again.hint': 'The session has ended. Press a part of the agenda to go on with it.',
  'run.notYours': 'Only facilitators run the session.',
  'run.notJoined': 'You have not joined this workshop on this device.',
  'run.offline': 'You are offline. What you press here does not reach the others until you are back.',
  'run.call': 'Call and phone',
  'run.call.link': 'Link of your call',
  'run.call.link.hint': 'From your own call tool. It begins with https://.',
  'run.call.phone': 'How to take part by phone',
  'run.call.phone.hint': 'For example the number, and what to press.',
  'run.call.save': 'Save',
  'run.call.saved': 'Everybody sees this now.',
  'run.noAgenda': 'There is no agenda yet. Make one first: menu, “Agenda”.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'run': typeof run;
  }
}
