/**
 * The map from far away: below the zoom at which words can be read, every step is a small block on one `<canvas>` whose shape
 * says what is agreed of it, on the tint of its lane. Thousands of steps cost one drawing.
 *
 * Owns that drawing. Knows the 2D context it is given and nothing else of the page; colours come from the caller, so
 * that dark and high-contrast looks work.
 */
import { cellRect, dropLine } from '../layout/geometry';
import type { Layout, Rect } from '../layout/shapes';
import { touches } from '../layout/shapes';
import type { Viewport } from '../layout/viewport';

/** Colours of the overview, as CSS colours. */
export interface OverviewColours {
  /** Ground of a row by the id of its lane. */
  lane(id: string): string;
  cell: string;
  link: string;
  words: string;
  focus: string;
  /** The look of a step by its id. */
  step(id: string): OverviewLook;
}

/** How a step is drawn: what is agreed of it is a shape, which its colours only repeat. */
export interface OverviewLook {
  /** `open`: an outline; `asked`: its lower half full; `agreed`: full; `differ`: two halves; `parked`: struck through. */
  readonly shape: 'open' | 'asked' | 'agreed' | 'differ' | 'parked';
  readonly colour: string;
  /** Colour of the second half of `differ`, and the ground of all others. */
  readonly second: string;
}

/** What is drawn over the plain map. */
export interface OverviewMarks {
  selected: ReadonlySet<string>;
  drop: { column: number; row: number; index: number } | null;
}

/** The part of a 2D context that is used: tests give their own. */
export type Canvas2d = Pick<
  CanvasRenderingContext2D,
  | 'setTransform' | 'clearRect' | 'fillRect' | 'strokeRect' | 'save' | 'restore' | 'rect' | 'clip' | 'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'fill' | 'fillText'
  | 'globalAlpha' | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'font' | 'textAlign' | 'textBaseline'
>;

/** A window in screen pixels with the device's pixel ratio. */
export interface CanvasWindow {
  width: number;
  height: number;
  ratio: number;
}

/** Draws the whole overview; returns how many steps were drawn. */
export function drawOverview(pen: Canvas2d, layout: Layout, view: Viewport, given: { window: CanvasWindow; colours: OverviewColours; marks: OverviewMarks }): number {
  const { window, colours, marks } = given;
  pen.setTransform(window.ratio, 0, 0, window.ratio, 0, 0);
  pen.clearRect(0, 0, window.width, window.height);
  const seen: Rect = { x: -view.x / view.zoom, y: -view.y / view.zoom, width: window.width / view.zoom, height: window.height / view.zoom };
  pen.setTransform(window.ratio * view.zoom, 0, 0, window.ratio * view.zoom, window.ratio * view.x, window.ratio * view.y);
  drawCells(pen, layout, { seen, colours });
  drawLinks(pen, layout, { seen, colours, zoom: view.zoom });
  const byLook = new Map<OverviewLook, Rect[]>();
  let drawn = 0;
  for (const box of layout.steps.values()) {
    if (!touches(box, seen)) continue;
    drawn += 1;
    const look = colours.step(box.id);
    const boxes = byLook.get(look);
    if (boxes) boxes.push(box);
    else byLook.set(look, [box]);
  }
  for (const [look, boxes] of byLook) drawSteps(pen, boxes, look, view.zoom);
  for (const id of marks.selected) {
    const box = layout.steps.get(id);
    if (!box) continue;
    pen.strokeStyle = colours.focus;
    pen.lineWidth = 4 / view.zoom;
    pen.strokeRect(box.x, box.y, box.width, box.height);
  }
  if (marks.drop) {
    const line = dropLine(layout, marks.drop);
    pen.fillStyle = colours.focus;
    pen.fillRect(line.x, line.y - 2 / view.zoom, line.width, 4 / view.zoom);
  }
  return drawn;
}

/** Least height of a block that has an outline, in screen pixels. */
const OUTLINED_MIN = 3;
/** How strong the tint of a lane is. */
const TINT = 0.1;

/** All steps of one look, in a few strokes. */
function drawSteps(pen: Canvas2d, boxes: readonly Rect[], look: OverviewLook, zoom: number): void {
  const fill = (colour: string, part: (box: Rect) => Rect) => {
    pen.fillStyle = colour;
    pen.beginPath();
    for (const box of boxes) {
      const { x, y, width, height } = part(box);
      pen.rect(x, y, width, height);
    }
    pen.fill();
  };
  // Outlines of blocks that are hardly higher than a line would leave nothing of them; without one the ground's own colour could not be told from it.
  const isTiny = (boxes[0]?.height ?? 0) * zoom < OUTLINED_MIN;
  const isFilled = look.shape === 'agreed' || (isTiny && look.shape !== 'differ');
  fill(isFilled ? look.colour : look.second, (box) => box);
  if (look.shape === 'asked') fill(look.colour, (box) => ({ ...box, y: box.y + box.height / 2, height: box.height / 2 }));
  if (look.shape === 'differ') fill(look.colour, (box) => ({ ...box, width: box.width / 2 }));
  if (look.shape === 'agreed' || look.shape === 'differ' || isTiny) return;
  pen.strokeStyle = look.colour;
  pen.lineWidth = 1 / zoom;
  pen.beginPath();
  for (const { x, y, width, height } of boxes) {
    pen.rect(x, y, width, height);
    if (look.shape !== 'parked') continue;
    pen.moveTo(x, y + height);
    pen.lineTo(x + width, y);
  }
  pen.stroke();
}

/** Bands for lanes, and lighter cells on them: columns that are seen only where a lane is, so that no cell is drawn by itself. */
function drawCells(pen: Canvas2d, layout: Layout, given: { seen: Rect; colours: OverviewColours }): void {
  const { seen, colours } = given;
  pen.save();
  pen.beginPath();
  pen.globalAlpha = TINT;
  for (const row of layout.rows) {
    if (row.y > seen.y + seen.height || row.y + row.height < seen.y) continue;
    pen.fillStyle = colours.lane(row.lane);
    pen.fillRect(0, row.y, layout.width, row.height);
    pen.rect(0, row.y, layout.width, row.height);
  }
  pen.clip();
  pen.globalAlpha = 0.5;
  pen.fillStyle = colours.cell;
  layout.columns.forEach((_, column) => {
    const { x, width } = cellRect(layout, column, 0);
    if (x <= seen.x + seen.width && x + width >= seen.x) pen.fillRect(x, 0, width, layout.height);
  });
  pen.restore();
}

/** All links in one stroke: arrow heads would be dust at this size. */
function drawLinks(pen: Canvas2d, layout: Layout, given: { seen: Rect; colours: OverviewColours; zoom: number }): void {
  pen.strokeStyle = given.colours.link;
  pen.lineWidth = 1 / given.zoom;
  pen.beginPath();
  for (const link of layout.links) {
    if (!touches(link.bounds, given.seen)) continue;
    link.points.forEach((point, index) => (index === 0 ? pen.moveTo(point.x, point.y) : pen.lineTo(point.x, point.y)));
  }
  pen.stroke();
}
