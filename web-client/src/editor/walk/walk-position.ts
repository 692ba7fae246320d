/**
 * Which parts the walk goes through, and where it begins. The lists are made once, so these read without following. Draws nothing.
 */
import type { PlacedPart } from '../../model/walk';
import type { EditorState } from '../state/editor-state';
import { partnerInWalk } from '../state/partner-presence';

/** The parts to go through: those that wait, in the order of the pathway; ideas too when asked for. */
export function partsToWalk(editor: EditorState, ideas: 'with' | 'without'): readonly PlacedPart[] {
  const { agreement } = editor;
  if (ideas === 'without') return agreement.partsWithStatements.peek().filter((part) => agreement.waits(part));
  return agreement.parts.peek().filter((part) => agreement.waits(part) || agreement.mine(part).state === 'idea');
}

/** Which parts, and at which of them. */
export interface WalkPosition {
  readonly ideas: 'with' | 'without';
  readonly parts: readonly PlacedPart[];
  readonly at: number;
}

/** Where a part is in a list; -1 when it is not. */
export function indexIn(parts: readonly PlacedPart[], part: { readonly kind: string; readonly id: string }): number {
  return parts.findIndex((one) => one.kind === part.kind && one.id === part.id);
}

/** The place of a part, among the ideas too when it is one; nothing when it is nowhere. */
export function positionOf(editor: EditorState, part: { readonly kind: string; readonly id: string }): WalkPosition | undefined {
  for (const ideas of ['without', 'with'] as const) {
    const parts = partsToWalk(editor, ideas);
    const at = indexIn(parts, part);
    if (at >= 0) return { ideas, parts, at };
  }
  return undefined;
}

/** Where the walk begins: at the first part that waits for my answer, else beside my partner, else at the first there is. */
export function firstPosition(editor: EditorState): WalkPosition {
  const waiting = partsToWalk(editor, 'without');
  const forMe = waiting.findIndex((part) => editor.agreement.waitsForMe(part));
  if (forMe >= 0) return { ideas: 'without', parts: waiting, at: forMe };
  const theirs = partnerInWalk(editor)?.at.part;
  const beside = theirs && positionOf(editor, theirs);
  if (beside) return beside;
  // Where nothing was put up yet, ideas are what there is to talk about.
  return waiting.length > 0 ? { ideas: 'without', parts: waiting, at: 0 } : { ideas: 'with', parts: partsToWalk(editor, 'with'), at: 0 };
}
