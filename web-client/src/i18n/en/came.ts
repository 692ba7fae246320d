/** English words of what became of what people wrote first, and of going to where somebody works. */
export const came = {
  'came.mine': 'What came from me',
  'came.mine.text': 'You were the first to write these. Here is what each says now, and whether it is agreed. Only you see this list.',
  'came.loading': 'Looking for your parts',
  'came.none': 'Nothing yet. When you add a goal, outcome, stage, step or link, you can follow it here.',
  'came.none.look': 'Your role looks on and does not write on the map. You can follow the two sides below.',
  'came.hidden': { one: '1 more part of yours does not show on the map now.', other: '{count} more parts of yours do not show on the map now.' },
  'came.proposed.patient': 'Put up by the patient side first',
  'came.proposed.professional': 'Put up by the professional side first',
  'came.proposed.facilitator': 'Put up by a facilitator first',
  'came.both': 'From both sides',
  'came.both.text': 'Each part counts for the side that first wrote it, each comment for the side that said it. People are never counted.',
  'came.both.none': 'Neither side has added a part yet. What came with the template counts for nobody.',
  'came.written': { zero: 'No part yet', one: '1 part first written', other: '{count} parts first written' },
  'came.agreed': { zero: 'None of them agreed yet', one: '1 of them agreed now', other: '{count} of them agreed now' },
  'came.neither': { one: '1 more part came from neither side, for example from a facilitator.', other: '{count} more parts came from neither side, for example from a facilitator.' },

  'goto.at': 'Works on {part}',
  'goto.map': 'Looks at the map',
  'goto.list': 'Looks at the list',
  'goto.button': 'Go to where {nickname} is',
  'goto.done': 'You are where {nickname} is: {part}.',
} as const;
