/**
 * The names of stages above the map and of lanes beside it. They stay in sight while the map moves and keep their size
 * while it is zoomed, so that nobody loses the place.
 *
 * Owns these elements. Knows layout and viewport; not what pressing does.
 */
import { attribute, inOrder, make, makeSymbol } from './draw';
import type { Layout } from '../layout/shapes';
import type { Size, Viewport } from '../layout/viewport';
import type { Tag } from '../../editor/words/part-words';

/** What the headers say. */
export interface HeaderState {
  stage(id: string): { readonly title: string; readonly label: string; readonly state: Tag };
  lane(id: string): { readonly title: string; readonly label: string; readonly tag: Tag | undefined; readonly sector: string };
  readonly focusable: { readonly kind: 'stage' | 'lane'; readonly index: number } | undefined;
}

interface Drawn {
  readonly element: HTMLElement;
  key: string;
}

/** Least width at which a stage's name is written, and at which it has its number beside it. */
const WORDS_WIDTH_MIN = 56;
const NUMBER_WIDTH_MIN = 150;
/** Least height at which a lane says its sector and has two lines. */
const LANE_HEIGHT_MIN = 72;
/** Space between the names of two stages. */
const NAME_GAP = 6;

/** Both rows of headers. */
export class HeaderLayer {
  readonly stages = make('div', 'pw-map__stages');
  readonly lanes = make('div', 'pw-map__lanes');
  private readonly stageElements = new Map<string, Drawn>();
  private readonly laneElements = new Map<string, Drawn>();

  /** The element of a stage's or lane's header. */
  element(kind: 'stage' | 'lane', id: string): HTMLElement | undefined {
    return (kind === 'stage' ? this.stageElements : this.laneElements).get(id)?.element;
  }

  /** Brings the headers in line with the map and its viewport. */
  sync(layout: Layout, view: Viewport, window: Size, state: HeaderState): void {
    forget(this.stageElements, new Set(layout.columns.map((column) => column.stage)));
    forget(this.laneElements, new Set(layout.rows.map((row) => row.lane)));
    layout.columns.forEach((column, index) => {
      const { title, label, state: agreed } = state.stage(column.stage);
      const drawn = this.stageElements.get(column.stage) ?? this.add('stage', column.stage);
      if (drawn.key !== `${index}|${title}|${label}`) {
        drawn.key = `${index}|${title}|${label}`;
        drawn.element.setAttribute('aria-label', label);
        const mark = make('span', `pw-map__stage-state pw-state pw-state--${agreed.symbol}`, makeSymbol(agreed.symbol), make('span', '', agreed.word));
        drawn.element.replaceChildren(make('span', 'pw-stage-number', String(index + 1)), ' ', make('span', 'pw-map__stage-words', make('span', 'pw-map__header-words', title), ' ', mark));
      }
      const from = column.x * view.zoom + view.x;
      // The name may use the gutter after its column: names need the room more than arrows' headers do.
      const end = layout.columns[index + 1]?.x ?? layout.width;
      stretch(drawn.element, { from, to: end * view.zoom + view.x - NAME_GAP, window: window.width, way: 'across' });
      attribute(drawn.element, 'tabindex', state.focusable?.kind === 'stage' && state.focusable.index === index ? '0' : '-1');
    });
    layout.rows.forEach((row, index) => {
      const { title, label, tag, sector } = state.lane(row.lane);
      const drawn = this.laneElements.get(row.lane) ?? this.add('lane', row.lane);
      if (drawn.key !== `${title}|${label}|${sector}`) {
        drawn.key = `${title}|${label}|${sector}`;
        drawn.element.setAttribute('aria-label', label);
        attribute(drawn.element, 'data-sector', sector || undefined);
        const words = make('span', 'pw-map__header-words', title);
        const sign = tag ? [' ', make('span', 'pw-map__lane-sector', makeSymbol(tag.symbol), make('span', 'pw-map__lane-word', tag.word))] : [];
        drawn.element.replaceChildren(words, ...sign);
      }
      const from = row.y * view.zoom + view.y;
      stretch(drawn.element, { from, to: from + row.height * view.zoom, window: window.height, way: 'down' });
      attribute(drawn.element, 'tabindex', state.focusable?.kind === 'lane' && state.focusable.index === index ? '0' : '-1');
    });
    inOrder(this.stages, present(layout.columns.map((column) => this.stageElements.get(column.stage)?.element)));
    inOrder(this.lanes, present(layout.rows.map((row) => this.laneElements.get(row.lane)?.element)));
  }

  private add(kind: 'stage' | 'lane', id: string): Drawn {
    const element = make('div', kind === 'stage' ? 'pw-map__stage' : 'pw-map__lane');
    element.setAttribute('role', 'button');
    element.dataset[kind] = id;
    const drawn = { element, key: '' };
    if (kind === 'stage') {
      this.stageElements.set(id, drawn);
      this.stages.append(element);
    } else {
      this.laneElements.set(id, drawn);
      this.lanes.append(element);
    }
    return drawn;
  }
}

/** The elements that there are. */
function present(elements: readonly (HTMLElement | undefined)[]): HTMLElement[] {
  return elements.filter((element) => element !== undefined);
}

/** Takes out the elements of parts that are gone. */
function forget(elements: Map<string, Drawn>, kept: ReadonlySet<string>): void {
  for (const [id, drawn] of elements) {
    if (kept.has(id)) continue;
    drawn.element.remove();
    elements.delete(id);
  }
}

/** Lays a header along its column or row; the words stay in the part of it that is seen. */
function stretch(element: HTMLElement, span: { from: number; to: number; window: number; way: 'across' | 'down' }): void {
  const { from, to, window, way } = span;
  // A browser takes the focus from what is hidden.
  const hidden = (to < 0 || from > window) && element !== document.activeElement;
  element.style.visibility = hidden ? 'hidden' : '';
  if (hidden) return;
  const start = Math.max(0, from);
  const size = Math.max(0, Math.min(to, window) - start);
  if (way === 'across') {
    element.style.transform = `translateX(${Math.round(start)}px)`;
    element.style.width = `${Math.round(size)}px`;
    // By the whole column, not the part that is seen: names must not change while the map is moved.
    const whole = to - from;
    attribute(element, 'data-narrow', whole < WORDS_WIDTH_MIN ? '' : undefined);
    attribute(element, 'data-tight', whole < NUMBER_WIDTH_MIN && whole >= WORDS_WIDTH_MIN ? '' : undefined);
  } else {
    element.style.transform = `translateY(${Math.round(start)}px)`;
    element.style.height = `${Math.round(size)}px`;
    attribute(element, 'data-narrow', to - from < LANE_HEIGHT_MIN ? '' : undefined);
  }
}
