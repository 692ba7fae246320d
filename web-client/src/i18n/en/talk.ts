/** English words of comments: in the panel of a part, among all comments, and as announcements. */
export const talk = {
  'talk.section': { one: 'Comments ({count})', other: 'Comments ({count})' },
  'talk.new': { one: '{count} new', other: '{count} new' },
  'talk.count': { one: '{count} comment', other: '{count} comments' },
  'talk.count.new': { one: '{count} new comment', other: '{count} new comments' },

  'talk.all': 'All comments',
  'talk.unread': 'new comments',
  'talk.all.new': { one: 'All comments: {count} new', other: 'All comments: {count} new' },
  'talk.all.go': 'Show the comments on {part}',
  'talk.wholeMap': 'The whole map',
  'talk.partGone': 'Something that was removed',

  'settings.announce.talk': 'Comments',
  'talk.say.show': 'Show',
} as const;
