/** English words of what is printed. */
export const print = {
  'print.made': 'Printed on {date}',
  'print.list': 'The list',
  'print.challenge': 'Shared challenge: {challenge}',
  'print.state': 'Agreement: {agreed} of {all} parts agreed',
  'print.view': '{side}: “{text}”',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'print': typeof print;
  }
}
