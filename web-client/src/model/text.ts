/**
 * Plain text fields bound to a `Y.Text`: the smallest difference between two values, where a caret goes when others
 * type, and a binding for anything that looks like a text area. Safe with composition (IME, dictation). Knows no page.
 */
import { computed, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';

/** A replacement of `remove` code units at `index` by `insert`. */
export interface TextChange {
  readonly index: number;
  readonly remove: number;
  readonly insert: string;
}

/** What one shared change does to a text, as Yjs tells it. */
export type TextDelta = Y.YTextEvent['delta'];

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * The one change that turns `before` into `after`; nothing when they are the same. `caret`, where the caret stands in
 * `after`, decides between equal letters: typing `l` into `al|l` inserts at the caret. Never cuts a character in two.
 */
export function diffText(before: string, after: string, caret = after.length): TextChange | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  // What stands after the caret was not typed just now, so the end is matched first, and only up to the caret.
  const endMax = Math.min(shorter, Math.max(0, after.length - caret));
  let end = 0;
  while (end < endMax && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end += 1;
  let start = 0;
  const startMax = shorter - end;
  while (start < startMax && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end += 1;
  // A pair of units that makes one character changes whole.
  if (start > 0 && (isLowSurrogate(before, start) || isLowSurrogate(after, start))) start -= 1;
  if (end > 0 && (isLowSurrogate(before, before.length - end) || isLowSurrogate(after, after.length - end))) end -= 1;
  return { index: start, remove: before.length - end - start, insert: after.slice(start, after.length - end) };
}

/** Where position `at` goes when somebody else's `delta` is applied. What they insert at the caret goes after it. */
export function movedPosition(at: number, delta: TextDelta): number {
  let from = 0;
  let to = at;
  for (const change of delta) {
    // `from` walks the new text up to the caret; whatever comes later does not move it.
    if (from >= to && change.delete === undefined) break;
    if (change.retain !== undefined) from += change.retain;
    else if (change.insert !== undefined) {
      const length = typeof change.insert === 'string' ? change.insert.length : 1;
      from += length;
      to += length;
    } else if (change.delete !== undefined && from < to) to -= Math.min(change.delete, to - from);
  }
  return to;
}

/** What a binding needs of a text area or input. */
export interface TextFieldLike {
  value: string;
  selectionStart: number | null;
  selectionEnd: number | null;
  setSelectionRange(start: number, end: number, direction?: 'forward' | 'backward' | 'none'): void;
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** How a binding writes: called with the whole value and the caret; wire it to `edits.setText`. */
export type WriteText = (value: { readonly text: string; readonly caret: number }) => void;

/** How many fields hold letters of a composition that are not in their text yet. */
const fieldsHolding = signal(0);

/** Whether some field holds letters of a composition that are not in its text yet: nothing may be called saved then. */
export const isComposing: ReadonlySignal<boolean> = computed(() => fieldsHolding.value > 0);

/** The two-way binding of one field and one text. */
class TextBinding {
  /** What the field and the text last agreed on. */
  #agreed: string;
  #composing = false;
  #holds = false;
  #writing = false;
  /** What others did during a composition. */
  readonly #waiting: TextDelta[] = [];
  /** What the person did during a composition, and the value it was last compared with. */
  readonly #composed: TextChange[] = [];
  #seen = '';
  readonly #field: TextFieldLike;
  readonly #text: Y.Text;
  readonly #write: WriteText;

  constructor(field: TextFieldLike, text: Y.Text, write: WriteText) {
    this.#field = field;
    this.#text = text;
    this.#write = write;
    this.#agreed = text.toString();
    field.value = this.#agreed;
    field.addEventListener('input', this.#onInput);
    field.addEventListener('compositionstart', this.#onStart);
    field.addEventListener('compositionend', this.#onEnd);
    text.observe(this.#observe);
  }

  stop(): void {
    // A field that closes in the middle of a composition must not lose what was composed.
    if (this.#composing) this.#onEnd();
    this.#field.removeEventListener('input', this.#onInput);
    this.#field.removeEventListener('compositionstart', this.#onStart);
    this.#field.removeEventListener('compositionend', this.#onEnd);
    this.#text.unobserve(this.#observe);
  }

  readonly #onInput = () => {
    if (this.#composing) this.#noteComposed();
    else this.#send();
  };

  readonly #onStart = () => {
    if (this.#composing) return;
    this.#composing = true;
    this.#seen = this.#field.value;
  };

  readonly #onEnd = () => {
    if (!this.#composing) return;
    this.#composing = false;
    this.#merge();
  };

  readonly #observe = (event: Y.YTextEvent) => {
    if (this.#writing) return;
    const delta = event.delta as TextDelta;
    if (this.#composing) this.#waiting.push(delta);
    else this.#receive(delta);
  };

  #show(value: string, start: number | null, end: number | null): void {
    this.#field.value = value;
    if (start !== null && end !== null) this.#field.setSelectionRange(start, end);
  }

  /** The person typed: write it. */
  #send(): void {
    const value = this.#field.value;
    if (value === this.#agreed) return;
    const caret = this.#field.selectionEnd ?? value.length;
    this.#writing = true;
    try {
      this.#write({ text: value, caret });
    } finally {
      this.#writing = false;
    }
    // Refused or shortened by a limit: the field shows what the text holds.
    const held = this.#text.toString();
    if (held !== value) this.#show(held, Math.min(caret, held.length), Math.min(caret, held.length));
    this.#agreed = held;
  }

  /** Somebody else typed: show it, and keep the caret at the same letters. */
  #receive(delta: TextDelta): void {
    const { selectionStart: start, selectionEnd: end } = this.#field;
    this.#agreed = this.#text.toString();
    this.#show(this.#agreed, start === null ? null : movedPosition(start, delta), end === null ? null : movedPosition(end, delta));
  }

  /** A composition ended: merge what was composed with what others did meanwhile, letter by letter. */
  #merge(): void {
    this.#noteComposed();
    const deltas = this.#waiting.splice(0);
    const composed = this.#composed.splice(0);
    if (composed.length + deltas.length > 0) {
      const caret = this.#field.selectionEnd ?? this.#field.value.length;
      const merged = mergeTexts(this.#agreed, { composed, caret }, deltas);
      this.#agreed = this.#text.toString();
      // One small write after the other: a single wide one would take other people's letters out and put them in again.
      for (const value of merged.values) {
        this.#show(value.text, value.caret, value.caret);
        this.#send();
      }
      this.#show(this.#agreed, merged.caret, merged.caret);
    }
    this.#send();
  }

  #noteComposed(): void {
    const change = diffText(this.#seen, this.#field.value, this.#field.selectionEnd ?? undefined);
    if (change) this.#composed.push(change);
    this.#seen = this.#field.value;
    this.#hold(this.#composing && this.#composed.length > 0);
  }

  #hold(holds: boolean): void {
    if (holds !== this.#holds) fieldsHolding.value += holds ? 1 : -1;
    this.#holds = holds;
  }
}

/** Somebody's hand in a composition: the changes in order, and where the caret stands after them. */
interface Composed {
  readonly composed: readonly TextChange[];
  readonly caret: number;
}

/**
 * What two hands make of `base`, by the engine's own merge on two throw-away documents: the values through which
 * `base` with their changes turns into the text with both, and where my caret is in the last one.
 */
function mergeTexts(base: string, mine: Composed, theirs: readonly TextDelta[]) {
  const [here, there] = [new Y.Doc(), new Y.Doc()];
  const [text, other] = [here.getText('text'), there.getText('text')];
  text.insert(0, base);
  Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
  for (const change of mine.composed) {
    if (change.remove > 0) text.delete(change.index, change.remove);
    if (change.insert !== '') text.insert(change.index, change.insert);
  }
  const caret = Y.createRelativePositionFromTypeIndex(text, mine.caret, -1);
  for (const delta of theirs) other.applyDelta(delta);
  const values: { text: string; caret: number }[] = [];
  let value = other.toString();
  other.observe((event) => {
    let at = 0;
    for (const change of event.delta) {
      if (change.retain !== undefined) at += change.retain;
      const insert = typeof change.insert === 'string' ? change.insert : '';
      value = value.slice(0, at) + insert + value.slice(at + (change.delete ?? 0));
      at += insert.length;
      if (change.retain === undefined) values.push({ text: value, caret: at });
    }
  });
  Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
  return { values, caret: Y.createAbsolutePositionFromRelativePosition(caret, there)?.index ?? value.length };
}

/**
 * Binds a field to a text both ways until the returned function is called. Never moves focus. While a composition runs
 * (IME, dictation) the field is left alone: both what is composed and what others typed meanwhile are merged at its end.
 */
export function bindText(field: TextFieldLike, text: Y.Text, write: WriteText): () => void {
  const binding = new TextBinding(field, text, write);
  return () => binding.stop();
}
