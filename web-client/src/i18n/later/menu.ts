/** English words of the workshop's menu and what it does itself; the title of a panel is among the panel's own words. */
export const menu = {
  'menu.takeAway': 'Download or print',
  'menu.print': 'Print the map and the list',
  'menu.printA3': 'Print on A3 paper',
  'menu.csv': 'Spreadsheet of the steps (CSV)',
  'menu.archive': 'Full copy (opens in a new workshop)',
  'menu.map': 'This map',
  'menu.keys': 'Keys for the map',
  'menu.signs': 'What the signs mean',
  'menu.removed': { zero: 'Removed parts', one: 'Removed parts (1)', other: 'Removed parts ({count})' },
  'menu.bringBack': { one: 'Show the 1 message that I put away', other: 'Show the {count} messages that I put away' },
  'menu.ideas': 'Shared ideas',
  'menu.find': 'Find on the map',
  'menu.people': 'People',
  'menu.workshop': 'This workshop',
  'menu.freeze': 'Lock the map',
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
