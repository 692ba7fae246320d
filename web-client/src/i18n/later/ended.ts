/** English words of the page in place of a workshop that is not here, or no longer. */
export const ended = {
  'notJoined.title': 'You have not joined this workshop on this device',
  'notJoined.text': 'Open your invitation link again, or join with the code of your role.',
  'ended.removed.title': 'You are no longer in this workshop',
  'ended.removed.text': 'A facilitator has removed you. The copy on this device is gone. If you think this is a mistake, talk to the facilitator.',
  'ended.deleted.title': 'This workshop has ended',
  'ended.deleted.text': 'It was deleted, or its end date has passed. Nothing of it is kept on the server or on this device.',
  'ended.signedOut.title': 'Please join again',
  'ended.signedOut.text': 'This device can no longer open the workshop by itself. Open your invitation link again, or use your code.',
  'ended.home': 'Go to the home page',
  'ended.join': 'Join with a code',
  'ended.words': 'Your words that did not reach the server',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'ended': typeof ended;
  }
}
