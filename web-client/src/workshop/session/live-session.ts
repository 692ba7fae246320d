/**
 * What happens while people meet, as it is now: the `session` document on this device, and the server's clock to count by. Knows the
 * connection and the copy on this device; no page.
 */
import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import * as Y from 'yjs';
import { NO_CALL, readActions, readCallLink, type Action, type CallLink } from '../../model/session/close';
import { NOT_SORTED, readSorting, type Sorting } from '../../model/session/idea-sorting';
import { readReveals, type Reveal } from '../../model/session/reveals';
import { NO_SESSION, readSession, type Activity, type Session } from '../../model/session/run';
import { readIdeas, readWriting, type Idea, type Writing } from '../../model/session/shared-notes';
import { readVotes, type Round } from '../../model/session/votes';
import type { Collab } from '../../sync/collab';
import type { Replica } from '../../sync/replica';
import { liveLead, type LiveLead } from './live-lead';
import { AllNotes } from './all-notes';
import type { NotesHost, OpenNotes } from './my-notes';
import { ServerClock } from '../server/server-clock';
import { AloneDocuments, type OpenUnkept, type ToldAlone } from './told-alone';

/** The activity that is on, with the id of its item of the agenda. */
export type CurrentActivity = Activity & { readonly id: string };

/** The session of an open workshop, as pages see it. */
export interface LiveSession {
  readonly state: ReadonlySignal<Session>;
  readonly current: ReadonlySignal<CurrentActivity | undefined>;
  /** Hands, turns, what everybody is told and where everybody is asked to look. */
  readonly lead: LiveLead;
  /** What a facilitator told me alone, or the person I write for; the newest last. */
  readonly alone: ReadonlySignal<readonly ToldAlone[]>;
  /** What is to be done after the meeting. */
  readonly actions: ReadonlySignal<readonly Action[]>;
  /** How people hear one another. */
  readonly callLink: ReadonlySignal<CallLink>;
  /** How far people are who write alone, by the id of the item of the agenda. */
  readonly writing: ReadonlySignal<ReadonlyMap<string, Writing>>;
  /** Notes that were given and ideas that were added, the first first. */
  readonly ideas: ReadonlySignal<readonly Idea[]>;
  /** The themes of ideas, and what became of them. */
  readonly sorting: ReadonlySignal<Sorting>;
  /** How far showing notes without names is, by the id of the item of the agenda. */
  readonly reveals: ReadonlySignal<ReadonlyMap<string, Reveal>>;
  /** What a person writes alone in an activity; nothing before the copy on this device is open. */
  notes(activity: string, person: string): OpenNotes | undefined;
  /** The votes, the one opened last first. */
  readonly votes: ReadonlySignal<readonly Round[]>;
  /** The server's time now, in milliseconds since 1970. */
  now(): number;
}

interface Settings {
  readonly collab: Pick<Collab, 'connection'>;
  readonly workshop: string;
  /** Asks the server for its time. */
  readonly time: () => Promise<number>;
  /** Those whose words I bring. */
  readonly voices: ReadonlySignal<readonly string[]>;
  readonly openUnkept: OpenUnkept;
}

/** The session, for as long as its workshop is open. */
export class OpenSession implements LiveSession {
  readonly state: ReadonlySignal<Session>;
  readonly current: ReadonlySignal<CurrentActivity | undefined>;
  readonly lead: LiveLead;
  readonly alone: ReadonlySignal<readonly ToldAlone[]>;
  readonly actions = signal<readonly Action[]>([]);
  readonly callLink = signal<CallLink>(NO_CALL);
  readonly votes = signal<readonly Round[]>([]);
  readonly sorting = signal<Sorting>(NOT_SORTED);
  readonly #state = signal<Session>(NO_SESSION);
  /** Moves on with each change of the document. */
  readonly #version = signal(0);
  readonly writing: ReadonlySignal<ReadonlyMap<string, Writing>>;
  readonly ideas: ReadonlySignal<readonly Idea[]>;
  readonly #writing = signal<ReadonlyMap<string, Writing>>(new Map());
  readonly #ideas = signal<readonly Idea[]>([]);
  readonly reveals: ReadonlySignal<ReadonlyMap<string, Reveal>>;
  readonly #reveals = signal<ReadonlyMap<string, Reveal>>(new Map());
  readonly #doc = new Y.Doc();
  readonly #clock: ServerClock;
  readonly #settings: Settings;
  #replica: Replica | undefined;
  readonly #isOpen = signal(false);
  readonly #notes: AllNotes;
  readonly #stops: (() => void)[] = [];
  readonly #alone: AloneDocuments;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.state = this.#state;
    this.writing = this.#writing;
    this.ideas = this.#ideas;
    this.reveals = this.#reveals;
    this.#notes = new AllNotes({ workshop: settings.workshop, reveals: this.#reveals, isSessionOpen: this.#isOpen });
    this.current = computed(() => currentOf(this.#state.value));
    this.lead = liveLead(this.#doc, this.#version, computed(() => this.#state.value.current));
    this.#alone = new AloneDocuments(settings.openUnkept, { workshop: settings.workshop, people: settings.voices, isOn: computed(() => this.current.value !== undefined) });
    this.alone = this.#alone.messages;
    const hasBegun = computed(() => this.#state.value.beganAt !== undefined);
    this.#clock = new ServerClock(settings.time, computed(() => hasBegun.value && settings.collab.connection.value === 'connected'));
    this.#doc.on('afterTransaction', this.#read);
  }

  /** Keeps the document on this device in step with the server's, by what `serve` makes of it. */
  open(serve: (name: string, doc: Y.Doc) => Replica, host: NotesHost): void {
    const replica = serve(`session/${this.#settings.workshop}`, this.#doc);
    this.#replica = replica;
    void replica.opened.then(() => {
      const on = replica.onConnection;
      if (on) this.#stops.push(effect(() => void (this.#isOpen.value = on.arrived.value && !on.isDenied.value)));
      return undefined;
    });
    void this.#notes.serve(host);
  }

  notes(activity: string, person: string): OpenNotes | undefined {
    return this.#notes.get(activity, person);
  }

  /** Sends what was written alone and did not reach the server before this page came. */
  sendWhatWaits(document: string): void {
    this.#notes.sendWhatWaits(document);
  }

  now(): number {
    return this.#clock.now();
  }

  dropCopy(): void {
    void this.#replica?.dropCopy().catch(() => undefined);
    this.#notes.dropCopies();
  }

  async close(): Promise<void> {
    this.#clock.stop();
    this.#doc.off('afterTransaction', this.#read);
    for (const stop of this.#stops.splice(0)) stop();
    await Promise.all([this.#replica?.close(), this.#alone.close(), this.#notes.close()]);
  }

  readonly #read = () => {
    batch(() => {
      this.#version.value += 1;
      take(this.#state, readSession(this.#doc));
      take(this.actions, readActions(this.#doc));
      take(this.callLink, readCallLink(this.#doc));
      take(this.#writing, readWriting(this.#doc));
      take(this.#ideas, readIdeas(this.#doc));
      take(this.sorting, readSorting(this.#doc));
      take(this.#reveals, readReveals(this.#doc));
      take(this.votes, readVotes(this.#doc));
    });
  };
}

function currentOf({ current, activities }: Session): CurrentActivity | undefined {
  const activity = current === undefined ? undefined : activities.get(current);
  return current === undefined || activity === undefined ? undefined : { ...activity, id: current };
}

/** Shows what was read, when it is something else. */
function take<Value>(shown: Signal<Value>, read: Value): void {
  if (textOf(read) !== textOf(shown.peek())) shown.value = read;
}

/** A value as text, its maps too, to be compared. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (inner instanceof Map ? [...inner] : inner));
}
