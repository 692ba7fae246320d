/**
 * All notes on this device that somebody wrote alone: mine, and those of the person for whom I write. Owns when a copy goes: when its notes
 * were shown without names, what was written since goes over into the document of what was kept; and notes of somebody else go when the
 * server does not open them any more. Knows no page.
 */
import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Reveal } from '../../model/session/reveals';
import { NotesOnDevice, notesDocument, notesPlace, notesPrefix, type NotesHost, type NotesPlace, type OpenNotes } from './my-notes';

interface Settings {
  readonly workshop: string;
  readonly reveals: ReadonlySignal<ReadonlyMap<string, Reveal>>;
  /** Whether the server opens the session to me: only then a denial says something of the notes alone. */
  readonly isSessionOpen: ReadonlySignal<boolean>;
}

/** All notes of an open workshop. */
export class AllNotes {
  readonly #settings: Settings;
  readonly #host = signal<NotesHost | undefined>(undefined);
  readonly #open = new Map<string, NotesOnDevice>();
  /** Names of notes of before that were shown without names, as the server said. */
  readonly #shown = signal<ReadonlySet<string>>(new Set());
  readonly #stops: (() => void)[] = [];

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Lets notes be opened, and has the server say of those on this device whether they may stay. */
  async serve(host: NotesHost): Promise<void> {
    this.#host.value = host;
    const found = await host.copy.documents(notesPrefix(this.#settings.workshop)).catch(() => []);
    const places = found.map((name) => notesPlace(name, this.#settings.workshop)).filter((place) => place !== undefined);
    this.#stops.push(effect(() => {
      const reveals = this.#settings.reveals.value;
      for (const place of places) {
        if (place.person !== host.me || reveals.get(place.activity)?.kept !== undefined) this.#at(place, host);
      }
    }));
  }

  /** What a person writes alone in an activity, wherever it stands now; nothing before the copy on this device is open. */
  get(activity: string, person: string): OpenNotes | undefined {
    const host = this.#host.value;
    const place = { workshop: this.#settings.workshop, activity, person };
    if (!host) return undefined;
    const kept = this.#shown.value.has(notesDocument(place)) ? this.#settings.reveals.value.get(activity)?.kept : undefined;
    return this.#at(kept === undefined ? place : { ...place, activity: kept }, host);
  }

  /** Sends what was written alone and did not reach the server before this page came. */
  sendWhatWaits(document: string): void {
    const place = notesPlace(document, this.#settings.workshop);
    const host = this.#host.peek();
    if (place && host) this.#at(place, host);
  }

  dropCopies(): void {
    for (const notes of this.#open.values()) void notes.dropCopy();
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    await Promise.all(Array.from(this.#open.values(), (notes) => notes.close()));
  }

  #at(place: NotesPlace, host: NotesHost): NotesOnDevice {
    const name = notesDocument(place);
    const known = this.#open.get(name);
    if (known) return known;
    const notes = new NotesOnDevice(host, place, () => void this.#letGo(name, notes));
    this.#open.set(name, notes);
    const { reveals, isSessionOpen } = this.#settings;
    this.#stops.push(effect(() => {
      if (!notes.isDenied.value || !isSessionOpen.value) return;
      const kept = reveals.value.get(place.activity)?.kept;
      if (kept !== undefined) this.#follow({ name, notes }, this.#at({ ...place, activity: kept }, host));
      else if (place.person !== host.me) void this.#drop(name, notes);
    }));
    return notes;
  }

  /** What the writer shared is shown: what this device wrote since goes over to what was kept, and the copy goes. */
  #follow(old: { readonly name: string; readonly notes: NotesOnDevice }, kept: NotesOnDevice): void {
    const stop = effect(() => {
      if (kept.isDenied.value) void this.#drop(old.name, old.notes);
      if (!kept.isKnown.value || this.#shown.value.has(old.name)) return;
      kept.model.takeLate(old.notes.model);
      void kept.settled().then(() => this.#drop(old.name, old.notes));
      this.#shown.value = new Set([...this.#shown.peek(), old.name]);
    });
    this.#stops.push(stop);
  }

  async #drop(name: string, notes: NotesOnDevice): Promise<void> {
    if (this.#open.get(name) !== notes) return;
    this.#host.peek()?.dropRefusedOf(name);
    await notes.dropCopy();
    await this.#letGo(name, notes);
  }

  async #letGo(name: string, notes: NotesOnDevice): Promise<void> {
    if (this.#open.get(name) === notes) this.#open.delete(name);
    await notes.close();
  }
}
