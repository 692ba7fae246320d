/**
 * The place, right after a field for words, of the note that the words look as if they pointed to a real person. A field without it has no
 * note: scripts/check-house.mjs holds every field to it.
 */

/** The name by which the place of a field is found. */
export const NOTE_PLACE = 'pw-identifier';

/** The place; it takes no room as long as there is nothing to say. */
export function NotePlace() {
  return <div class={NOTE_PLACE} hidden />;
}
