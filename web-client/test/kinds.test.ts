/**
 * The table of kinds of parts (docs/spec/pathway.md, KIND): the same rows as the server's, every row complete, and every
 * word of it with a message and a symbol.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en';
import { AGREE_KINDS } from '../src/model/meaning';
import { isAgreed, isOrdered, KINDS, KINDS_AS_SHOWN, PLAIN_KINDS, rowOf, textsOf } from '../src/model/kinds';
import { symbols } from '../src/styles/symbols';
import { laterAreas } from './later-words';

const shared: unknown = JSON.parse(readFileSync(new URL('../../crdt/data/part-kinds.json', import.meta.url), 'utf8'));

/** A row as the shared file has it. */
function asJson(kind: (typeof KINDS)[number]): unknown {
  const { root, order, texts, words, meaning, shownMax } = rowOf(kind);
  return {
    kind, root, order,
    texts: Object.entries(texts).map(([key, unitsMax]) => ({ key, unitsMax })),
    words: Object.entries(words).map(([key, field]) => ({ key, within: field.within, words: field.words })),
    meaning,
    shownMax,
  };
}

describe('the kinds of parts', () => {
  it('are the same rows as those of the server', () => {
    expect(KINDS.map(asJson)).toEqual(shared);
  });

  it('are all shown somewhere, and those that pairs agree on are those of the meaning', () => {
    expect([...KINDS_AS_SHOWN].sort()).toEqual([...KINDS].sort());
    expect([...KINDS.filter((kind) => isAgreed({ kind })), 'map'].sort()).toEqual([...AGREE_KINDS].sort());
    for (const kind of PLAIN_KINDS) expect(isOrdered(kind)).toBe(true);
  });

  it('every label of the table is a message, and every word that is shown has a message and a symbol', () => {
    const messages: Readonly<Record<string, unknown>> = Object.assign({}, en, ...Object.values(laterAreas));
    const missing: string[] = [];
    for (const kind of KINDS) {
      const row = rowOf(kind);
      const keys = [...Object.values(row.labels), ...Object.values(row.shown ?? {})];
      if (isOrdered(kind)) {
        keys.push(`field.title.${kind}`, `add.${kind}.hint`, `panel.${kind}`, `remove.${kind}`);
        for (const field of textsOf(kind)) if (field !== 'title') keys.push(`field.${kind}.${field}`, `field.${kind}.${field}.hint`);
        for (const [key, field] of Object.entries(row.words)) {
          keys.push(`field.${kind}.${key}`);
          for (const word of field.words) {
            if (word === '') continue;
            keys.push(`${field.label}.${word}`);
            if (!(word in symbols)) missing.push(`the symbol ${word}`);
          }
        }
      }
      missing.push(...keys.filter((key) => !(key in messages)));
    }
    expect(missing).toEqual([]);
  });
});
