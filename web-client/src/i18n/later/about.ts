/** English words of what a workshop is about. */
export const about = {
  'menu.about': 'About this workshop',
  'about.title': 'About this workshop',
  'about.challenge': 'Shared challenge',
  'about.ends': 'Open until',
  'about.ends.then': '{day}. After that it is deleted for good.',
  'about.you': 'You are here as',
  'about.agenda': 'Agenda',
  'about.minutes': { one: '{count} minute', other: '{count} minutes' },
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'about': typeof about;
  }
}
