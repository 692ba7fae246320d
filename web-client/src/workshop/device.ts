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
}

/** The device's memory. */
export interface DeviceMemory {
  /** Newest first. */
  readonly entries: ReadonlySignal<readonly DeviceEntry[]>;
  entry(workshop: string): DeviceEntry | undefined;
  remember(entry: DeviceEntry): void;
  /** Forgets one workshop here: the secret and the copy of its documents. */
  forget(workshop: string): Promise<void>;
  /** Forgets one person in a workshop here. Somebody who joined it anew meanwhile, as another participant, stays. */
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

/** Where entries are kept: local storage, or anything like it. */
export type EntryStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Servers below several paths of one host share its storage, and each knows only its own workshops. */
const KEY = `pairway/workshops${BELOW}`;
const WAITING_KEY = `pairway/waiting${BELOW}`;
const NUMBER_KEY = 'pairway/device';

/** Where it is kept until when each thread of comments has been read (read-marks.ts). */
export function marksKey(workshop: string): string {
  return `pairway/read/${workshop}`;
}
/** Most workshops a device remembers; the oldest goes first. */
const ENTRIES_MAX = 50;

/** What to remember after joining. */
export function entryOf(joined: Joined, keepCopy: DeviceEntry['keepCopy']): DeviceEntry {
  const { workshop, map, participant, role, side, nickname, deviceSecret, title, endsOn } = joined;
  return { workshop, map, participant, role, side, nickname, deviceSecret, title, endsOn, joinedAt: Date.now(), keepCopy };
}

/** The memory of this device; without storage (private windows) it lasts as long as the page. */
export function deviceMemory(storage: EntryStorage | undefined = pageStorage()): DeviceMemory {
  const entries = signal<readonly DeviceEntry[]>(read(storage));
  const keep = (next: readonly DeviceEntry[]) => {
    entries.value = next;
    try {
      if (next.length === 0) storage?.removeItem(KEY);
      else storage?.setItem(KEY, JSON.stringify(next));
    } catch {
      // Storage is full or forbidden: the entry lasts as long as the page, and the link still works.
    }
  };
  // Another tab may have joined or left meanwhile.
  const now = () => (storage ? read(storage) : entries.peek());
  const forgetMarks = (workshop: string) => {
    try {
      storage?.removeItem(marksKey(workshop));
    } catch {
      // Storage is forbidden: then there is nothing in it.
    }
  };
  const others = (workshop: string) => now().filter((entry) => entry.workshop !== workshop);
  const { kept, put } = placesIn(storage);
  const allWaiting = (): readonly Waiting[] => listIn(kept(WAITING_KEY)).filter(isWaiting);
  let number: string | undefined;
  return {
    waiting: (workshop) => allWaiting().find((one) => one.workshop === workshop),
    setWaiting: (workshop, waiting) => {
      const rest = allWaiting().filter((one) => one.workshop !== workshop);
      const next = waiting ? [waiting, ...rest].slice(0, ENTRIES_MAX) : rest;
      put(WAITING_KEY, next.length === 0 ? undefined : JSON.stringify(next));
    },
    number: () => {
      number = kept(NUMBER_KEY) ?? number ?? newId();
      put(NUMBER_KEY, number);
      return number;
    },
    entries,
    entry: (workshop) => entries.peek().find((entry) => entry.workshop === workshop),
    remember: (entry) => keep([entry, ...others(entry.workshop)].slice(0, ENTRIES_MAX)),
    forget: async (workshop) => {
      const entry = entries.peek().find((one) => one.workshop === workshop);
      keep(others(workshop));
      forgetMarks(workshop);
      if (entry) await deleteDeviceCopy(entry).catch(() => undefined);
    },
    forgetPerson: async ({ workshop, participant }) => {
      const left = now().filter((entry) => entry.workshop !== workshop || entry.participant !== participant);
      keep(left);
      if (!left.some((entry) => entry.workshop === workshop)) forgetMarks(workshop);
      await deleteDeviceCopy({ workshop, participant }).catch(() => undefined);
    },
    forgetAll: async () => {
      const known = entries.peek();
      keep([]);
      for (const entry of known) forgetMarks(entry.workshop);
      put(WAITING_KEY, undefined);
      put(NUMBER_KEY, undefined);
      number = undefined;
      await Promise.all(known.map((entry) => deleteDeviceCopy(entry).catch(() => undefined)));
      await deleteAllCopies().catch(() => undefined);
    },
  };
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

function read(storage: EntryStorage | undefined): readonly DeviceEntry[] {
  try {
    return listIn(storage?.getItem(KEY) ?? undefined).filter(isEntry);
  } catch {
    return [];
  }
}

function listIn(text: string | undefined): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
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
