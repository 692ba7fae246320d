/** English words of the workshop page: its header, menu, dialogs, announcements and the pages that end it. */
export const workshop = {
  'workshop.title': 'Workshop',
} as const;
