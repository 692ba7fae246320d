/** English words of the maps of a workshop: the list beside the title, and adding, naming and removing maps. */
export const maps = {
  'menu.maps': 'Add or change maps',
  'maps.shown': 'Now showing: {name}',
  'maps.kind.current': 'How it is now',
  'maps.kind.future': 'How we want it',
  'maps.title': 'Maps of this workshop',
  'maps.text': 'A workshop can have several maps: how care is now, and how you want it to be. Each map has its own comments and its own agreement.',
  'maps.first': 'Shown first',
  'maps.openNow': 'Open now',
  'maps.show': 'Show',
  'maps.show.name': 'Show {name}',
  'maps.makeFirst': 'Show first',
  'maps.makeFirst.name': 'Show {name} first',
  'maps.makeFirst.done': '{name} is shown first now.',
  'maps.rename': 'Rename',
  'maps.rename.name': 'Rename {name}',
  'maps.rename.title': 'Rename {name}',
  'maps.rename.done': 'Renamed: {name}',
  'maps.save': 'Save',
  'maps.remove': 'Remove',
  'maps.remove.name': 'Remove {name}',
  'maps.remove.title': 'Remove {name}?',
  'maps.remove.text': 'Nobody sees this map any more. You can bring it back here, with all that is on it.',
  'maps.remove.done': '{name} was removed.',
  'maps.removed': 'Removed maps',
  'maps.restore': 'Bring back',
  'maps.restore.name': 'Bring back {name}',
  'maps.restore.done': '{name} is back.',
  'maps.add': 'Add a map',
  'maps.add.kind': 'What does it show?',
  'maps.add.name': 'Name of the map',
  'maps.add.name.hint': 'For example "How it is now" or "Our first idea".',
  'maps.add.from': 'What does it start with?',
  'maps.add.empty': 'Nothing: an empty map',
  'maps.add.copy': 'A copy of: {name}',
  'maps.add.copy.hint': 'A copy has the same words. Comments and agreement stay with the other map.',
  'maps.add.done': 'Added: {name}',
  'maps.name.empty': 'Enter a name',
  'maps.name.long': 'Use {count} letters or fewer.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'maps': typeof maps;
  }
}
