/**
 * What lies below the steps: a band for each lane, a cell where lane and stage meet, the "Add a step" button of each cell
 * near the window, and the line that shows where a dragged step would go.
 *
 * Owns these elements. Knows the layout; not what pressing does.
 */
import { t } from '../../i18n/translate';
import type { Range, Visible } from '../layout/culling';
import { attribute, make, makeSymbol, moveTo } from './draw';
import { cellRect, dropLine, type GridPosition } from '../layout/geometry';
import { ADD_HEIGHT, CELL_PADDING, STEP_GAP, stepsAt, type Layout } from '../layout/shapes';

/** What the background shows besides the grid. */
export interface BackgroundState {
  readonly canEdit: boolean;
  /** The empty cell that focus is at or would be at. */
  readonly focusable: { column: number; row: number } | undefined;
  readonly drop: GridPosition | undefined;
  /** Spoken name of a cell's button. */
  cellName(column: number, row: number): string;
}

interface DrawnCell {
  readonly element: HTMLElement;
  readonly button: HTMLElement;
  box: string;
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
    this.syncBands(layout, seen.rows);
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

  private syncBands(layout: Layout, rows: Range): void {
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
      moveTo(band, { x: 0, y: at.y });
      band.style.width = `${layout.width}px`;
      band.style.height = `${at.height}px`;
    }
  }

  private syncCell(layout: Layout, at: { column: number; row: number; key: string }, state: BackgroundState): void {
    const { column, row, key } = at;
    const cell = this.cells.get(key) ?? this.addCell(key);
    const rect = cellRect(layout, column, row);
    const ids = stepsAt(layout, column, row);
    const last = layout.steps.get(ids[ids.length - 1] ?? '');
    const buttonY = last ? last.y + last.height + STEP_GAP - CELL_PADDING - rect.y : CELL_PADDING;
    const buttonHeight = last ? ADD_HEIGHT : rect.height - 2 * CELL_PADDING;
    const box = [rect.x, rect.y, rect.width, rect.height, buttonY, buttonHeight].join(',');
    if (cell.box !== box) {
      cell.box = box;
      moveTo(cell.element, rect);
      cell.element.style.width = `${rect.width}px`;
      cell.element.style.height = `${rect.height}px`;
      moveTo(cell.button, { x: 0, y: buttonY });
      cell.button.style.height = `${buttonHeight}px`;
    }
    const focusable = state.focusable?.column === column && state.focusable.row === row;
    attribute(cell.button, 'aria-label', state.cellName(column, row));
    attribute(cell.button, 'tabindex', focusable ? '0' : '-1');
    attribute(cell.button, 'data-empty', ids.length === 0 ? '' : undefined);
    // Without the right to edit an empty cell is still a place that arrow keys go to.
    attribute(cell.button, 'data-look', state.canEdit ? undefined : '');
    attribute(cell.element, 'data-drop', state.drop?.column === column && state.drop.row === row ? '' : undefined);
  }

  private addCell(key: string): DrawnCell {
    const button = make('div', 'pw-map__add', makeSymbol('add'), make('span', 'pw-map__add-word', t('add.step')));
    button.setAttribute('role', 'button');
    button.dataset['cell'] = key;
    const element = make('div', 'pw-map__cell', button);
    this.root.insertBefore(element, this.line);
    const cell = { element, button, box: '' };
    this.cells.set(key, cell);
    return cell;
  }

  private syncLine(layout: Layout, drop: GridPosition | undefined): void {
    attribute(this.line, 'hidden', drop ? undefined : '');
    if (!drop) return;
    const line = dropLine(layout, drop);
    moveTo(this.line, { x: line.x, y: line.y - 2 });
    this.line.style.width = `${line.width}px`;
  }
}
