/**
 * What a facilitator tells one person alone: the `personal` document of each whose words I bring, open while an activity is on. Nothing of
 * it is kept on this device. Knows the connection; no page.
 */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { readMessages, type Message } from '../../model/session/lead';
import type { Replica } from '../../sync/replica';

/** A sentence for one person. */
export type ToldAlone = Message & { readonly to: string };

/** Opens a document without a copy on this device. */
export type OpenUnkept = (name: string, doc: Y.Doc) => Pick<Replica, 'close'>;

/** Whose documents, and while what is on. */
interface Followed {
  readonly workshop: string;
  readonly people: ReadonlySignal<readonly string[]>;
  readonly isOn: ReadonlySignal<boolean>;
}

/** What they were told, the newest last. */
export class AloneDocuments {
  readonly messages: ReadonlySignal<readonly ToldAlone[]>;
  readonly #told = signal<ReadonlyMap<string, readonly ToldAlone[]>>(new Map());
  readonly #open = new Map<string, { readonly close: () => Promise<void> }>();
  readonly #openOne: OpenUnkept;
  readonly #workshop: string;
  readonly #stop: () => void;

  constructor(openOne: OpenUnkept, { workshop, people, isOn }: Followed) {
    this.#openOne = openOne;
    this.#workshop = workshop;
    this.messages = computed(() => [...this.#told.value.values()].flat().sort((a, b) => a.at - b.at));
    const wanted = computed(() => (isOn.value ? people.value.join(' ') : ''));
    this.#stop = effect(() => this.#follow(wanted.value.split(' ').filter(Boolean)));
  }

  async close(): Promise<void> {
    this.#stop();
    await Promise.all(Array.from(this.#open.values(), (document) => document.close()));
  }

  #follow(people: readonly string[]): void {
    for (const [person, document] of this.#open) {
      if (people.includes(person)) continue;
      this.#open.delete(person);
      void document.close();
      this.#tell(person, []);
    }
    for (const to of people) if (!this.#open.has(to)) this.#open.set(to, this.#begin(to));
  }

  #begin(to: string) {
    const doc = new Y.Doc();
    doc.on('afterTransaction', () => this.#tell(to, readMessages(doc).map((message) => ({ ...message, to }))));
    const replica = this.#openOne(`personal/${this.#workshop}/${to}`, doc);
    return {
      close: async () => {
        await replica.close();
        doc.destroy();
      },
    };
  }

  #tell(person: string, messages: readonly ToldAlone[]): void {
    const told = new Map(this.#told.peek());
    if (messages.length === 0) told.delete(person);
    else told.set(person, messages);
    this.#told.value = told;
  }
}
