/**
 * The words at links: on its line what a link says, with the sign of what is agreed of it, and at both ends of a long link where
 * it leads to or comes from. HTML below the steps, so that words of any direction are set as they should be.
 *
 * Owns these elements. Where they stand is routing/; each step's spoken sentence says the same, so they are hidden from
 * assistive technology.
 */
import type { Tag } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import type { LinkBox, StubBox } from '../routing/shapes';
import type { Rect } from '../layout/shapes';
import { attribute, make, makeSymbol, standAt } from './draw';

/** How links and steps are called. */
export interface LinkNames {
  label(id: string): string;
  /** What is agreed of it, where somebody has said anything. */
  state(id: string): Tag | undefined;
  /** The step at the other end of a link, seen from one of its steps. */
  otherEnd(link: string, step: string): string;
  /** Words cut to a width of usual letters; nothing where that cannot be told before they are drawn. */
  cut?(words: string, width: number): string | undefined;
}

/** What words are drawn at. */
export interface WordsAt {
  readonly labels: readonly LinkBox[];
  readonly stubs: readonly StubBox[];
  readonly lit: ReadonlySet<string>;
  /** How much larger than usual letters are. */
  readonly scale: number;
}

interface Drawn {
  readonly element: HTMLElement;
  /** The links that it speaks of. */
  readonly links: readonly string[];
  content: Content | undefined;
  /** What it was placed by: the same object means the same place. */
  at: Rect | undefined;
  on: boolean;
  place: string;
  words: string;
  version: number;
}

/** Words that are to be drawn. */
interface Wanted {
  readonly id: string;
  readonly links: readonly string[];
  readonly at: Rect;
  readonly on: boolean;
  read(): Content;
}

/** Size of the sign of a link without words, and how far it reaches on both sides of the line, in map pixels. */
const MARK_SIZE = 16;

/** The layer of words at links. */
export class LinkWordsLayer {
  readonly root = make('div', 'pw-map__link-words');
  private readonly drawn = new Map<string, Drawn>();
  private version = 0;

  constructor() {
    this.root.setAttribute('aria-hidden', 'true');
  }

  /** Words or states of these links have changed, or of any: they are read again when they are drawn next. */
  readAgain(links?: ReadonlySet<string>): void {
    if (!links) this.version += 1;
    else for (const drawn of this.drawn.values()) if (drawn.links.some((link) => links.has(link))) drawn.version = NaN;
  }

  /** Brings the page in line with what should be seen. */
  sync(at: WordsAt, names: LinkNames): void {
    const wanted = new Set<string>();
    const set = (each: Wanted): void => {
      wanted.add(each.id);
      this.set(each);
    };
    for (const link of at.labels) {
      if (!link.label && !names.state(link.id)) continue;
      set({ id: link.id, links: [link.id], at: link.label ?? markPlace(link), on: at.lit.has(link.id), read: () => labelContent(link, names) });
    }
    for (const stub of at.stubs) {
      set({ id: stub.id, links: stub.links, at: stub, on: at.lit.size > 0 && stub.links.some((link) => at.lit.has(link)), read: () => cutContent(stubContent(stub, names), stub.width / at.scale, names) });
    }
    for (const [id, drawn] of this.drawn) {
      if (wanted.has(id)) continue;
      drawn.element.remove();
      this.drawn.delete(id);
    }
  }

  /** Draws words where they, their place or their strength have changed; they are read anew only when something was changed of them. */
  private set({ id, links, at, on, read }: Wanted): void {
    const known = this.drawn.get(id);
    if (known?.at === at && known.on === on && known.version === this.version) return;
    const drawn: Drawn = known ?? { element: make('div', 'pw-link-words'), links, content: undefined, at, on, place: '', words: '', version: NaN };
    const place = `${at.x},${at.y},${at.width},${at.height}`;
    // In another width it is cut elsewhere.
    const content = drawn.version === this.version && drawn.content && drawn.place === place ? drawn.content : read();
    const words = content === drawn.content ? drawn.words : JSON.stringify(content);
    if (drawn.place !== place) {
      standAt(drawn.element, at);
      Object.assign(drawn.element.style, { width: `${at.width}px`, height: `${at.height}px` });
    }
    if (drawn.words !== words || drawn.on !== on) fill(drawn.element, content, on);
    Object.assign(drawn, { content, at, on, place, words, version: this.version });
    if (known) return;
    this.drawn.set(id, drawn);
    this.root.append(drawn.element);
  }
}

/** What is written at a link. */
interface Content {
  readonly link: string | undefined;
  /** What kind of words: on a line, only a sign on a line, or a stub. */
  readonly kind: 'words' | 'mark' | 'stub';
  readonly lines: readonly string[];
  readonly symbol: Tag['symbol'] | undefined;
  readonly title: string;
  /** Whether it is one line without a sign that is sure to fit: most stubs are. */
  readonly fits?: boolean;
}

/** Pixels by which a cut may be wrong. */
const CUT_SLACK = 1;

/** Content of one line cut to its width, so that the browser need not clip it: a large map has hundreds in sight. */
function cutContent(content: Content, width: number, names: LinkNames): Content {
  const [line] = content.lines;
  const cut = content.lines.length === 1 && line !== undefined ? names.cut?.(line, width - CUT_SLACK) : undefined;
  return cut === undefined ? content : { ...content, lines: [cut], fits: true };
}

/** The words on a line. */
function labelContent(link: LinkBox, names: LinkNames): Content {
  const state = names.state(link.id);
  const title = [names.label(link.id), state?.word ?? ''].filter((words) => words !== '').join(': ');
  return { link: link.id, kind: link.label ? 'words' : 'mark', lines: link.label?.lines ?? [], symbol: state?.symbol, title };
}

/** The words of a stub: the step at the other end, and what its link says. */
function stubContent(stub: StubBox, names: LinkNames): Content {
  const [link] = stub.links;
  if (stub.links.length !== 1 || link === undefined) {
    const words = t(stub.side === 'out' ? 'link.stub.moreTo' : 'link.stub.moreFrom', { count: stub.links.length });
    return { link: undefined, kind: 'stub', lines: [words], symbol: undefined, title: '' };
  }
  const title = names.otherEnd(link, stub.step);
  const words = t(stub.side === 'in' ? 'link.stub.from' : stub.back ? 'link.stub.backTo' : 'link.stub.to', { title });
  const label = stub.side === 'out' ? names.label(link) : '';
  const state = names.state(link);
  const said = [label, words, state?.word ?? ''].filter((each) => each !== '').join(': ');
  return { link, kind: 'stub', lines: label === '' ? [words] : [words, label], symbol: undefined, title: said };
}

/** Writes it. */
function fill(element: HTMLElement, content: Content, on: boolean): void {
  const { link, kind, lines, symbol, title } = content;
  // Most are one line without a sign: these are the element itself, because a large map has hundreds in sight.
  const isPlain = kind === 'stub' && lines.length === 1 && symbol === undefined;
  element.className = `pw-link-words${kind === 'words' ? '' : ` pw-link-words--${kind}`}${isPlain ? ' pw-link-words--plain' : ''}${isPlain && !content.fits ? ' pw-link-words--clipped' : ''}${symbol ? ` pw-state--${symbol}` : ''}${on ? ' pw-link-words--on' : ''}`;
  attribute(element, 'data-link', link);
  attribute(element, 'title', title || undefined);
  attribute(element, 'dir', isPlain ? 'auto' : undefined);
  if (isPlain) {
    element.textContent = lines[0] ?? '';
    return;
  }
  const written = lines.map((line) => {
    const span = make('span', 'pw-link-words__line', line);
    span.dir = 'auto';
    return span;
  });
  element.replaceChildren(...(symbol ? [makeSymbol(symbol)] : []), make('span', 'pw-link-words__lines', ...written));
}

/** The middle of the longest piece of a line, for a sign without words. */
function markPlace(link: LinkBox): Rect {
  let best = { x: 0, y: 0 };
  let longest = -1;
  link.points.forEach((b, index) => {
    const a = link.points[index - 1];
    if (!a) return;
    const length = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    if (length <= longest) return;
    longest = length;
    best = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  });
  return { x: best.x - MARK_SIZE / 2, y: best.y - MARK_SIZE / 2, width: MARK_SIZE, height: MARK_SIZE };
}
