/** English words of inviting people from within a workshop. */
export const invite = {
  'menu.invite': 'Invite people',
  'invite.title': 'Invite people',
  'invite.text': 'Give each person the link, the code or the QR code of their role. All three do the same.',
  'invite.loading': 'Loading the invitations',
  'invite.facilitators': 'More facilitators',
  'invite.code': 'Code',
  'invite.qr': 'QR code',
  'invite.qr.alt': 'QR code with the link for: {role}',
  'invite.qr.show': 'Show the QR code for: {role}',
  'invite.copy.link': 'Copy the link for: {role}',
  'invite.copy.code': 'Copy the code for: {role}',
  'invite.copied': 'Copied: {role}',
  'invite.facilitator.new': 'Make a new facilitator link',
  'invite.facilitator.text': 'Facilitators have no code. Make a link for a second facilitator, or when the first link is lost. It is shown only once.',
  'invite.facilitator.made': 'New facilitator link',
  'invite.print': 'Print an invitation page for each role',
  'invite.sheet.title': 'Invitation to “{title}”',
  'invite.sheet.role': 'You are invited as: {role}',
  'invite.sheet.scan': 'Scan this picture with the camera of your phone.',
  'invite.sheet.code': 'Or go to {address} and type this code:',
  'invite.sheet.link': 'Or open this link:',
  'invite.sheet.then': 'Then type the name people may call you, and press “Join the workshop”. You need no account and no e-mail address.',
  'invite.when': 'When and how do you meet? It is printed on the pages.',
  'invite.when.hint': 'For example: Thursday 3 December, 10:00, by video call. You may leave it empty. It is not kept.',
  'invite.sheet.when': 'When: {when}',
  'invite.sheet.agenda': 'What will happen',
  'invite.sheet.minutes': '{count} min',
  'invite.sheet.sees': 'Who sees what',
  'invite.sheet.sees.text': 'Everyone in the workshop sees your nickname, your role and what you write. What you write alone is seen by nobody until you show it.',
  'invite.sheet.until': 'The workshop is open until {day}. After that day it is deleted for good.',
  'invite.revoke': 'End this invitation',
  'invite.revoke.name': 'End this invitation: {role}',
  'invite.revoke.title': 'End the invitation for: {role}?',
  'invite.revoke.text': 'Its link, code and QR code stop working at once. People who have joined stay in. You can make a new one.',
  'invite.revoked': 'Ended: the invitation for {role}',
  'invite.ended': 'Ended invitations',
  'invite.renew': 'Make a new one',
  'invite.renew.name': 'Make a new invitation for: {role}',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'invite': typeof invite;
  }
}
