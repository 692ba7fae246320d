/**
 * A `Y.Text` as the characters it says. Others may have put things into it that are no characters; nobody sees them and the
 * server takes them out soon after, but until then the engine counts each as one. Every index of ours counts characters
 * only, and is turned into one of the engine here. Knows no field and no page.
 */
import type * as Y from 'yjs';

/** A replacement of `remove` code units at `index` by `insert`. */
export interface TextChange {
  readonly index: number;
  readonly remove: number;
  readonly insert: string;
}

/** What one shared change does to a text, as Yjs tells it. */
export type TextDelta = Y.YTextEvent['delta'];

const NOTHING: readonly number[] = [];

/** Where in a text something stands that is no character, as the engine counts; ascending. */
export function embedsOf(text: Y.Text): readonly number[] {
  if (text.length === text.toString().length) return NOTHING;
  const found: number[] = [];
  let at = 0;
  for (const piece of text.toDelta() as readonly { readonly insert: unknown }[]) {
    if (typeof piece.insert === 'string') at += piece.insert.length;
    else {
      found.push(at);
      at += 1;
    }
  }
  return found;
}

/** Writes a change of what a text says; what is no character stays where it is. Call within a transaction. */
export function changeText(text: Y.Text, change: TextChange): void {
  // Before which character each stands.
  const embeds = embedsOf(text).map((at, passed) => at - passed);
  const before = embeds.filter((at) => at < change.index).length;
  // From the end, so that what is still to be deleted does not move.
  for (const run of runsOf(embeds, change).reverse()) text.delete(run.index, run.remove);
  if (change.insert !== '') text.insert(change.index + before, change.insert);
}

/** The characters that a change removes, as runs without anything else in between, at indexes of the engine. */
function runsOf(embeds: readonly number[], change: TextChange): { readonly index: number; readonly remove: number }[] {
  const runs: { readonly index: number; readonly remove: number }[] = [];
  const end = change.index + change.remove;
  let from = change.index;
  let passed = 0;
  for (const at of embeds) {
    if (at >= end) break;
    if (at > from) {
      runs.push({ index: from + passed, remove: at - from });
      from = at;
    }
    passed += 1;
  }
  if (end > from) runs.push({ index: from + passed, remove: end - from });
  return runs;
}

/** A change of a text as one of what it says; `embeds` are those of the text before it. */
export function plainDelta(embeds: readonly number[], delta: TextDelta): TextDelta {
  const plain: TextDelta = [];
  let at = 0;
  let next = 0;
  const characters = (length: number): number => {
    at += length;
    const first = next;
    while (next < embeds.length && (embeds[next] ?? at) < at) next += 1;
    return length - (next - first);
  };
  for (const change of delta) {
    if (change.retain !== undefined) plain.push({ retain: characters(change.retain) });
    else if (change.delete !== undefined) plain.push({ delete: characters(change.delete) });
    else if (typeof change.insert === 'string') plain.push({ insert: change.insert });
  }
  return plain;
}
