/** English words of what is told about others, and about the connection. */
export const announcements = {
  'announce.joined': '{people} joined.',
  'announce.left': '{people} left.',
  'announce.changed': '{name} was changed.',
  'announce.changedBy': '{person} changed {name}.',
  'announce.changedMany': { one: '{count} part of the map was changed by others.', other: '{count} parts of the map were changed by others.' },
  'announce.offline': 'You are offline. You can go on working.',
  'announce.online': 'You are back online. Everything is saved.',
  'announce.part': '{kind} “{title}”',
  'announce.part.link': 'A link',
  'announce.role': 'A facilitator has changed your role. You are now here as {role}.',
  'announce.agrees': '{person} agrees to {title}.',
  'announce.differs': '{person} sees {title} differently.',
  'announce.bothAgree': 'Both partners agree to {title}.',
  'announce.agreedMany': { one: '{count} new word about agreement.', other: '{count} new words about agreement.' },
  'announce.parks': '{person} parks {title}.',
  'announce.leaving': '{person} asks to take out {title}.',
  'announce.reopened': '“{title}” has changed since you both agreed. It is to agree again.',
  'announce.reopenedMany': { one: '{count} part has changed since you both agreed. It is to agree again.', other: '{count} parts have changed since you both agreed. They are to agree again.' },
  'announce.reopened.show': 'Show it',
  'announce.pair': 'You and {name} are a pair now.',
  'announce.pairEnded': 'You and {name} are no longer a pair.',
  'talk.say.comment': '{name} commented on {part}.',
  'talk.say.many': { one: '{count} new comment.', other: '{count} new comments.' },
  'talk.say.mention': '{name} mentions you: {part}.',
  'freeze.done': 'Editing is frozen. Only facilitators can change the map.',
  'freeze.undone': 'Everyone can edit again.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'announcements': typeof announcements;
  }
}
