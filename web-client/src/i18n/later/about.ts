/** English words of what a workshop is about. */
export const about = {
  'menu.about': 'About this workshop',
  'about.title': 'About this workshop',
  'about.challenge': 'What do we want to make better?',
  'about.ends': 'Open until',
  'about.ends.then': '{day}. After that it is deleted for good.',
  'about.you': 'You are here as',
  'about.format': 'How we meet',
  'about.agenda': 'Agenda',
  'about.discuss': 'Questions to talk about',
  'about.facts': 'Facts, and where they come from',
  'about.minutes': { one: '{count} minute', other: '{count} minutes' },
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'about': typeof about;
  }
}
