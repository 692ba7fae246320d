/**
 * Adding several parts at once, with words for the outcome: each function is one edit of model/many/many.ts and one thing to
 * undo. Loaded with what uses it: typing on the map, and the tools for several steps (chosen-actions.ts).
 *
 * Owns the messages. Never touches the document itself; knows no page.
 */
import { t } from '../../i18n/translate';
import type { OrderedKind, PartKind } from '../../model/kinds';
import { addParts, addSteps, type ManyResult, type NewLink, type NewStep } from '../../model/many/many';
import type { EditorState } from './editor-state';

/** What came of it: the parts that were made or changed, or why nothing was, in words. */
export type ManyOutcome = { readonly ids: readonly string[] } | { readonly refused: string };

/** Announces what was done; a refusal is its caller's to tell. What is as it should be already counts as done. */
export function outcomeOf(editor: EditorState, edit: () => ManyResult, words: (count: number) => string): ManyOutcome {
  const reason = editor.readOnlyReason.value;
  if (reason) return { refused: t(reason) };
  const result = edit();
  if (!result.done) return result.why === 'nothingToDo' ? { ids: [] } : { refused: t(`refused.${result.why}`) };
  editor.announce(words(result.ids.length));
  return { ids: result.ids };
}

/** What is said of new parts: the title of one, the number of several. */
function addedWords(title: string, count: number): string {
  return count === 1 ? t('announce.added', { title }) : t('many.added', { count });
}

/** Adds steps with the links between them; what the lane's sector is, theirs is at first. The focus stays where it is. */
export function addStepsAt(editor: EditorState, steps: readonly NewStep[], links: readonly NewLink[] = []): ManyOutcome {
  const withSector = steps.map((step) => ({ ...step, sector: step.sector ?? editor.map.lane(step.slot.lane).peek()?.sector ?? '' }));
  return outcomeOf(editor, () => addSteps(editor.map, withSector, links), (count) => addedWords(steps[0]?.title ?? '', count));
}

/** Adds parts of a list at its end, or from an index on. The focus stays where it is. */
export function addPartsAt(editor: EditorState, kind: OrderedKind, titles: readonly string[], given: Parameters<typeof addParts>[3] = {}): ManyOutcome {
  return outcomeOf(editor, () => addParts(editor.map, kind, titles, given), (count) => addedWords(titles[0] ?? '', count));
}

/** Brings the last of what was added into sight, with the focus, and gives its id; nothing when it was refused. */
export function revealAdded(editor: EditorState, kind: PartKind, outcome: ManyOutcome): string | undefined {
  const id = 'ids' in outcome ? outcome.ids.at(-1) : undefined;
  if (id !== undefined) editor.requestReveal({ kind, id });
  return id;
}
