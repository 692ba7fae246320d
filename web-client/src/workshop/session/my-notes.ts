/**
 * What I write alone in one activity, or what the person for whom I write does: the `notes` document on this device, in step with the
 * server's. Words that the server refuses are kept for their writer. Knows the connection and the copy on this device; no page.
 */
import { signal, type ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { NotesModel } from '../../model/session/my-notes';
import { newId } from '../../model/schema';
import type { RefusedText } from '../../sync/offline';
import { Replica, type ReplicaSettings } from '../../sync/replica';
import type { SaveState } from '../../sync/status';

/** Whose notes of which activity. */
export interface NotesPlace {
  readonly workshop: string;
  readonly activity: string;
  readonly person: string;
}

/** Notes that are open. */
export interface OpenNotes {
  readonly model: NotesModel;
  readonly saveState: ReadonlySignal<SaveState>;
}

/** What notes need of the open workshop. */
export interface NotesHost {
  readonly collab: ReplicaSettings['collab'];
  readonly copy: ReplicaSettings['copy'];
  /** Keeps words that the server refused, and lets those of a document go. */
  readonly keepRefused: (text: RefusedText) => void;
  readonly dropRefusedOf: (document: string) => void;
  /** The person on this device. */
  readonly me: string;
}

/** What the names of all documents of notes of a workshop begin with. */
export function notesPrefix(workshop: string): string {
  return `notes/${workshop}/`;
}

/** The name of the document. */
export function notesDocument({ workshop, activity, person }: NotesPlace): string {
  return `notes/${workshop}/${activity}/${person}`;
}

/** Whose notes of which activity a document of a workshop is. */
export function notesPlace(document: string, workshop: string): NotesPlace | undefined {
  const [kind, of, activity, person, ...rest] = document.split('/');
  const isWhole = kind === 'notes' && of === workshop && activity !== undefined && person !== undefined && rest.length === 0;
  return isWhole ? { workshop, activity, person } : undefined;
}

/** Notes on this device, for as long as their workshop is open. */
export class NotesOnDevice implements OpenNotes {
  readonly model = new NotesModel(new Y.Doc());
  readonly saveState: ReadonlySignal<SaveState>;
  /** Whether the server does not open them to me. */
  readonly isDenied: ReadonlySignal<boolean>;
  readonly #isDenied = signal(false);
  readonly #replica: Replica;

  constructor(host: NotesHost, place: NotesPlace, onDropped: () => void) {
    const name = notesDocument(place);
    this.isDenied = this.#isDenied;
    this.#replica = new Replica({
      collab: host.collab, copy: host.copy, name, doc: this.model.doc, awareness: null,
      onNotice: () => undefined,
      onDenied: (isDenied) => void (this.#isDenied.value = isDenied),
      onRefused: (message) => {
        const texts = this.model.notes.peek().map(({ text }) => ({ name: '', text }));
        if (texts.length > 0) host.keepRefused({ id: newId(), at: Date.now(), document: name, message, texts });
        void this.#replica.dropCopy().catch(() => undefined).then(onDropped);
      },
    });
    this.saveState = this.#replica.state;
  }

  /** Whether what they held before is here. */
  get isKnown(): ReadonlySignal<boolean> {
    return this.#replica.isKnown;
  }

  /** Resolves when everything is written on this device. */
  settled(): Promise<void> {
    return this.#replica.settled();
  }

  async dropCopy(): Promise<void> {
    await this.#replica.dropCopy().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#replica.close();
    this.model.destroy();
  }
}
