/**
 * Whom the names in a text being written mean: each `@name` that was chosen from the list, by its place, so that two people
 * of one name stay two. The places move with what is typed before them; a name that is changed means nobody any more.
 *
 * Owns this bookkeeping. Pure; the field is comments/compose.tsx, what is sent is talk-words.ts.
 */
import { diffText } from '../../model/text/text';

/** One name in the text that was chosen. */
export interface ChosenName {
  /** Where its `@` stands. */
  readonly at: number;
  readonly name: string;
  readonly participant: string;
}

function endOf(one: ChosenName): number {
  return one.at + 1 + one.name.length;
}

/** The chosen names after the text was changed; `caret`, where the caret stands after it, decides between equal letters. */
export function movedNames(chosen: readonly ChosenName[], before: string, after: { readonly text: string; readonly caret: number }): readonly ChosenName[] {
  const change = diffText(before, after.text, after.caret);
  if (!change) return chosen;
  const by = change.insert.length - change.remove;
  return chosen.flatMap((one) => {
    if (change.index >= endOf(one)) return [one];
    return change.index + change.remove <= one.at ? [{ ...one, at: one.at + by }] : [];
  });
}

/** Chosen names as a draft keeps them. */
export function keptNames(chosen: readonly ChosenName[]): string {
  return JSON.stringify(chosen);
}

/** Chosen names from a draft, only those whose names stand in `text`. */
export function readNames(kept: string | undefined, text: string): readonly ChosenName[] {
  try {
    const read: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(read) ? read.filter((one): one is ChosenName => isChosenName(one) && text.startsWith(`@${one.name}`, one.at)) : [];
  } catch {
    return [];
  }
}

function isChosenName(value: unknown): value is ChosenName {
  const { at, name, participant } = (value ?? {}) as Partial<Record<keyof ChosenName, unknown>>;
  return typeof at === 'number' && typeof name === 'string' && name !== '' && typeof participant === 'string';
}
