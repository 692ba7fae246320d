/** English words of the settings: text size, colours, contrast, motion, and which announcements are spoken. */
export const settings = {
  'settings.title': 'Text size and colours',
  'settings.text.legend': 'Text size',
  'settings.text.normal': 'Normal',
  'settings.text.large': 'Large',
  'settings.text.larger': 'Larger',
  'settings.text.largest': 'Largest',
  'settings.theme.legend': 'Colours',
  'settings.theme.auto': 'As on my device',
  'settings.theme.light': 'Light',
  'settings.theme.dark': 'Dark',
  'settings.contrast.legend': 'Contrast',
  'settings.contrast.auto': 'As on my device',
  'settings.contrast.more': 'High contrast',
  'settings.motion.legend': 'Movement on the screen',
  'settings.motion.auto': 'As on my device',
  'settings.motion.less': 'As little as possible',
  'settings.announce.legend': 'Tell me when',
  'settings.announce.hint': 'Screen readers read these out. What concerns you also shows for a moment at the bottom of the screen.',
  'settings.announce.people': 'Someone joins or leaves',
  'settings.announce.edits': 'Someone else changes the map',
  'settings.announce.me': 'Something concerns you: your pair, your role, editing is frozen',
  'settings.announce.saved': 'The connection is lost or comes back',
  'settings.quiet.legend': 'Quiet',
  'settings.quiet.hint': 'You get no messages about what others do, and none about the connection. You are still told when words of yours may be lost.',
  'settings.quiet': 'Tell me nothing about others',
  'settings.hold.legend': 'While I write',
  'settings.hold.hint': 'While you type in a field, what others change on the map waits. Messages about what others do wait too. When you leave the field you hear how many changes wait. You show them when you are ready. Messages about your connection still come at once.',
  'settings.hold': 'Hold others’ changes while I write',
  'settings.letters.legend': 'Keys in “What is still to agree”',
  'settings.letters.hint': 'A is “I agree”, D is “We see it differently”. P is “Park for now”, N and B go on and back.',
  'settings.letters': 'Letters are keys there',
  'settings.kept': 'Your choices are kept on this device only.',
  'menu.settings': 'Text size, colours, messages',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'settings': typeof settings;
  }
}
