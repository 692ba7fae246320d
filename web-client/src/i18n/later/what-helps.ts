/** English words of saying what helps oneself to take part. */
export const whatHelps = {
  'menu.help': 'What helps me to take part',
  'help.label': 'What helps you to take part',
  'help.hint': 'For example: read things aloud to me, a break each half hour. Only facilitators can read it. It is erased when the session ends.',
  'help.save': 'Tell the facilitators',
  'help.saved': 'The facilitators can read it now.',
  'help.takenBack': 'You have taken it back.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'what-helps': typeof whatHelps;
  }
}
