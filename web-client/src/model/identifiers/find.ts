/**
 * What in a text looks as if it pointed to one real person: an NHS number, a day of birth with a name, a phone number, an e-mail address, a
 * home. Pure: nothing is kept, sent or asked of the page. A note too many makes people blind for all of them, so what may as well be something
 * else is left alone.
 *
 * Owns the order of the kinds and how much of a text is read.
 */
import { birthDates } from './births';
import { nhsNumbers, phoneNumbers } from './numbers';
import { plainOf, type Finder, type Passage } from './passage';
import { emailAddresses, homes } from './places';

/** What such a passage looks like. */
export type IdentifierKind = 'nhsNumber' | 'birthDate' | 'phone' | 'email' | 'home';

/** One passage that looks like it. */
export interface Identifier {
  readonly kind: IdentifierKind;
  /** As it was written, on one line. */
  readonly text: string;
}

/** Where two kinds fit the same letters the first of them counts. */
const FINDERS: readonly (readonly [IdentifierKind, Finder])[] = [['email', emailAddresses], ['nhsNumber', nhsNumbers], ['phone', phoneNumbers], ['birthDate', birthDates], ['home', homes]];

/** Most letters of a text that are read: more than any field keeps. */
export const IDENTIFIER_UNITS_MAX = 20_000;

/** All that is found, in the order of the text. */
export function identifiersIn(text: string, thisYear: number): readonly Identifier[] {
  const read = text.slice(0, IDENTIFIER_UNITS_MAX);
  const plain = plainOf(read);
  const taken: (Passage & { readonly kind: IdentifierKind })[] = [];
  for (const [kind, find] of FINDERS) {
    for (const passage of find(plain, thisYear)) {
      if (!taken.some(({ start, end }) => passage.start < end && start < passage.end)) taken.push({ ...passage, kind });
    }
  }
  const inOrder = taken.sort((one, other) => one.start - other.start);
  return inOrder.map(({ kind, start, end }) => ({ kind, text: read.slice(start, end).replace(/\s+/g, ' ').trim() }));
}

/** The same for two ways of writing the same: by it one remembers that a person said it is fine. */
export function keyOf({ kind, text }: Identifier): string {
  return `${kind} ${text.toLowerCase().replace(/[\s.()-]/g, '')}`;
}
