/** English words of the waiting room as whoever waits sees it, and of the look at the device. */
export const waitingRoom = {
  'check.looking': 'Looking at your device',
  'check.ready': 'This device is ready.',
  'check.live': 'A live connection does not open here. Your network may block it. Try another network, or ask who looks after yours.',
  'check.keeps': 'This browser does not keep data. If you lose your connection, keep this page open. A window that is not private may help.',
  'check.slow': 'Your line is slow just now. You can join, and changes may take a moment.',
  'waiting.title': 'You are in the waiting room',
  'waiting.text': 'A facilitator sees your name and role and will let you in. You do not need to do anything.',
  'waiting.stay': 'Leave this page open. It goes on by itself.',
  'waiting.noLine': 'We cannot reach the server just now. We keep trying.',
  'waiting.in': 'You are in.',
  'waiting.refused': 'You were not let in',
  'waiting.refused.text': 'A facilitator did not let you in this time. It may be a mistake. Talk to the person who invited you.',
  'waiting.again': 'Ask again',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'waiting-room': typeof waitingRoom;
  }
}
