/** English words of what is told about others, and about the connection. */
export const announcements = {
  'announce.joined': '{people} joined.',
  'announce.left': '{people} left.',
  'announce.did.added': '{person} added {name}.',
  'announce.did.removed': '{person} removed {name}.',
  'announce.did.restored': '{person} brought back {name}.',
  'announce.did.moved': '{person} moved {name}.',
  'announce.did.movedTo': '{person} moved {name} to {stage}.',
  'announce.did.changed': '{person} changed {name}.',
  'announce.did.many': { one: '{people} changed {count} part of the map.', other: '{people} changed {count} parts of the map.' },
  'announce.here.removed': '{person} removed {name}, where you were.',
  'announce.here.moved': '{person} moved {name}, where you are.',
  'announce.online': 'You are back online. Everything is saved.',
  'announce.online.reading': 'You are back online.',
  'announce.part': '{kind} “{title}”',
  'announce.part.link': 'A link',
  'announce.part.aLink': 'a link',
  'announce.role': 'A facilitator has changed your role. You are now here as {role}.',
  'held.count': { one: 'Others have changed 1 part of the map. You do not see it yet.', other: 'Others have changed {count} parts of the map. You do not see them yet.' },
  'held.show': 'Show them',
  'held.shown': { one: '1 change by others is shown now.', other: '{count} changes by others are shown now.' },
  'announce.agrees': '{person} agrees to {title}.',
  'announce.differs': '{person} sees {title} differently.',
  'announce.bothAgree': 'Both partners agree to {title}.',
  'announce.agreedMany': { one: '{count} new answer.', other: '{count} new answers.' },
  'announce.parks': '{person} parks {title}.',
  'announce.leaving': '{person} asks to remove {title}.',
  'announce.reopened': '“{title}” has changed since you both agreed. It needs a new yes.',
  'announce.reopenedMany': { one: '{count} part has changed since you both agreed. It needs a new yes.', other: '{count} parts have changed since you both agreed. They need a new yes.' },
  'announce.reopened.show': 'Show it',
  'announce.pair': 'You and {name} are a pair now.',
  'announce.pairEnded': 'You and {name} are no longer a pair.',
  'announce.scope': 'The stages that your pair decides about have changed.',
  'talk.say.comment': '{name} commented on {part}.',
  'talk.say.many': { one: '{count} new comment.', other: '{count} new comments.' },
  'talk.say.mention': '{name} mentions you: {part}.',
  'freeze.done': 'The map is locked. Only facilitators can change it.',
  'freeze.undone': 'Everyone can edit again.',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'announcements': typeof announcements;
  }
}
