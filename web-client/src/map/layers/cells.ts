/**
 * The steps in the page: one element for each that is near the window, kept while it stays near, changed only when what
 * it shows has changed. A step that has focus is never taken out.
 *
 * Owns these elements. Knows what a step looks like (step-style.ts) and where it stands (the layout); not what pressing does.
 */
import { t } from '../../i18n/translate';
import { attribute, inOrder, make, makeSymbol, moveTo } from './draw';
import { styleKey, type StepStyle } from './step-style';
import type { Layout } from '../layout/shapes';

/** Who else has a step selected, by step id. */
export type SelectedBy = ReadonlyMap<string, { readonly names: string; readonly mark: number }>;

interface Drawn {
  readonly element: HTMLElement;
  key: string;
  box: string;
}

/** What is drawn with the steps besides themselves. */
export interface StepState {
  readonly selected: string | undefined;
  readonly dragged: string | undefined;
  readonly linkTarget: string | undefined;
  readonly selectedBy: SelectedBy;
  readonly focusable: string | undefined;
  styleOf(id: string): StepStyle;
}

/** The layer of steps. */
export class StepLayer {
  readonly root = make('div', 'pw-map__steps');
  private readonly drawn = new Map<string, Drawn>();

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
    for (const id of ids) {
      const box = layout.steps.get(id);
      if (!box) continue;
      const drawn = this.drawn.get(id) ?? this.add(id);
      const at = `${box.x},${box.y},${box.height}`;
      if (drawn.box !== at) {
        drawn.box = at;
        moveTo(drawn.element, box);
        drawn.element.style.height = `${box.height}px`;
      }
      const look = state.styleOf(id);
      const key = styleKey(look);
      if (drawn.key !== key) {
        drawn.key = key;
        fill(drawn.element, look);
      }
      mark(drawn.element, id, state);
    }
    // The layout lists steps as the list view reads them.
    inOrder(this.root, [...layout.steps.keys()].flatMap((id) => this.drawn.get(id)?.element ?? []));
  }

  /** Takes everything out. */
  clear(): void {
    this.drawn.clear();
    this.root.replaceChildren();
  }

  private add(id: string): Drawn {
    const element = make('div', 'pw-step');
    element.dataset['step'] = id;
    element.setAttribute('role', 'button');
    element.tabIndex = -1;
    this.root.append(element);
    const drawn = { element, key: '', box: '' };
    this.drawn.set(id, drawn);
    return drawn;
  }
}

/** Attributes that change often and need no new words. */
function mark(element: HTMLElement, id: string, state: StepState): void {
  const other = state.selectedBy.get(id);
  attribute(element, 'aria-pressed', state.selected === id ? 'true' : undefined);
  attribute(element, 'data-dragged', state.dragged === id ? '' : undefined);
  attribute(element, 'data-link-target', state.linkTarget === id ? '' : undefined);
  attribute(element, 'data-by', other?.names);
  attribute(element, 'data-mark', other ? String(other.mark) : undefined);
  attribute(element, 'tabindex', state.focusable === id ? '0' : '-1');
}

/** Draws what a step shows. The spaces are for whoever reads the words one after another; they take no room. */
function fill(element: HTMLElement, look: StepStyle): void {
  element.setAttribute('aria-label', look.label);
  attribute(element, 'data-sector', look.sector || undefined);
  const title = make('span', 'pw-step__title', look.title);
  const tags = make('span', 'pw-step__tags', ...look.tags.flatMap((tag) => [make('span', 'pw-step__tag', makeSymbol(tag.symbol), tag.word), ' ']));
  const state = make('span', `pw-step__state pw-state pw-state--${look.state.symbol}`, makeSymbol(look.state.symbol), make('span', '', look.state.word));
  attribute(element, 'data-leaving', look.state.symbol === 'leaving' ? '' : undefined);
  const goals = make('span', 'pw-step__goals');
  if (look.noGoal) goals.append(make('span', 'pw-step__flag', t('step.noGoal')));
  for (const goal of look.goals) {
    const chip = make('span', 'pw-goal-chip', goal.short);
    chip.title = goal.name;
    goals.append(chip, ' ');
  }
  const handle = make('span', 'pw-step__handle', makeSymbol('right'));
  handle.dataset['handle'] = '';
  handle.title = t('link.add');
  const said = look.talk.unread > 0 ? t('talk.new', { count: look.talk.unread }) : String(look.talk.open);
  const talk = look.talk.open + look.talk.unread > 0 ? [make('span', 'pw-step__talk', makeSymbol('comment'), said)] : [];
  for (const sign of talk) attribute(sign, 'data-new', look.talk.unread > 0 ? '' : undefined);
  // The label above says everything once; the words inside would be said twice.
  for (const child of [title, tags, goals, state, ...talk, handle]) child.setAttribute('aria-hidden', 'true');
  element.replaceChildren(title, ' ', ...(look.tags.length > 0 ? [tags, ' '] : []), goals, ' ', state, ...talk.flatMap((sign) => [' ', sign]), handle);
}
