/**
 * Undo and redo of one's own work on a map: one command per item, each with the name of the thing it touches. Knows the
 * document and the origin of edits, not who shows the words.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { MyEdit } from './command';
import { KINDS } from './kinds';
import { UNDO_ITEMS_MAX, UNDO_RUN_MS } from './limits';
import type { MapModel } from './map';
import { mapRoots } from './schema';

/** What an undo or redo did. */
export interface Undone {
  readonly edit: MyEdit;
  /** `'nothing'`: somebody else has changed the same since, so nothing was left to take back. */
  readonly effect: 'changed' | 'nothing';
}

/** One item of the history, as the engine keeps it. */
type Item = Y.UndoManager['undoStack'][number];

/** The key under which an item of the history carries its command. */
const EDIT = 'edit';

/** The undo history of one person on one device. */
export class UndoHistory {
  /** What would be undone next; `undefined` when there is nothing. */
  readonly canUndo: ReadonlySignal<MyEdit | undefined>;
  /** What would be redone next; `undefined` when there is nothing. */
  readonly canRedo: ReadonlySignal<MyEdit | undefined>;
  readonly #canUndo = signal<MyEdit | undefined>(undefined);
  readonly #canRedo = signal<MyEdit | undefined>(undefined);
  readonly #manager: Y.UndoManager;
  readonly #doc: Y.Doc;
  readonly #separate: (transaction: Y.Transaction) => void;
  /** The run of the newest item, so that typing in one field stays one item. */
  #run: string | undefined;
  /** The command being undone or redone, so that the item on the other stack carries it too. */
  #turning: MyEdit | undefined;

  constructor(map: MapModel) {
    this.#doc = map.doc;
    this.canUndo = this.#canUndo;
    this.canRedo = this.#canRedo;
    const roots = mapRoots(map.doc);
    this.#separate = (transaction) => {
      const edit: unknown = transaction.origin;
      if (!(edit instanceof MyEdit)) return;
      if (edit.run === undefined || edit.run !== this.#run) this.#manager.stopCapturing();
      this.#run = edit.run;
    };
    // Registered before the manager is made: an item must be closed before the manager sees the transaction.
    map.doc.on('beforeTransaction', this.#separate);
    this.#manager = new Y.UndoManager([...KINDS.map((kind) => roots[kind]), roots.stepGoals], {
      captureTimeout: UNDO_RUN_MS,
      trackedOrigins: new Set([MyEdit]),
      // Others' later words on the same thing are never overwritten by my undo.
      ignoreRemoteMapChanges: false,
    });
    this.#manager.on('stack-item-added', ({ stackItem, origin }) => {
      const edit = this.#turning ?? (origin instanceof MyEdit ? origin : undefined);
      if (edit) stackItem.meta.set(EDIT, edit);
      if (this.#manager.undoStack.length > UNDO_ITEMS_MAX) this.#manager.undoStack.shift();
      this.#show();
    });
    this.#manager.on('stack-item-popped', () => this.#show());
    this.#manager.on('stack-cleared', () => this.#show());
  }

  /** Takes my newest command back, or my newest typing in the field of `run` ({@link fieldRun}). `undefined` when there is none. */
  undo(run?: string): Undone | undefined {
    return this.#turn('undo', run);
  }

  /** Does again what was undone last, or what was undone last in the field of `run`. `undefined` when there is nothing. */
  redo(run?: string): Undone | undefined {
    return this.#turn('redo', run);
  }

  /** What is done next is a thing of its own to undo, also in the same field a moment later. */
  pause(): void {
    this.#run = undefined;
  }

  /** Forgets the history, for example after the copy was replaced by the server's. */
  clear(): void {
    this.#manager.clear();
    this.#show();
  }

  /** Stops following the document. */
  destroy(): void {
    this.#doc.off('beforeTransaction', this.#separate);
    this.#manager.destroy();
  }

  #turn(way: 'undo' | 'redo', run: string | undefined): Undone | undefined {
    const stack = way === 'undo' ? this.#manager.undoStack : this.#manager.redoStack;
    // An item names what it inserted and deleted, so it can be turned while newer ones of other fields stay as they are.
    const at = stack.findLastIndex((item) => run === undefined || editOf(item)?.run === run);
    const edit = editOf(stack[at]);
    if (!edit) return undefined;
    // The engine skips items that change nothing and takes the next one, which nobody asked for: show it one item only.
    const [turned] = stack.splice(at, 1);
    const others = stack.splice(0, stack.length);
    if (turned) stack.push(turned);
    this.#run = undefined;
    this.#turning = edit;
    let done: unknown;
    try {
      done = way === 'undo' ? this.#manager.undo() : this.#manager.redo();
    } finally {
      this.#turning = undefined;
      stack.unshift(...others);
      this.#show();
    }
    return { edit, effect: done ? 'changed' : 'nothing' };
  }

  #show(): void {
    this.#canUndo.value = editOf(this.#manager.undoStack.at(-1));
    this.#canRedo.value = editOf(this.#manager.redoStack.at(-1));
  }
}

function editOf(item: Item | undefined): MyEdit | undefined {
  const edit: unknown = item?.meta.get(EDIT);
  return edit instanceof MyEdit ? edit : undefined;
}
