/** English words about people that the workshop page needs at once: who is here, who waits, a changed role. */
export const people = {
  'banner.actsFor': 'You write for {nickname}. What you write down for them counts as theirs, and everyone sees who wrote it.',
  'banner.asksToWrite': '{nickname} would write down what you say. Nothing of it counts as yours before you say yes.',
  'people.button': 'here',
  'people.button.name': { one: 'People: {count} person is here', other: 'People: {count} people are here' },
  'people.me': '{nickname} (you)',
  'people.unnamed': 'Someone',
  'waiting.banner': { one: '{count} person is waiting to be let in.', other: '{count} people are waiting to be let in.' },
  'waiting.banner.show': 'Show who',
} as const;
