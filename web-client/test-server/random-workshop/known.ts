/**
 * What the test knows of one run: what was on whose screen at each yes, what the server has answered, and what devices were
 * told is saved. Owns this memory and the rule that one screen has one fingerprint; must not know any client.
 */
import * as Y from 'yjs';
import type { Act } from '../../src/model/agreement';
import type { Side } from '../../src/model/people';
import type { Screen } from './screen';

/** A part of a map as a pair speaks of it. */
export interface Spoken { readonly map: string; readonly pair: string; readonly part: string }

/** What was last said of a part by a pair; `unknown` when no answer came. */
export type LastSaid = 'unknown' | { readonly side: Side; readonly act: Act; readonly words?: string | undefined };

/** What one opened copy of a map was told is saved: how far its own edits, and what it deleted. */
export interface Acknowledged { readonly map: string; readonly who: string; readonly client: number; clock: number; deleted: Y.ID[] }

const keyOf = ({ map, pair, part }: Spoken) => `${map}|${pair}|${part}`;

/** The memory of one run. */
export class Known {
  readonly acknowledged: Acknowledged[] = [];
  /** Comments that were answered, by map. */
  readonly comments: { readonly map: string; readonly text: string }[] = [];
  readonly lastSaid = new Map<string, LastSaid>();
  /** Parts that both halves of some pair have asked to be taken out, by map and name: nothing holds them for certain. */
  readonly freed = new Set<string>();
  readonly refused = new Map<string, number>();
  said = 0;
  readonly #seen = new Map<string, Set<string>>();
  /** What a fingerprint stands for, and the other way round, by part. */
  readonly #screens = new Map<string, string>();
  readonly #prints = new Map<string, string>();
  readonly #removals = new Map<string, Set<Side>>();

  /** A half of a pair has said yes to what was on its screen. */
  saw(spoken: Spoken, side: Side, screen: Screen): void {
    for (const words of [`whole ${screen.own} ${screen.around}`, `own ${screen.own}`]) {
      const key = `${keyOf(spoken)}|${side}`;
      const all = this.#seen.get(key) ?? new Set();
      this.#seen.set(key, all.add(words));
    }
  }

  /** Whether a half ever said yes to exactly this; `own`: to the part's own words, whatever stood around them. */
  hasSeen(spoken: Spoken, side: Side, screen: Screen, how: 'whole' | 'own'): boolean {
    return this.#seen.get(`${keyOf(spoken)}|${side}`)?.has(how === 'own' ? `own ${screen.own}` : `whole ${screen.own} ${screen.around}`) === true;
  }

  /** One screen has one fingerprint, and one fingerprint one screen; throws when it is not so. */
  compare(part: string, screen: Screen, fingerprint: string): void {
    const own = fingerprint.slice(0, fingerprint.lastIndexOf('-'));
    for (const [words, print] of [[`whole ${screen.own} ${screen.around}`, fingerprint], [`own ${screen.own}`, `own ${own}`]] as const) {
      const before = this.#prints.get(`${part} ${words}`);
      if (before !== undefined && before !== print) throw new Error(`${part}: ${words} has two fingerprints`);
      this.#prints.set(`${part} ${words}`, print);
      const shown = this.#screens.get(`${part} ${print}`);
      if (shown !== undefined && shown !== words) throw new Error(`${part}: one fingerprint for ${words} and for ${shown}`);
      this.#screens.set(`${part} ${print}`, words);
    }
  }

  /** The server has answered yes to what was said. */
  take(spoken: Spoken, said: Exclude<LastSaid, 'unknown'>): void {
    this.said += 1;
    this.lastSaid.set(keyOf(spoken), said);
    const key = keyOf(spoken);
    if (said.act === 'remove') {
      const asked = (this.#removals.get(key) ?? new Set()).add(said.side);
      this.#removals.set(key, asked);
      if (asked.size === 2) this.freed.add(`${spoken.map}|${spoken.part}`);
    }
    if (said.act === 'keep' || said.act === 'withdraw') this.#removals.delete(key);
  }

  /** Nobody knows whether the server has taken it. */
  lose(spoken: Spoken, act: Act): void {
    this.lastSaid.set(keyOf(spoken), 'unknown');
    if (act === 'remove') this.freed.add(`${spoken.map}|${spoken.part}`);
  }

  /** Something was refused. */
  refuse(code: string): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }
}
