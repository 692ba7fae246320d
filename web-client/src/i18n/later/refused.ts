/** English words of the dialog with what the server did not take. */
export const refused = {
  'refusedWords.copy': 'Copy: {name}',
  'refusedWords.copied': 'Copied: {name}',
  'refusedWords.unnamed': 'Your text',
  'refusedWords.title': 'Your words that were not accepted',
  'refusedWords.text': 'The map has changed in a way that did not fit your change. Copy what you want to keep and write it again.',
  'refusedWords.drop': 'I do not need this any more',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'refused': typeof refused;
  }
}
