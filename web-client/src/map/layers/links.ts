/**
 * All links in one SVG below the steps: faint until somebody looks at one of their steps, then that step's own in full. A long
 * link is a stub at both of its steps until then. Arrows to an earlier stage are dashed with an open head; an arrow to another
 * organisation begins with a ring. Only what is near the window is in the page.
 *
 * Owns that SVG. The ways are routing/, the words at links link-words.ts; spoken words for links are in each step's own
 * sentence, so this is a picture.
 */
import { attribute, makeSvg } from './draw';
import { LinkWordsLayer, type LinkNames } from './link-words';
import { routeFar } from '../routing/far';
import { pathOf } from '../routing/paths';
import type { LinkBox, StubBox } from '../routing/shapes';
import { placeStubs } from '../routing/stubs';
import type { Layout, Point } from '../layout/shapes';

/** What is drawn with the links besides themselves. */
export interface LinkState extends LinkNames {
  readonly selected: string | undefined;
  /** The step that is looked at: its links stand out. */
  readonly step: string | undefined;
  /** A link being drawn by hand, from a step to the pointer. */
  readonly drawing: { from: Point; to: Point } | undefined;
}

/** What of a layout is near the window. */
export interface NearLinks {
  readonly links: readonly LinkBox[];
  readonly steps: ReadonlySet<string>;
}

/** Nothing of the links: from far away they are lines of the overview. */
export const NO_LINKS: NearLinks = { links: [], steps: new Set() };

/** The stubs at a step, and their lines as one path. */
interface StepStubs {
  readonly boxes: readonly StubBox[];
  readonly tails: string;
}

const NO_STUBS: StepStubs = { boxes: [], tails: '' };

interface Drawn {
  readonly group: SVGGElement;
  readonly path: SVGPathElement;
  readonly hit: SVGPathElement;
  link: LinkBox | undefined;
  key: string;
}

/** Arrow heads and the mark of a handover, each with its point that lies on the end of the line. */
const MARKS = [['arrow', 'M0 0L8 4L0 8z', 7], ['back', 'M1 0L8 4L1 8', 7], ['ring', 'M4 1a3 3 0 1 1 0 6a3 3 0 1 1 0-6z', 0.5]] as const;

/** The layer of links. */
export class LinkLayer {
  readonly root = makeSvg('svg', { class: 'pw-map__links', 'aria-hidden': 'true', focusable: 'false' });
  readonly words = new LinkWordsLayer();
  private readonly drawn = new Map<string, Drawn>();
  /** The lines of stubs, a path for each step: one for all would be painted anew whenever a step comes into sight. */
  private readonly tails = makeSvg('g', {});
  private readonly tailsOf = new Map<string, SVGPathElement>();
  /** The stubs of steps, reckoned once for each layout when they come into sight. */
  private placed: { readonly layout: Layout; readonly stubs: Map<string, StepStubs> } | undefined;
  private readonly drawing = makeSvg('path', { class: 'pw-link__line pw-link__line--drawing', 'marker-end': 'url(#pw-arrow-on)' });
  private lookedAt: { layout: Layout; key: string; lit: ReadonlySet<string>; far: readonly LinkBox[] } | undefined;

  constructor() {
    const marks = makeSvg('defs', {});
    for (const on of ['', '-on']) {
      for (const [name, d, refX] of MARKS) {
        const marker = makeSvg('marker', { id: `pw-${name}${on}`, viewBox: '-1 -1 10 10', refX: String(refX), refY: '4', markerWidth: '10', markerHeight: '10', markerUnits: 'userSpaceOnUse', orient: 'auto' });
        marker.append(makeSvg('path', { d, class: `pw-link__head pw-link__head--${name}${on === '' ? '' : ' pw-link__head--on'}` }));
        marks.append(marker);
      }
    }
    this.root.append(marks, this.tails, this.drawing);
  }

  /** Brings the page in line with what should be seen. */
  sync(layout: Layout, near: NearLinks, state: LinkState): void {
    const { lit, far } = this.look(layout, state);
    const links = near.links.length + near.steps.size === 0 ? [] : [...near.links, ...far];
    const wanted = new Set(links.map((link) => link.id));
    for (const [id, drawn] of this.drawn) {
      if (wanted.has(id)) continue;
      drawn.group.remove();
      this.drawn.delete(id);
    }
    for (const link of links) this.syncLink(link, lit.has(link.id));
    this.words.sync({ labels: links, stubs: this.syncStubs(layout, near.steps), lit, scale: layout.linkPlan.scale }, state);
    attribute(this.drawing, 'd', state.drawing ? `M${state.drawing.from.x} ${state.drawing.from.y}L${state.drawing.to.x} ${state.drawing.to.y}` : '');
  }

  /** Draws the lines of the stubs at these steps; returns the stubs. */
  private syncStubs(layout: Layout, steps: ReadonlySet<string>): StubBox[] {
    for (const [step, path] of this.tailsOf) {
      if (steps.has(step) && this.stubsAt(layout, step).tails !== '') continue;
      path.remove();
      this.tailsOf.delete(step);
    }
    const all: StubBox[] = [];
    for (const step of steps) {
      const { boxes, tails } = this.stubsAt(layout, step);
      if (tails === '') continue;
      all.push(...boxes);
      let path = this.tailsOf.get(step);
      if (!path) {
        path = makeSvg('path', { class: 'pw-link__tails' });
        this.tailsOf.set(step, path);
        this.tails.append(path);
      }
      attribute(path, 'd', tails);
    }
    return all;
  }

  private stubsAt(layout: Layout, step: string): StepStubs {
    const { linkPlan } = layout;
    if (!linkPlan.farFrom.has(step) && !linkPlan.farTo.has(step)) return NO_STUBS;
    if (this.placed?.layout !== layout) this.placed = { layout, stubs: new Map() };
    const { stubs } = this.placed;
    const known = stubs.get(step);
    if (known) return known;
    const boxes = placeStubs(linkPlan, layout, [step]);
    const made = { boxes, tails: boxes.map((stub) => pathOf(stub.tail) + headOf(stub.tail)).join('') };
    stubs.set(step, made);
    return made;
  }

  /** The links that stand out, with the ways of the long ones; read again only when something else is looked at. */
  private look(layout: Layout, state: LinkState): { lit: ReadonlySet<string>; far: readonly LinkBox[] } {
    const key = `${state.step ?? ''}|${state.selected ?? ''}`;
    if (this.lookedAt?.layout === layout && this.lookedAt.key === key) return this.lookedAt;
    const lit = new Set(key === '|' ? [] : layout.links.filter((link) => link.id === state.selected || link.from === state.step || link.to === state.step).map((link) => link.id));
    this.lookedAt = { layout, key, lit, far: routeFar(layout, lit) };
    return this.lookedAt;
  }

  private syncLink(link: LinkBox, on: boolean): void {
    const drawn = this.drawn.get(link.id) ?? this.add(link);
    const key = on ? 'on' : '';
    if (drawn.link === link && drawn.key === key) return;
    const d = pathOf(link.points);
    drawn.link = link;
    drawn.key = key;
    drawn.path.setAttribute('d', d);
    drawn.hit.setAttribute('d', d);
    drawn.group.setAttribute('class', `pw-link${on ? ' pw-link--on' : ''}${link.back ? ' pw-link--back' : ''}`);
    const ending = on ? '-on' : '';
    drawn.path.setAttribute('marker-end', `url(#pw-${link.back ? 'back' : 'arrow'}${ending})`);
    if (link.handover) drawn.path.setAttribute('marker-start', `url(#pw-ring${ending})`);
    else drawn.path.removeAttribute('marker-start');
    // What stands out lies over the others, so that it can be followed to its end.
    if (on) this.root.append(drawn.group);
  }

  private add(link: LinkBox): Drawn {
    const group = makeSvg('g', { class: 'pw-link', 'data-link': link.id, 'data-to': link.to });
    const path = makeSvg('path', { class: 'pw-link__line' });
    const hit = makeSvg('path', { class: 'pw-link__hit' });
    group.append(hit, path);
    this.root.append(group);
    const drawn = { group, path, hit, link: undefined, key: '' };
    this.drawn.set(link.id, drawn);
    return drawn;
  }
}

/** A small arrow head at the end of a stub's line, as a path. */
function headOf(points: readonly Point[]): string {
  const [before, end] = [points[points.length - 2], points[points.length - 1]];
  if (!before || !end) return '';
  const [x, y] = [Math.sign(end.x - before.x) * HEAD, Math.sign(end.y - before.y) * HEAD];
  return `M${end.x - x - y} ${end.y - y - x}L${end.x} ${end.y}L${end.x - x + y} ${end.y - y + x}`;
}

/** Size of the arrow head of a stub, in map pixels. */
const HEAD = 3;
