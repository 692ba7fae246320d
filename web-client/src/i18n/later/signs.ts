/** English words of the list that says what the signs on the map mean. */
export const signs = {
  'signs.title': 'What the signs mean',
  'signs.lead': 'No sign is a colour alone: each has a shape, and its words are read out and shown when you open the part.',

  'signs.steps': 'On a step',
  'signs.goal': 'It helps with this goal. The number is that of the goal.',
  'signs.comment': 'Comments, and how many. “New”: you have not read them.',
  'signs.by': 'Someone else is here now. The name is that person’s.',
  'signs.chosen': 'You have chosen it, with others or alone.',

  'signs.states': 'What is agreed',
  'signs.edge': 'The line around a step says it too. A full line: agreed. A broken line: not agreed yet. Two colours: you see it differently. Grey: parked.',
  'signs.idea': 'Nobody has asked for agreement.',
  'signs.toAgree': 'Both partners are asked, and neither has said yes to these words.',
  'signs.oneAgrees': 'One of the two has said yes.',
  'signs.patientAgrees': 'The left half is full: the patient side has said yes.',
  'signs.professionalAgrees': 'The right half is full: the professional side has said yes.',
  'signs.somePairsAgree': 'Some pairs have agreed, not all of them.',
  'signs.aroundChanged': 'It was agreed. Since then a name beside it has changed.',
  'signs.agreed': 'Both partners have said yes to these words.',
  'signs.differ': 'Both views are kept.',
  'signs.parked': 'It waits until you come back to it.',
  'signs.leaving': 'One partner asks to remove it. It goes when both say so.',

  'signs.links': 'Arrows between steps',
  'signs.link': 'The next step',
  'signs.link.means': 'Pale until you point at a step or select it. Then its own arrows stand out.',
  'signs.handover': 'A ring: a handover',
  'signs.handover.means': 'The care goes from one organisation to another here.',
  'signs.back': 'Dashes and an open head: back',
  'signs.back.means': 'It leads back to an earlier stage.',
  'signs.stub': 'A short arrow with words',
  'signs.stub.means': 'The step it leads to is far away. Select one of the two steps to see the whole arrow.',
  'signs.words': 'Words on an arrow',
  'signs.words.means': 'What passes on, or when.',

  'signs.knowledge': 'Who does it, and whose knowledge it is',
  'signs.sectors': 'Who provides it',
  'signs.sectors.means': 'Beside the name of a lane it stands for the whole lane. A step shows it where it differs.',
  'signs.people': 'People',
  'signs.patient': 'A circle: the patient side',
  'signs.professional': 'A square: the professional side',

  'signs.overview': 'When the map is very small',
  'signs.overview.means': 'Each step is a block. Full: agreed. Half full: not agreed yet. Two halves: you see it differently. Struck through: parked. Empty: an idea.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'signs': typeof signs;
  }
}
