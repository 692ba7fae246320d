/**
 * The tools for several steps: a bar over the map while some are chosen, copying, cutting, pasting and duplicating. Everything is
 * one thing to undo.
 *
 * Owns the bar's element and what its tools act on: the chosen steps, else the one with the focus. The writes are
 * editor/state/chosen-actions.ts; what a clipboard holds is clip.ts.
 */
import { render } from 'preact';
import { moveMany, removeMany } from '../../editor/state/chosen-actions';
import { addStepsAt } from '../../editor/state/many-actions';
import { t } from '../../i18n/translate';
import type { ManyPlace } from '../../model/many/many';
import { cellKey } from '../../model/placement';
import { showToast } from '../../notice/notice';
import { make } from '../layers/draw';
import { focusOn, type MapSurface } from '../layers/surface';
import { CLIP_TYPE, clipOf, readClip, sheetOf, stepsAtPlace, writeClip, type Clip } from './clip';
import { Tools } from './tools';
import './selection.scss';

let bar: HTMLElement | undefined;

/** Shows the bar over a map. */
export function showTools(surface: MapSurface): void {
  const { chosen } = surface.editor;
  if (bar?.isConnected || (chosen.ids.peek().size === 0 && chosen.mode.peek() === 'off')) return;
  bar = make('div', 'pw-chosen');
  bar.dataset['over'] = '';
  surface.root.append(bar);
  const end = () => {
    // Before the bar is gone, so that the focus is never nowhere.
    if (bar?.contains(document.activeElement)) focusOn(surface, surface.focusTarget);
    chosen.clear();
    hideTools();
  };
  const removed = () => {
    // The bar goes with what it acts on; from its place on the map the focus finds a neighbour.
    focusOn(surface, surface.focusTarget);
    removeChosen(surface);
  };
  render(<Tools editor={surface.editor} onCopy={() => copyByButton(surface)} onDuplicate={() => duplicate(surface)} onRemove={removed} onEnd={end} />, bar);
}

/** Takes the bar away. */
export function hideTools(): void {
  if (!bar) return;
  render(null, bar);
  bar.remove();
  bar = undefined;
}

/** What the tools act on. */
function actedOn({ editor, focusTarget }: MapSurface): readonly string[] {
  const chosen = editor.chosen.shown(editor.map);
  if (chosen.length > 0) return chosen;
  return focusTarget.kind === 'step' ? [focusTarget.id] : [];
}

/** Removes the chosen steps; the picture takes the focus to a neighbour. */
export function removeChosen(surface: MapSurface): void {
  removeMany(surface.editor, actedOn(surface));
}

/** Moves the chosen steps to a cell. */
export function moveChosen({ editor }: MapSurface, place: ManyPlace): void {
  moveMany(editor, editor.chosen.shown(editor.map), place);
}

/** Puts copies of steps on the map and chooses them. */
function put(surface: MapSurface, make_: () => ReturnType<typeof addStepsAt>): void {
  const { editor } = surface;
  const outcome = make_();
  if ('refused' in outcome) {
    showToast(outcome.refused);
    return;
  }
  editor.chosen.only(outcome.ids);
  const [first] = outcome.ids;
  surface.flush();
  if (first !== undefined) surface.goTo({ kind: 'step', id: first });
}

/** Puts a copy of each step below it. */
export function duplicate(surface: MapSurface): void {
  const { editor } = surface;
  const { map } = editor;
  const ids = actedOn(surface).filter((id) => surface.layout.steps.has(id));
  if (ids.length === 0) return;
  const clip = clipOf(map, ids);
  const added = new Map<string, number>();
  const steps = clip.steps.map(({ goals, column: _column, row: _row, ...step }, at) => {
    const id = ids[at] ?? '';
    const { stage = '', lane = '' } = map.step(id).peek() ?? {};
    const key = cellKey(stage, lane);
    const before = added.get(key) ?? 0;
    added.set(key, before + 1);
    return { ...step, goals: goals.map((goal) => goal.id), slot: { stage, lane, index: (map.cells.peek().get(key) ?? []).indexOf(id) + 1 + before } };
  });
  put(surface, () => addStepsAt(editor, steps, clip.links));
}

/** Where a clip goes: at the focus, below a step that has it. */
function placeFor({ editor, focusTarget, layout }: MapSurface): { readonly stage: string; readonly lane: string; readonly index?: number } | undefined {
  const box = focusTarget.kind === 'step' ? layout.steps.get(focusTarget.id) : undefined;
  const column = box?.column ?? ('column' in focusTarget ? focusTarget.column : 0);
  const row = box?.row ?? ('row' in focusTarget ? focusTarget.row : 0);
  const [stage, lane] = [layout.columns[column]?.stage, layout.rows[row]?.lane];
  if (stage === undefined || lane === undefined) return undefined;
  const index = focusTarget.kind === 'step' ? (editor.map.cells.peek().get(cellKey(stage, lane)) ?? []).indexOf(focusTarget.id) + 1 : undefined;
  return { stage, lane, ...(index === undefined ? {} : { index }) };
}

/** Puts a clip on the map. */
export function pasteClip(surface: MapSurface, clip: Clip): void {
  const place = placeFor(surface);
  if (!place) {
    showToast(t('chosen.nowhere'));
    return;
  }
  put(surface, () => addStepsAt(surface.editor, stepsAtPlace(surface.editor.map, clip, place), clip.links));
}

/** What was copied last on this page, for browsers that hand on plain text alone. */
let last: { readonly sheet: string; readonly clip: Clip } | undefined;

/** The clip on a clipboard; nothing when it holds none of ours. */
export function clipIn(data: Pick<DataTransfer, 'getData'>): Clip | undefined {
  const own = readClip(data.getData(CLIP_TYPE));
  if (own) return own;
  return last && last.sheet !== '' && data.getData('text/plain').replaceAll('\r\n', '\n').trim() === last.sheet.trim() ? last.clip : undefined;
}

/** Puts steps on a clipboard, in our own form and as cells of a spreadsheet; false when there are none. */
export function copyTo(surface: MapSurface, data: Pick<DataTransfer, 'setData'>, how: 'copy' | 'cut'): boolean {
  const { editor } = surface;
  const ids = actedOn(surface);
  if (ids.length === 0) return false;
  const clip = clipOf(editor.map, ids);
  last = { sheet: sheetOf(clip), clip };
  data.setData(CLIP_TYPE, writeClip(clip));
  data.setData('text/plain', last.sheet);
  if (how === 'cut') removeMany(editor, ids);
  else editor.announce(t('chosen.copied', { count: ids.length }));
  return true;
}

/** Copies by a button: the browser is asked to copy, which asks the map what. */
function copyByButton(surface: MapSurface): void {
  const count = actedOn(surface).length;
  // The way that is there instead is not allowed everywhere, and hands on plain text alone.
  // oxlint-disable-next-line typescript/no-deprecated
  if (document.execCommand('copy')) showToast(t('chosen.copied', { count }));
  else showToast(t('chosen.copyFailed'));
}
