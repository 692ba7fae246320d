/** English words of agreement: states, what partners say, the walk through what is open, counts, and pairs. */
export const agree = {
  'state.idea': 'Idea',
  'state.toAgree': 'To agree',
  'state.toAgreeAgain': 'To agree again',
  'state.oneAgrees': 'One partner agrees',
  'state.patientAgrees': 'Patient side agrees',
  'state.professionalAgrees': 'Professional side agrees',
  'state.agreed': 'Agreed',
  'state.differ': 'We see it differently',
  'state.parked': 'Parked',
  'state.pairs': { one: '{agreed} of 1 pair agrees', other: '{agreed} of {count} pairs agree' },
  'state.leaving': 'Asked to take it out',
  'state.is': 'Agreement: {state}',

  'agree.title': 'Agreement',
  'agree.whole': 'The whole map',

  'agree.said.remove': 'Asked to take out {title}. It goes when both partners say so.',

  'agree.takenOut': 'Taken out: {title}. You both said so.',

  'agree.kept': 'Both partners agreed to this. Only the two of them can take it out together.',

  'agree.linkKept': 'Both partners agreed to a link of this step. First agree to take that link out.',

  'agree.offline': 'You are offline. Agreeing needs a connection, so nothing was sent.',
  'agree.find': 'Find your partner',

  'walk.title': 'What is still to agree',
  'walk.open': { zero: 'Go through it together', one: 'Go through it together (1 to agree)', other: 'Go through it together ({count} to agree)' },
  'walk.with': { zero: 'Go through it with {name}', one: 'Go through it with {name} (1 to agree)', other: 'Go through it with {name} ({count} to agree)' },

  'summary.title': 'Agreement so far',
  'summary.open': 'Agreement so far',

  'settings.announce.agreement': 'Someone agrees, or sees it differently',

  'banner.noPair': 'You decide together with a partner, and you have none yet.',
  'banner.asked': '{name} asks you to be their partner.',
  'banner.asked.answer': 'Answer',
  'side.patient': 'Patient side',
  'side.professional': 'Professional side',
} as const;
