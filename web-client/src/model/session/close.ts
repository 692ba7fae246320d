/**
 * What is to be done after a meeting, and how people hear one another while it lasts, as the `session` document tells it. Reads only;
 * never throws on unexpected content. Of the link only an `https:` address is read, whatever the document holds.
 */
import type * as Y from 'yjs';
import { plainOf } from '../read';

/** Something to be done. */
export interface Action {
  readonly id: string;
  readonly text: string;
  /** Participant id; `''` when nobody is named. */
  readonly owner: string;
  /** `YYYY-MM-DD`; `''` without a day. */
  readonly due: string;
  readonly isDone: boolean;
  /** When it was written down, in milliseconds since 1970. */
  readonly at: number;
}

/** How people hear one another; empty texts for not. */
export interface CallLink {
  readonly link: string;
  readonly phone: string;
}

/** No call. */
export const NO_CALL: CallLink = { link: '', phone: '' };

/** Most actions that are read. */
const ACTIONS_MAX = 200;

/** The actions, in the order they were written down. */
export function readActions(doc: Y.Doc): readonly Action[] {
  const read: Action[] = [];
  for (const [id, raw] of doc.getMap('actions').entries()) {
    const said = plainOf(raw);
    const { at, state } = said ?? {};
    if (!said || read.length >= ACTIONS_MAX || typeof said['text'] !== 'string' || typeof at !== 'number' || (state !== 'open' && state !== 'done')) continue;
    read.push({ id, text: said['text'], owner: text(said['owner']), due: text(said['due']), isDone: state === 'done', at });
  }
  return read.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** How people hear one another. */
export function readCallLink(doc: Y.Doc): CallLink {
  const said = plainOf(doc.getMap('meeting').get('callLink'));
  const link = text(said?.['link']);
  return { link: isWebAddress(link) ? link : '', phone: text(said?.['phone']) };
}

/** Whether a browser may be sent there: an `https:` address. */
function isWebAddress(link: string): boolean {
  return URL.canParse(link) && new URL(link).protocol === 'https:';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
