/**
 * What every field for words must have (scripts/fields.mjs), which `npm run check` rests on.
 */
import { describe, expect, it } from 'vitest';

type FieldFaults = (name: string, source: string) => readonly string[];
const { fieldFaults } = (await import(new URL('../scripts/fields.mjs', import.meta.url).href)) as { readonly fieldFaults: FieldFaults };

describe('fields in the sources', () => {
  it('IDENT-9 a field for words without a place for the note is a fault, one for figures or to look for something is none', () => {
    const fields = {
      '<textarea dir="auto" value={a} />': 1,
      '<textarea dir="auto" value={a} />\n<NotePlace />': 0,
      '<input dir="auto" type="text" /><textarea dir="auto" /><NotePlace />': 1,
      '<input dir="auto" value={a} />': 1,
      '<textarea value={a} /><NotePlace />': 1,
      '<input dir="auto" type="search" />': 0,
      '<input dir="auto" type="number" />': 0,
      '<input dir="auto" type="text" inputMode="numeric" />': 0,
      '<input type="checkbox" />': 0,
      "make('textarea', 'pw-hidden')": 1,
      "document.createElement('input')": 1,
      '<div contentEditable />': 1,
      "target.closest('input, [contenteditable]')": 0,
    };
    expect(Object.fromEntries(Object.keys(fields).map((source) => [source, fieldFaults('a.tsx', source).length]))).toEqual(fields);
  });
});
