/** English words of the join page: what this is, who sees what and until when, and the one question it asks. */
export const join = {
  'join.title': 'Join a workshop',
  'join.code.heading': 'Join with a code',
  'join.code.label': 'Your six-character code',
  'join.code.hint': 'It is in your invitation, for example K7M2PX. A longer return code works here too. Capital or small letters do not matter.',
  'join.code.button': 'Continue',
  'join.code.error': 'Enter the six characters of your code',
  'join.code.wait': 'Too many wrong codes were typed in a short time. Wait a minute and try again, or use the link of your invitation: it works at once.',
  'join.code.wrong': 'There is no workshop with this code. Check it with the person who invited you.',

  'join.looking': 'Looking for your workshop',
  'join.challenge': 'What it is about',
  'join.role': 'You join as',

  'join.know.heading': 'Also good to know',
  'join.know.see': 'Everyone in the workshop sees your nickname, your role and what you write.',
  'join.know.keep': 'Only what you write and your nickname are kept, on the server of the people who invited you. No other company gets them.',
  'join.know.until': 'Everything is deleted for good after {day}.',
  'join.know.people': 'Do not write about a real person: no names of patients or staff.',
  'join.know.purpose': 'This is for designing a service. It is not for the care of any one person.',
  'join.know.more': 'Read the full privacy notice',

  'join.nickname.label': 'Your nickname',
  'join.nickname.hint': 'What people call you here. A first name is enough.',
  'join.nickname.error': 'Enter a nickname',
  'join.nickname.long': 'The nickname must be {max} characters or fewer',
  'join.help.open': 'Is there anything that helps you to take part?',
  'join.help.label': 'What helps you to take part',
  'join.help.hint': 'You do not have to say anything. For example: read things aloud to me, a break each half hour. Only facilitators can read it. It is erased when the session ends.',
  'join.button': 'Join the workshop',
  'join.working': 'Joining',

  'join.notKept': 'This browser did not keep your key to the workshop. Make a return code there before you close the page.',
  'join.return.open': 'I have been here before',
  'join.return.label': 'Your return code',
  'join.return.hint': 'You got it in the workshop, under “Use another phone or computer”. It has 15 characters.',
  'join.return.button': 'Come back',
  'join.return.error': 'Enter the 15 characters of your return code',
  'join.return.wrong': 'This return code does not work, or no longer. Check it, or join with your invitation.',
  'join.return.same': 'Have you been here before? Your return code works here too.',

  'join.bad.title': 'This invitation does not work',
  'join.bad.text': 'The workshop or this invitation may have ended, or the link may be incomplete. Ask the person who invited you for a new one.',
  'join.bad.code': 'Type a code instead',
  'join.again.heading': 'You have joined this workshop already',
  'join.again.text': 'You are here as {nickname}, {role}.',
  'join.again.button': 'Open the workshop',
  'join.again.other': 'Join as someone else',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'join': typeof join;
  }
}
