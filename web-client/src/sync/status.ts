/**
 * The truthful light: what may be said about where a person's work is. A state machine over durability marks
 * (docs/spec/sync.md has its rules). Knows edits, marks and the copy of this device as events; no page, no socket, no
 * storage, no document.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Access, MarkAnswer } from './collab';

/** Where my work is. */
export type SaveState =
  /** Not yet known: the copy of this device is being read, or there is no copy and the first sync has not come. */
  | 'opening'
  /** Everything on this device is durable on the server. */
  | 'saved'
  /** Connected; something has not been confirmed yet. */
  | 'saving'
  /** Not connected; nothing of mine is waiting. */
  | 'offlineNothingWaiting'
  /** Not connected; my work is written on this device. */
  | 'offlineKept'
  /** Not connected; my work is only in this page (storage is off, full or not finished). */
  | 'offlineNotKept'
  /** The page is older than the server and must be reloaded; nothing of mine is waiting. */
  | 'reloadNothingWaiting'
  /** The same, and my work is written on this device: it is sent after the reload. */
  | 'reloadKept'
  /** The same, and my work is only in this page: a reload would lose it. */
  | 'reloadNotKept'
  /** The server does not open the document for me just now, and is asked again; nothing of mine is waiting. */
  | 'deniedNothingWaiting'
  /** The same, and my work is written on this device. */
  | 'deniedKept'
  /** The same, and my work is only in this page. */
  | 'deniedNotKept'
  /** The server cannot store just now; my work is here and will be sent. */
  | 'storeDown'
  /** The server refused something; a copy of my words is kept for me. */
  | 'refused'
  /** I may look, not edit; nothing of mine is waiting. */
  | 'readOnly'
  /** I was removed, or the workshop is gone. */
  | 'stopped';

/** What may be said while a field holds letters that are not in the document yet: that they are on their way, or only here. */
export function withLettersInAField(state: SaveState): SaveState {
  switch (state) {
    case 'saved':
      return 'saving';
    case 'offlineNothingWaiting':
    case 'offlineKept':
      return 'offlineNotKept';
    case 'reloadNothingWaiting':
    case 'reloadKept':
      return 'reloadNotKept';
    case 'deniedNothingWaiting':
    case 'deniedKept':
      return 'deniedNotKept';
    case 'opening':
    case 'saving':
    case 'offlineNotKept':
    case 'reloadNotKept':
    case 'deniedNotKept':
    case 'storeDown':
    case 'refused':
    case 'readOnly':
    case 'stopped':
      return state;
  }
}

/** What may be said while work of mine waits in another document too: "saved" is said of all of it, or not at all. */
export function withUnsentElsewhere(here: SaveState, elsewhere: SaveState | undefined): SaveState {
  if (elsewhere === undefined) return here;
  switch (here) {
    case 'saved':
    case 'readOnly':
    case 'offlineNothingWaiting':
    case 'reloadNothingWaiting':
    case 'deniedNothingWaiting':
      return elsewhere;
    case 'opening':
    case 'saving':
    case 'offlineKept':
    case 'offlineNotKept':
    case 'reloadKept':
    case 'reloadNotKept':
    case 'deniedKept':
    case 'deniedNotKept':
    case 'storeDown':
    case 'refused':
    case 'stopped':
      return here;
  }
}

/** What the light can make happen. */
export interface LightActions {
  /** Sends a mark behind everything of the document; `notSent` when not all of it has been sent. */
  readonly sendMark: (id: number) => 'sent' | 'notSent';
  /** Exchanges everything with the server again. */
  readonly resync: () => void;
  /** Drops this copy for the server's, keeping my refused words. */
  readonly rebuild: (message: string) => void;
  /** The server has everything up to edit number `edit`, and everything named by `keys`. */
  readonly confirm: (confirmed: { readonly edit: number; readonly keys: readonly string[] }) => void;
}

/** Wait before the first repeated exchange after a refusal, and the longest one. */
export const RESYNC_MS_MIN = 250;
export const RESYNC_MS_MAX = 10_000;

/** A mark on its way, and what it stands for. */
interface Mark {
  readonly id: number;
  readonly edit: number;
  readonly keys: readonly string[];
}

/** The light of one document. */
export class SaveLight {
  readonly state: ReadonlySignal<SaveState>;
  /** Whether an edit of mine is in this page only: neither durable on the server nor written on this device. */
  readonly isOnlyHere: ReadonlySignal<boolean>;
  /** Whether something of mine waits for the server. */
  readonly isWaiting: ReadonlySignal<boolean>;
  readonly #state = signal<SaveState>('opening');
  readonly #isOnlyHere = signal(false);
  readonly #isWaiting = signal(false);
  readonly #actions: LightActions;
  /** Number of the newest edit of mine, of the newest one written to this device, of the newest durable one. */
  #edit = 0;
  #kept = 0;
  #durable = 0;
  /** Work of mine from before this page, or from another tab, that the copy of this device names as waiting. */
  readonly #earlier = new Set<string>();
  /** All of the document has been sent on the open connection. */
  #isComplete = false;
  /** A mark sent after the newest handshake came back durable. */
  #isProven = false;
  #mark: Mark | undefined;
  #lastMarkId = 0;
  #isLoaded = false;
  /** Something to show: the server's content came once, or the copy of this device held some. */
  #hasContent = false;
  #isConnected = false;
  #access: Access = 'unknown';
  #isStoreDown = false;
  #isOutdated = false;
  #isDenied = false;
  #isRebuilding = false;
  #refusals = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #unseenRefusals = 0;

  constructor(actions: LightActions) {
    this.#actions = actions;
    this.state = this.#state;
    this.isOnlyHere = this.#isOnlyHere;
    this.isWaiting = this.#isWaiting;
  }

  /** The copy of this device was read, or there is none; `waiting` names unconfirmed work in it. */
  loaded(copy: { readonly holds: 'content' | 'nothing'; readonly waiting: readonly string[] }): void {
    this.#isLoaded = true;
    this.#hasContent ||= copy.holds === 'content';
    this.addEarlier(copy.waiting);
  }

  /** The copy of this device names more unconfirmed work, now part of the document and sent with it. */
  addEarlier(waiting: readonly string[]): void {
    for (const key of waiting) this.#earlier.add(key);
    this.#proceed();
  }

  /** I made an edit; returns its number. */
  edited(): number {
    this.#edit += 1;
    // After the edit's own transaction is over and sent: the mark must stand behind it.
    queueMicrotask(() => this.#proceed());
    this.#show();
    return this.#edit;
  }

  /** My edits up to this number are written on this device. */
  kept(edit: number): void {
    this.#kept = Math.max(this.#kept, edit);
    this.#show();
  }

  /** There is an open connection, or there is none. */
  connected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#show();
  }

  /** All of the document has been sent on the open connection, or that is no longer so. */
  complete(isComplete: boolean): void {
    this.#isComplete = isComplete;
    this.#isProven = false;
    // Answers of an earlier connection or exchange never come or mean nothing.
    this.#mark = undefined;
    this.#proceed();
  }

  /** The server's content has arrived. */
  arrived(): void {
    this.#hasContent = true;
    this.#show();
  }

  /** What I may do has changed. */
  allowed(access: Access): void {
    this.#access = access;
    this.#show();
  }

  /** The server's layout of documents is newer than this page's, or that is no longer so. */
  outdated(isOutdated: boolean): void {
    this.#isOutdated = isOutdated;
    this.#show();
  }

  /** The server does not open the document for now, or opened it again. */
  denied(isDenied: boolean): void {
    this.#isDenied = isDenied;
    this.#show();
  }

  /** The server said that it cannot, or can again, write to its store. */
  store(state: 'down' | 'up'): void {
    this.#isStoreDown = state === 'down';
    this.#show();
  }

  /** How many refusals wait to be read by the person. */
  refusalsToRead(count: number): void {
    this.#unseenRefusals = count;
    this.#show();
  }

  /** The server answered a mark. */
  answered(answer: MarkAnswer): void {
    const mark = this.#mark;
    if (!mark || mark.id !== answer.id) return;
    this.#mark = undefined;
    if (answer.kind === 'durable') this.#onDurable(mark);
    else this.#onRefused(answer.recovery, answer.message);
  }

  /** Whether nothing of mine waits for the server. */
  get isNothingWaiting(): boolean {
    return this.#durable === this.#edit && this.#earlier.size === 0;
  }

  destroy(): void {
    clearTimeout(this.#retry);
    this.#isComplete = false;
  }

  #onDurable(mark: Mark): void {
    this.#durable = mark.edit;
    for (const key of mark.keys) this.#earlier.delete(key);
    this.#isProven = true;
    this.#isStoreDown = false;
    this.#refusals = 0;
    this.#actions.confirm({ edit: mark.edit, keys: mark.keys });
    this.#proceed();
  }

  #onRefused(recovery: 'again' | 'resync' | 'rebuild', message: string): void {
    if (recovery === 'rebuild') {
      this.#isRebuilding = true;
      this.#show();
      this.#actions.rebuild(message);
      return;
    }
    this.#isComplete = false;
    this.#isProven = false;
    const wait = Math.min(RESYNC_MS_MAX, RESYNC_MS_MIN * 2 ** this.#refusals);
    this.#refusals += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#actions.resync(), wait);
    this.#show();
  }

  /** Sends the next mark when one is due: one at a time, so that the answer says which edits it covers. */
  #proceed(): void {
    const isDue = !this.isNothingWaiting || !this.#isProven;
    if (this.#isLoaded && this.#isComplete && !this.#mark && isDue && !this.#isRebuilding) {
      const mark: Mark = { id: this.#lastMarkId + 1, edit: this.#edit, keys: Array.from(this.#earlier) };
      if (this.#actions.sendMark(mark.id) === 'sent') {
        this.#lastMarkId = mark.id;
        this.#mark = mark;
      }
    }
    this.#show();
  }

  #show(): void {
    this.#state.value = this.#now();
    this.#isWaiting.value = !this.isNothingWaiting;
    this.#isOnlyHere.value = Math.max(this.#durable, this.#kept) < this.#edit;
  }

  #now(): SaveState {
    if (this.#access === 'stopped') return 'stopped';
    if (!this.#isLoaded || !this.#hasContent) return 'opening';
    if (this.#isRebuilding) return 'refused';
    // Who is denied is sometimes let go of, too: "you are offline" would be only half of it.
    if (this.#isDenied) return this.#unsent({ none: 'deniedNothingWaiting', kept: 'deniedKept', notKept: 'deniedNotKept' });
    if (!this.#isConnected) return this.#unsent({ none: 'offlineNothingWaiting', kept: 'offlineKept', notKept: 'offlineNotKept' });
    if (this.#isOutdated) return this.#unsent({ none: 'reloadNothingWaiting', kept: 'reloadKept', notKept: 'reloadNotKept' });
    if (!this.isNothingWaiting) return this.#isStoreDown ? 'storeDown' : 'saving';
    if (this.#unseenRefusals > 0) return 'refused';
    if (this.#access === 'readOnly') return 'readOnly';
    if (!this.#isComplete || !this.#isProven) return this.#isStoreDown ? 'storeDown' : 'saving';
    return 'saved';
  }

  /** While nothing can be sent: whether something of mine waits, and whether this device keeps it. */
  #unsent(states: Readonly<Record<'none' | 'kept' | 'notKept', SaveState>>): SaveState {
    if (this.isNothingWaiting) return states.none;
    return this.#kept >= this.#edit ? states.kept : states.notKept;
  }
}
