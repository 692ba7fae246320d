/**
 * What is agreed now: the state of every part for every pair, who I am in it, what is still open, and saying something.
 * Owns one computed signal a part, made when somebody asks for it. Knows no page and no words.
 */
import { computed, effect } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type * as Y from 'yjs';
import { AGREE_STATES, combine, isToGo, NO_ACTS, otherSide, stateOfPair, stateWithoutPair } from '../model/agreement';
import type { Act, Acts, AgreeState, Combined, PairState, Speaker } from '../model/agreement';
import type { MapModel } from '../model/map';
import { fingerprintOf } from '../model/fingerprint';
import { isPlainLink, meaningOf, meaningOfMap, nameOfPart, WHOLE_MAP } from '../model/meaning';
import type { AgreePart, Meaning } from '../model/meaning';
import { covers, partnerSide, sideIn, stagesOn } from '../model/pairs';
import type { Pair } from '../model/pairs';
import type { Role } from '../model/people';
import { readMeaning, RecordModel } from '../model/record';
import { partsInOrder, stageOfPart } from '../model/walk';
import type { PlacedPart } from '../model/walk';
import type { ConnectionState } from '../sync/collab';
import type { SaveState } from '../sync/status';
import { ApiError, newCommand } from './api';
import type { MapApi } from './api';
import type { WorkshopFacts } from './facts';

/** What one pair says of a part. */
export interface PairStatements extends PairState {
  readonly pair: Pair;
  readonly acts: Acts;
}
/** What all pairs say of a part. */
export interface PartAgreement extends Combined {
  /** Oldest pair first: the open pairs in whose scope it is, and those that have spoken of it. */
  readonly pairs: readonly PairStatements[];
  readonly proposed: 'proposed' | 'notYet';
  /** Some pair has agreed to other words of the part itself than the present ones. */
  readonly changedSince: boolean;
  /** Some pair has agreed to these words, and those around them have changed since. */
  readonly aroundChanged: boolean;
  /** Somebody asks to take an agreed part out. */
  readonly removalAsked: boolean;
  /** Some pair has agreed, to whatever wording: only both of its halves take the part out. */
  readonly isKept: boolean;
}
/** How many parts are in each state. */
export type StateCounts = Readonly<Record<AgreeState, number>>;
/** The parts counted: all together, by stage (`''`: none), and as each pair sees them. */
export interface Summary {
  readonly all: StateCounts;
  readonly byStage: ReadonlyMap<string, StateCounts>;
  readonly byPair: ReadonlyMap<string, StateCounts>;
}
/** The outcome of a statement. */
export type StatementAnswer =
  | { readonly kind: 'said' }
  | { readonly kind: 'changed'; readonly now: { readonly fingerprint: string; readonly meaning: Meaning } }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The outcome of a yes to several parts: to how many it was not taken. */
export type SeveralAnswer = { readonly kind: 'said'; readonly refused: number } | { readonly kind: 'failed'; readonly error: unknown };
/** A part as it was on the screen. */
export interface SeenPart extends AgreePart { readonly fingerprint: string }

/** What it is made of. */
export interface AgreementParts {
  /** The id of the map. */
  readonly id: string;
  readonly map: MapModel;
  /** The document `record/{w}/{m}`. */
  readonly record: Y.Doc;
  readonly facts: Pick<WorkshopFacts, 'pairs' | 'participants'>;
  readonly me: { readonly participant: string; readonly role: Role };
  readonly api: Pick<MapApi, 'agree' | 'agreeToSeveral'>;
  readonly connection: ReadonlySignal<ConnectionState>;
  /** Whether my own edits have arrived: a yes must not overtake the words it is for. */
  readonly saveState: ReadonlySignal<SaveState>;
}

/** How long a yes waits for my own edits to arrive, in milliseconds; then the server is asked anyway. */
const SAVED_MS_MAX = 5_000;

/** The states in which a part waits for somebody. */
export const OPEN_STATES: readonly AgreeState[] = ['toAgree', 'oneAgrees', 'aroundChanged', 'differ'];

/** The agreement on one map. */
export class Agreement {
  readonly record: RecordModel;
  /** Pairs that count, oldest first. */
  readonly pairs: ReadonlySignal<readonly Pair[]>;
  /** The open pair I am in, or the person I write for. */
  readonly myPair: ReadonlySignal<Pair | undefined>;
  readonly speaker: ReadonlySignal<Speaker>;
  /** Agreeing needs the server: it alone decides. */
  readonly isConnected: ReadonlySignal<boolean>;
  /** Every part that can be agreed on but the whole map, in walking order. */
  readonly parts: ReadonlySignal<readonly PlacedPart[]>;
  /** As {@link parts}, with the plain links that are parts of their steps. */
  readonly everyPart: ReadonlySignal<readonly PlacedPart[]>;
  /** Those that something was said of. */
  readonly partsWithStatements: ReadonlySignal<readonly PlacedPart[]>;
  /** How many parts wait for somebody; for me when I am in a pair. */
  readonly openCount: ReadonlySignal<number>;
  /** How many of these wait for an answer of my half; nothing for who is in no pair. */
  readonly mineCount: ReadonlySignal<number | undefined>;
  /** How many of these wait for an answer of my partner. */
  readonly partnerCount: ReadonlySignal<number>;
  readonly summary: ReadonlySignal<Summary>;
  readonly #parts: AgreementParts;
  readonly #states = new Map<string, ReadonlySignal<PartAgreement>>();
  readonly #meanings = new Map<string, ReadonlySignal<Meaning | undefined>>();
  readonly #presents = new Map<string, ReadonlySignal<string>>();
  /** Name and fingerprint of each part that counts for the whole map, and how many of them keep each pair from agreeing to it. */
  readonly #counting: ReadonlySignal<{ readonly parts: ReadonlyMap<string, string>; readonly open: ReadonlyMap<string, number> }>;

  constructor(parts: AgreementParts) {
    this.#parts = parts;
    this.record = new RecordModel(parts.record);
    this.pairs = computed(() => parts.facts.pairs.value.filter((pair) => pair.state === 'open'));
    const speaking = computed(() => parts.facts.participants.value.get(parts.me.participant)?.actsFor ?? parts.me.participant);
    this.myPair = computed(() => this.pairs.value.find((pair) => sideIn(pair, speaking.value) !== undefined));
    this.speaker = computed(() => this.#speaker(speaking.value));
    this.isConnected = computed(() => parts.connection.value === 'connected');
    this.parts = computed(() => partsInOrder(parts.map, (link) => this.#isAskedOut(link)));
    this.everyPart = computed(() => partsInOrder(parts.map, () => true));
    this.partsWithStatements = computed(() => {
      const names = this.record.names.value;
      return names.size === 0 ? [] : this.parts.value.filter((part) => names.has(nameOfPart(part)));
    });
    this.openCount = computed(() => this.partsWithStatements.value.filter((part) => this.waits(part)).length);
    this.mineCount = computed(() => (this.speaker.value.can === 'speak' ? this.partsWithStatements.value.filter((part) => this.waits(part) && this.waitsForMe(part)).length : undefined));
    this.partnerCount = computed(() => this.partsWithStatements.value.filter((part) => this.waits(part) && this.waitsForPartner(part)).length);
    this.summary = computed(() => this.#summary());
    this.#counting = computed(() => {
      const counting = this.partsWithStatements.value.filter((part) => !['idea', 'parked'].includes(this.of(part).value.state));
      const open = new Map(this.pairs.value.map(({ id }) => [id, counting.filter((part) => this.#holdsUp(id, part)).length]));
      return { parts: new Map(counting.map((part) => [nameOfPart(part), this.present(part).value])), open };
    });
  }

  /** What the pairs say of a part: always the same signal for one part. */
  of(part: AgreePart): ReadonlySignal<PartAgreement> {
    return cached(this.#states, nameOfPart(part), () => this.#stateOf(part));
  }

  /** What a part means now. */
  meaning(part: AgreePart): ReadonlySignal<Meaning | undefined> {
    return cached(this.#meanings, nameOfPart(part), () =>
      part.kind === 'map' ? meaningOfMap(this.#parts.map.kind.value, this.#counting.value.parts) : meaningOf(this.#parts.map, part));
  }

  /** The fingerprint of what a part means now; `''` when there is no such part. */
  present(part: AgreePart): ReadonlySignal<string> {
    return cached(this.#presents, nameOfPart(part), () => {
      const meaning = this.meaning(part).value;
      return meaning ? fingerprintOf(meaning) : '';
    });
  }

  /** How many parts keep each open pair from agreeing to the whole map, by the pair's id. */
  get openForMap(): ReadonlyMap<string, number> {
    return this.#counting.value.open;
  }

  /** Whether the pair I am in decides about a part; true for who is in none. */
  concernsMe(part: AgreePart): boolean {
    const pair = this.myPair.value;
    return !pair || this.of(part).value.pairs.some((one) => one.pair.id === pair.id);
  }

  /** Whether a part waits for somebody, to be agreed or to be taken out: for me and my partner when I am in a pair, else for anyone. */
  waits(part: AgreePart): boolean {
    if (!this.concernsMe(part)) return false;
    const mine = this.mine(part);
    const isLeaving = 'acts' in mine ? isToGo(mine.acts) : this.of(part).value.removalAsked;
    return isLeaving || OPEN_STATES.includes(mine.state);
  }

  /** Whether a part that waits does so for an answer of mine. */
  waitsForMe(part: AgreePart): boolean {
    return this.#waitsForHalf(part, 'mine');
  }

  /** Whether a part that waits does so for an answer of my partner; where it is for neither of us, we have both answered. */
  waitsForPartner(part: AgreePart): boolean {
    return this.#waitsForHalf(part, 'theirs');
  }

  #waitsForHalf(part: AgreePart, whose: 'mine' | 'theirs'): boolean {
    const speaker = this.speaker.value;
    const mine = this.mine(part);
    if (speaker.can !== 'speak' || !('acts' in mine)) return false;
    const side = whose === 'mine' ? speaker.side : otherSide(speaker.side);
    const [half, other] = [mine.acts[side], mine.acts[otherSide(side)]];
    if (other.removal !== undefined) return half.removal === undefined;
    // A fingerprint is computed only where it can make a difference.
    return half.view === undefined && (half.yes === undefined || half.yes.fingerprint !== this.present(part).value);
  }

  /** The state of a part as I see it: my pair's when I am in one. */
  mine(part: AgreePart): Combined | PairStatements {
    const all = this.of(part).value;
    const pair = this.myPair.value;
    return all.pairs.find((one) => one.pair.id === pair?.id) ?? all;
  }

  /** The part that is agreed when this one is: the step of a plain link, every other part itself. */
  agreedAs(part: AgreePart): AgreePart {
    return isPlainLink(this.#parts.map, part) ? { kind: 'step', id: this.#parts.map.link(part.id).value?.from ?? '' } : part;
  }

  /** Whether only both halves of a pair take a part out: they agreed to it, or to the step that a plain link is part of. */
  isKeptBy(part: AgreePart, pair: string): boolean {
    const agreed = (name: string) => this.record.at(name).value.acts.get(pair)?.agreed;
    if (agreed(nameOfPart(part))) return true;
    const link = isPlainLink(this.#parts.map, part) ? this.#parts.map.link(part.id).value : undefined;
    const ofStep = link && agreed(nameOfPart({ kind: 'step', id: link.from }));
    const wording = ofStep && this.record.wording(ofStep.fingerprint);
    return wording !== undefined && 'leadsTo' in wording && wording.leadsTo.some((order) => order.link === part.id);
  }

  /** Says something of a part, for myself or for the person I write for. */
  async submit(part: AgreePart, act: Act, given: { readonly fingerprint?: string; readonly text?: string } = {}): Promise<StatementAnswer> {
    const speaker = this.speaker.peek();
    const actingFor = speaker.can === 'speak' ? speaker.actingFor : undefined;
    try {
      if (act === 'agree') await this.#saved();
      await this.#parts.api.agree(newCommand(), { act, part: { kind: part.kind, id: part.id }, ...given, ...(actingFor === undefined ? {} : { actingFor }) });
      return { kind: 'said' };
    } catch (error) {
      const now = error instanceof ApiError && error.code === 'changed' ? wordingOf(error.now) : undefined;
      return now ? { kind: 'changed', now } : { kind: 'failed', error };
    }
  }


  /** Says yes to several parts, each as it was on the screen, for myself or for the person I write for. */
  async agreeToSeveral(parts: readonly SeenPart[]): Promise<SeveralAnswer> {
    const speaker = this.speaker.peek();
    const actingFor = speaker.can === 'speak' ? speaker.actingFor : undefined;
    try {
      await this.#saved();
      const { refused } = await this.#parts.api.agreeToSeveral(newCommand(), { parts: [...parts], ...(actingFor === undefined ? {} : { actingFor }) });
      return { kind: 'said', refused: refused.length };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  /** Stops following the record. */
  destroy(): void {
    this.record.destroy();
  }

  /** Whether a half of an open pair asks for a link to be taken out. */
  #isAskedOut(link: string): boolean {
    const name = nameOfPart({ kind: 'link', id: link });
    if (!this.record.names.value.has(name)) return false;
    const { acts } = this.record.at(name).value;
    return this.pairs.value.some((pair) => isToGo(acts.get(pair.id) ?? NO_ACTS));
  }

  #saved(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, SAVED_MS_MAX);
      const stop = effect(() => {
        if (this.#parts.saveState.value === 'saving') return;
        clearTimeout(timer);
        queueMicrotask(() => { stop(); resolve(); });
      });
    });
  }

  #speaker(speaking: string): Speaker {
    const { participant } = this.#parts.me;
    const roleOf = (person: string) => this.#parts.facts.participants.value.get(person)?.role ?? (person === participant ? this.#parts.me.role : undefined);
    const role = roleOf(participant) ?? this.#parts.me.role;
    const pair = this.myPair.value;
    const side = pair && sideIn(pair, speaking);
    const voice = roleOf(speaking);
    // A role that changed to the other side since the pair was formed says nothing for its half.
    if (pair && side && voice && partnerSide(voice) === side) return { can: 'speak', side, pair: pair.id, ...(speaking === participant ? {} : { actingFor: speaking }) };
    return role === 'facilitator' || partnerSide(role) !== undefined ? { can: 'propose' } : { can: 'look' };
  }

  #stateOf(part: AgreePart): PartAgreement {
    const said = this.record.at(nameOfPart(part)).value;
    const proposed = said.proposed === undefined ? 'notYet' : 'proposed';
    const pairs = this.#deciding(part, said.acts).map((pair): PairStatements => {
      const acts = said.acts.get(pair.id) ?? NO_ACTS;
      return { pair, acts, ...this.#withParts(part, pair, stateOfPair(acts, proposed, () => this.present(part).value)) };
    });
    const combined = pairs.length === 0 ? stateWithoutPair(proposed) : combine(pairs);
    return {
      ...combined,
      pairs,
      proposed,
      changedSince: pairs.some((one) => one.changedSince),
      aroundChanged: pairs.some((one) => one.aroundChanged),
      removalAsked: pairs.some(({ acts }) => isToGo(acts)),
      isKept: pairs.some(({ pair }) => this.isKeptBy(part, pair.id)),
    };
  }

  /** The open pairs in whose scope a part is, and those that have spoken of it. */
  #deciding(part: AgreePart, acts: ReadonlyMap<string, Acts>): readonly Pair[] {
    const { id, map } = this.#parts;
    const open = this.pairs.value;
    // Where a part is matters only to pairs that have chosen stages: others need not hear of it.
    const stage = open.some((pair) => stagesOn(pair, id)) ? stageOfPart(map, part) : '';
    return open.filter((pair) => covers(pair, id, stage) || acts.has(pair.id));
  }

  /** Whether a part keeps a pair from agreeing to the whole map: it has not agreed it, or nobody has whom it concerns instead. */
  #holdsUp(pair: string, part: AgreePart): boolean {
    const all = this.of(part).value;
    const own = all.pairs.find((one) => one.pair.id === pair);
    return own ? OPEN_STATES.includes(own.state) : all.agreed === 0;
  }

  /** A pair agrees to the whole map only while it does to every part that counts. */
  #withParts(part: AgreePart, pair: Pair, state: PairState): PairState {
    const isOpen = part.kind === WHOLE_MAP.kind && (state.state === 'agreed' || state.state === 'aroundChanged') && (this.#counting.value.open.get(pair.id) ?? 0) > 0;
    return isOpen ? { ...state, state: 'toAgree' } : state;
  }

  #summary(): Summary {
    const all = empty();
    const byStage = new Map<string, Record<AgreeState, number>>();
    const byPair = new Map(this.pairs.value.map((pair) => [pair.id, empty()]));
    const names = this.record.names.value;
    for (const part of this.parts.value) {
      // Of most parts of a large map nobody has said anything: they need no state of their own.
      const says = names.has(nameOfPart(part)) ? this.of(part).value : undefined;
      const state = says?.state ?? 'idea';
      const stage = byStage.get(part.stage) ?? empty();
      all[state] += 1;
      stage[state] += 1;
      byStage.set(part.stage, stage);
      for (const pair of this.pairs.value) {
        const seen = says ? says.pairs.find((one) => one.pair.id === pair.id)?.state : covers(pair, this.#parts.id, part.stage) ? 'idea' : undefined;
        const tally = byPair.get(pair.id);
        if (tally && seen) tally[seen] += 1;
      }
    }
    return { all, byStage, byPair };
  }
}

function empty(): Record<AgreeState, number> {
  return Object.fromEntries(AGREE_STATES.map((state) => [state, 0])) as Record<AgreeState, number>;
}

function cached<T>(store: Map<string, ReadonlySignal<T>>, name: string, derive: () => T): ReadonlySignal<T> {
  let one = store.get(name);
  if (!one) {
    one = computed(derive);
    store.set(name, one);
  }
  return one;
}

function wordingOf(now: unknown): { readonly fingerprint: string; readonly meaning: Meaning } | undefined {
  if (typeof now !== 'object' || now === null) return undefined;
  const { fingerprint, meaning } = now as Record<string, unknown>;
  const read = readMeaning(meaning);
  return typeof fingerprint === 'string' && read ? { fingerprint, meaning: read } : undefined;
}
