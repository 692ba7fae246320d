/**
 * Words that a person typed and has not sent, by the field they stand in: comments, replies and views. They last as long as
 * the page; over a reload that the page asked for they are kept in the storage of this tab, and taken out of it at once by
 * the page that comes. Knows no page.
 */
import type { EntryStorage } from './device';

/** The drafts of one map. */
export class Drafts {
  /** Comments and replies, by the place of their field. */
  readonly comments: Map<string, string>;
  /** Views on a part, by the name of the part. */
  readonly views: Map<string, string>;
  readonly #key: string;
  readonly #storage: EntryStorage | undefined;

  constructor(key: string, storage: EntryStorage | undefined) {
    this.#key = `pairway/drafts/${key}`;
    this.#storage = storage;
    const kept = take(this.#key, storage);
    this.comments = wordsIn(kept['comments']);
    this.views = wordsIn(kept['views']);
  }

  /** Keeps them for the page that comes. */
  keep(): void {
    if (this.comments.size + this.views.size === 0) return;
    try {
      this.#storage?.setItem(this.#key, JSON.stringify({ comments: Object.fromEntries(this.comments), views: Object.fromEntries(this.views) }));
    } catch {
      // Storage is full or forbidden: what was typed and not sent is lost with the page, as with any reload.
    }
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
