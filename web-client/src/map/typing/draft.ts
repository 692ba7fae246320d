/**
 * The words that are typed on the map and not yet on it, kept so that they are in their field again when the map is drawn
 * anew, as a picture or on a phone. Owns how a draft is written and read.
 */
import type { EditorState } from '../../editor/state/editor-state';
import type { AddRequest } from './request';

/** The name of the draft. */
const DRAFT = 'typing';

/** What was begun: where, and its words so far. */
export interface Begun {
  readonly request: AddRequest;
  readonly words: string;
}

/** Keeps the words so far; empty ones are no draft. */
export function keepDraft({ formDrafts }: EditorState, request: AddRequest | undefined, words: string): void {
  if (words === '' || !request) formDrafts.delete(DRAFT);
  else formDrafts.set(DRAFT, JSON.stringify({ request, words }));
}

/** A draft as it was kept; what is no such draft reads as none. */
export function readDraft({ formDrafts }: EditorState): Begun | undefined {
  try {
    const { request, words } = JSON.parse(formDrafts.get(DRAFT) ?? '{}') as Readonly<Record<string, unknown>>;
    if (typeof words !== 'string' || typeof request !== 'object' || request === null) return undefined;
    const { kind, stage, lane, after } = request as Readonly<Record<string, unknown>>;
    if (kind === 'stage' || kind === 'lane') return { request: { kind }, words };
    if (kind !== 'step' || typeof stage !== 'string' || typeof lane !== 'string') return undefined;
    return { request: { kind, stage, lane, after: typeof after === 'string' ? after : undefined }, words };
  } catch {
    return undefined;
  }
}
