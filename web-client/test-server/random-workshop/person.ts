/**
 * One person of a random workshop: a device of our own client that is opened, closed, cut off and opened again, and what it was
 * told is saved. Owns the device; must not know what others do.
 */
import { effect } from '@preact/signals-core';
import * as Y from 'yjs';
import type { Role } from '../../src/model/people';
import type { OpenMap, OpenWorkshop } from '../../src/workshop/open';
import { device } from '../real-server';
import type { Acknowledged, Known } from './known';

/** One person. */
export class Person {
  readonly name: string;
  /** As the server has it. */
  role: Role;
  /** Whether they take part: nobody has removed them. */
  isIn = true;
  isCut = false;
  readonly #device: Awaited<ReturnType<typeof device>>;
  readonly #known: Known;
  #first: OpenMap | undefined;
  #isBeingOpened = false;
  readonly #watched = new WeakSet<OpenMap>();
  readonly #stops: (() => void)[] = [];

  private constructor(name: string, role: Role, made: { readonly device: Awaited<ReturnType<typeof device>>; readonly known: Known }) {
    this.name = name;
    this.role = role;
    this.#device = made.device;
    this.#known = made.known;
  }

  static async join(invite: { readonly secret: string }, who: { readonly name: string; readonly role: Role }, known: Known): Promise<Person> {
    return new this(who.name, who.role, { device: await device(invite, who.name), known });
  }

  get id(): string {
    return this.#device.entry.participant;
  }

  get isOpen(): boolean {
    return this.#first !== undefined;
  }

  /** The workshop as it is open now; opened anew where its copy was replaced by the server's. */
  get workshop(): OpenWorkshop | undefined {
    if (this.#first?.workshop.replaced.peek() === true && !this.#isBeingOpened) this.open();
    return this.#first?.workshop;
  }

  /** A map as it is open now. */
  at(map: string): OpenMap | undefined {
    if (!this.isIn) return undefined;
    const one = this.workshop?.openMap(map);
    if (one) this.#watch(one);
    return one;
  }

  open(): void {
    this.#isBeingOpened = true;
    this.#first = this.#device.start();
    this.#first.workshop.showMap(this.#first.id);
    this.#watch(this.#first);
    this.#isBeingOpened = false;
  }

  async close(): Promise<void> {
    const open = this.#first?.workshop;
    this.#first = undefined;
    for (const stop of this.#stops.splice(0)) stop();
    await open?.close();
  }

  cut(): void {
    this.isCut = true;
    this.#device.line.cut();
  }

  mend(): void {
    this.isCut = false;
    this.#device.line.mend();
  }

  /** Takes down what the light of a map has called saved. */
  #watch(one: OpenMap): void {
    if (this.#watched.has(one)) return;
    this.#watched.add(one);
    const { doc } = one.map;
    const told: Acknowledged = { map: one.id, who: this.name, client: doc.clientID, clock: 0, deleted: [] };
    this.#known.acknowledged.push(told);
    const deletedByMe: Y.ID[] = [];
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (!transaction.local) return;
      transaction.deleteSet.clients.forEach((runs, client) => {
        for (const { clock, len } of runs) for (let at = 0; at < len; at += 1) deletedByMe.push(Y.createID(client, clock + at));
      });
    });
    this.#stops.push(effect(() => {
      if (one.saveState.value !== 'saved') return;
      told.clock = Y.getState(doc.store, doc.clientID);
      told.deleted = [...deletedByMe];
    }));
  }
}
