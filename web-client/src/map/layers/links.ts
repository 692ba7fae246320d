/**
 * All links in one SVG below the steps: an arrow each, dashed where it leads back to an earlier stage, with its words
 * where it has some. Only links near the window are in the page.
 *
 * Owns that SVG. The ways are routes.ts; spoken words for links are in each step's own sentence, so this is a picture.
 */
import type { Tag } from '../../editor/words/part-words';
import { symbols, type SymbolShape } from '../../styles/symbols';
import { makeSvg } from './draw';
import { pathOf } from '../layout/routes';
import type { LinkBox, Point } from '../layout/shapes';

/** What is drawn with the links besides themselves. */
export interface LinkState {
  readonly selected: string | undefined;
  /** Links of the selected step stand out. */
  readonly step: string | undefined;
  label(id: string): string;
  /** What is agreed of it, where somebody has said anything. */
  state(id: string): Tag | undefined;
  /** A link being drawn by hand, from a step to the pointer. */
  readonly drawing: { from: Point; to: Point } | undefined;
}

interface Drawn {
  readonly group: SVGGElement;
  readonly path: SVGPathElement;
  readonly hit: SVGPathElement;
  readonly text: SVGTextElement;
  readonly state: SVGGElement;
  key: string;
}

const ARROW = 'M0 0L8 4L0 8z';

/** The layer of links. */
export class LinkLayer {
  readonly root = makeSvg('svg', { class: 'pw-map__links', 'aria-hidden': 'true', focusable: 'false' });
  private readonly drawn = new Map<string, Drawn>();
  private readonly drawing = makeSvg('path', { class: 'pw-link__line pw-link__line--drawing', 'marker-end': 'url(#pw-arrow-on)' });

  constructor() {
    const marks = makeSvg('defs', {});
    for (const [id, name] of [['pw-arrow', 'pw-link__head'], ['pw-arrow-on', 'pw-link__head pw-link__head--on']] as const) {
      const marker = makeSvg('marker', { id, viewBox: '0 0 8 8', refX: '7', refY: '4', markerWidth: '9', markerHeight: '9', markerUnits: 'userSpaceOnUse', orient: 'auto' });
      marker.append(makeSvg('path', { d: ARROW, class: name }));
      marks.append(marker);
    }
    this.root.append(marks, this.drawing);
  }

  /** Brings the page in line with what should be seen. */
  sync(links: readonly LinkBox[], state: LinkState): void {
    const wanted = new Set(links.map((link) => link.id));
    for (const [id, drawn] of this.drawn) {
      if (wanted.has(id)) continue;
      drawn.group.remove();
      this.drawn.delete(id);
    }
    for (const link of links) this.syncLink(link, state);
    this.drawing.setAttribute('d', state.drawing ? `M${state.drawing.from.x} ${state.drawing.from.y}L${state.drawing.to.x} ${state.drawing.to.y}` : '');
  }

  private syncLink(link: LinkBox, state: LinkState): void {
    const drawn = this.drawn.get(link.id) ?? this.add(link.id);
    const on = state.selected === link.id || (state.step !== undefined && (link.from === state.step || link.to === state.step));
    const label = state.label(link.id);
    const agreed = state.state(link.id);
    const d = pathOf(link.points);
    const key = `${d}|${on ? 'on' : ''}|${link.back ? 'back' : ''}|${label}|${agreed?.word ?? ''}`;
    if (drawn.key === key) return;
    drawn.key = key;
    drawn.path.setAttribute('d', d);
    drawn.hit.setAttribute('d', d);
    drawn.path.setAttribute('class', `pw-link__line${link.back ? ' pw-link__line--back' : ''}${on ? ' pw-link__line--on' : ''}`);
    drawn.path.setAttribute('marker-end', on ? 'url(#pw-arrow-on)' : 'url(#pw-arrow)');
    const at = labelPlace(link.points);
    drawn.text.textContent = label;
    drawn.text.setAttribute('x', String(at.x));
    drawn.text.setAttribute('y', String(at.y));
    drawState(drawn.state, agreed, { x: at.x, y: label === '' ? at.y : at.y + STATE_BELOW });
    // What stands out lies over the others, so that it can be followed to its end.
    if (on) this.root.append(drawn.group);
  }

  private add(id: string): Drawn {
    const group = makeSvg('g', { class: 'pw-link', 'data-link': id });
    const path = makeSvg('path', {});
    const hit = makeSvg('path', { class: 'pw-link__hit' });
    const text = makeSvg('text', { class: 'pw-link__words', 'text-anchor': 'middle' });
    const state = makeSvg('g', {});
    group.append(hit, path, text, state);
    this.root.append(group);
    const drawn = { group, path, hit, text, state, key: '' };
    this.drawn.set(id, drawn);
    return drawn;
  }
}

/** How far below the words of a link its state stands, and the size of the state's shape, in map pixels. */
const STATE_BELOW = 20;
const STATE_SIZE = 16;
/** A letter's width in map pixels, near enough to stand the state in the middle of its line. */
const LETTER_WIDTH = 6.6;

/** Draws what is agreed of a link as shape and word, in the middle of a point. */
function drawState(group: SVGGElement, tag: Tag | undefined, at: Point): void {
  if (!tag) {
    group.replaceChildren();
    return;
  }
  const shape: SymbolShape = symbols[tag.symbol];
  const left = at.x - (STATE_SIZE + 4 + tag.word.length * LETTER_WIDTH) / 2;
  group.setAttribute('class', `pw-link__state pw-state--${tag.symbol}`);
  const mark = makeSvg('g', { transform: `translate(${left} ${at.y - 13}) scale(${STATE_SIZE / 24})` });
  if (shape.solids !== undefined) mark.append(makeSvg('path', { d: shape.solids, fill: 'currentColor' }));
  if (shape.lines !== undefined) mark.append(makeSvg('path', { d: shape.lines, fill: 'none', stroke: 'currentColor', 'stroke-width': '2' }));
  const words = makeSvg('text', { class: 'pw-link__words', x: String(left + STATE_SIZE + 4), y: String(at.y) });
  words.textContent = tag.word;
  group.replaceChildren(words, mark);
}

/** Where the words of a link stand: above the middle of its longest level piece, or beside its middle. */
export function labelPlace(points: readonly Point[]): Point {
  let best: Point = points[0] ?? { x: 0, y: 0 };
  let longest = -1;
  for (let i = 1; i < points.length; i += 1) {
    const a = points[i - 1];
    const b = points[i];
    if (!a || !b) continue;
    const length = Math.abs(b.x - a.x) + (a.x === b.x ? Math.abs(b.y - a.y) / 4 : 0);
    if (length <= longest) continue;
    longest = length;
    best = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 - 5 };
  }
  return best;
}
