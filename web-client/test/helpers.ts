/**
 * What the tests of the model share: maps that talk to each other by hand-delivered updates, and a seeded generator.
 */
import { signal } from '@preact/signals-core';
import type { Signal } from '@preact/signals-core';
import * as Y from 'yjs';
import type { EditResult } from '../src/model/edits';
import { MapModel } from '../src/model/map';
import type { Pair } from '../src/model/pairs';
import type { Role } from '../src/model/people';
import { NOT_SORTED } from '../src/model/session/idea-sorting';
import { NO_SESSION } from '../src/model/session/run';
import type { LiveLead } from '../src/workshop/session/live-lead';
import { UndoHistory } from '../src/model/undo';
import type { ConnectionState } from '../src/sync/collab';
import type { SaveState } from '../src/sync/status';
import { Agreement } from '../src/workshop/agreement';
import type { MapApi, RosterPerson, SeveralYeses, Statement, TalkCommand } from '../src/workshop/api';
import { Drafts } from '../src/workshop/drafts';
import type { Participant } from '../src/workshop/facts';
import type { OpenMap } from '../src/workshop/open';
import { readMarks } from '../src/workshop/read-marks';
import { Talk } from '../src/workshop/talk';
import * as edits from './short-edits';

/** One person's device. */
export interface Device {
  readonly doc: Y.Doc;
  readonly map: MapModel;
  readonly undo: UndoHistory;
}

export function device(): Device {
  const doc = new Y.Doc();
  const map = new MapModel(doc);
  return { doc, map, undo: new UndoHistory(map) };
}

/** Brings devices to the same state, both ways. */
export function meet(...devices: readonly Device[]): void {
  for (const from of devices) {
    for (const to of devices) {
      if (from !== to) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'wire');
    }
  }
}

/** The id of what an edit made; fails the test when it was refused. */
export function made(result: EditResult): string {
  if (!result.done) throw new Error(`refused: ${result.why}`);
  return result.id;
}

/** A device with two stages, two lanes, a goal and two linked steps. */
export function furnished() {
  const one = device();
  const stages = ['Referral', 'Care'].map((title) => made(edits.addStage(one.map, title)));
  const lanes = ['Person', 'GP'].map((title) => made(edits.addLane(one.map, title)));
  const goal = made(edits.addGoal(one.map, 'Walk to the shop'));
  const [stage = '', otherStage = ''] = stages;
  const [lane = '', otherLane = ''] = lanes;
  const step = made(edits.addStep(one.map, 'Feels unwell', { stage, lane }));
  const other = made(edits.addStep(one.map, 'Sees GP', { stage, lane }));
  const link = made(edits.linkSteps(one.map, step, other));
  one.undo.clear();
  return { ...one, stage, otherStage, lane, otherLane, goal, step, other, link };
}

/** A second device with the same content. */
export function copyOf(one: Device): Device {
  const two = device();
  meet(one, two);
  return two;
}

/** A small seeded generator of 32-bit numbers (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

export function titlesOf(map: MapModel, ids: readonly string[] | undefined): readonly string[] {
  return (ids ?? []).map((id) => map.step(id).peek()?.title ?? '?');
}

/** What an agreement in a test is made of, each piece to be changed by the test. */
export interface AgreementKit {
  readonly agreement: Agreement;
  readonly record: Y.Doc;
  readonly pairs: Signal<readonly Pair[]>;
  readonly participants: Signal<ReadonlyMap<string, Participant>>;
  readonly connection: Signal<ConnectionState>;
  readonly said: Statement[];
  /** The yeses to several parts at once that were sent. */
  readonly saidOfSeveral: SeveralYeses[];
  /** The parts to which the server does not take such a yes. */
  refused: Awaited<ReturnType<MapApi['agreeToSeveral']>>['refused'];
  /** What the server answers next; yes when left out. */
  answer: (() => Promise<void>) | undefined;
}

/** The agreement on a map, as `me` sees it, with a stand-in for the server's answer only. */
export function agreementOn(map: MapModel, me: { readonly participant: string; readonly role: Role } = { participant: 'p', role: 'patientLeader' }): AgreementKit {
  const record = new Y.Doc();
  const pairs = signal<readonly Pair[]>([]);
  const participants = signal<ReadonlyMap<string, Participant>>(new Map());
  const connection = signal<ConnectionState>('connected');
  const said: Statement[] = [];
  const kit: AgreementKit = {
    record, pairs, participants, connection, said, saidOfSeveral: [], refused: [], answer: undefined,
    agreement: new Agreement({
      id: 'm', map, record, me, connection, facts: { pairs, participants }, saveState: signal<SaveState>('saved'),
      api: {
        agree: async (_command, statement) => { said.push(statement); await kit.answer?.(); },
        agreeToSeveral: async (_command, yeses) => { kit.saidOfSeveral.push(yeses); await kit.answer?.(); return { refused: kit.refused }; },
      },
    }),
  };
  return kit;
}

/** An open pair of `p` and `q`. */
export const PAIR: Pair = { id: 'pq', name: '', challenge: '', howWeWork: '', patient: 'p', professional: 'q', state: 'open', askedBy: undefined, since: 1 };

/** The people of {@link talkFor}. */
export const TALKERS: readonly RosterPerson[] = [
  { participant: 'a'.repeat(26), nickname: 'Ann', role: 'patientLeader', side: 'patient', state: 'in', takesPart: 'device' },
  { participant: 'b'.repeat(26), nickname: 'Ann Lee', role: 'professional', side: 'professional', state: 'in', takesPart: 'device' },
  { participant: 'c'.repeat(26), nickname: 'Cai', role: 'observer', side: null, state: 'in', takesPart: 'device' },
  { participant: 'd'.repeat(26), nickname: 'Dee', role: 'carer', side: 'patient', state: 'removed', takesPart: 'device' },
];

/** The talk of a map as one of {@link TALKERS} sees it (Ann when left out), with what would be sent. */
export function talkFor(given: { readonly doc?: Y.Doc; readonly me?: string; readonly role?: Role; readonly actsFor?: string; readonly fails?: Error; readonly storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> } = {}) {
  const sent: TalkCommand[] = [];
  const participant = given.me ?? 'a'.repeat(26);
  const known = TALKERS.find((person) => person.participant === participant);
  const connection = signal<ConnectionState>('connected');
  const roster = signal<ReadonlyMap<string, RosterPerson>>(new Map(TALKERS.map((person) => [person.participant, person])));
  const participants = signal(new Map(TALKERS.map((person) => [person.participant, { ...person, ...(person.participant === participant && given.role ? { role: given.role } : {}), ...(person.participant === participant && given.actsFor ? { actsFor: given.actsFor } : {}) }])));
  const meta = signal<{ readonly observersComment: boolean }>({ observersComment: true });
  const api = {
    talk: async (_command: string, act: TalkCommand) => {
      if (given.fails) throw given.fails;
      sent.push(act);
    },
  };
  const talk = new Talk({
    doc: given.doc ?? new Y.Doc(),
    facts: { roster, participants, meta } as unknown as ConstructorParameters<typeof Talk>[0]['facts'],
    me: { participant, role: given.role ?? known?.role ?? 'patientLeader', nickname: known?.nickname ?? 'Me' },
    api,
    connection,
    marks: readMarks({ workshop: 'w', participant, keepCopy: 'keep' }, given.storage),
    drafts: new Map(),
  });
  return { talk, sent, connection, roster, participants, meta };
}

/** What leads the room, with these; nothing else is so. */
export function leadOf(lead: Partial<LiveLead>): LiveLead {
  return { hands: signal([]), messages: signal([]), call: signal(undefined), round: signal(undefined), ...lead };
}

/** A stand-in for an open map and its workshop, made of the pieces that a test needs of either. */
export function openMapOf<Pieces extends object>(pieces: Pieces): OpenMap & Pieces {
  const known = { areFactsKnown: signal(true), isRecordKnown: signal(true), isTalkKnown: signal(true) };
  const session = { state: signal(NO_SESSION), current: signal(undefined), lead: leadOf({}), alone: signal([]), votes: signal([]), actions: signal([]), callLink: signal({ link: '', phone: '' }), writing: signal(new Map()), ideas: signal([]), sorting: signal(NOT_SORTED), reveals: signal(new Map()), notes: () => undefined, now: () => 0 };
  const workshop = { session, isLiveBlocked: signal(false), copyTrouble: signal(undefined), setBackTo: signal(undefined), tokenRefusal: signal(undefined), mayAskAgain: signal(false), ...known, ...pieces };
  const open = { drafts: new Drafts('test', undefined), ...workshop, workshop };
  return open as unknown as OpenMap & Pieces;
}
