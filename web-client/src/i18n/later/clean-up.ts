/** English words of cleaning up a map that was flooded. */
export const cleanUp = {
  'menu.cleanUp': 'Clean up the map',
  'cleanUp.text': 'Removes every part without words. What a pair has agreed stays. You can bring parts back under "Removed".',
  'cleanUp.by': 'Also remove everything that one person added',
  'cleanUp.by.nobody': 'No, only parts without words',
  'cleanUp.button': 'Clean up',
  'cleanUp.done': { one: '{count} part was removed.', other: '{count} parts were removed.' },
  'cleanUp.nothing': 'There was nothing to remove.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'clean-up': typeof cleanUp;
  }
}
