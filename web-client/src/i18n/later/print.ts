/** English words of what is printed. */
export const print = {
  'print.made': 'Printed on {date}',
  'print.onward': '“{from}” leads to “{to}” (stage {number}).',
  'print.list': 'The list',
  'print.challenge': 'What do we want to make better? {challenge}',
  'print.state': 'Agreement: {agreed} of {all} parts agreed',
  'print.some': { one: '1 more agreed by some pairs', other: '{count} more agreed by some pairs' },
  'print.whole': 'The whole map:',
  'print.view': '{side}: “{text}”',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'print': typeof print;
  }
}
