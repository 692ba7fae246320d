/**
 * The connection to the storage of one copy, kept usable: a browser that does not answer is waited for some seconds and no
 * longer, and a connection that the browser ended (as phones do with pages put away) is opened again by the next use. Knows
 * no document and no page; what is stored is offline.ts.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';

/** Why the copy of this device cannot be used now: its storage does not open, or does not answer. */
export type CopyTrouble = 'notOpening' | 'notAnswering';

/** How long the storage of a browser may take to open, in milliseconds; after that one goes on without. */
export const OPEN_MS_MAX = 5_000;
/** How long one reading or writing may take, in milliseconds: a slow disk with a large copy needs some seconds. */
export const ANSWER_MS_MAX = 15_000;

/** The storage said nothing for too long. */
class NoAnswer extends Error {}

/** What `job` comes to, or a rejection when it takes longer than `ms`. */
async function within<T>(ms: number, job: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`the storage gave no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([job, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a dead connection fails with: closing (InvalidState), ended on the way (Abort), lost (Unknown, on iOS). A full disk is another matter. */
function isConnectionLost(error: unknown): boolean {
  return error instanceof DOMException && ['InvalidStateError', 'UnknownError', 'AbortError'].includes(error.name);
}

/** One database, opened as often as it takes. */
export class CopyDatabase {
  /** What fails now. */
  readonly trouble: ReadonlySignal<CopyTrouble | undefined>;
  readonly #trouble = signal<CopyTrouble | undefined>(undefined);
  readonly #open: () => Promise<IDBDatabase>;
  /** The connection, or the opening of it that goes on; `undefined` when the next use opens it. */
  #opening: Promise<IDBDatabase> | undefined;
  /** An opening that was too late once: nobody waits for it again, and when it comes it is used. */
  #late: Promise<IDBDatabase> | undefined;
  #database: IDBDatabase | undefined;
  /** Closed by us, or the copy was deleted: it is never opened again, which would make it anew. */
  #isOver = false;

  constructor(open: () => Promise<IDBDatabase>) {
    this.#open = open;
    this.trouble = this.#trouble;
  }

  /** Resolves when it is open, or when that takes too long; rejects where there is no storage (private windows, switched off). */
  async ready(): Promise<void> {
    try {
      await this.#connected();
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
    }
  }

  /**
   * Does a job on the open database. A dead connection often tells it by no event, but by failing at once: then the job is
   * done once more on a new one. So a job is one transaction, and done twice it does no harm.
   */
  async use<T>(job: (database: IDBDatabase) => Promise<T>): Promise<T> {
    const database = await this.#connected();
    try {
      return await this.#answer(database, job);
    } catch (error) {
      if (this.#isOver || !isConnectionLost(error)) throw error;
    }
    if (this.#database === database) this.#letGo();
    return this.#answer(await this.#connected(), job);
  }

  /** Lets go for good; a connection that comes later is closed when it comes. */
  close(): void {
    this.#isOver = true;
    this.#database?.close();
  }

  async #connected(): Promise<IDBDatabase> {
    if (this.#isOver) throw new Error('the copy is closed');
    const opening = this.#opening ?? this.#follow(this.#open());
    if (opening === this.#late && !this.#database) throw new NoAnswer('the storage has not opened yet');
    try {
      return await within(OPEN_MS_MAX, opening);
    } catch (error) {
      if (error instanceof NoAnswer) this.#late = opening;
      this.#trouble.value = 'notOpening';
      throw error;
    }
  }

  /** Takes over a connection once it is open, and notices when the browser ends it. */
  #follow(opening: Promise<IDBDatabase>): Promise<IDBDatabase> {
    this.#opening = opening;
    opening.then(
      (database) => this.#opened(database),
      () => {
        if (this.#opening === opening) this.#opening = undefined;
      },
    );
    return opening;
  }

  #opened(database: IDBDatabase): void {
    if (this.#isOver) {
      database.close();
      return;
    }
    this.#database = database;
    this.#trouble.value = undefined;
    // The browser ended it: the next use opens another one.
    database.addEventListener('close', () => {
      if (this.#database === database) this.#letGo();
    });
    // Somebody deletes the copy ("forget this device" in another tab): let go, or the deletion would wait for us.
    database.addEventListener('versionchange', () => this.close());
  }

  #letGo(): void {
    this.#database?.close();
    this.#database = undefined;
    this.#opening = undefined;
  }

  /** What the storage answers; a connection that does not answer in time is let go of, and another one tried by the next use. */
  async #answer<T>(database: IDBDatabase, job: (database: IDBDatabase) => Promise<T>): Promise<T> {
    try {
      const result = await within(ANSWER_MS_MAX, job(database));
      this.#trouble.value = undefined;
      return result;
    } catch (error) {
      if (error instanceof NoAnswer) {
        this.#trouble.value = 'notAnswering';
        if (this.#database === database) this.#letGo();
      }
      throw error;
    }
  }
}
