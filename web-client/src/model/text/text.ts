/**
 * Plain text fields bound to a `Y.Text`: the smallest difference between two values, where a caret goes when others
 * type, and a binding for anything that looks like a text area. Safe with composition (IME, dictation). Knows no page.
 */
import { computed, signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import * as Y from 'yjs';
import { embedsOf, plainDelta } from './plain-text';
import type { TextChange, TextDelta } from './plain-text';

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

/** Where a caret belongs after `delta`: behind the last thing that it changed. */
function behindChange(delta: TextDelta): number {
  let at = 0;
  let behind = 0;
  for (const change of delta) {
    if (change.retain !== undefined) at += change.retain;
    else {
      if (change.insert !== undefined) at += typeof change.insert === 'string' ? change.insert.length : 1;
      behind = at;
    }
  }
  return behind;
}

/** One change, applied to a text. */
function changed(text: string, { index, remove, insert }: TextChange): string {
  return text.slice(0, index) + insert + text.slice(index + remove);
}

/** The difference of two texts as a shared change would tell it. */
function deltaOf(before: string, after: string): TextDelta {
  const change = diffText(before, after);
  if (!change) return [];
  return [
    ...(change.index > 0 ? [{ retain: change.index }] : []),
    ...(change.insert === '' ? [] : [{ insert: change.insert }]),
    ...(change.remove > 0 ? [{ delete: change.remove }] : []),
  ];
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

/** Words that do not fit into a text: what the field says, and what the text said when the two went apart. */
export interface UnfitText {
  readonly base: string;
  readonly value: string;
}

/** How much a text takes, and what becomes of more: it stays in the field, unwritten, until it fits. */
export interface TextLimit {
  readonly unitsMax: number;
  /** Words that did not fit when the field was last closed. */
  readonly unfit?: UnfitText | undefined;
  /** Called with how many units are too many, and with 0 and nothing once the words fit again. */
  readonly onUnfit: (over: number, unfit: UnfitText | undefined) => void;
}

/** How many fields hold letters that are not in their text yet: of a composition, or too many for it. */
const fieldsHolding = signal(0);

/** Whether some field holds letters that are not in its text yet: nothing may be called saved then. */
export const hasUnwrittenLetters: ReadonlySignal<boolean> = computed(() => fieldsHolding.value > 0);

/** The two-way binding of one field and one text. */
class TextBinding {
  /** What the field and the text last agreed on. */
  #agreed: string;
  /** What stood in the text then that is no character. */
  #embeds: readonly number[];
  #composing = false;
  #holds = false;
  #writing = false;
  /** Whether the field holds more than the text takes: it is left alone as in a composition, and merged when it fits. */
  #isUnfit = false;
  /** What others did during a composition, or while the field does not fit. */
  readonly #waiting: TextDelta[] = [];
  /** What the person did meanwhile, and the value it was last compared with. */
  readonly #composed: TextChange[] = [];
  #seen = '';
  /** What the person has taken back of it, newest last. */
  readonly #takenBack: TextChange[] = [];
  readonly #limit: TextLimit | undefined;
  readonly #field: TextFieldLike;
  readonly #text: Y.Text;
  readonly #write: WriteText;

  constructor(field: TextFieldLike, text: Y.Text, write: WriteText, limit: TextLimit | undefined) {
    this.#field = field;
    this.#text = text;
    this.#write = write;
    this.#limit = limit;
    this.#agreed = text.toString();
    this.#embeds = embedsOf(text);
    field.value = this.#agreed;
    if (limit?.unfit) this.#takeUp(limit.unfit);
    field.addEventListener('input', this.#onInput);
    field.addEventListener('compositionstart', this.#onStart);
    field.addEventListener('compositionend', this.#onEnd);
    text.observe(this.#observe);
  }

  /** Takes back, or does again, the last change that the text has not taken; `none` when the field holds no such change. */
  turnUnfit(way: 'undo' | 'redo'): 'done' | 'none' {
    if (!this.#isUnfit || this.#composing) return 'none';
    const [from, to] = way === 'undo' ? [this.#composed, this.#takenBack] : [this.#takenBack, this.#composed];
    const change = from.pop();
    if (!change) return 'none';
    to.push(change);
    const value = this.#composed.reduce(changed, this.#agreed);
    const caret = way === 'undo' ? Math.min(change.index + change.remove, value.length) : change.index + change.insert.length;
    this.#seen = value;
    this.#show(value, caret, caret);
    this.#settle();
    return 'done';
  }

  stop(): void {
    // A field that closes in the middle of a composition must not lose what was composed.
    if (this.#composing) this.#onEnd();
    this.#field.removeEventListener('input', this.#onInput);
    this.#field.removeEventListener('compositionstart', this.#onStart);
    this.#field.removeEventListener('compositionend', this.#onEnd);
    this.#text.unobserve(this.#observe);
    this.#hold(false);
  }

  readonly #onInput = () => {
    if (!this.#composing && !this.#isUnfit) return this.#send();
    this.#noteComposed();
    if (!this.#composing) this.#settle();
  };

  readonly #onStart = () => {
    if (this.#composing) return;
    this.#composing = true;
    this.#seen = this.#field.value;
  };

  readonly #onEnd = () => {
    if (!this.#composing) return;
    this.#composing = false;
    this.#noteComposed();
    this.#settle();
  };

  readonly #observe = (event: Y.YTextEvent) => {
    const delta = this.#writing ? [] : plainDelta(this.#embeds, event.delta as TextDelta);
    this.#embeds = embedsOf(this.#text);
    if (this.#writing) return;
    if (this.#composing || this.#isUnfit) {
      this.#waiting.push(delta);
      // What others take out may make room for what did not fit.
      if (!this.#composing) this.#settle();
    } else if (event.transaction.origin instanceof Y.UndoManager) this.#showTurned(delta);
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
    if (this.#overIn(value) > 0) {
      this.#seen = this.#agreed;
      this.#noteComposed();
      this.#settle();
      return;
    }
    this.#writing = true;
    try {
      this.#write({ text: value, caret });
    } finally {
      this.#writing = false;
    }
    // Refused, because the part is gone for good: the field shows what the text holds.
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

  /** My undo or redo changed the text: show it, with the caret where it did. */
  #showTurned(delta: TextDelta): void {
    this.#agreed = this.#text.toString();
    const caret = behindChange(delta);
    this.#show(this.#agreed, caret, caret);
  }

  /** How many units a value has too many. A text that others made too long may always be shortened. */
  #overIn(value: string): number {
    const unitsMax = this.#limit?.unitsMax ?? Infinity;
    return value.length > this.#text.toString().length ? Math.max(0, value.length - unitsMax) : 0;
  }

  /** Goes on with words that did not fit when the field was last closed. */
  #takeUp({ base, value }: UnfitText): void {
    const change = diffText(base, value);
    if (change) this.#composed.push(change);
    this.#waiting.push(deltaOf(base, this.#agreed));
    this.#agreed = base;
    this.#seen = value;
    this.#field.value = value;
    this.#settle();
  }

  /** Merges what the person did with what others did meanwhile, letter by letter, once a composition is over and it fits. */
  #settle(): void {
    if (!this.#isUnfit && this.#composed.length + this.#waiting.length === 0) return this.#send();
    const caret = this.#field.selectionEnd ?? this.#field.value.length;
    const merged = mergeTexts(this.#agreed, { composed: this.#composed, caret }, this.#waiting);
    const over = this.#overIn(merged.values.at(-1)?.text ?? '');
    if (over > 0) {
      this.#isUnfit = true;
      this.#hold(true);
      this.#limit?.onUnfit(over, { base: this.#agreed, value: this.#field.value });
      return;
    }
    for (const list of [this.#composed, this.#waiting, this.#takenBack]) list.length = 0;
    this.#agreed = this.#text.toString();
    if (this.#isUnfit) {
      this.#isUnfit = false;
      this.#hold(false);
      this.#limit?.onUnfit(0, undefined);
    }
    // One small write after the other: a single wide one would take other people's letters out and put them in again. On
    // the way to a text that fits, one of them may not.
    const values = merged.values.every((value) => this.#overIn(value.text) === 0) ? merged.values : merged.values.slice(-1);
    for (const value of values) {
      this.#show(value.text, value.caret, value.caret);
      this.#send();
    }
    this.#show(this.#agreed, merged.caret, merged.caret);
    this.#send();
  }

  #noteComposed(): void {
    const change = diffText(this.#seen, this.#field.value, this.#field.selectionEnd ?? undefined);
    if (change) {
      this.#composed.push(change);
      this.#takenBack.length = 0;
    }
    this.#seen = this.#field.value;
    this.#hold((this.#composing && this.#composed.length > 0) || this.#isUnfit);
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
 * Binds a field to a text both ways until it is stopped. Never moves focus. While a composition runs
 * (IME, dictation) the field is left alone: both what is composed and what others typed meanwhile are merged at its end.
 */
export function bindText(field: TextFieldLike, text: Y.Text, write: WriteText, limit?: TextLimit): Pick<TextBinding, 'stop' | 'turnUnfit'> {
  return new TextBinding(field, text, write, limit);
}
