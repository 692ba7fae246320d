/** English words of the line that says what is on in a session. */
export const session = {
  'session.now.name': 'What is on now',
  'session.now': 'Now: {title}',
  'session.next': 'Next: {title}',
  'session.ended': 'The session has ended. Thank you.',
  'session.soon': 'The session has not begun yet.',
  'session.paused': 'Paused',
  'session.over': 'Time is up',
  'session.left.last': 'Less than 1 min left',
  'session.left': '{count} min left',
  'session.time.hide': 'Hide the time',
  'session.time.show': 'Show the time',
  'session.notes.button': 'My notes',
  'session.notes.share': 'Share my notes',
  'session.ideas': 'Shared ideas',
  'session.ideas.count': 'Shared ideas: {count}',
  'session.told.shown': 'The notes are shown now, without names.',
  'session.told.tooFew': 'Fewer than 3 people shared notes, so nothing was shown.',
  'session.told.share': 'Notes can be shared now.',
  'session.pairs.button': 'Agree together',
  'session.reflect.button': 'What comes of it',
  'session.call': 'Join the call',
  'session.call.opens': 'opens in a new window',
  'session.call.phone': 'By phone: {words}',
  'session.mode.silent': 'Each of us writes alone',
  'session.mode.round_robin': 'We speak one after the other',
  'session.mode.pairs': 'Work in your pair',
  'session.mode.breakout': 'Work in small groups',
  'session.mode.vote': 'Choose what matters most',
  'session.mode.break': 'Take a rest',
  'session.mode.reflect': 'Look back',
  'session.vote.button': 'Vote',
  'session.vote.look': 'Votes and results',
  'session.told.vote': 'You can vote now: {question}',
  'session.told.voteClosed': 'The vote is closed: {question}',
  'session.told.now': 'Now: {title}.',
  'session.told.paused': 'The session is paused.',
  'session.told.resumed': 'The session goes on.',
  'session.told.over': 'Time is up for: {title}.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'session': typeof session;
  }
}
