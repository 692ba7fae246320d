/**
 * Words that a person typed and has not sent, by the field they stand in: comments, replies, views, words of a question and
 * words too long for the map. They last as long as the page, also when the map is opened anew because its copy was replaced;
 * over a reload that the page asked for they are kept in the storage of this tab, and taken out of it at once by the page
 * that comes. Knows no page.
 */
import type { EntryStorage } from './device';

/** What is kept, by name: of each kind a map from the field to its words. */
const KINDS = ['comments', 'mentions', 'views', 'forms', 'fields'] as const;
type Kind = (typeof KINDS)[number];

/** Drafts of a map that is being opened anew by this page. */
const handedOver = new Map<string, Drafts>();

/** The drafts of one map. */
export class Drafts implements Readonly<Record<Kind, Map<string, string>>> {
  /** Comments and replies, by the place of their field. */
  readonly comments: Map<string, string>;
  /** Who is mentioned in them (editor/words/chosen-names.ts), by the same places. */
  readonly mentions: Map<string, string>;
  /** Views on a part, by the name of the part. */
  readonly views: Map<string, string>;
  /** Words of a question (a new step, a new stage), by the name of the question. */
  readonly forms: Map<string, string>;
  /** Words that are too long for their field of the map (model/text/text.ts), by the name of the field. */
  readonly fields: Map<string, string>;
  readonly #key: string;
  readonly #storage: EntryStorage | undefined;

  constructor(key: string, storage: EntryStorage | undefined) {
    this.#key = `pairway/drafts/${key}`;
    this.#storage = storage;
    const before = handedOver.get(this.#key);
    handedOver.delete(this.#key);
    const kept = take(this.#key, storage);
    const words = (kind: Kind) => before?.[kind] ?? wordsIn(kept[kind]);
    this.comments = words('comments');
    this.mentions = words('mentions');
    this.views = words('views');
    this.forms = words('forms');
    this.fields = words('fields');
  }

  /** Keeps them for the page that comes. */
  keep(): void {
    if (this.#isEmpty) return;
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(Object.fromEntries(KINDS.map((kind) => [kind, Object.fromEntries(this[kind])]))));
    } catch {
      // Storage is full or forbidden: what was typed and not sent is lost with the page, as with any reload.
    }
  }

  /** Keeps them in memory for the same map, which this page opens anew. */
  handOver(): void {
    if (!this.#isEmpty) handedOver.set(this.#key, this);
  }

  get #isEmpty(): boolean {
    return KINDS.every((kind) => this[kind].size === 0);
  }
}

/** The storage of this tab, where there is one and it may be used. */
export function tabStorage(): EntryStorage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}

function take(key: string, storage: EntryStorage | undefined): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(key) ?? '{}');
    storage?.removeItem(key);
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function wordsIn(kept: unknown): Map<string, string> {
  const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
