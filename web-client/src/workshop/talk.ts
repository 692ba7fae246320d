/**
 * What people say about the map, as the server-written `talk` document holds it (docs/PROTOCOL.md section 1.4): threads
 * with their messages and reactions, what I have not read yet, and the calls that say something. Reads only what fits the
 * layout and never throws on unexpected content; the server alone writes. Knows no page.
 */
import { computed, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type * as Y from 'yjs';
import type { Role } from '../model/people';
import { plainOf } from '../model/read';
import type { ConnectionState } from '../sync/collab';
import { newCommand } from './api';
import type { MapApi, TalkCommand } from './api';
import type { DeviceEntry } from './device';
import type { WorkshopFacts } from './facts';
import type { ReadMarks } from './read-marks';
import { partKey, REACTIONS, TALK_PART_KINDS, type Reaction, type TalkPart } from './talk-part';

/** Longest comment, in UTF-16 code units. */
export const COMMENT_UNITS_MAX = 2_000;
/** Most people that one comment mentions. */
export const MENTIONS_MAX = 20;
const THREADS_MAX = 2_000;
const MESSAGES_MAX = 5_000;
const REACTIONS_MAX = 20_000;

/** A comment or a reply. */
export interface TalkMessage {
  readonly id: string;
  readonly thread: string;
  /** Whose words they are. */
  readonly by: string;
  /** Who wrote them down for that person. */
  readonly scribe: string | undefined;
  /** The words; people who are mentioned stand in it as `@` and their id. Empty when taken back. */
  readonly text: string;
  readonly mentions: readonly string[];
  /** When, in milliseconds since 1970; the order of messages. */
  readonly at: number;
  /** Whether the words are gone. */
  readonly isTakenBack: boolean;
  /** Whether it was a facilitator who took them down, not their author. */
  readonly isTakenDown: boolean;
  /** Who reacted how. */
  readonly reactions: ReadonlyMap<Reaction, readonly string[]>;
}

/** Comments that belong together. */
export interface TalkThread {
  readonly id: string;
  readonly part: TalkPart;
  readonly state: 'open' | 'resolved';
  /** At least one, oldest first. */
  readonly messages: readonly TalkMessage[];
}

/** How much is said about one part. */
export interface TalkCount {
  /** Messages of its open threads. */
  readonly open: number;
  /** Messages I have not read, in any of its threads. */
  readonly unread: number;
}

/** Somebody of the workshop, to be shown beside their words. */
export interface TalkPerson {
  readonly participant: string;
  /** Empty when not known. */
  readonly nickname: string;
  readonly role: Role | undefined;
  readonly isMe: boolean;
}

/** What the talk about a map is made of. */
export interface TalkParts {
  readonly doc: Y.Doc;
  readonly facts: WorkshopFacts;
  readonly me: Pick<DeviceEntry, 'participant' | 'role' | 'nickname'>;
  readonly api: Pick<MapApi, 'talk'>;
  readonly connection: ReadonlySignal<ConnectionState>;
  readonly marks: ReadMarks;
  /** What was typed and not sent, by place. */
  readonly drafts: Map<string, string>;
  /** Who is mentioned in it, by place. */
  readonly mentionDrafts?: Map<string, string>;
}

const RESOLVING_ROLES: readonly Role[] = ['facilitator', 'patientLeader', 'carer', 'professional'];
const NOTHING: TalkCount = { open: 0, unread: 0 };

function hasVoice(role: Role): boolean {
  return role !== 'supporter';
}

/** The talk about one map. */
export class Talk {
  /** Oldest first. */
  readonly threads: ReadonlySignal<readonly TalkThread[]>;
  /** How much is said about each part that is talked about. */
  readonly counts: ReadonlySignal<ReadonlyMap<string, TalkCount>>;
  /** Messages I have not read, over all parts. */
  readonly unread: ReadonlySignal<number>;
  /** The person I act for, when there is one: I can write down what they say. */
  readonly actsFor: ReadonlySignal<TalkPerson | undefined>;
  /** Whether the role I have now has a voice here. */
  readonly hasOwnVoice: ReadonlySignal<boolean>;
  /** Whether what I send is said by the person I act for. */
  readonly isForAnother: ReadonlySignal<boolean>;
  /** Whether I can say something, for myself or for the person I act for. */
  readonly mayComment: ReadonlySignal<boolean>;
  /** Whether facilitators have asked who speaks here to listen only: then I say nothing new, and what I said stays mine. */
  readonly isListenOnly: ReadonlySignal<boolean>;
  /** Whether I may resolve threads, and say what led to what. */
  readonly mayResolve: ReadonlySignal<boolean>;
  /** Whether saying something can work now. */
  readonly isConnected: ReadonlySignal<boolean>;
  /** What was typed and not sent, by place (drafts.ts). */
  readonly drafts: Map<string, string>;
  /** Who is mentioned in it, by place (editor/words/chosen-names.ts). */
  readonly mentionDrafts: Map<string, string>;
  /** Moves on whenever anything in the document did; what else reads the document follows it. */
  readonly revision: ReadonlySignal<number>;
  readonly #parts: TalkParts;
  readonly #role: ReadonlySignal<Role>;
  readonly #revision = signal(0);
  readonly #threads = signal<readonly TalkThread[]>([]);
  readonly #wantsOther = signal(false);

  constructor(parts: TalkParts) {
    this.#parts = parts;
    this.drafts = parts.drafts;
    this.mentionDrafts = parts.mentionDrafts ?? new Map();
    this.threads = this.#threads;
    this.revision = this.#revision;
    // The role at the opening of the page counts only until the facts say the present one.
    this.#role = computed(() => parts.facts.participants.value.get(parts.me.participant)?.role ?? parts.me.role);
    this.hasOwnVoice = computed(() => hasVoice(this.#role.value));
    this.actsFor = computed(() => {
      const known = parts.facts.participants.value;
      const helped = known.get(known.get(parts.me.participant)?.actsFor ?? '');
      return helped?.state === 'in' && hasVoice(helped.role) ? this.person(helped.participant) : undefined;
    });
    this.isForAnother = computed(() => this.actsFor.value !== undefined && (!this.hasOwnVoice.value || this.#wantsOther.value));
    this.mayComment = computed(() => this.hasOwnVoice.value || this.actsFor.value !== undefined);
    const voice = computed(() => (this.isForAnother.value ? this.actsFor.value?.role : this.#role.value));
    this.isListenOnly = computed(() => voice.value === 'observer' && parts.facts.meta.value?.observersComment === false);
    this.mayResolve = computed(() => voice.value !== undefined && RESOLVING_ROLES.includes(voice.value));
    this.isConnected = computed(() => parts.connection.value === 'connected');
    this.counts = computed(() => {
      const counts = new Map<string, TalkCount>();
      for (const thread of this.#threads.value) {
        const key = partKey(thread.part);
        const before = counts.get(key) ?? NOTHING;
        const said = thread.state === 'open' ? thread.messages.filter((message) => !message.isTakenBack).length : 0;
        counts.set(key, { open: before.open + said, unread: before.unread + this.unreadIn(thread).length });
      }
      return counts;
    });
    this.unread = computed(() => [...this.counts.value.values()].reduce((sum, count) => sum + count.unread, 0));
    parts.doc.on('afterTransaction', this.#read);
    this.#read();
  }

  /** How much is said about a part. */
  countOf(part: TalkPart): TalkCount {
    return this.counts.value.get(partKey(part)) ?? NOTHING;
  }

  /** The threads about a part, oldest first. */
  threadsOf(part: TalkPart): readonly TalkThread[] {
    const key = partKey(part);
    return this.#threads.value.filter((thread) => partKey(thread.part) === key);
  }

  /** The messages of a thread that I have neither read nor written. */
  unreadIn(thread: TalkThread): readonly TalkMessage[] {
    const readUntil = this.#parts.marks.of(thread.id);
    return thread.messages.filter((message) => message.at > readUntil && !message.isTakenBack && !this.#isMine(message));
  }

  /** Keeps on this device that I have read these threads. */
  markRead(threads: readonly TalkThread[]): void {
    const unread = threads.filter((thread) => this.unreadIn(thread).length > 0);
    this.#parts.marks.read(new Map(unread.map((thread) => [thread.id, thread.messages.at(-1)?.at ?? 0])));
  }

  /** Whether a message mentions me. */
  mentionsMe(message: TalkMessage): boolean {
    return message.mentions.includes(this.#parts.me.participant);
  }

  /** Somebody, by id. */
  person(participant: string): TalkPerson {
    const { facts, me } = this.#parts;
    const known = facts.roster.value.get(participant);
    const isMe = participant === me.participant;
    const role = known?.role ?? facts.participants.value.get(participant)?.role ?? (isMe ? me.role : undefined);
    return { participant, nickname: known?.nickname ?? (isMe ? me.nickname : ''), role, isMe };
  }

  /** Everybody in the workshop whose name is known, I too, by name. */
  people(): readonly TalkPerson[] {
    const inNow = [...this.#parts.facts.roster.value.values()].filter((person) => person.state === 'in' && person.nickname !== '');
    return inNow.map((person) => this.person(person.participant)).sort((a, b) => a.nickname.localeCompare(b.nickname));
  }

  /** Chooses for whom I speak from now on. */
  setActsForAnother(voice: 'myself' | 'another'): void {
    this.#wantsOther.value = voice === 'another';
  }

  /** The document, for those who read more of it; the server alone writes. */
  get doc(): Y.Doc {
    return this.#parts.doc;
  }

  /** Whether a message is mine, or of the person I speak for: then I can take it back. */
  isOurs(message: TalkMessage): boolean {
    return message.by === (this.isForAnother.value ? this.actsFor.value?.participant : this.#parts.me.participant);
  }

  /** Whether a message is another's that I can take down: facilitators can, for nobody but themselves. */
  mayTakeDown(message: TalkMessage): boolean {
    return this.#role.value === 'facilitator' && message.by !== this.#parts.me.participant && !this.isOurs(message);
  }

  /** Takes another's message down; throws the call's error. */
  async takeDown(message: TalkMessage): Promise<void> {
    await this.#parts.api.talk(newCommand(), { act: 'takeBack', message: message.id });
  }

  /** Says something; throws the call's error. */
  async send(act: TalkCommand): Promise<void> {
    const helped = this.isForAnother.peek() ? this.actsFor.peek() : undefined;
    await this.#parts.api.talk(newCommand(), helped ? { ...act, actingFor: helped.participant } : act);
  }

  destroy(): void {
    this.#parts.doc.off('afterTransaction', this.#read);
  }

  #isMine(message: TalkMessage): boolean {
    const { participant } = this.#parts.me;
    return message.by === participant || message.scribe === participant;
  }

  readonly #read = () => {
    this.#threads.value = readThreads(this.#parts.doc);
    this.#revision.value = this.#revision.peek() + 1;
  };
}

/** A text; anything else is empty. */
export function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A time that can be shown and compared; anything else is none. */
export function time(value: unknown): number | undefined {
  const at = Number(value);
  return (typeof value === 'number' || typeof value === 'bigint') && Number.isSafeInteger(at) && at >= 0 ? at : undefined;
}

/** A part by its name; anything else is none. */
export function readPart(value: unknown): TalkPart | undefined {
  const [kind = '', id = ''] = word(value).split(':', 2);
  const known = TALK_PART_KINDS.find((one) => one === kind);
  return known && id !== '' ? { kind: known, id } : undefined;
}

function readThreads(doc: Y.Doc): readonly TalkThread[] {
  const messages = new Map<string, TalkMessage[]>();
  for (const message of readMessages(doc)) {
    const others = messages.get(message.thread);
    if (others) others.push(message);
    else messages.set(message.thread, [message]);
  }
  const threads: (TalkThread & { readonly at: number })[] = [];
  for (const [id, raw] of doc.getMap('threads').entries()) {
    const fields = plainOf(raw);
    const part = readPart(fields?.['part']);
    const at = time(fields?.['at']);
    const said = messages.get(id);
    if (!fields || !part || at === undefined || !said || threads.length >= THREADS_MAX) continue;
    threads.push({ id, part, state: fields['state'] === 'resolved' ? 'resolved' : 'open', messages: said, at });
  }
  return threads.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function readMessages(doc: Y.Doc): readonly TalkMessage[] {
  const reactions = readReactions(doc);
  const messages: TalkMessage[] = [];
  for (const [id, raw] of doc.getMap('messages').entries()) {
    if (messages.length >= MESSAGES_MAX) break;
    const fields = plainOf(raw);
    const at = time(fields?.['at']);
    const [thread, by, scribe] = [word(fields?.['thread']), word(fields?.['by']), word(fields?.['scribe'])];
    if (!fields || at === undefined || thread === '' || by === '') continue;
    const isTakenDown = fields['takenDown'] === true;
    const isTakenBack = isTakenDown || fields['takenBack'] === true;
    const mentions = Array.isArray(fields['mentions']) ? fields['mentions'].filter((one) => typeof one === 'string').slice(0, MENTIONS_MAX) : [];
    messages.push({
      id, thread, by, at, isTakenBack, isTakenDown,
      scribe: scribe === '' ? undefined : scribe,
      text: isTakenBack ? '' : word(fields['text']).slice(0, COMMENT_UNITS_MAX),
      mentions: isTakenBack ? [] : mentions,
      reactions: reactions.get(id) ?? new Map(),
    });
  }
  return messages.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function readReactions(doc: Y.Doc): ReadonlyMap<string, ReadonlyMap<Reaction, readonly string[]>> {
  const all = new Map<string, Map<Reaction, string[]>>();
  let count = 0;
  for (const [key, given] of doc.getMap('reactions').entries()) {
    const [message = '', by = '', name = '', ...more] = key.split('/');
    const reaction = REACTIONS.find((one) => one === name);
    if (given !== true || !reaction || message === '' || by === '' || more.length > 0 || count >= REACTIONS_MAX) continue;
    count += 1;
    const ofMessage = all.get(message) ?? new Map<Reaction, string[]>();
    all.set(message, ofMessage);
    ofMessage.set(reaction, [...(ofMessage.get(reaction) ?? []), by].sort());
  }
  return all;
}
