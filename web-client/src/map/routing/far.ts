/**
 * Lines of long links, made when somebody looks at one of their steps: beside the lines that are drawn already, and without
 * moving any of those. Owns that. Pure; the work is that of the few links asked for, and of reading the lines that are there.
 */
import { routeLines } from './route';
import type { Frame, LinkBox, LinkPlan } from './shapes';
import { takenBy } from './taken';

/** Links looked at together that get lines; a step of more links shows the first of them. */
const LOOKED_AT_MAX = 60;

/** The long links among these, with their lines. */
export function routeFar(layout: Frame & { readonly links: readonly LinkBox[]; readonly linkPlan: LinkPlan }, ids: ReadonlySet<string>): LinkBox[] {
  const links = layout.linkPlan.far.filter((link) => ids.has(link.id)).slice(0, LOOKED_AT_MAX);
  if (links.length === 0) return [];
  const { lines } = routeLines(links, layout, layout.linkPlan, { tracksMax: LOOKED_AT_MAX, taken: takenBy(layout.links, layout) });
  return lines.map(({ box }) => ({ ...box, far: true }));
}
