/**
 * Rules of docs/spec/identifiers.md about what is taken for something that points to one real person, as tables: what must be found, and the
 * sentences of pathways in which nothing must be.
 */
import { describe, expect, it } from 'vitest';
import { IDENTIFIER_UNITS_MAX, identifiersIn, keyOf, type IdentifierKind } from '../src/model/identifiers/find';
import { isNhsNumber } from '../src/model/identifiers/numbers';
import { PATHWAY_SENTENCES } from './identifier-texts';

const YEAR = 2026;
const found = (text: string) => identifiersIn(text, YEAR).map(({ kind, text }) => `${kind} ${text}`);

/** Each text with what is found in it; without words the passage is the text. */
const FOUND: Readonly<Record<IdentifierKind, readonly (string | readonly [string, string])[]>> = {
  nhsNumber: [
    '943 476 5919', '943-476-5919', '9434765919', '943\u00a0476\u00a05919', '943\u2013476\u20135919', '450 557 7104', '4505577104',
    ['Her NHS number is 943 476 5919.', '943 476 5919'], ['(9434765919)', '9434765919'], ['nhs no: 94 3476 59 19', '94 3476 59 19'],
    ['NHS number 9 4 3 4 7 6 5 9 1 9', '9 4 3 4 7 6 5 9 1 9'], ['Patient 943 476 5919, seen twice', '943 476 5919'],
    // A number of Scotland, which begins with a day of birth.
    '010190 0015',
  ],
  phone: [
    '07700 900123', '07700900123', '07700 900 123', '07700-900-123', '07700.900.123', '0770 090 0123', '07700 90 01 23',
    '020 7946 0018', '(020) 7946 0018', '02079460018', '0117 496 0123', '(0117) 496-0123', '01632 960983', '01632 960 983', '(01632) 960983', '01632-960983', '0121 496 0999', '01539 96098',
    '+44 7700 900123', '+447700900123', '+44 (0)7700 900123', '+44 (0) 20 7946 0018', '0044 7700 900123', '+44 117 496 0123',
    '+353 1 234 5678', '+1 (212) 555-0123', '+33 6 12 34 56 78', '+49 30 901820123', '+91 98765 43210', '+48 512 345 678', '+1-212-555-0123',
    ['Ring Jane on 07700 900123 2 times a day', '07700 900123'], ['tel:07700 900123.', '07700 900123'], ['Call 111 or 07700 900123', '07700 900123'],
  ],
  email: [
    'jane.smith@example.org', 'j.smith4@nhs.net', "o'neill@example.co.uk", 'jane+walks@mail.example.com', 'JANE_SMITH@EXAMPLE.ORG', 'zoë@example.org',
    ['Write to jane@example.org.', 'jane@example.org'], ['<jane@example.org>', 'jane@example.org'], ['Jane (jane@example.org), daughter', 'jane@example.org'],
  ],
  birthDate: [
    ['DOB 03/04/1956', '03/04/1956'], ['d.o.b. 3.4.56', '3.4.56'], ['Date of birth: 3 April 1956', '3 April 1956'], ['date of birth is 1956-04-03', '1956-04-03'], ['03/04/1956 (DOB)', '03/04/1956'],
    ['Jane Smith, born 3 April 1956, lives alone', '3 April 1956'], ['Jane was born on 3rd April 1956', '3rd April 1956'], ['He was born on April 3, 1956', 'April 3, 1956'], ['My mother was born 3/4/1936', '3/4/1936'],
    ['Jane Smith 03/04/1956', '03/04/1956'], ['Jane Smith (03-04-1956)', '03-04-1956'], ['Mrs Patel, 3.4.1956', '3.4.1956'], ['Mr Ahmed 12/11/2014', '12/11/2014'], ['03/04/1956 Mrs Jones', '03/04/1956'],
    ['We talked with Margaret born 12 May 1948', '12 May 1948'], ['born on 3/4/1956, Amina Khan', '3/4/1956'],
  ],
  home: [
    '12 Station Road, Bristol BS1 4ND', '12 station rd bs1 4nd', '4a High Street, Leeds LS1 4AP', ['Jane lives at 7 Orchard Close, Ely, CB7 4AB now', '7 Orchard Close, Ely, CB7 4AB'],
    ['Flat 2, 31 Mill Lane\nLondon\nE2 9AB', '2, 31 Mill Lane London E2 9AB'], '12 BS1 4ND', ['flat 3, SW1A 2AA', '3, SW1A 2AA'], ['BS1 4ND, number 12', 'BS1 4ND, number 12'], ['BS1 4ND no. 12', 'BS1 4ND no. 12'], '221B Baker Street, NW1 6XE',
  ],
};

describe('what points to one real person', () => {
  for (const [kind, texts] of Object.entries(FOUND)) {
    it.each(texts.map((text) => (typeof text === 'string' ? [text, text] : [...text])))(`IDENT-1 ${kind}: %s`, (text, passage) => {
      expect(found(text)).toEqual([`${kind} ${passage.replace(/\s+/g, ' ')}`]);
    });
  }

  it('IDENT-1 finds each of several, in the order of the text, in several lines too', () => {
    expect(found('Jane Smith, DOB 3/4/1956\n943 476 5919\n07700 900123, jane@example.org\n12 Station Road, BS1 4ND')).toEqual([
      'birthDate 3/4/1956', 'nhsNumber 943 476 5919', 'phone 07700 900123', 'email jane@example.org', 'home 12 Station Road, BS1 4ND',
    ]);
  });

  it('IDENT-1 takes ten figures for an NHS number only when the last one is right', () => {
    expect(['9434765919', '9434765910', '4010232137', '4010232138', '4444444444', '0000000000', '8888888888'].map(isNhsNumber)).toEqual([true, false, true, false, false, false, false]);
    // Where the last figure would be ten there is no such number.
    const ends = Array.from({ length: 10 }, (_, last) => isNhsNumber(`987654321${last}`)).filter(Boolean);
    expect(ends.length).toBeLessThan(2);
    // One wrong figure and two that changed places never pass.
    for (const digits of ['9434765919', '4505577104']) {
      for (let at = 0; at < 10; at += 1) {
        for (let other = 0; other < 10; other += 1) {
          const wrong = digits.slice(0, at) + String(other) + digits.slice(at + 1);
          expect(isNhsNumber(wrong), wrong).toBe(wrong === digits);
        }
      }
    }
  });
});

describe('sentences of pathways', () => {
  it('IDENT-2 there are many of them', () => {
    expect(PATHWAY_SENTENCES.length).toBeGreaterThan(200);
  });
  it.each(PATHWAY_SENTENCES)('IDENT-2 nothing in: %s', (sentence) => {
    expect(found(sentence)).toEqual([]);
  });
  it('IDENT-2 nothing in all of them as one pasted text', () => {
    expect(found(PATHWAY_SENTENCES.join('\n'))).toEqual([]);
  });
});

describe('the key of a passage', () => {
  it('IDENT-4 is the same however it is spaced, and another for another passage', () => {
    const key = (text: string) => identifiersIn(text, YEAR).map(keyOf);
    expect(new Set(['07700 900123', '07700900123', 'Call 07700-900-123'].flatMap(key)).size).toBe(1);
    expect(key('07700 900124')).not.toEqual(key('07700 900123'));
  });
});

describe('hostile texts', () => {
  it('IDENT-1 are read up to a bound, and not searched anew from each letter', () => {
    const parts = ['0', '07 ', '1-', '+1 ', 'a', 'a@', 'a.', '@', '10.1/', 'A ', 'Ab ', 'BS1 4ND ', '12 ab ', 'doi ', '01/01/2000 ', 'NHS ', '1 Road ', '\u2003', '('];
    for (const part of parts) {
      const long = part.repeat(Math.ceil((IDENTIFIER_UNITS_MAX * 2) / part.length));
      expect(identifiersIn(long, YEAR).length, part).toBeLessThan(IDENTIFIER_UNITS_MAX);
    }
    expect(found(`${' '.repeat(IDENTIFIER_UNITS_MAX)}07700 900123`)).toEqual([]);
  });
});
