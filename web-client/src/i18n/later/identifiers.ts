/** English words of the note about what may point to a real person. */
export const identifiers = {
  'identifier.nhsNumber': 'This looks like an NHS number: {found}. Please do not write about a real person.',
  'identifier.birthDate': 'This looks like a date of birth: {found}. Please do not write about a real person.',
  'identifier.phone': 'This looks like a phone number: {found}. Please do not write about a real person.',
  'identifier.email': 'This looks like an e-mail address: {found}. Please do not write about a real person.',
  'identifier.home': 'This looks like a home address: {found}. Please do not write about a real person.',
  'identifier.fine': 'It is fine',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'identifiers': typeof identifiers;
  }
}
