/** English words of the page with everything that is stored on a device. */
export const device = {
  'device.title': 'What we store on your device',
  'device.lead': 'Only what Pairway needs to work. It sets no cookies, and it follows nobody.',
  'device.key': 'A key for each workshop you joined, with your nickname and role',
  'device.key.why': 'Opens the workshop again without asking you.',
  'device.copy': 'A copy of the map of each workshop you joined, with your changes that are not sent yet',
  'device.copy.why': 'Lets you see it and work on it when you are offline.',
  'device.drafts': 'Words you typed and did not send, while Pairway reloads this page after an update',
  'device.drafts.why': 'They are back in their fields then, and no longer stored.',
  'device.number': 'A random number that this device gave itself',
  'device.number.why': 'Lets facilitators see that two people came with one device. The number itself is not kept on the server.',
  'device.look': 'Your choices for text size, colours and messages',
  'device.look.why': 'Shows Pairway the way you chose.',
  'device.app': 'The pages of Pairway themselves',
  'device.app.why': 'Let Pairway start when you are offline. They hold nothing about you.',
  'device.here.heading': 'Workshops on this device',
  'device.here.none': 'There are none.',
  'device.forget': 'Delete',
  'device.forget.name': 'Delete {title} from this device',
  'device.forget.title': 'Delete “{title}” from this device?',
  'device.forget.text': 'The key and the copy on this device are removed. Changes that are not on the server yet are lost. To come back you need your link or code again.',
  'device.forgotten': '“{title}” is deleted from this device.',
  'device.all.heading': 'Delete everything',
  'device.all.text': 'Removes the keys, the copies and your choices from this device. What you sent stays in the workshops.',
  'device.all.button': 'Delete everything from this device',
  'device.all.title': 'Delete everything from this device?',
  'device.all.done': 'All deleted from this device.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'device': typeof device;
  }
}
