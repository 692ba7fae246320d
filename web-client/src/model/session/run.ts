/**
 * What happens while people meet, as the `session` document tells it: which activity of the agenda is on and how much time it
 * has had. Reads only, and never throws on unexpected content. The layout is PROTOCOL.md section 1.5; knows no clock.
 */
import type * as Y from 'yjs';
import { saidOf, type NotesShown } from '../agenda/said';
import { plainOf } from '../read';

/** An activity that was begun, as the agenda had it then. */
export interface Activity {
  readonly title: string;
  /** Planned length in minutes, and minutes that were added since. */
  readonly min: number;
  readonly addedMin: number;
  readonly mode: string;
  readonly opens: string;
  /** What people are asked to do, in a sentence. */
  readonly says?: string;
  /** What it is about, as `aboutOf` of `model/agenda/said.ts` reads it. */
  readonly about?: string;
  /** How notes are shown, where people write for themselves. */
  readonly notes?: NotesShown;
  /** When it began first, in milliseconds since 1970. */
  readonly startedAt: number;
  /** How long it ran before it ran last, in milliseconds. */
  readonly ranMs: number;
  /** Since when it runs, in milliseconds since 1970; absent while it stands still. */
  readonly since?: number;
}

/** A session as far as time goes. */
export interface Session {
  /** Id of the activity that is on. */
  readonly current: string | undefined;
  readonly beganAt: number | undefined;
  readonly endedAt: number | undefined;
  /** Whether everybody may edit in the break that is on. */
  readonly editInBreak: boolean;
  /** Every activity that was begun, by the id of its item of the agenda. */
  readonly activities: ReadonlyMap<string, Activity>;
}

/** A session that has not begun. */
export const NO_SESSION: Session = { current: undefined, beganAt: undefined, endedAt: undefined, editInBreak: false, activities: new Map() };

/** Whether people rest: only facilitators edit then. */
export function isResting({ current, activities, editInBreak }: Session): boolean {
  return current !== undefined && activities.get(current)?.mode === 'break' && !editInBreak;
}

/** Most activities that are read. */
const ACTIVITIES_MAX = 200;
const MS_PER_MINUTE = 60_000;

/** How long an activity has run at a moment of the server's clock, in milliseconds. */
export function ranUntil({ ranMs, since }: Activity, nowMs: number): number {
  return ranMs + (since === undefined ? 0 : Math.max(0, nowMs - since));
}

/** How much of its time is left, in milliseconds; less than 0 when it takes longer than planned. */
export function leftAt(activity: Activity, nowMs: number): number {
  return Math.max(0, activity.min + activity.addedMin) * MS_PER_MINUTE - ranUntil(activity, nowMs);
}

/** Reads a `session` document. */
export function readSession(doc: Y.Doc): Session {
  const run = plainOf(doc.getMap('run').get('state')) ?? {};
  const activities = new Map<string, Activity>();
  for (const [id, raw] of doc.getMap('activities').entries()) {
    const activity = readActivity(plainOf(raw));
    if (activity && activities.size < ACTIVITIES_MAX) activities.set(id, activity);
  }
  const current = typeof run['activity'] === 'string' && activities.has(run['activity']) ? run['activity'] : undefined;
  return { current, beganAt: moment(run['beganAt']), endedAt: moment(run['endedAt']), editInBreak: run['editInBreak'] === true, activities };
}

function readActivity(said: Readonly<Record<string, unknown>> | undefined): Activity | undefined {
  const startedAt = moment(said?.['startedAt']);
  const min = moment(said?.['min']);
  if (!said || startedAt === undefined || min === undefined) return undefined;
  const since = moment(said['since']);
  const { addedMin } = said;
  return {
    title: text(said['title']), mode: text(said['mode']), opens: text(said['opens']),
    min, addedMin: Number.isInteger(addedMin) ? Number(addedMin) : 0, startedAt, ranMs: moment(said['ranMs']) ?? 0,
    ...saidOf(said), ...(since === undefined ? {} : { since }),
  };
}

/** A whole number of 0 or more. */
function moment(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
