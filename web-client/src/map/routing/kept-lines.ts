/**
 * Lines as they were before some steps moved, put where their steps stand now: what is shown of a large map while its lines are looked for anew.
 * A line is kept while both of its steps are in their cells; it may pass over a step that has just come, until the new lines
 * are there.
 *
 * Owns that reckoning. Pure; the work is that of going through the links once.
 */
import { boundsOf, type CardBox, type Point } from './boxes';
import { bareLink } from './route';
import type { Frame, GridLink, LinkBox, LinkPlan } from './shapes';

/** A grid, and the one that it has become. */
interface Change {
  readonly before: Frame;
  readonly now: Frame;
}

/** How far a place moved down. */
interface Shifts {
  readonly from: number;
  readonly to: number;
  /** Of a height between the two ends. */
  between(y: number): number;
}

/** The links of a plan on a grid that was another one, with the lines that they had there. */
export function keptLines(plan: LinkPlan, before: Frame & { readonly links: readonly LinkBox[] }, now: Frame): LinkBox[] {
  const drawn = new Map<string, LinkBox>();
  for (const link of before.links) if (!link.far) drawn.set(link.id, link);
  const change = { before, now };
  const links = plan.near.map((link) => keptLine(link, drawn.get(link.id), change) ?? bareLink(link, now, true));
  for (const link of plan.far) links.push(bareLink(link, now, true));
  return links;
}

function keptLine(link: GridLink, old: LinkBox | undefined, change: Change): LinkBox | undefined {
  if (!old || old.from !== link.from || old.to !== link.to) return undefined;
  const [first, last] = [old.points[0], old.points[old.points.length - 1]];
  const from = first && shiftOf(link.from, first, change);
  const to = last && shiftOf(link.to, last, change);
  if (from === undefined || to === undefined) return undefined;
  const points = shifted(old.points, { from, to, between: (y) => channelShift(y, change) });
  if (!points) return undefined;
  const handover = link.handover === true;
  if (points === old.points) return handover === old.handover ? old : { ...old, handover };
  // Words at a line straight down stand at its end, others in the gutter that it begins in.
  const down = first?.x === last?.x ? to : from;
  const label = old.label && { ...old.label, y: old.label.y + down };
  const corners = label ? [{ x: label.x, y: label.y }, { x: label.x + label.width, y: label.y + label.height }] : [];
  return { ...old, handover, points, label, bounds: boundsOf([...points, ...corners]) };
}

/** How far down an end of a line went with its step; nothing when the step stands elsewhere than in the cell where it was. */
function shiftOf(step: string, end: Point, { before, now }: Change): number | undefined {
  const [was, is] = [before.steps.get(step), now.steps.get(step)];
  if (!was || !is || was.column !== is.column || was.row !== is.row || was.x !== is.x || was.width !== is.width) return undefined;
  return end.y === bottomOf(was) ? bottomOf(is) - bottomOf(was) : is.y - was.y;
}

function bottomOf(box: CardBox): number {
  return box.y + box.height;
}

/** How far down the channel went that a height lies in: as far as the row above it grew or went. */
function channelShift(y: number, { before, now }: Change): number {
  let shift = 0;
  before.rows.forEach((row, index) => {
    const is = now.rows[index];
    if (is && row.y + row.height <= y) shift = is.y + is.height - (row.y + row.height);
  });
  return shift;
}

/** The corner points where the ends are now, the same where nothing moved; nothing where that makes no line of level and upright pieces. */
function shifted(points: readonly Point[], shifts: Shifts): Point[] | undefined {
  const [first, last] = [points[0], points[points.length - 1]];
  const isUpright = points.length === 2 && first?.x === last?.x;
  if (points.length === 2 && !isUpright && shifts.from !== shifts.to) return undefined;
  // The first piece is level with the start, the last with the end, and one between them runs along a channel.
  if (points.length !== 2 && points.length !== 4 && points.length !== 6) return undefined;
  const half = points.length === 2 ? 1 : 2;
  const by = points.map(({ y }, index) => (index < half ? shifts.from : index >= points.length - half ? shifts.to : shifts.between(y)));
  if (by.every((each) => each === 0)) return points as Point[];
  return points.map(({ x, y }, index) => ({ x, y: y + (by[index] ?? 0) }));
}
