/**
 * What a facilitator tells everybody, where everybody is asked to look, and whose turn it is, as the `session` document tells it. Reads
 * only, and never throws on unexpected content (PROTOCOL.md section 1.5).
 */
import type * as Y from 'yjs';
import { plainOf } from '../read';

/** A sentence for everybody. */
export interface Message {
  readonly id: string;
  readonly text: string;
  readonly by: string;
  readonly at: number;
}

/** Where everybody is asked to look. */
export interface Call {
  readonly map: string;
  readonly view: 'map' | 'list';
  /** Which part, by kind and id; absent for the map as a whole. */
  readonly part?: { readonly kind: string; readonly id: string } | undefined;
  readonly by: string;
  readonly at: number;
}

/** The round of an activity in which people take turns. */
export interface Round {
  /** Whose turn it is; nobody's when the round is over. */
  readonly now: string | undefined;
  readonly waiting: readonly string[];
  readonly done: readonly string[];
  readonly passed: readonly string[];
}

/** Most that is read of each. */
const MESSAGES_MAX = 20;
const PEOPLE_MAX = 2_000;
const PART = /^([a-z]{1,20}):([0-9a-z-]{1,64})$/i;

/** The messages, oldest first. */
export function readMessages(doc: Y.Doc): readonly Message[] {
  const messages: Message[] = [];
  for (const [id, raw] of doc.getMap('messages').entries()) {
    const said = plainOf(raw);
    const [text, by, at] = [said?.['text'], said?.['by'], moment(said?.['at'])];
    if (typeof text !== 'string' || typeof by !== 'string' || at === undefined || messages.length >= MESSAGES_MAX) continue;
    messages.push({ id, text, by, at });
  }
  return messages.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Where everybody is asked to look now. */
export function readCall(doc: Y.Doc): Call | undefined {
  const said = plainOf(doc.getMap('call').get('state'));
  if (!said) return undefined;
  const { map, view, by } = said;
  const at = moment(said['at']);
  if (typeof map !== 'string' || typeof by !== 'string' || at === undefined || (view !== 'map' && view !== 'list')) return undefined;
  const [, kind, id] = (typeof said['part'] === 'string' && PART.exec(said['part'])) || [];
  return { map, view, by, at, ...(kind === undefined || id === undefined ? {} : { part: { kind, id } }) };
}

/** The round of an activity; nothing where people take no turns. */
export function readRound(doc: Y.Doc, activity: string): Round | undefined {
  const said = plainOf(doc.getMap('turns').get(activity));
  if (!said || (said['first'] !== 'patient' && said['first'] !== 'professional')) return undefined;
  return {
    now: typeof said['now'] === 'string' ? said['now'] : undefined,
    waiting: people(said['waiting']), done: people(said['done']), passed: people(said['passed']),
  };
}

function people(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string').slice(0, PEOPLE_MAX) : [];
}

function moment(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
