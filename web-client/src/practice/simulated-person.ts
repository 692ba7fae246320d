/**
 * One simulated person of a practice: a connection, a token and commands like everybody else's. Owns what such a person can do; when they
 * do it is deeds.ts. Knows no page.
 */
import { effect, signal } from '@preact/signals-core';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { collabUrl, serverUrl } from '../config';
import { NotesModel } from '../model/session/my-notes';
import { presenceOf, type Presence } from '../presence/presence';
import { Collab, type CollabDocument } from '../sync/collab';
import { newCommand, publicApi, workshopApi, type WorkshopApi } from '../workshop/api';
import { notesDocument } from '../workshop/session/my-notes';
import { Tokens } from '../workshop/tokens';
import type { VoteBallot } from './ballot';
import type { KeptPerson } from './kept-people';
import type { MadeUp } from './made-up';

/** Notes and their place on the connection. */
interface OpenNotes {
  readonly model: NotesModel;
  readonly document: CollabDocument;
}

/** A simulated person who is connected. */
export class SimulatedPerson {
  readonly who: KeptPerson;
  readonly madeUp: MadeUp;
  readonly #workshop: string;
  readonly #api: WorkshopApi;
  readonly #collab: Collab;
  readonly #presence: Presence;
  readonly #notes = new Map<string, OpenNotes>();

  constructor(workshop: string, who: KeptPerson, madeUp: MadeUp) {
    this.who = who;
    this.madeUp = madeUp;
    this.#workshop = workshop;
    const tokens = new Tokens(publicApi(), { workshop, ...who });
    this.#api = workshopApi({ workshop, deviceSecret: who.deviceSecret }, tokens.forCall);
    this.#collab = new Collab({ url: collabUrl(serverUrl(location.origin)), tokens: tokens.forConnection });
    const doc = new Y.Doc();
    const awareness = new Awareness(doc);
    this.#presence = presenceOf(awareness, who.participant, signal(new Map()));
    this.#collab.attach(`map/${workshop}/${who.map}`, doc, awareness);
    this.#presence.show({ view: 'map' });
  }

  /** Writes the notes of an activity, unless they stand there from before a reload, and says that they have finished. */
  async writeNotes(activity: string): Promise<void> {
    const notes = await this.#notesOf(activity);
    if (notes.notes.peek().length === 0) for (const words of this.madeUp.notes) notes.add(words, undefined);
    await this.#api.session.sayHowFar(newCommand(), activity, 'finished', undefined);
  }

  /** Gives all notes of an activity, with the name or without. */
  async giveNotes(activity: string, how: 'named' | 'unnamed'): Promise<void> {
    const ids = (await this.#notesOf(activity)).notes.peek().map(({ id }) => id);
    if (ids.length === 0) return;
    if (how === 'named') await this.#api.session.giveNotes(newCommand(), activity, ids, undefined);
    else await this.#api.session.giveUnnamed(newCommand(), activity, ids, undefined);
  }

  vote(ballot: VoteBallot): Promise<void> {
    return this.#api.votes.cast(newCommand(), ballot);
  }

  takeTurn(activity: string, act: 'done' | 'later'): Promise<void> {
    return this.#api.session.takeTurn(newCommand(), activity, { act, person: this.who.participant });
  }

  raiseHand(): Promise<void> {
    return this.#api.session.raiseHand(newCommand());
  }

  /** Leaves the page; the person is in the workshop still. */
  close(): void {
    this.#presence.destroy();
    for (const { model } of this.#notes.values()) model.destroy();
    this.#collab.destroy();
  }

  /** The notes of an activity, once the server's content has arrived. */
  async #notesOf(activity: string): Promise<NotesModel> {
    const known = this.#notes.get(activity) ?? this.#openNotes(activity);
    this.#notes.set(activity, known);
    await new Promise<void>((resolve) => {
      const stop = effect(() => {
        if (!known.document.arrived.value) return;
        resolve();
        queueMicrotask(() => stop());
      });
    });
    return known.model;
  }

  #openNotes(activity: string): OpenNotes {
    const model = new NotesModel(new Y.Doc());
    const document = this.#collab.attach(notesDocument({ workshop: this.#workshop, activity, person: this.who.participant }), model.doc, null);
    return { model, document };
  }
}
