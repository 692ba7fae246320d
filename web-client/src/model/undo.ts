/**
 * Undo and redo of one's own work on a map: one command per item, each with the name of the thing it touches. Knows the
 * document and the origin of edits, not who shows the words.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type { MapModel } from './map';
import type { PartRef } from './schema';

/** What a command did, for the words "Undo …" and for spoken messages. */
export type EditVerb = 'add' | 'setText' | 'move' | 'setMeta' | 'setGoal' | 'link' | 'remove' | 'restore';

/** The origin of each of my transactions: what I did, and to what. */
export declare class MyEdit {
  constructor(verb: EditVerb, part: PartRef, name: string, run?: string);
  readonly verb: EditVerb;
  readonly part: PartRef;
  /** The title of the part as it was when edited; may be empty. */
  readonly name: string;
  /** Edits with the same run key (typing in one field) are undone together. */
  readonly run: string | undefined;
}

/** What an undo or redo did. */
export interface Undone {
  readonly edit: MyEdit;
  /** `'nothing'`: somebody else has changed the same since, so nothing was left to take back. */
  readonly effect: 'changed' | 'nothing';
}

/** The undo history of one person on one device. */
export declare class UndoHistory {
  constructor(map: MapModel);
  /** What would be undone or redone next; `undefined` when there is nothing. */
  readonly canUndo: ReadonlySignal<MyEdit | undefined>;
  readonly canRedo: ReadonlySignal<MyEdit | undefined>;
  undo(): Undone | undefined;
  redo(): Undone | undefined;
  destroy(): void;
}
