/**
 * What every field for words in the sources must have: a direction of its own, and a place after it for the note that words may point to a
 * real person. Owns what counts as such a field; check-house.mjs asks for every file.
 */

/** Fields that people write in; the rest of the tag follows. */
const FIELD = /<(?:textarea|input)\b/g;
/** Fields that hold no words. */
const NO_WORDS = /type="(?:radio|checkbox|file|date|range)"/;
/** Fields whose words nobody else will see: what is looked for, and figures. */
const NOT_KEPT = /type="(?:search|number)"|inputMode="numeric"/;
/** Stands after a field and before the next one. */
const NOTE_PLACE = '<NotePlace />';
/** Fields that are made by hand have no such place; this one hands its letters on to one that has. */
const MADE_FIELD = /(?:createElement|make)\('(?:textarea|input)'|contentEditable/i;
const MAY_MAKE_FIELDS = ['map/typing/start.ts'];

/** What is missing in one source file, in words. */
export function fieldFaults(name, source) {
  const faults = [];
  for (const { index } of source.matchAll(FIELD)) {
    const tag = source.slice(index, source.indexOf('/>', index));
    if (NO_WORDS.test(tag)) continue;
    if (!tag.includes('dir="auto"')) faults.push(`${name}: a field that people write in needs dir="auto"`);
    const after = source.slice(index + tag.length).split(FIELD, 1)[0];
    if (!NOT_KEPT.test(tag) && !after.includes(NOTE_PLACE)) faults.push(`${name}: a field for words needs ${NOTE_PLACE} after it`);
  }
  const bare = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|\[contenteditable\]/gm, '');
  if (MADE_FIELD.test(bare) && !MAY_MAKE_FIELDS.includes(name)) faults.push(`${name}: makes a field that has no ${NOTE_PLACE}`);
  return faults;
}
