/**
 * What a record document says (docs/PROTOCOL.md section 1.3), read tolerantly: a value of the wrong type reads as absent.
 * Owns one signal a part, read again only when something of that part changed. Never writes; only the server does.
 */
import { batch, computed, signal } from '@preact/signals-core';
import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type * as Y from 'yjs';
import type { Acts, Half, PastViews, Said } from './agreement';
import { NO_ACTS } from './agreement';
import { isFingerprint } from './fingerprint';
import { PART_KINDS, wordOf } from './kinds';
import { RECORD_READ_MAX } from './limits';
import type { AgreePart, LeadsTo, Meaning, Named } from './meaning';
import { partOfName } from './meaning';
import type { Side } from './people';
import { plainOf as plain, readKind, type Plain } from './read';

/** What the pairs have said of one part. */
export interface PartRecord {
  /** Who put it up: a side, `''` for a facilitator; absent while nobody has. */
  readonly proposed: Side | '' | undefined;
  /** What each pair has said, by pair id. */
  readonly acts: ReadonlyMap<string, Acts>;
}

/** One thing that a pair's acts on a part changed from and to. */
export interface RecordChange {
  readonly part: AgreePart;
  readonly pair: string;
  readonly before: Acts;
  readonly after: Acts;
}

const NOTHING_SAID: PartRecord = { proposed: undefined, acts: new Map() };

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A time; big integers come as such from the server's side. */
function time(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

function said(value: Plain): Said | undefined {
  const at = time(value['at']);
  const scribe = text(value['scribe']);
  return at === undefined ? undefined : { at, by: text(value['by']), ...(scribe === '' ? {} : { scribe }) };
}

function readHalf(value: unknown): Half {
  const half = plain(value);
  if (!half) return {};
  const yes = plain(half['yes']);
  const view = plain(half['view']);
  const fingerprint = text(yes?.['fingerprint']);
  const words = view?.['text'];
  const [yesSaid, viewSaid] = [yes && said(yes), view && said(view)];
  const park = half['park'];
  return {
    yes: yesSaid && isFingerprint(fingerprint) ? { fingerprint, ...yesSaid } : undefined,
    view: viewSaid && typeof words === 'string' ? { text: words, ...viewSaid } : undefined,
    resolved: time(half['resolved']),
    park: park === 'parked' || park === 'goOn' ? park : undefined,
    removal: time(half['removal']),
  };
}

function readPast(value: unknown): readonly PastViews[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => {
    const views = plain(one);
    const at = time(views?.['at']);
    return views && at !== undefined ? [{ patient: text(views['patient']), professional: text(views['professional']), at }] : [];
  });
}

/** Reads what one pair has said of one part; whatever is malformed was not said. */
export function readActs(value: unknown): Acts {
  const acts = plain(value);
  if (!acts) return NO_ACTS;
  const agreed = plain(acts['agreed']);
  const fingerprint = text(agreed?.['fingerprint']);
  const at = time(agreed?.['at']);
  return {
    patient: readHalf(acts['patient']),
    professional: readHalf(acts['professional']),
    agreed: at !== undefined && isFingerprint(fingerprint) ? { fingerprint, at } : undefined,
    past: readPast(acts['past']),
  };
}

function named(value: unknown): Named {
  const part = plain(value);
  return { id: text(part?.['id']), title: text(part?.['title']) };
}

function leadsTo(value: unknown): LeadsTo {
  return { ...named(value), link: text(plain(value)?.['link']) };
}

/** Reads a wording; nothing when it is none. */
export function readMeaning(value: unknown): Meaning | undefined {
  const said = plain(value);
  if (!said) return undefined;
  switch (said['kind']) {
    case 'goal':
    case 'stage': return { kind: said['kind'], title: text(said['title']) };
    case 'outcome': return { kind: 'outcome', title: text(said['title']), measure: text(said['measure']), family: wordOf(PART_KINDS.outcome.words.family, said['family']) };
    case 'step':
    case 'decision': {
      const goals = Array.isArray(said['goals']) ? said['goals'].map(named) : [];
      const orders = Array.isArray(said['leadsTo']) ? said['leadsTo'].map(leadsTo) : [];
      const { mode, sector } = PART_KINDS.step.words;
      const step = { title: text(said['title']), detail: text(said['detail']), stage: named(said['stage']), lane: named(said['lane']), mode: wordOf(mode, said['mode']), sector: wordOf(sector, said['sector']), goals, leadsTo: orders };
      return said['kind'] === 'step' ? { kind: 'step', ...step } : { kind: 'decision', options: text(said['options']), matters: text(said['matters']), ...step };
    }
    case 'link': return { kind: 'link', from: named(said['from']), to: named(said['to']), label: text(said['label']) };
    case 'map': {
      const parts = Object.entries(plain(said['parts']) ?? {}).filter((one): one is [string, string] => typeof one[1] === 'string');
      return { kind: 'map', mapKind: readKind(said['mapKind']), parts: Object.fromEntries(parts) };
    }
    default: return undefined;
  }
}

/** Reads from which side each part was first written (docs/PROTOCOL.md section 1.3, `origins`). */
export function readOrigins(entries: Iterable<readonly [string, unknown]>): ReadonlyMap<string, Side | ''> {
  const out = new Map<string, Side | ''>();
  for (const [name, side] of entries) {
    if (out.size >= RECORD_READ_MAX) break;
    const part = partOfName(name);
    // The whole map is nobody's alone.
    if (!part || part.kind === 'map') continue;
    if (side === 'patient' || side === 'professional' || side === '') out.set(name, side);
  }
  return out;
}

/** The pair and the part that a key under `acts` names. */
function keyOfActs(key: string): { readonly pair: string; readonly name: string } | undefined {
  const at = key.indexOf('/');
  const name = key.slice(at + 1);
  return at > 0 && partOfName(name) ? { pair: key.slice(0, at), name } : undefined;
}

/** The read model of one record document. */
export class RecordModel {
  readonly doc: Y.Doc;
  /** Names of the parts that something has been said of. Changes only when one comes or goes. */
  readonly names: ReadonlySignal<ReadonlySet<string>>;
  /** Grows with every change of anything said. */
  readonly version: ReadonlySignal<number>;
  /** From which side each part was first written, by name; `''` from neither. Parts of a template are not in it. */
  readonly origins: ReadonlySignal<ReadonlyMap<string, Side | ''>>;
  readonly #version = signal(0);
  readonly #originsVersion = signal(0);
  readonly #names = signal<ReadonlySet<string>>(new Set());
  readonly #records = new Map<string, PartRecord>();
  readonly #signals = new Map<string, Signal<PartRecord>>();
  readonly #roots: { readonly proposed: Y.Map<unknown>; readonly acts: Y.Map<unknown>; readonly wordings: Y.Map<unknown>; readonly origins: Y.Map<unknown> };
  readonly #listeners = new Set<(changes: readonly RecordChange[]) => void>();
  readonly #onProposed: (event: Y.YMapEvent<unknown>) => void;
  readonly #onActs: (event: Y.YMapEvent<unknown>) => void;
  readonly #onOrigins = () => {
    this.#originsVersion.value += 1;
  };

  constructor(doc: Y.Doc) {
    this.doc = doc;
    this.names = this.#names;
    this.version = this.#version;
    this.#roots = { proposed: doc.getMap('proposed'), acts: doc.getMap('acts'), wordings: doc.getMap('wordings'), origins: doc.getMap('origins') };
    this.#takeProposed(this.#roots.proposed.keys());
    this.#takeActs(this.#roots.acts.keys());
    this.#names.value = new Set(this.#records.keys());
    this.#onProposed = (event) => this.#refresh(() => this.#takeProposed(event.keysChanged));
    this.#onActs = (event) => this.#refresh(() => this.#takeActs(event.keysChanged));
    // Read only while somebody looks at it: one screen does, now and then.
    this.origins = computed(() => {
      void this.#originsVersion.value;
      return readOrigins(this.#roots.origins.entries());
    });
    this.#roots.proposed.observe(this.#onProposed);
    this.#roots.origins.observe(this.#onOrigins);
    this.#roots.acts.observe(this.#onActs);
  }

  /** What has been said of a part: always the same signal for one name. */
  at(name: string): ReadonlySignal<PartRecord> {
    let one = this.#signals.get(name);
    if (!one) {
      one = signal(this.#records.get(name) ?? NOTHING_SAID);
      this.#signals.set(name, one);
    }
    return one;
  }

  /** The wording with this fingerprint, for as long as a yes or an agreement names it. */
  wording(fingerprint: string): Meaning | undefined {
    return readMeaning(this.#roots.wordings.get(fingerprint));
  }

  /** Calls back with what pairs have said anew; returns how to stop. */
  subscribe(listener: (changes: readonly RecordChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops following the document. */
  destroy(): void {
    this.#roots.proposed.unobserve(this.#onProposed);
    this.#roots.acts.unobserve(this.#onActs);
    this.#roots.origins.unobserve(this.#onOrigins);
    this.#listeners.clear();
  }

  #refresh(take: () => readonly RecordChange[]): void {
    let changes: readonly RecordChange[] = [];
    batch(() => {
      changes = take();
      this.#version.value += 1;
      const names = this.#names.peek();
      const same = names.size === this.#records.size && Array.from(this.#records.keys()).every((name) => names.has(name));
      if (!same) this.#names.value = new Set(this.#records.keys());
    });
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
  }

  #takeProposed(keys: Iterable<string>): readonly RecordChange[] {
    for (const name of keys) {
      if (!partOfName(name)) continue;
      const raw = plain(this.#roots.proposed.get(name));
      const side = raw?.['side'];
      const proposed = !raw ? undefined : side === 'patient' || side === 'professional' ? side : '';
      this.#put(name, { proposed, acts: (this.#records.get(name) ?? NOTHING_SAID).acts });
    }
    return [];
  }

  #takeActs(keys: Iterable<string>): readonly RecordChange[] {
    const changes: RecordChange[] = [];
    for (const key of keys) {
      const at = keyOfActs(key);
      const part = at && partOfName(at.name);
      if (!at || !part) continue;
      const before = this.#records.get(at.name) ?? NOTHING_SAID;
      const acts = new Map(before.acts);
      const raw = this.#roots.acts.get(key);
      const after = readActs(raw);
      if (raw === undefined) acts.delete(at.pair);
      else acts.set(at.pair, after);
      this.#put(at.name, { proposed: before.proposed, acts });
      changes.push({ part, pair: at.pair, before: before.acts.get(at.pair) ?? NO_ACTS, after });
    }
    return changes;
  }

  #put(name: string, record: PartRecord): void {
    if (record.proposed === undefined && record.acts.size === 0) this.#records.delete(name);
    else if (this.#records.has(name) || this.#records.size < RECORD_READ_MAX) this.#records.set(name, record);
    else return;
    const one = this.#signals.get(name);
    if (one) one.value = record;
  }
}
