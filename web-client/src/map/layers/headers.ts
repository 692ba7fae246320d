/**
 * The names of stages above the map and of lanes beside it. They stay in sight while the map moves and keep their size
 * while it is zoomed, so that nobody loses the place. Only those in sight are in the page, and the one that focus is or would be at:
 * a map can have thousands.
 *
 * Owns these elements. Knows layout and viewport; not what pressing does.
 */
import { columnsWithin, rowsWithin, type Range } from '../layout/culling';
import { attribute, inOrder, make, makeSymbol, setProperty, sizeTo, standAt, transformTo } from './draw';
import type { Layout } from '../layout/shapes';
import type { Size, Viewport } from '../layout/viewport';
import type { Tag } from '../../editor/words/part-words';

/** What the headers say. */
export interface HeaderState {
  /** Another number tells that words or states may have changed: they are read again. */
  readonly version: number;
  stage(id: string): { readonly title: string; readonly label: string; readonly state: Tag; readonly ideas: { readonly count: number; readonly words: string } };
  lane(id: string): { readonly title: string; readonly label: string; readonly tag: Tag | undefined; readonly sector: string };
  readonly focusable: { readonly kind: 'stage' | 'lane'; readonly index: number } | undefined;
}

interface Drawn {
  readonly element: HTMLElement;
  /** The version of words and the place among its own that it was written at. */
  written: string;
  key: string;
}

/** One of the two rows of headers. */
type Kind = 'stage' | 'lane';

/** Least height at which a lane says its sector in words. */
const LANE_HEIGHT_MIN = 92;
/** Height of one line of a lane's name, near enough. */
const LANE_LINE_HEIGHT = 17;
/** Screen pixels that a name needs to be read. */
const WORDS_WIDTH = 120;
const WORDS_HEIGHT = 38;
/** Screen pixels below which a column of an overview has room for its number only, in small figures. */
const NUMBER_WIDTH = 34;
/** Space between the names of two stages. */
const NAME_GAP = 6;

/** Where headers are put. */
interface Place {
  readonly layout: Layout;
  readonly view: Viewport;
  readonly window: Size;
}

/** Both rows of headers. */
export class HeaderLayer {
  readonly stages = make('div', 'pw-map__stages');
  readonly lanes = make('div', 'pw-map__lanes');
  /** What moves with the map in each: all names at once. */
  private readonly rows = { stage: make('div', 'pw-map__headers'), lane: make('div', 'pw-map__headers') };
  private readonly drawn = { stage: new Map<string, Drawn>(), lane: new Map<string, Drawn>() };

  constructor() {
    this.stages.append(this.rows.stage);
    this.lanes.append(this.rows.lane);
  }

  /** The element of a stage's or lane's header, when it is in the page. */
  element(kind: Kind, id: string): HTMLElement | undefined {
    return this.drawn[kind].get(id)?.element;
  }

  /** Brings the headers in line with the map and its viewport. */
  sync(layout: Layout, view: Viewport, window: Size, state: HeaderState): void {
    const at = { layout, view, window };
    const [left, top] = [-view.x / view.zoom, -view.y / view.zoom];
    // The gutter after a column belongs to its name: one column more on the left.
    const columns = columnsWithin(layout, left, left + window.width / view.zoom);
    this.syncRow('stage', { from: Math.max(0, columns.from - 1), to: columns.to }, at, state);
    this.syncRow('lane', rowsWithin(layout, top, top + window.height / view.zoom), at, state);
    transformTo(this.rows.stage, `translateX(${Math.round(view.x)}px)`);
    transformTo(this.rows.lane, `translateY(${Math.round(view.y)}px)`);
  }

  private syncRow(kind: Kind, range: Range, at: Place, state: HeaderState): void {
    const ids = kind === 'stage' ? at.layout.columns : at.layout.rows;
    const focusable = state.focusable?.kind === kind ? state.focusable.index : undefined;
    const wanted = new Map<string, number>();
    for (let index = range.from; index < range.to; index += 1) wanted.set(idOf(ids[index]), index);
    if (focusable !== undefined && ids[focusable]) wanted.set(idOf(ids[focusable]), focusable);
    const drawn = this.drawn[kind];
    let isOrdered = true;
    for (const [id, { element }] of drawn) {
      // What has the focus, or is being dragged, keeps its element wherever it is.
      if (wanted.has(id) || element === document.activeElement || element.hasAttribute('data-dragged')) continue;
      element.remove();
      drawn.delete(id);
    }
    for (const [id, index] of wanted) {
      isOrdered &&= drawn.has(id);
      const header = drawn.get(id) ?? newHeader(kind, id);
      drawn.set(id, header);
      const written = `${state.version}|${index}`;
      if (header.written !== written) {
        header.written = written;
        isOrdered = false;
        if (kind === 'stage') writeStage(header, index, state.stage(id));
        else writeLane(header, state.lane(id));
      }
      if (kind === 'stage') stretchStage(header.element, index, at);
      else stretchLane(header.element, index, at);
      attribute(header.element, 'tabindex', focusable === index ? '0' : '-1');
    }
    if (isOrdered) return;
    const inRow = [...wanted].toSorted(([, one], [, other]) => one - other).map(([id]) => drawn.get(id)?.element);
    inOrder(this.rows[kind], inRow.filter((element) => element !== undefined));
  }
}

/** The id of what a header is of. */
function idOf(one: { readonly stage: string } | { readonly lane: string } | undefined): string {
  if (!one) return '';
  return 'stage' in one ? one.stage : one.lane;
}

/** An element for a header, not yet on the page. */
function newHeader(kind: Kind, id: string): Drawn {
  const element = make('div', kind === 'stage' ? 'pw-map__stage' : 'pw-map__lane');
  element.setAttribute('role', 'button');
  element.dataset[kind] = id;
  return { element, written: '', key: '' };
}

function writeStage(header: Drawn, index: number, words: ReturnType<HeaderState['stage']>): void {
  const { title, label, state, ideas } = words;
  const key = `${index}|${title}|${label}`;
  if (header.key === key) return;
  header.key = key;
  const { element } = header;
  element.setAttribute('aria-label', label);
  element.replaceChildren(make('span', 'pw-stage-number', String(index + 1)), ' ', make('span', 'pw-map__header-words', title), ' ', ...stateMark(state), ...ideasMark(ideas));
  element.title = title;
}

function writeLane(header: Drawn, { title, label, tag, sector }: ReturnType<HeaderState['lane']>): void {
  const key = `${title}|${label}|${sector}`;
  if (header.key === key) return;
  header.key = key;
  const { element } = header;
  element.setAttribute('aria-label', label);
  attribute(element, 'data-sector', sector || undefined);
  const words = make('span', 'pw-map__header-words', title);
  const sign = tag ? [' ', make('span', 'pw-map__lane-sector', makeSymbol(tag.symbol), make('span', 'pw-map__lane-word', tag.word))] : [];
  element.replaceChildren(words, ...sign);
  element.title = tag ? `${title}. ${tag.word}` : title;
}

/** What is agreed of a stage, as its shape; its word is in the label and, resting on it, in sight. Nothing while nobody has said anything. */
function stateMark(state: Tag): HTMLElement[] {
  if (state.symbol === 'idea') return [];
  const mark = make('span', `pw-map__stage-state pw-state pw-state--${state.symbol}`, makeSymbol(state.symbol));
  mark.title = state.word;
  return [mark];
}

/** How many ideas people have shared at a stage: pressed, it shows them. Its words are in the label. */
function ideasMark({ count, words }: { readonly count: number; readonly words: string }): HTMLElement[] {
  if (count === 0) return [];
  const mark = make('span', 'pw-map__stage-ideas', makeSymbol('sharedIdea'), String(count));
  mark.dataset['ideas'] = '';
  mark.title = words;
  return [mark];
}

/**
 * Screen pixels in which the size of a header follows what is seen of its stretch: whatever changes the size of an element is laid out
 * and painted anew, and the map moves in every frame.
 */
const WORDS_EVERY = 32;
const END_EVERY = 64;

/** A header on the screen: where its stretch begins, how far its words are pushed along to stay in sight, and the room that they have. */
interface Stretch {
  readonly from: number;
  readonly pushed: number;
  readonly size: number;
}

/** In whole pixels, and so that only a header whose beginning is out of sight changes while the map moves. */
function stretch(span: { readonly from: number; readonly to: number }, least: number): Stretch {
  const { from, to } = span;
  // Words that would be squeezed go out of sight with the end of their column instead.
  const start = Math.min(Math.max(0, from), Math.max(from, to - least));
  return { from, pushed: start - from, size: Math.max(0, to - start) };
}

/** Pushes the words of a header along its stretch: by transform, which costs no layout. */
function push(element: HTMLElement, pushed: number, along: 'X' | 'Y'): void {
  transformTo(element, pushed === 0 ? '' : `translate${along}(${pushed}px)`);
  attribute(element, 'data-pushed', pushed === 0 ? undefined : '');
}

/** The name may use the gutter after its column: names need the room more than arrows' headers do. */
function stretchStage(element: HTMLElement, index: number, { layout, view }: Place): void {
  const column = layout.columns[index];
  if (!column) return;
  const end = layout.columns[index + 1]?.x ?? Math.max(layout.width, column.x + column.width);
  const moved = Math.round(view.x);
  const span = { from: Math.round(column.x * view.zoom) + moved, to: Math.round(end * view.zoom) + moved - NAME_GAP };
  const { from, pushed, size } = stretch(span, WORDS_WIDTH);
  standAt(element, { x: from - moved, y: 0 });
  push(element, pushed, 'X');
  // In the room that is left a name is broken anew, but not in every frame.
  sizeTo(element, { width: pushed === 0 ? size : Math.max(Math.min(size, WORDS_WIDTH), Math.floor(size / WORDS_EVERY) * WORDS_EVERY) });
  attribute(element, 'data-narrow', span.to - span.from < NUMBER_WIDTH ? '' : undefined);
}

function stretchLane(element: HTMLElement, index: number, { layout, view, window }: Place): void {
  const row = layout.rows[index];
  if (!row) return;
  const moved = Math.round(view.y);
  const from = Math.round(row.y * view.zoom) + moved;
  const whole = Math.round(row.height * view.zoom);
  const { pushed, size } = stretch({ from, to: from + whole }, WORDS_HEIGHT);
  standAt(element, { x: 0, y: from - moved });
  push(element, pushed, 'Y');
  // As far as it is seen, so that the ring of the focus is, or a little farther.
  const seen = Math.ceil(Math.max(0, window.height - from - pushed) / END_EVERY) * END_EVERY;
  sizeTo(element, { height: Math.min(size, pushed === 0 ? seen : window.height) });
  // By the whole row, not the part that is seen: names must not change while the map is moved.
  const low = whole < LANE_HEIGHT_MIN;
  attribute(element, 'data-narrow', low ? '' : undefined);
  // At the words, not at the header: what is in it would be looked at anew whenever it is pushed.
  const lines = Math.max(2, Math.floor((whole - (low ? 0 : 2 * LANE_LINE_HEIGHT)) / LANE_LINE_HEIGHT));
  const words = element.firstElementChild;
  if (words instanceof HTMLElement) setProperty(words, '--pw-map-lane-lines', String(lines));
}
