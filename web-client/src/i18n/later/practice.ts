/** English words of practising a session with simulated people. */
export const practice = {
  'practice.title': 'Practise with simulated people',
  'practice.text': 'You run this agenda in a copy of the workshop, with five simulated people. Nobody else is in it, and nothing of it is kept.',
  'practice.begin': 'Begin to practise',
  'practice.line': 'Practice: five simulated people take part. Nothing of it is kept.',
  'practice.end': 'End the practice',
  'practice.ended': 'The practice is deleted.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'practice': typeof practice;
  }
}
