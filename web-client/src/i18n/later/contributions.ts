/** English words of what became of what people wrote first. */
export const contributions = {
  'contributions.ideas': 'Ideas that you shared',
  'contributions.mine': 'What came from me',
  'contributions.mine.text': 'You were the first to write these. Here is what each says now, and whether it is agreed. Only you see this list.',
  'contributions.loading': 'Looking for your parts',
  'contributions.none': 'Nothing yet. When you add a goal, outcome, stage, step or link, you can follow it here.',
  'contributions.none.look': 'Your role looks on and does not write on the map. You can follow the two sides below.',
  'contributions.hidden': { one: '1 more part of yours does not show on the map now.', other: '{count} more parts of yours do not show on the map now.' },
  'contributions.proposed.patient': 'The patient side asked everyone to agree',
  'contributions.proposed.professional': 'The professional side asked everyone to agree',
  'contributions.proposed.facilitator': 'A facilitator asked everyone to agree',
  'contributions.both': 'From both sides',
  'contributions.both.text': 'Each part counts for the side that first wrote it, each comment for the side that said it. People are never counted.',
  'contributions.both.none': 'Neither side has added a part yet. What came with the template counts for nobody.',
  'contributions.written': { zero: 'No part yet', one: '1 part first written', other: '{count} parts first written' },
  'contributions.agreed': { zero: 'None of them agreed yet', one: '1 of them agreed now', other: '{count} of them agreed now' },
  'contributions.neither': { one: '1 more part came from neither side, for example from a facilitator.', other: '{count} more parts came from neither side, for example from a facilitator.' },

  'menu.contributions': 'What came of my ideas',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'contributions': typeof contributions;
  }
}
