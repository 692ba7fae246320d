/**
 * What this device remembers: one entry a workshop (who I am there and the secret that gets fresh tokens). Owns
 * "forget this device". Knows local storage through an interface; no page.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import { BELOW } from '../config';
import type { Role, Side } from '../model/people';
import { ROLES } from '../model/people';
import { deleteAllCopies, deleteDeviceCopy } from '../sync/offline';
import type { CopyOwner } from '../sync/offline';
import { newId } from '../model/schema';
import type { Joined, Waiting } from './api';
import { keptList, type EntryStorage } from './identity/kept-list';

/** A workshop this device has joined. */
export interface DeviceEntry {
  readonly workshop: string;
  readonly map: string;
  readonly participant: string;
  readonly role: Role;
  readonly side: Side | null;
  readonly nickname: string;
  readonly deviceSecret: string;
  readonly title: string;
  readonly endsOn: string;
  /** When this device joined, in milliseconds since 1970. */
  readonly joinedAt: number;
  /** A person may ask that nothing of the map stays on this device. */
  readonly keepCopy: 'keep' | 'doNotKeep';
  /** The public key of the server that was joined: only what is stated under it lets this device forget. */
  readonly serverKey?: string | undefined;
  /** Which history of the server's data this device was with last. */
  readonly epoch?: string | undefined;
  /** What the server signed, to be let in again by it when it was set back. */
  readonly membership?: string | undefined;
  /** The workshop whose agenda is practised in this one with simulated people. */
  readonly practiceOf?: string | undefined;
}

/** The device's memory. */
export interface DeviceMemory {
  /** Newest first. One a person: who joined a workshop twice is there twice, and keeps the words of both. */
  readonly entries: ReadonlySignal<readonly DeviceEntry[]>;
  /** The newest of a workshop. */
  entry(workshop: string): DeviceEntry | undefined;
  person(owner: CopyOwner): DeviceEntry | undefined;
  /** Puts an entry first; says whether the browser keeps it for longer than this page. */
  remember(entry: DeviceEntry): 'kept' | 'notKept';
  /** Changes what is known of a person who is remembered; the order stays. */
  learn(owner: CopyOwner, changes: Partial<DeviceEntry>): void;
  /** Forgets one person in a workshop here: the secret and the copy of its documents. Others of the workshop stay. */
  forgetPerson(owner: CopyOwner): Promise<void>;
  /** Somebody of this device who waits to be let in to a workshop. */
  waiting(workshop: string): Waiting | undefined;
  /** Keeps that, so that a reload goes on waiting; `undefined` when it is over. */
  setWaiting(workshop: string, waiting: Waiting | undefined): void;
  /**
   * The random number this device gave itself, so that a facilitator can see that two people came with one device. The
   * server keeps only what it makes of it for one workshop.
   */
  number(): string;
  /** Forgets everything of Pairway on this device. */
  forgetAll(): Promise<void>;
}

export type { EntryStorage } from './identity/kept-list';

/** Servers below several paths of one host share its storage, and each knows only its own workshops. */
const KEY = `pairway/workshops${BELOW}`;
const WAITING_KEY = `pairway/waiting${BELOW}`;
const NUMBER_KEY = 'pairway/device';

/** Where it is kept until when each thread of comments has been read (read-marks.ts). */
export function marksKey(workshop: string): string {
  return `pairway/read/${workshop}`;
}

/** What to remember after joining. */
export function entryOf(joined: Joined, keepCopy: DeviceEntry['keepCopy']): DeviceEntry {
  const { workshop, map, participant, role, side, nickname, deviceSecret, title, endsOn, membership } = joined;
  const { key: serverKey, epoch } = joined.server;
  return { workshop, map, participant, role, side, nickname, deviceSecret, title, endsOn, joinedAt: Date.now(), keepCopy, serverKey, epoch, membership };
}

/** The memory of this device; without storage (private windows) it lasts as long as the page. */
export function deviceMemory(storage: EntryStorage | undefined = pageStorage()): DeviceMemory {
  const list = keptList(storage, KEY, isEntry);
  const entries = signal<readonly DeviceEntry[]>(list.read());
  /** What the browser did not keep: it lasts as long as this page. */
  let onlyHere: readonly DeviceEntry[] = [];
  const keep = (next: readonly DeviceEntry[]) => {
    entries.value = next;
    const kept = list.write(next);
    onlyHere = kept === 'kept' ? [] : next;
    return kept;
  };
  // Another tab may have joined or left meanwhile.
  const now = () => {
    const kept = list.read();
    return [...onlyHere, ...kept.filter((one) => !onlyHere.some((other) => isPerson(one, other)))];
  };
  const { kept, put } = placesIn(storage);
  const waitingList = keptList(storage, WAITING_KEY, isWaiting);
  let number: string | undefined;
  return {
    waiting: (workshop) => waitingList.read().find((one) => one.workshop === workshop),
    setWaiting: (workshop, waiting) => {
      const rest = waitingList.read().filter((one) => one.workshop !== workshop);
      waitingList.write(waiting ? [waiting, ...rest] : rest);
    },
    number: () => {
      number = kept(NUMBER_KEY) ?? number ?? newId();
      put(NUMBER_KEY, number);
      return number;
    },
    entries,
    entry: (workshop) => entries.peek().find((entry) => entry.workshop === workshop),
    person: (owner) => entries.peek().find((entry) => isPerson(entry, owner)),
    remember: (entry) => {
      const all = now();
      const before = all.find((one) => isPerson(one, entry));
      return keep([{ ...before, ...entry }, ...all.filter((one) => one !== before)]);
    },
    learn: (owner, changes) => void keep(now().map((one) => (isPerson(one, owner) ? { ...one, ...changes } : one))),
    forgetPerson: async (owner) => {
      onlyHere = onlyHere.filter((entry) => !isPerson(entry, owner));
      const left = now().filter((entry) => !isPerson(entry, owner));
      keep(left);
      if (!left.some((entry) => entry.workshop === owner.workshop)) put(marksKey(owner.workshop), undefined);
      await deleteDeviceCopy(owner).catch(() => undefined);
    },
    forgetAll: async () => {
      const known = entries.peek();
      entries.value = [];
      onlyHere = [];
      list.clear();
      waitingList.clear();
      for (const entry of known) put(marksKey(entry.workshop), undefined);
      put(NUMBER_KEY, undefined);
      number = undefined;
      await Promise.all(known.map((entry) => deleteDeviceCopy(entry).catch(() => undefined)));
      await deleteAllCopies().catch(() => undefined);
    },
  };
}

function isPerson(one: CopyOwner, other: CopyOwner): boolean {
  return one.workshop === other.workshop && one.participant === other.participant;
}

/** Single values in storage, for as long as it can be read and written. */
function placesIn(storage: EntryStorage | undefined) {
  return {
    kept: (key: string): string | undefined => {
      try {
        return storage?.getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    put: (key: string, value: string | undefined): void => {
      try {
        if (value === undefined) storage?.removeItem(key);
        else storage?.setItem(key, value);
      } catch {
        // Storage is full or forbidden: it lasts as long as the page.
      }
    },
  };
}

/** The page's own storage; `undefined` where there is none. */
export function pageStorage(): EntryStorage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

function isWaiting(value: unknown): value is Waiting {
  if (typeof value !== 'object' || value === null) return false;
  const waiting = value as Record<string, unknown>;
  const words = ['workshop', 'participant', 'nickname', 'deviceSecret', 'title', 'endsOn'];
  return words.every((key) => typeof waiting[key] === 'string') && ROLES.some((role) => role === waiting['role']);
}

function isEntry(value: unknown): value is DeviceEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const words = ['workshop', 'map', 'participant', 'nickname', 'deviceSecret', 'title', 'endsOn'];
  return words.every((key) => typeof entry[key] === 'string') && ROLES.some((role) => role === entry['role']);
}
