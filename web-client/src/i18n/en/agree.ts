/** English words of agreement: states, what partners say, the walk through what is open, counts, and pairs. */
export const agree = {
  'state.idea': 'Idea',
  'state.toAgree': 'To agree',
  'state.toAgreeAgain': 'Needs a new yes',
  'state.oneAgrees': 'One partner agrees',
  'state.patientAgrees': 'Patient side agrees',
  'state.professionalAgrees': 'Professional side agrees',
  'state.aroundChanged': 'Agreed, words around it changed',
  'state.agreed': 'Agreed',
  'state.differ': 'We see it differently',
  'state.parked': 'Parked',
  'state.somePairsAgree': 'Some pairs agree',
  'state.pairs': { one: 'Agreed by {agreed} of 1 pair', other: 'Agreed by {agreed} of {count} pairs' },
  'state.aroundPairs': { one: 'Agreed by {agreed} of 1 pair, words around it changed', other: 'Agreed by {agreed} of {count} pairs, words around it changed' },
  'state.leaving': 'Asked to remove it',
  'state.short.pairs': { one: '{agreed} of 1', other: '{agreed} of {count}' },
  'state.short.differ': 'Differ',
  'state.short.aroundChanged': 'Ask again',
  'state.onStep.aroundChanged': 'Words around changed',
  'state.short.leaving': 'Remove?',
  'state.is': 'Agreement: {state}',

  'agree.title': 'Agreement',
  'agree.whole': 'The whole map',

  'agree.said.remove': 'Asked to remove {title}. It goes when both partners say so.',

  'agree.takenOut': 'Removed: {title}. You both said so.',

  'agree.kept': 'Both partners agreed to this. Only the two of them can remove it together.',

  'agree.linkKept': 'Both partners agreed to a link of this step. First agree to remove that link.',

  'agree.offline': 'You are offline. Agreeing needs a connection, so nothing was sent.',
  'agree.find': 'Find your partner',

  'walk.title': 'Agree together',
  'walk.open': { zero: 'Agree together', one: 'Agree together (1 to agree)', other: 'Agree together ({count} to agree)' },
  'walk.with': { zero: 'Agree together with {name}', one: 'Agree together with {name} (1 to agree)', other: 'Agree together with {name} ({count} to agree)' },
  'walk.open.first': 'Agree together ({left})',
  'walk.with.first': 'Agree together with {name} ({left})',
  'walk.mine': { one: '{mine} for you, 1 to agree', other: '{mine} for you, {count} to agree' },
  'walk.theirs': { one: '1 waits for your partner', other: '{count} wait for your partner' },
  'walk.both': { one: '1 to talk about', other: '{count} to talk about' },

  'summary.title': 'Agreement so far',
  'summary.open': 'Agreement so far',

  'settings.announce.agreement': 'Someone agrees, or sees it differently',

  'side.patient': 'Patient side',
  'side.professional': 'Professional side',
} as const;
