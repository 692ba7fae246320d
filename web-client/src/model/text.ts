/**
 * Plain text fields bound to a `Y.Text`: the smallest difference between two values, where a caret goes when others
 * type, and a binding for anything that looks like a text area. Safe with composition (IME, dictation). Knows no page.
 */
import type * as Y from 'yjs';

/** A replacement of `remove` code units at `index` by `insert`. */
export interface TextChange {
  readonly index: number;
  readonly remove: number;
  readonly insert: string;
}

/** The one change that turns `before` into `after`; `caret` (in `after`) decides between equal letters. */
export declare function diffText(before: string, after: string, caret?: number): TextChange | undefined;

/** Where position `at` goes when `changes` (a Y.Text delta) are applied by somebody else. */
export declare function movedPosition(at: number, delta: Y.YTextEvent['delta']): number;

/** What a binding needs of a text area or input. */
export interface TextFieldLike {
  value: string;
  selectionStart: number | null;
  selectionEnd: number | null;
  setSelectionRange(start: number, end: number): void;
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** How a binding writes: called with the whole value and the caret; wire it to `edits.setText`. */
export type WriteText = (value: { readonly text: string; readonly caret: number }) => void;

/** Binds a field to a text both ways until the returned function is called. Never moves focus. */
export declare function bindText(field: TextFieldLike, text: Y.Text, write: WriteText): () => void;
