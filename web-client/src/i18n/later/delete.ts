/** English words of deleting a workshop for good. */
export const deleteWorkshop = {
  'menu.delete': 'Delete the workshop',
  'delete.title': 'Delete the workshop?',
  'delete.text': 'The map, its history and the names of all people are deleted for good, for everyone, at once. Nobody can bring them back.',
  'delete.first': 'Download a full copy first, if anyone may need it.',
  'delete.word': 'delete',
  'delete.label': 'To go on, type the word: {word}',
  'delete.error': 'Type the word “{word}” to delete the workshop',
  'delete.button': 'Delete for good',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'delete': typeof deleteWorkshop;
  }
}
