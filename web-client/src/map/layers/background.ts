/**
 * What lies below the steps: a band for each lane, a cell where lane and stage meet, the "Add a step" button of each cell
 * near the window, and the line that shows where a dragged step would go.
 *
 * Owns these elements. Knows the layout; not what pressing does.
 */
import { t } from '../../i18n/translate';
import type { Range, Visible } from '../layout/culling';
import { attribute, make, standAt, sizeTo } from './draw';
import { cellRect, dropLine, type GridPosition } from '../layout/geometry';
import { ADD_HEIGHT, CELL_PADDING, CHANNEL_HEIGHT_MIN, stepsAt, TITLE_TEXT, type Layout, type Rect } from '../layout/shapes';
import { roomOf } from '../routing/plan';

/** What the background shows besides the grid. */
export interface BackgroundState {
  /** Another number tells that words may have changed: they are read again. */
  readonly version: number;
  readonly canEdit: boolean;
  /** The empty cell that focus is at or would be at. */
  readonly focusable: { column: number; row: number } | undefined;
  readonly drop: GridPosition | undefined;
  /** The sector of a lane, for its tint; empty when not said. */
  sectorOf(lane: string): string;
  /** Spoken name of a cell's button. */
  cellName(column: number, row: number): string;
}

interface DrawnCell {
  readonly element: HTMLElement;
  readonly button: HTMLElement;
  /** The layout and version that it was drawn from. */
  layout: Layout | undefined;
  version: number;
  box: string;
}

/** Height of the button where a cell has room for it. */
const ADD_HEIGHT_MAX = 26;

/** Where the button of a cell stands: below its steps, from the last of them to the cell's edge, or all over an empty cell. */
function addPlace(layout: Layout, ids: readonly string[], rect: Rect): { y: number; height: number } {
  const grown = layout.choice.text / TITLE_TEXT;
  const bottoms = ids.map((id) => layout.steps.get(id)).map((box) => (box ? box.y + box.height + roomOf(layout.linkPlan, box.id).below : 0));
  if (bottoms.length === 0) return { y: CELL_PADDING, height: rect.height - 2 * CELL_PADDING };
  const y = Math.max(...bottoms) - rect.y + 1;
  // The edge of the cell and half the channel below are its room where the cell is the highest of its row.
  const least = (ADD_HEIGHT + CELL_PADDING) * grown + CHANNEL_HEIGHT_MIN / 2;
  return { y, height: Math.max(least, Math.min(ADD_HEIGHT_MAX * grown, rect.height - y - 2)) };
}

/** The layer below the steps. */
export class BackgroundLayer {
  readonly root = make('div', 'pw-map__ground');
  private readonly bands = new Map<number, HTMLElement>();
  private readonly cells = new Map<string, DrawnCell>();
  private readonly line = make('div', 'pw-map__drop');

  constructor() {
    this.root.append(this.line);
  }

  /** The button of a cell, when it is in the page. */
  button(column: number, row: number): HTMLElement | undefined {
    return this.cells.get(`${column}.${row}`)?.button;
  }

  /** Brings the page in line with what should be seen. */
  sync(layout: Layout, seen: Visible, state: BackgroundState): void {
    this.syncBands(layout, seen.rows, state);
    const wanted = new Set<string>();
    for (let column = seen.columns.from; column < seen.columns.to; column += 1) {
      for (let row = seen.rows.from; row < seen.rows.to; row += 1) wanted.add(`${column}.${row}`);
    }
    if (state.focusable) wanted.add(`${state.focusable.column}.${state.focusable.row}`);
    for (const [key, cell] of this.cells) {
      if (wanted.has(key)) continue;
      cell.element.remove();
      this.cells.delete(key);
    }
    for (const key of wanted) {
      const [column = 0, row = 0] = key.split('.').map(Number);
      this.syncCell(layout, { column, row, key }, state);
    }
    this.syncLine(layout, state.drop);
  }

  private syncBands(layout: Layout, rows: Range, state: BackgroundState): void {
    for (const [row, band] of this.bands) {
      if (row >= rows.from && row < rows.to) continue;
      band.remove();
      this.bands.delete(row);
    }
    for (let row = rows.from; row < rows.to; row += 1) {
      const at = layout.rows[row];
      if (!at) continue;
      const band = this.bands.get(row) ?? make('div', 'pw-map__band');
      if (!this.bands.has(row)) {
        this.bands.set(row, band);
        this.root.prepend(band);
      }
      standAt(band, { x: 0, y: at.y });
      sizeTo(band, { width: layout.width, height: at.height });
      attribute(band, 'data-sector', state.sectorOf(at.lane) || undefined);
    }
  }

  private syncCell(layout: Layout, at: { column: number; row: number; key: string }, state: BackgroundState): void {
    const { column, row, key } = at;
    const cell = this.cells.get(key) ?? this.addCell(key);
    if (cell.layout !== layout || cell.version !== state.version) {
      this.drawCell(cell, layout, at, state);
      cell.layout = layout;
      cell.version = state.version;
    }
    const focusable = state.focusable?.column === column && state.focusable.row === row;
    attribute(cell.button, 'tabindex', focusable ? '0' : '-1');
    attribute(cell.element, 'data-drop', state.drop?.column === column && state.drop.row === row ? '' : undefined);
  }

  /** Draws what the layout and the words of the map say of a cell. */
  private drawCell(cell: DrawnCell, layout: Layout, { column, row }: { column: number; row: number }, state: BackgroundState): void {
    const rect = cellRect(layout, column, row);
    const ids = stepsAt(layout, column, row);
    const { y: buttonY, height: buttonHeight } = addPlace(layout, ids, rect);
    const box = [rect.x, rect.y, rect.width, rect.height, buttonY, buttonHeight].join(',');
    if (cell.box !== box) {
      cell.box = box;
      standAt(cell.element, rect);
      cell.element.style.width = `${rect.width}px`;
      cell.element.style.height = `${rect.height}px`;
      cell.button.style.top = `${buttonY}px`;
      cell.button.style.height = `${buttonHeight}px`;
    }
    attribute(cell.button, 'aria-label', state.cellName(column, row));
    attribute(cell.button, 'data-empty', ids.length === 0 ? '' : undefined);
    // Without the right to edit an empty cell is still a place that arrow keys go to.
    attribute(cell.button, 'data-look', state.canEdit ? undefined : '');
  }

  private addCell(key: string): DrawnCell {
    // Sign and word are drawn by the style sheet, because there are many cells; the word while it is pointed at or has the focus.
    const button = make('div', 'pw-map__add');
    button.dataset['word'] = t('add.step');
    button.setAttribute('role', 'button');
    button.dataset['cell'] = key;
    const element = make('div', 'pw-map__cell', button);
    this.root.insertBefore(element, this.line);
    const cell: DrawnCell = { element, button, layout: undefined, version: NaN, box: '' };
    this.cells.set(key, cell);
    return cell;
  }

  private syncLine(layout: Layout, drop: GridPosition | undefined): void {
    attribute(this.line, 'hidden', drop ? undefined : '');
    if (!drop) return;
    const line = dropLine(layout, drop);
    standAt(this.line, { x: line.x, y: line.y - 2 });
    sizeTo(this.line, { width: line.width });
  }
}
