/**
 * Copies of workshops that ended long ago: stories must not stay on shared laptops for ever, also where no server is left to
 * say that they are over. A copy without unsent words goes; about others the person is asked. Owns when. Knows no page.
 */
import { deleteDeviceCopy, holdsUnsentWork } from '../sync/offline';
import { ApiError, type PublicApi } from './api';
import type { DeviceEntry, DeviceMemory } from './device';

/** So long after the last day that a device knows, its copy goes. */
export const OLD_COPY_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether a workshop ended so long ago, by the date of this device. */
export function isLongOver({ endsOn }: Pick<DeviceEntry, 'endsOn'>, now = Date.now()): boolean {
  const end = Date.parse(`${endsOn}T00:00:00Z`);
  return now > end + (OLD_COPY_DAYS + 1) * DAY_MS;
}

/** Drops what has no unsent words. Asks the server first, because the clock of a device may be years ahead. */
export async function dropOldCopies(memory: DeviceMemory, api: Pick<PublicApi, 'freshToken'>, now: number): Promise<void> {
  for (const entry of memory.entries.peek()) {
    if (!isLongOver(entry, now)) continue;
    // What cannot be looked into may hold words.
    if (await holdsUnsentWork(entry).catch(() => true)) continue;
    const workshop = await standingOf(entry, api);
    // Somebody may have typed meanwhile, in another tab.
    if (await holdsUnsentWork(entry).catch(() => true)) continue;
    if (workshop === 'over') await memory.forgetPerson(entry);
    // Without an answer only the copy goes: what opens the workshop again stays.
    if (workshop === 'noAnswer') await deleteDeviceCopy(entry).catch(() => undefined);
  }
}

async function standingOf(entry: DeviceEntry, api: Pick<PublicApi, 'freshToken'>): Promise<'goesOn' | 'over' | 'noAnswer'> {
  try {
    await api.freshToken(entry.workshop, entry.participant, entry.deviceSecret);
    return 'goesOn';
  } catch (error) {
    const isOver = error instanceof ApiError && OVER.includes(error.code);
    return isOver ? 'over' : 'noAnswer';
  }
}

/** What a server says of a workshop that goes on no more, or of a person who is not in it. */
const OVER: readonly string[] = ['removed', 'workshop_deleted', 'workshop_unknown', 'not_signed_in'];
