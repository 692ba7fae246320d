/** English words of the home page. */
export const home = {
  'home.title': 'Plan care together',
  'home.heading': 'Patients and professionals plan care together',
  'home.lead':
    'Pairway is a place to map how a service works and how it should work, live and as equal partners.',
  'home.lead.more': 'You need no account, and nothing you write goes to another company.',

  'home.join.heading': 'Join with a code',
  'home.join.label': 'Your six-character code',
  'home.join.hint': 'It is in your invitation, for example K7M2PX. If you have a link, open the link instead.',
  'home.join.button': 'Join',

  'home.start.heading': 'Start a workshop',
  'home.start.text': 'Choose a template or a blank map. You get a link, a code and a QR code for each kind of person you invite.',
  'home.start.button': 'Start a workshop',

  'home.here.heading': 'Workshops on this device',
  'home.here.none': 'When you join or start a workshop, you find it here again.',
  'home.here.as': 'You are here as {nickname}, {role}.',
  'home.here.until': 'Open until {day}',
  'home.here.over': 'Ended on {day}. To remove what is left here, use “What we store on your device”.',
  'home.here.open': 'Open {title}',

  'home.how.heading': 'How a map comes to life',
  'home.how.goals.heading': 'Start with what matters',
  'home.how.goals.text': "The person's goals come first, in their own words. Each step of the map shows the goals it helps with.",
  'home.how.together.heading': 'Work on one map',
  'home.how.together.text': 'Everyone sees each change at once, on the map or in a list. Lived experience and professional knowledge carry equal weight.',
  'home.how.take.heading': 'Download or print',
  'home.how.take.text': 'Print the map, or download it as a spreadsheet or a full copy. On the end date the workshop is deleted for good.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'home': typeof home;
  }
}
