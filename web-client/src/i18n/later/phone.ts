/** English words of the map on a phone. */
export const phone = {
  'phone.previous': 'Stage before',
  'phone.next': 'Next stage',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'phone': typeof phone;
  }
}
