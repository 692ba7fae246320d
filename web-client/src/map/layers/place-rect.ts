/** The rectangle of a place on the map; a header has none of its own there, so it counts as the middle of what is seen of its column or row. Pure. */
import type { FocusTarget } from '../gestures/keyboard';
import { cellRect } from '../layout/geometry';
import type { Layout, Rect } from '../layout/shapes';
import type { Size, Viewport } from '../layout/viewport';

/** Where a place is, in map pixels. */
export function placeRect(layout: Layout, place: FocusTarget, shown: { readonly view: Viewport; readonly size: Size }): Rect | undefined {
  const { view, size } = shown;
  switch (place.kind) {
    case 'step': return layout.steps.get(place.id);
    case 'cell': return cellRect(layout, place.column, place.row);
    case 'stage': {
      const column = layout.columns[place.column];
      return column && { x: column.x, y: (size.height / 2 - view.y) / view.zoom, width: column.width, height: 1 };
    }
    case 'lane': {
      const row = layout.rows[place.row];
      return row && { x: (size.width / 2 - view.x) / view.zoom, y: row.y, width: 1, height: row.height };
    }
  }
}
