/**
 * The steps in the page: one element for each that is near the window, kept while it stays near, changed only when what
 * it shows has changed. A step that has focus is never taken out.
 *
 * Owns these elements. Knows what a step looks like (step-style.ts) and where it stands (the layout); not what pressing does.
 */
import { stateOnStep } from '../../editor/words/agreement-words';
import { t } from '../../i18n/translate';
import { attribute, inOrder, make, makeSymbol, standAt } from './draw';
import { styleKey, type StepStyle } from './step-style';
import type { Density, Layout, StepBox } from '../layout/shapes';

/** Who else has a step selected, by step id. */
export type SelectedBy = ReadonlyMap<string, { readonly names: string; readonly mark: number }>;

interface Drawn {
  readonly element: HTMLElement;
  /** What it was drawn from: the same objects mean that nothing has changed. */
  look: StepStyle | undefined;
  box: StepBox | undefined;
  open: boolean;
  detail: Density | undefined;
  /** The same as strings, for when other objects say the same. */
  key: string;
  place: string;
  marks: string;
  handle: HTMLElement | undefined;
}

/** What is drawn with the steps besides themselves. */
export interface StepState {
  readonly selected: string | undefined;
  readonly dragged: string | undefined;
  readonly linkTarget: string | undefined;
  readonly selectedBy: SelectedBy;
  readonly focusable: string | undefined;
  readonly chosen: ReadonlySet<string>;
  /** The steps that stand out because they serve a goal that is pointed at; nothing when none is. */
  readonly lit: ReadonlySet<string> | undefined;
  /** How much is drawn of each step; all of the one that is selected. */
  readonly density: Density;
  /** The steps that a link can be drawn from, because they are pointed at or selected. */
  readonly handles: ReadonlySet<string>;
  styleOf(id: string): StepStyle;
}

/** The layer of steps. */
export class StepLayer {
  readonly root = make('div', 'pw-map__steps');
  private readonly drawn = new Map<string, Drawn>();
  /** The layout by which the steps in the page are in the order of reading. */
  private ordered: Layout | undefined;

  /** The element of a step, when it is in the page. */
  element(id: string): HTMLElement | undefined {
    return this.drawn.get(id)?.element;
  }

  /** How many steps are in the page. */
  get count(): number {
    return this.drawn.size;
  }

  /** Brings the page in line with what should be seen. */
  sync(layout: Layout, ids: ReadonlySet<string>, state: StepState): void {
    for (const [id, drawn] of this.drawn) {
      if (ids.has(id)) continue;
      drawn.element.remove();
      this.drawn.delete(id);
    }
    let isOrdered = this.ordered === layout;
    for (const id of ids) {
      const box = layout.steps.get(id);
      if (!box) continue;
      let drawn = this.drawn.get(id);
      if (!drawn) {
        drawn = newStep(id);
        this.drawn.set(id, drawn);
        isOrdered = false;
      }
      place(drawn, box, state.selected === id);
      write(drawn, state.styleOf(id), state.selected === id ? 'full' : state.density);
      mark(drawn, id, state);
      showHandle(drawn, state.handles.has(id));
    }
    if (isOrdered) return;
    this.ordered = layout;
    inOrder(this.root, [...this.drawn.values()].toSorted(byReading).map(({ element }) => element));
  }

  /** Takes everything out. */
  clear(): void {
    this.drawn.clear();
    this.root.replaceChildren();
  }
}

/** Stage by stage, lane by lane, top to bottom: as the list view reads them. */
function byReading({ box: one }: Drawn, { box: other }: Drawn): number {
  return one && other ? one.column - other.column || one.row - other.row || one.index - other.index : 0;
}

/** An element for a step, not yet on the page. */
function newStep(id: string): Drawn {
  const element = make('div', 'pw-step');
  element.dataset['step'] = id;
  element.setAttribute('role', 'button');
  return { element, look: undefined, box: undefined, open: false, detail: undefined, key: '', place: '', marks: '', handle: undefined };
}

/** Puts a step where it stands. The selected one is as high as all that it says, over what stands below it: nothing moves for it. */
function place(drawn: Drawn, box: StepBox, open: boolean): void {
  if (drawn.box === box && drawn.open === open) return;
  drawn.box = box;
  drawn.open = open;
  const at = `${box.x},${box.y},${box.width},${box.height},${open ? 'open' : ''}`;
  if (drawn.place === at) return;
  drawn.place = at;
  const { element } = drawn;
  standAt(element, box);
  element.style.width = `${box.width}px`;
  element.style.height = open ? 'auto' : `${box.height}px`;
  element.style.minHeight = open ? `${box.height}px` : '';
}

/** Draws what a step says, where that is something else than before. */
function write(drawn: Drawn, look: StepStyle, detail: Density): void {
  if (drawn.look === look && drawn.detail === detail) return;
  drawn.look = look;
  const key = styleKey(look);
  if (drawn.key === key && drawn.detail === detail) return;
  drawn.key = key;
  drawn.detail = detail;
  fill(drawn.element, look, detail);
  drawn.handle = undefined;
}

/** Attributes that change often and need no new words. */
function mark(drawn: Drawn, id: string, state: StepState): void {
  const { element } = drawn;
  const other = state.selectedBy.get(id);
  const is = [state.selected === id, state.dragged === id, state.chosen.has(id), state.linkTarget === id, state.lit?.has(id) === true, state.focusable === id];
  const marks = `${is.map(Number).join('')}${other?.mark ?? ''}${other?.names ?? ''}`;
  if (marks === drawn.marks) return;
  drawn.marks = marks;
  const [isSelected, isDragged, isChosen, isTarget, isLit, isFocusable] = is;
  attribute(element, 'aria-pressed', isSelected ? 'true' : undefined);
  attribute(element, 'data-dragged', isDragged ? '' : undefined);
  attribute(element, 'data-chosen', isChosen ? '' : undefined);
  attribute(element, 'aria-description', isChosen ? t('step.chosen') : undefined);
  attribute(element, 'data-link-target', isTarget ? '' : undefined);
  attribute(element, 'data-lit', isLit ? '' : undefined);
  attribute(element, 'data-by', other?.names);
  attribute(element, 'data-mark', other ? String(other.mark) : undefined);
  attribute(element, 'tabindex', isFocusable ? '0' : '-1');
}

/** Gives a step the handle that links are drawn from, or takes it away: only few have one at a time. */
function showHandle(drawn: Drawn, wanted: boolean): void {
  if (wanted === (drawn.handle !== undefined)) return;
  drawn.handle?.remove();
  drawn.handle = undefined;
  if (!wanted) return;
  const handle = make('span', 'pw-step__handle', makeSymbol('right'));
  handle.dataset['handle'] = '';
  handle.title = t('link.add');
  handle.setAttribute('aria-hidden', 'true');
  drawn.element.append(handle);
  drawn.handle = handle;
}

/** Letters of a title that are never more than the lines of the highest step. */
const TITLE_LETTERS = 300;

/** Draws what a step shows at a density. The spaces are for whoever reads the words one after another; they take no room. */
function fill(element: HTMLElement, look: StepStyle, detail: Density): void {
  element.setAttribute('aria-label', look.label);
  attribute(element, 'data-sector', look.sector || undefined);
  attribute(element, 'data-state', look.state.symbol);
  attribute(element, 'data-leaving', look.state.symbol === 'leaving' ? '' : undefined);
  const title = make('span', 'pw-step__title', look.title);
  title.dir = 'auto';
  attribute(title, 'data-long', look.title.length > TITLE_LETTERS ? '' : undefined);
  // The label above says everything once; the words inside would be said twice.
  title.setAttribute('aria-hidden', 'true');
  if (detail === 'outline') {
    element.replaceChildren(title);
    return;
  }
  const signs = make('span', 'pw-step__signs', goalsOf(look), ' ', ...tagsOf(look, detail), ...stateOf(look, detail), ' ', ...talkOf(look, detail));
  signs.setAttribute('aria-hidden', 'true');
  element.replaceChildren(title, ' ', signs);
}

/** Whose knowledge a step is: said where everything is. */
const VIEWS: ReadonlySet<string> = new Set(['patient', 'professional', 'both', 'other']);

/** A word beside a sign, where there is room for words. */
function wordOf(words: string, detail: Density): HTMLElement[] {
  return detail === 'full' ? [make('span', 'pw-step__word', words)] : [];
}

/** A shared decision, who provides it where its lane does not say so, and for, by or with people. */
function tagsOf(look: StepStyle, detail: Density): (Node | string)[] {
  const shown = detail === 'full' ? look.tags : look.tags.filter((tag) => !VIEWS.has(tag.symbol));
  if (shown.length === 0) return [];
  const tags = shown.flatMap((tag) => {
    const sign = make('span', `pw-step__tag${VIEWS.has(tag.symbol) ? ' pw-step__tag--view' : ''}`, makeSymbol(tag.symbol), ...wordOf(tag.word, detail));
    sign.title = tag.word;
    return [sign, ' '];
  });
  return [make('span', 'pw-step__tags', ...tags), ' '];
}

/**
 * Words that stand for longer ones which the spoken name has: drawn by the style sheet, so that what is written as text on a step is
 * in its name word for word (WCAG 2.5.3).
 */
function shortSign(name: string, words: string): HTMLElement {
  const sign = make('span', `${name} pw-step__drawn`);
  sign.dataset['words'] = words;
  return sign;
}

/** A short sign for words, where there is no room for the words; nothing where its shape alone says it. */
function shortOf(words: string, detail: Density): HTMLElement[] {
  return detail === 'full' || words === '' ? [] : [shortSign('pw-step__short', words)];
}

/** Most goals that a step has signs for; further ones are counted. */
const GOAL_SIGNS_MAX = 4;

/** The goals it serves, or that it serves none yet. */
function goalsOf(look: StepStyle): HTMLElement {
  const goals = make('span', `pw-step__goals${look.goals.length > 1 ? ' pw-step__goals--several' : ''}`);
  if (look.noGoal) goals.append(make('span', 'pw-step__flag', t('step.noGoal')));
  const shown = look.goals.length > GOAL_SIGNS_MAX ? look.goals.slice(0, GOAL_SIGNS_MAX - 1) : look.goals;
  for (const goal of shown) {
    const chip = make('span', 'pw-goal-chip', goal.short);
    chip.title = goal.name;
    goals.append(chip, ' ');
  }
  if (shown.length < look.goals.length) goals.append(shortSign('pw-goal-chip', `+${look.goals.length - shown.length}`));
  return goals;
}

/** How much is said about it, where something is. */
function talkOf(look: StepStyle, detail: Density): (Node | string)[] {
  if (look.talk.open + look.talk.unread === 0) return [];
  const isNew = look.talk.unread > 0;
  const said = wordOf(isNew ? t('talk.new', { count: look.talk.unread }) : String(look.talk.open), detail);
  const sign = make('span', 'pw-step__talk', makeSymbol('comment'), ...said, ...shortOf(String(isNew ? look.talk.unread : look.talk.open), detail));
  attribute(sign, 'data-new', isNew ? '' : undefined);
  return [sign, ' '];
}

/** What the pairs say of it; nothing is drawn while nobody has said anything, but its row is there where everything is in words. */
function stateOf(look: StepStyle, detail: Density): HTMLElement[] {
  const { symbol, word } = look.state;
  if (symbol === 'idea' && detail !== 'full') return [];
  const state = make('span', `pw-step__state pw-state pw-state--${symbol}`);
  if (symbol === 'idea') return [state];
  state.title = word;
  state.append(makeSymbol(symbol), ...wordOf(stateOnStep(look.state), detail), ...shortOf(look.stateShort, detail));
  return [state];
}
