/**
 * Until when I have read each thread of comments: kept on this device only, as ids and times, never words. Owns that
 * memory and its bound; goes when the device forgets the workshop. Knows no page.
 */
import { signal } from '@preact/signals-core';
import { marksKey } from './device';
import type { DeviceEntry, EntryStorage } from './device';

/** What has been read. */
export interface ReadMarks {
  /** The time of the newest message read in a thread; 0 when none. A signal stands behind it. */
  of(thread: string): number;
  /** Notes times of newest messages read; an earlier time than known changes nothing. */
  read(until: ReadonlyMap<string, number>): void;
}

/** Most threads that are remembered: as many as a map can have. */
const THREADS_MAX = 2_000;

/** The marks of a person on this device; without storage, or when nothing may stay here, they last as long as the page. */
export function readMarks(entry: Pick<DeviceEntry, 'workshop' | 'participant' | 'keepCopy'>, storage: EntryStorage | undefined): ReadMarks {
  const kept = entry.keepCopy === 'doNotKeep' ? undefined : storage;
  const key = marksKey(entry.workshop);
  const marks = signal(load(kept, key, entry.participant));
  return {
    of: (thread) => marks.value.get(thread) ?? 0,
    read: (until) => {
      // Another tab may have read more meanwhile.
      const next = new Map([...marks.peek(), ...(kept ? load(kept, key, entry.participant) : [])]);
      for (const [thread, at] of [...marks.peek(), ...until]) next.set(thread, Math.max(at, next.get(thread) ?? 0));
      const changed = [...next].some(([thread, at]) => at !== marks.peek().get(thread));
      if (!changed) return;
      marks.value = new Map([...next].sort(([, a], [, b]) => b - a).slice(0, THREADS_MAX));
      try {
        kept?.setItem(key, JSON.stringify({ participant: entry.participant, until: [...marks.peek()] }));
      } catch {
        // Storage is full: what was read is shown as new again after a reload, which loses nothing.
      }
    },
  };
}

function load(storage: EntryStorage | undefined, key: string, participant: string): ReadonlyMap<string, number> {
  try {
    const said = JSON.parse(storage?.getItem(key) ?? '{}') as { participant?: unknown; until?: unknown };
    if (said.participant !== participant || !Array.isArray(said.until)) return new Map();
    const pairs = said.until.filter((pair): pair is [string, number] => Array.isArray(pair) && typeof pair[0] === 'string' && Number.isFinite(pair[1]));
    return new Map(pairs.slice(0, THREADS_MAX));
  } catch {
    return new Map();
  }
}
