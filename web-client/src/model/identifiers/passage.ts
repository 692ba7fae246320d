/**
 * A text as the finders of identifiers read it, and a passage of it. Owns what makes different signs the same to them; every letter stays at
 * its index, so that a passage can be cut out of what somebody wrote.
 */

/** A passage of a text, from the index of its first letter to the one after its last. */
export interface Passage {
  readonly start: number;
  readonly end: number;
}

/** Finds the passages of one kind, in the order of the text. */
export type Finder = (plain: string, thisYear: number) => readonly Passage[];

/** Stands for a letter of an address of the web, whose figures say nothing about a person. No finder knows it. */
const HIDDEN = '\ue000';
const SPACES = /[\t\u00a0\u2000-\u200a\u202f]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe63\uff0d]/g;
/** Addresses of the web, and DOIs with or without one. */
const LINKS = /\b(?:https?:\/\/|www\.)\S+|\b(?:doi:?\s?)?10\.\d{4,9}\/\S+|(?<![\p{L}\d@._-])(?:[\p{L}\d-]{1,63}\.){1,5}\p{L}{2,6}\/\S+/giu;
/** What is written before a number that is none of a person; sums of money too. */
const NUMBER_OF_A_THING = /\b(?:isbn(?:-?1[03])?|issn|pmid|pmcid|snomed(?: ct)?|code|doi|grant|award|trial|charity|company|account|invoice|order|version|(?:meeting|webinar|session) id)(?: (?:no|number))?[\s.:#(]{0,4}$|[£$€]\s?$/i;
/** Letters before a number that are looked at. */
const BEFORE_UNITS = 32;

/** The text with one kind of space and dash, and without what stands in addresses of the web. As long as `text`. */
export function plainOf(text: string): string {
  return text.replace(SPACES, ' ').replace(DASHES, '-').replace(LINKS, (link) => HIDDEN.repeat(link.length));
}

/** All passages that a pattern (with the flag `g`) fits. */
export function passagesOf(plain: string, pattern: RegExp): readonly Passage[] {
  return [...plain.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The letters just before a passage. */
export function before(plain: string, { start }: Passage, units = BEFORE_UNITS): string {
  return plain.slice(Math.max(0, start - units), start);
}

/** Whether the words before a number say that it is that of a book, a code, a company or a meeting. */
export function isNumberOfAThing(plain: string, passage: Passage): boolean {
  return NUMBER_OF_A_THING.test(before(plain, passage));
}
