/**
 * The facts of a workshop as its server-written document tells them, and the roster (names) fetched when its revision
 * changes. Reads only; never throws on unexpected content.
 */
import { batch, effect, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type * as Y from 'yjs';
import { saidOf, type Said } from '../model/agenda/said';
import { readPairs } from '../model/pairs';
import type { Pair } from '../model/pairs';
import { ROLES, toldApart } from '../model/people';
import type { Role, Shown, Side } from '../model/people';
import type { MapKind } from '../model/schema';
import { plainOf } from '../model/read';
import type { AgendaItem as AgendaText, Roster, RosterPerson } from './api';

/** The workshop itself. */
export interface WorkshopMeta {
  readonly title: string;
  readonly challenge: string;
  /** `YYYY-MM-DD` */
  readonly endsOn: string;
  readonly template: string;
  readonly format: string;
  /** Questions for the group, and facts with their source; `undefined` in workshops of before they were kept. */
  readonly discuss?: readonly string[] | undefined;
  readonly facts?: readonly string[] | undefined;
  /** Id of the main map. */
  readonly map: string;
  readonly frozen: boolean;
  /** Whether whoever joins waits to be let in. */
  readonly waitingRoom: boolean;
  /** Whether observers may comment; facilitators can ask them to listen only. */
  readonly observersComment: boolean;
  readonly rosterRevision: number;
}

/** One item of the agenda; its id stays when it is moved or renamed. */
export interface AgendaItem extends Omit<AgendaText, keyof Said>, Said {
  readonly id: string;
}

/** One map of the workshop, as everybody is told of it. */
export interface MapFact {
  readonly id: string;
  /** `''` for a map that is called by its kind. */
  readonly name: string;
  /** How it is, or how we want it; `''` where that is not told. */
  readonly kind: MapKind | '';
  /** Whether a facilitator removed it; it can be brought back. */
  readonly isRemoved: boolean;
}

/** One participant, without a name. */
export interface Participant {
  readonly participant: string;
  readonly role: Role;
  readonly side: Side | undefined;
  readonly state: 'in' | 'waiting' | 'removed';
  /** Whom they act for, as supporter or scribe; counts while both are in. */
  readonly actsFor?: string | undefined;
  /** The person they would act for, who has not answered yet. */
  readonly asksToActFor?: string | undefined;
}

/** Read model of `workshop/{w}`. */
export interface WorkshopFacts {
  /** `undefined` until the document has arrived. */
  readonly meta: ReadonlySignal<WorkshopMeta | undefined>;
  readonly participants: ReadonlySignal<ReadonlyMap<string, Participant>>;
  readonly agenda: ReadonlySignal<readonly AgendaItem[]>;
  /** The maps in the order they were made, removed ones too; empty until the document has arrived. */
  readonly maps: ReadonlySignal<readonly MapFact[]>;
  /** Every pair, also those that were only asked for or have ended; oldest first. */
  readonly pairs: ReadonlySignal<readonly Pair[]>;
  /** Names; empty until fetched. */
  readonly roster: ReadonlySignal<ReadonlyMap<string, Shown<RosterPerson>>>;
  /** Fetches the roster again if the last try failed. */
  retryNow(): void;
  destroy(): void;
}

/** Most participants and agenda items that are read. */
const PEOPLE_MAX = 2_000;
const AGENDA_MAX = 100;
const MAPS_MAX = 32;
const AGENDA_ID = /^[0-9a-z-]{1,32}$/;
const LINES_MAX = 50;
/** Longest part of an agenda that is read, in minutes: what 32 bits hold. */
const MINUTES_MAX = 2 ** 32 - 1;
/** Wait before a failed roster is fetched again. */
const RETRY_MS = 5_000;

/** Follows a workshop document; `fetchRoster` is called when the roster's revision moves on. */
export function workshopFacts(doc: Y.Doc, fetchRoster: () => Promise<Roster>): WorkshopFacts {
  return new LiveFacts(doc, fetchRoster);
}

class LiveFacts implements WorkshopFacts {
  readonly meta = signal<WorkshopMeta | undefined>(undefined);
  readonly participants = signal<ReadonlyMap<string, Participant>>(new Map());
  readonly agenda = signal<readonly AgendaItem[]>([]);
  readonly maps = signal<readonly MapFact[]>([]);
  readonly pairs = signal<readonly Pair[]>([]);
  readonly roster = signal<ReadonlyMap<string, Shown<RosterPerson>>>(new Map());
  readonly #doc: Y.Doc;
  readonly #fetchRoster: () => Promise<Roster>;
  readonly #stopRoster: () => void;
  #revision = -1;
  #isFetching = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(doc: Y.Doc, fetchRoster: () => Promise<Roster>) {
    this.#doc = doc;
    this.#fetchRoster = fetchRoster;
    doc.on('afterTransaction', this.#read);
    this.#read();
    this.#stopRoster = effect(() => {
      if ((this.meta.value?.rosterRevision ?? -1) > this.#revision) void this.#refresh();
    });
  }

  retryNow(): void {
    if ((this.meta.peek()?.rosterRevision ?? -1) > this.#revision) void this.#refresh();
  }

  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#retry);
    this.#stopRoster();
    this.#doc.off('afterTransaction', this.#read);
  }

  readonly #read = () => {
    // People before the revision that sends for their names: whoever is out must not send for them any more.
    const participants = readParticipants(this.#doc.getMap('participants'));
    if (!sameValues(participants, this.participants.peek())) this.participants.value = participants;
    // The rest at once: who is in a pair must not be taken to have none between one fact and the next.
    batch(() => this.#readRest());
  };

  #readRest(): void {
    const meta = readMeta(this.#doc.getMap('meta'));
    if (JSON.stringify(meta) !== JSON.stringify(this.meta.peek())) this.meta.value = meta;
    const agenda = readAgenda(this.#doc.getMap('agenda'));
    if (JSON.stringify(agenda) !== JSON.stringify(this.agenda.peek())) this.agenda.value = agenda;
    const maps = readMaps(this.#doc.getMap('maps'), meta?.map ?? '');
    if (JSON.stringify(maps) !== JSON.stringify(this.maps.peek())) this.maps.value = maps;
    const pairs = readPairs(this.#doc.getMap('pairs').entries());
    if (JSON.stringify(pairs) !== JSON.stringify(this.pairs.peek())) this.pairs.value = pairs;
  }

  async #refresh(): Promise<void> {
    if (this.#isFetching || this.#isOver) return;
    this.#isFetching = true;
    clearTimeout(this.#retry);
    const asked = this.meta.peek()?.rosterRevision ?? 0;
    try {
      const roster = await this.#fetchRoster();
      // An answer that is older than the document must not be asked for again and again.
      this.#revision = Math.max(roster.revision, asked);
      this.roster.value = toldApart(roster.people);
    } catch {
      if (!this.#isOver) this.#retry = setTimeout(() => void this.#refresh(), RETRY_MS);
      return;
    } finally {
      this.#isFetching = false;
    }
    // The document may have moved on while the answer travelled.
    this.retryNow();
  }
}

function sameValues(a: ReadonlyMap<string, Participant>, b: ReadonlyMap<string, Participant>): boolean {
  return JSON.stringify(Array.from(a)) === JSON.stringify(Array.from(b));
}

function word(map: Y.Map<unknown>, key: string): string {
  return text(map.get(key));
}

function lines(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((line): line is string => typeof line === 'string').slice(0, LINES_MAX);
}

function readMeta(map: Y.Map<unknown>): WorkshopMeta | undefined {
  if (map.size === 0) return undefined;
  const revision = map.get('rosterRevision');
  return {
    title: word(map, 'title'),
    challenge: word(map, 'challenge'),
    endsOn: word(map, 'endsOn'),
    template: word(map, 'template'),
    format: word(map, 'format'),
    discuss: lines(map.get('discuss')),
    facts: lines(map.get('facts')),
    map: word(map, 'map'),
    frozen: map.get('frozen') === true,
    waitingRoom: map.get('waitingRoom') === true,
    observersComment: map.get('observersComment') !== false,
    rosterRevision: typeof revision === 'number' ? revision : Number(revision ?? 0) || 0,
  };
}

/** A document of before there could be several maps tells of none: then there is the main one. */
function readMaps(told: Y.Map<unknown>, main: string): readonly MapFact[] {
  const read: { readonly at: number; readonly fact: MapFact }[] = [];
  for (const [id, raw] of told.entries()) {
    const said = plainOf(raw);
    if (!said || read.length >= MAPS_MAX) continue;
    const { kind, at } = said;
    const fact: MapFact = { id, name: text(said['name']), kind: kind === 'current' || kind === 'future' ? kind : '', isRemoved: said['removed'] === true };
    read.push({ at: Number.isInteger(at) && Number(at) >= 0 ? Number(at) : Number.MAX_SAFE_INTEGER, fact });
  }
  if (read.length === 0) return main === '' ? [] : [{ id: main, name: '', kind: '', isRemoved: false }];
  return read.sort((a, b) => a.at - b.at || (a.fact.id < b.fact.id ? -1 : 1)).map(({ fact }) => fact);
}

function readParticipants(map: Y.Map<unknown>): ReadonlyMap<string, Participant> {
  const out = new Map<string, Participant>();
  for (const [participant, raw] of map.entries()) {
    const said = plainOf(raw);
    if (out.size >= PEOPLE_MAX || !said) continue;
    const role = ROLES.find((one) => one === said['role']);
    const side = said['side'] === 'patient' || said['side'] === 'professional' ? said['side'] : undefined;
    const state = said['state'] === 'in' || said['state'] === 'waiting' ? said['state'] : 'removed';
    const [actsFor, asks] = [text(said['actsFor']), text(said['asksToActFor'])];
    if (role) out.set(participant, { participant, role, side, state, ...(actsFor === '' ? {} : { actsFor }), ...(asks === '' ? {} : { asksToActFor: asks }) });
  }
  return out;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readAgenda(map: Y.Map<unknown>): readonly AgendaItem[] {
  const out: AgendaItem[] = [];
  for (let at = 0; at < AGENDA_MAX; at += 1) {
    const raw = map.get(String(at));
    if (raw === undefined) break;
    const item = plainOf(raw);
    if (!item) continue;
    const { id, min, title, mode, opens } = item;
    if (!Number.isInteger(min) || Number(min) < 0 || Number(min) > MINUTES_MAX) continue;
    // One that was written without an id has one by its place.
    out.push({ id: AGENDA_ID.test(text(id)) ? text(id) : `item-${at}`, min: Number(min), title: text(title), mode: text(mode), opens: text(opens), ...saidOf(item) });
  }
  return out;
}
