/**
 * Texts as they are compared when somebody looks for one: without case, and without the marks on letters, which many
 * cannot type or leave out. Owns what counts as the same; must not be used for what is kept or sent.
 */

/** Marks on letters of the scripts in which people leave them out: Latin, Greek and Cyrillic, Hebrew points, Arabic vowels. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

/** Letters that are one sign in Unicode and a letter with a mark to who types them, and typographic apostrophes. */
const PLAIN: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ı: 'i', æ: 'ae', œ: 'oe', '\u2019': "'", '\u2018': "'" };
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

/** `Gŵyl`, composed or decomposed, as `gwyl`. */
export function folded(text: string): string {
  // Upper case first: it makes one of letters that have two small forms, or none that is large.
  const small = text.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD');
  return small.replace(MARKS, '').replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter);
}
