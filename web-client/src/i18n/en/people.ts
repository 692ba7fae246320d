/** English words about people that the workshop page needs at once: who is here, who waits, a changed role. */
export const people = {
  'people.button': 'here',
  'people.button.name': { one: 'People: {count} person is here', other: 'People: {count} people are here' },
  'people.me': '{nickname} (you)',
  'people.unnamed': 'Someone',
} as const;
