/**
 * What one person writes alone: their notes in a document of its own, and whether they have finished. Owns reading and changing it; the
 * layout is PROTOCOL.md section 1.6. Knows no page and no connection.
 */
import { signal, type ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { plainOf } from '../read';
import { newId } from '../schema';
import { changeText } from '../text/plain-text';
import { diffText } from '../text/text';

/** Most notes that one person gives of one activity. */
export const NOTES_MAX = 50;
/** Longest note, in UTF-16 code units. */
export const NOTE_UNITS_MAX = 1_000;
/** Most notes that are read: more than two devices write without a line. */
const NOTES_READ_MAX = 500;
const ABOUT_KINDS = ['step', 'stage', 'goal'] as const;
const PART_ID = /^[A-Za-z0-9_-]{1,64}$/u;

/** The part of a map that a note is about. */
export interface About {
  readonly kind: (typeof ABOUT_KINDS)[number];
  readonly id: string;
}

/** A note. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly about: About | undefined;
  /** When it was written, by the clock of its writer's device, in milliseconds since 1970. */
  readonly at: number;
}

/** What a document says that a note or an idea is about; nothing for what is no part. */
export function readAbout(value: unknown): About | undefined {
  const said = plainOf(value);
  const kind = ABOUT_KINDS.find((known) => known === said?.['kind']);
  const id = said?.['id'];
  return kind && typeof id === 'string' && PART_ID.test(id) ? { kind, id } : undefined;
}

/** The notes of one person in one activity. */
export class NotesModel {
  readonly doc: Y.Doc;
  /** In the order in which they were written. */
  readonly notes: ReadonlySignal<readonly Note[]>;
  readonly isFinished: ReadonlySignal<boolean>;
  /** What stands in the field for a new note; kept for as long as the page is open. */
  readonly draft: ReadonlySignal<string>;
  readonly #draft = signal('');
  readonly #notes = signal<readonly Note[]>([]);
  readonly #isFinished = signal(false);

  constructor(doc: Y.Doc) {
    this.doc = doc;
    this.draft = this.#draft;
    this.notes = this.#notes;
    this.isFinished = this.#isFinished;
    doc.on('afterTransaction', this.#read);
    this.#read();
  }

  /** Adds a note; nothing when it says nothing or there are {@link NOTES_MAX} already. */
  add(text: string, about: About | undefined): string | undefined {
    const words = text.trim().slice(0, NOTE_UNITS_MAX);
    if (words === '' || this.#notes.peek().length >= NOTES_MAX) return undefined;
    const id = newId();
    this.doc.transact(() => {
      const note = new Y.Map<unknown>();
      this.#root().set(id, note);
      note.set('text', new Y.Text(words));
      note.set('at', Math.max(Date.now(), ...this.#notes.peek().map(({ at }) => at + 1)));
      if (about) note.set('about', { kind: about.kind, id: about.id });
    });
    return id;
  }

  keepDraft(text: string): void {
    this.#draft.value = text;
  }

  /** The words of a note, to bind a field to. */
  text(id: string): Y.Text | undefined {
    const text = this.#note(id)?.get('text');
    return text instanceof Y.Text ? text : undefined;
  }

  /** Writes the words of a note. */
  write(id: string, value: { readonly text: string; readonly caret: number }): void {
    const text = this.text(id);
    const change = text && diffText(text.toString(), value.text, value.caret);
    if (text && change) this.doc.transact(() => changeText(text, change));
  }

  /** Says what a note is about. */
  setAbout(id: string, about: About | undefined): void {
    const note = this.#note(id);
    if (about) note?.set('about', { kind: about.kind, id: about.id });
    else note?.delete('about');
  }

  remove(id: string): void {
    this.#root().delete(id);
  }

  setFinished(state: 'finished' | 'writing'): void {
    this.doc.getMap('state').set('finished', state === 'finished');
  }

  /**
   * Takes over what a device wrote without a line into notes that were shown without names meanwhile: those that the server never had.
   * The others are here already, or were shared.
   */
  takeLate(old: NotesModel): void {
    const seen = this.doc.getMap('state').get('seen');
    if (!Array.isArray(seen)) return;
    this.doc.transact(() => {
      for (const { id, text, about, at } of old.notes.peek()) {
        if (seen.includes(id) || this.#root().has(id) || text.trim() === '') continue;
        const note = new Y.Map<unknown>();
        this.#root().set(id, note);
        note.set('text', new Y.Text(text));
        note.set('at', at);
        if (about) note.set('about', { kind: about.kind, id: about.id });
      }
    });
  }

  destroy(): void {
    this.doc.off('afterTransaction', this.#read);
  }

  #root(): Y.Map<unknown> {
    return this.doc.getMap('notes');
  }

  #note(id: string): Y.Map<unknown> | undefined {
    const note = this.#root().get(id);
    return note instanceof Y.Map ? note : undefined;
  }

  readonly #read = () => {
    const read: Note[] = [];
    for (const [id, note] of this.#root().entries()) {
      if (read.length >= NOTES_READ_MAX || !(note instanceof Y.Map) || !PART_ID.test(id)) continue;
      const [text, at] = [note.get('text'), note.get('at')];
      if (text instanceof Y.Text) read.push({ id, text: text.toString(), about: readAbout(note.get('about')), at: typeof at === 'number' ? at : 0 });
    }
    const next = read.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    if (JSON.stringify(next) !== JSON.stringify(this.#notes.peek())) this.#notes.value = next;
    this.#isFinished.value = this.doc.getMap('state').get('finished') === true;
  };
}
