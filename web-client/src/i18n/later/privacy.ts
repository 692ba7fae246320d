/** English words of the privacy notice. */
export const privacy = {
  'privacy.title': 'Privacy',
  'privacy.title.workshop': 'Privacy in “{title}”',
  'privacy.lead': 'Pairway is for designing services. It is not for the care of any one person.',
  'privacy.who.heading': 'Who sees what',
  'privacy.who.people': 'Everyone in the workshop sees the map, the nicknames and the roles of the others, and who is here now.',
  'privacy.who.outside': 'Nobody outside the workshop sees anything. There are no public pages.',
  'privacy.who.host': 'The people who run this server could read what it stores, as with any server. They answer for it.',
  'privacy.who.others': 'No other company gets anything. The pages load nothing from anywhere else.',
  'privacy.kept.heading': 'What is kept, and where',
  'privacy.kept.map': 'What people write on the map, without their names beside it.',
  'privacy.kept.names': 'Your nickname and role, in one place on the server.',
  'privacy.kept.help': 'What helps you to take part, if you say so. Only facilitators and you can read it, and it is erased when the session ends.',
  'privacy.kept.mark': 'A mark of your device, so that facilitators see when two people came with one. It is not its address.',
  'privacy.kept.device': 'A copy of the workshop on this device, so that you can work when you are offline.',
  'privacy.kept.not': 'No e-mail address, no date of birth, no account, no sound and no video.',
  'privacy.until.heading': 'Until when',
  'privacy.until.general': 'Each workshop has an end date. After that day it is deleted for good, with all its versions.',
  'privacy.until.workshop': 'This workshop is deleted for good after {day}, with all its versions.',
  'privacy.until.backup': 'Backups of the server may hold it a little longer. Ask the people who run this server how long.',
  'privacy.you.heading': 'What you can do',
  'privacy.you.nickname': 'Use a nickname that is not your real name.',
  'privacy.you.forget': 'Choose “Forget this device” in the menu of the workshop. The copy here is then gone.',
  'privacy.you.remove': 'Ask a facilitator to remove you, or to delete the workshop.',
  'privacy.you.people': 'Do not write about a real person: no names, no numbers, no stories that point to one person.',
  'privacy.you.check': 'When you type something like a phone number, the page asks you to think again. It does so on your device and tells nobody else.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'privacy': typeof privacy;
  }
}
