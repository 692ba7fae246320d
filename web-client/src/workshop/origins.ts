/**
 * What became of what people wrote first: my own parts as they are now, and totals of both sides. Reads the record and the
 * map through their signals. Knows sides, never who is behind them; which parts are mine only the server can tell me.
 */
import { nameOfPart, type AgreePart } from '../model/meaning';
import type { PlacedPart } from '../model/walk';
import type { Side } from '../model/people';
import type { Agreement } from './agreement';

/** What one side was the first to write, of what is on the map now. */
export interface Contribution {
  readonly written: number;
  /** How many of these are agreed now. */
  readonly agreed: number;
}

/** Totals by side; `neither` is what facilitators began. */
export function contributions(agreement: Agreement): Readonly<Record<Side | 'neither', Contribution>> {
  const { origins, names } = agreement.record;
  const out = { patient: { written: 0, agreed: 0 }, professional: { written: 0, agreed: 0 }, neither: { written: 0, agreed: 0 } };
  for (const part of agreement.parts.value) {
    const name = nameOfPart(part);
    const side = origins.value.get(name);
    if (side === undefined) continue;
    const one = out[side === '' ? 'neither' : side];
    one.written += 1;
    if (names.value.has(name) && agreement.of(part).value.state === 'agreed') one.agreed += 1;
  }
  return out;
}

/** My parts in the order of the pathway, and how many of them do not show on the map now. */
export function mineOnMap(agreement: Agreement, mine: readonly AgreePart[]): { readonly shown: readonly PlacedPart[]; readonly hidden: number } {
  const names = new Set(mine.map(nameOfPart));
  const shown = agreement.everyPart.value.filter((part) => names.has(nameOfPart(part)));
  return { shown, hidden: names.size - shown.length };
}
