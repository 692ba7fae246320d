/** English words of forgetting a workshop on this device. */
export const forget = {
  'menu.forget': 'Forget this device',
  'forget.title': 'Forget this device?',
  'forget.text': 'The copy of the workshop on this device is removed, and this device can no longer open it. What you wrote stays in the workshop.',
  'forget.back': 'To come back you need your link or code again.',
  'forget.onlyFacilitator': 'You are the only facilitator. Make somebody else a facilitator first, or keep your link or a return code. Without these nobody can run the workshop.',
  'forget.unsaved': 'Some of your changes are not on the server yet. They will be lost.',
  'forget.button': 'Forget this device',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'forget': typeof forget;
  }
}
