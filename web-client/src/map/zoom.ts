/**
 * Zooming and moving the map by buttons and keys, with an answer that is spoken: a zoom, the whole map, the stage one is at, a
 * movement to one side. Owns those acts; the arithmetic is layout/viewport.ts.
 */
import { partName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { clampZoom, panBy, READING_ZOOM, reveal } from './layout/viewport';
import type { Picture } from './picture';

/** The zooms that are offered by name, as parts of the normal size. */
export const ZOOMS = [0.25, 0.5, 0.75, 1] as const;
/** How much of the window one press moves the map by. */
const MOVE_SHARE = 0.4;
/** Most that one stage alone is enlarged. */
const STAGE_ZOOM_MAX = 1.25;
/** Screen pixels before a stage that is shown alone. */
const STAGE_MARGIN = 8;

/** A side to move to. */
export type Way = 'left' | 'right' | 'up' | 'down';

/** Zooms around the middle of the window. */
export function zoomAndSay(picture: Picture, zoom: number): void {
  picture.zoomTo(zoom);
  picture.editor.announce(t('announce.zoom', { percent: Math.round(picture.view.zoom * 100) }));
}

/** Shows the whole map. */
export function fitAndSay(picture: Picture): void {
  picture.fit();
  picture.editor.announce(t('announce.zoom', { percent: Math.round(picture.view.zoom * 100) }));
}

/** Shows more of the map on one side. */
export function moveMap(picture: Picture, way: Way): void {
  const { width, height } = picture.windowSize;
  const across = way === 'left' ? width : way === 'right' ? -width : 0;
  const down = way === 'up' ? height : way === 'down' ? -height : 0;
  picture.setView(panBy(picture.view, across * MOVE_SHARE, down * MOVE_SHARE));
}

/** The stage that one is at: that of the focus, else the first in sight. */
function columnHere(picture: Picture): number {
  const { focusTarget, layout, view } = picture;
  switch (focusTarget.kind) {
    case 'step': return layout.steps.get(focusTarget.id)?.column ?? 0;
    case 'stage':
    case 'cell': return focusTarget.column;
    case 'lane': return Math.max(0, layout.columns.findIndex((column) => (column.x + column.width) * view.zoom + view.x > 0));
  }
}

/** Shows the stage one is at as large as the window has room for it. */
export function showStage(picture: Picture): void {
  const { layout, windowSize, editor } = picture;
  const column = layout.columns[columnHere(picture)];
  if (!column) return;
  const room = Math.min(windowSize.width / (column.width + 2 * STAGE_MARGIN), windowSize.height / Math.max(1, layout.height));
  const zoom = clampZoom(Math.min(STAGE_ZOOM_MAX, Math.max(READING_ZOOM, room)));
  const { focusTarget } = picture;
  const box = focusTarget.kind === 'step' ? layout.steps.get(focusTarget.id) : undefined;
  picture.setView({ zoom, x: STAGE_MARGIN - column.x * zoom, y: 0 });
  if (box) picture.setView(reveal(picture.view, box, windowSize));
  editor.announce(t('announce.stageShown', { title: partName(editor.map, { kind: 'stage', id: column.stage }) }));
}
