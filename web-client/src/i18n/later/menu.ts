/** English words of the workshop's menu and what it does itself; the title of a panel is among the panel's own words. */
export const menu = {
  'menu.takeAway': 'Take it away',
  'menu.print': 'Print the map and the list',
  'menu.csv': 'Spreadsheet of the steps (CSV)',
  'menu.archive': 'Full copy (opens in a new workshop)',
  'menu.people': 'People',
  'menu.workshop': 'This workshop',
  'menu.freeze': 'Freeze editing',
  'menu.thaw': 'Let everyone edit again',
  'menu.you': 'For you',
  'menu.privacy': 'Privacy in this workshop',
  'menu.home': 'All workshops on this device',
  'take.csv.file': '{title} – steps.csv',
  'take.archive.file': '{title} – full copy.json',
  'take.done': 'The file is in your downloads.',
  'menu.agreement': 'Agreement',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'menu': typeof menu;
  }
}
