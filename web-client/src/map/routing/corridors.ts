/** Where gutters (between columns) and channels (between rows) lie. Owns that reckoning. Pure. */
import type { Frame } from './shapes';

/** A stretch between two columns or two rows. */
export interface Stretch {
  readonly start: number;
  readonly size: number;
}

/** Where the gutter left of the column with this index lies. */
export function gutterAt(gutter: number, frame: Pick<Frame, 'columns' | 'width'>): Stretch {
  const left = frame.columns[gutter - 1];
  const start = left ? left.x + left.width : 0;
  return { start, size: (frame.columns[gutter]?.x ?? frame.width) - start };
}

/** Where the channel above the row with this index lies. */
export function channelAt(channel: number, frame: Pick<Frame, 'rows' | 'height'>): Stretch {
  const above = frame.rows[channel - 1];
  const start = above ? above.y + above.height : 0;
  return { start, size: (frame.rows[channel]?.y ?? frame.height) - start };
}
