/** English words of the privacy notice and of the page that lists what is stored on the device. */
export const privacy = {
  'privacy.title': 'Privacy',
} as const;
