/** English words of coming back on another device. */
export const returnCode = {
  'return.title': 'Use another phone or computer',
  'return.text': 'With your own return code you come back as the same person, here or on any other phone or computer.',
  'return.replaces': 'A new code ends the one you had before.',
  'return.make': 'Make my return code',
  'return.made': 'Your return code:',
  'return.copy': 'Copy the return code',
  'return.copied': 'Return code copied',
  'return.keep': 'Keep it to yourself. It is shown only now.',
  'return.how': 'To come back, go to {address} and type the code.',
  'menu.return': 'Use another phone or computer',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'return-code': typeof returnCode;
  }
}
