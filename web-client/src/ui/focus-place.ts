/**
 * A place of the focus on the page, remembered so that it can be found again when its element is gone: the rows and sections
 * around it, and the neighbours of each. Owns which element takes over; who looks, and when, is kept-focus.ts.
 */

/** One element around the focus, and what stood beside it. */
interface Step {
  readonly node: Element;
  readonly parent: Element;
  /** Its neighbours, the next ones first, then those before it, the nearest first. */
  readonly beside: readonly Element[];
}

/** Where the focus is or was. */
export interface FocusPlace {
  readonly element: HTMLElement;
  /** From the element outwards. */
  readonly path: readonly Step[];
  /** Whether the element was pressed since it has the focus: it may have done its work. */
  readonly use: 'pressed' | 'untouched';
}

/** What is one row of something. */
const ITEM = 'li, [data-item]';
/** What has a heading of its own. */
const SECTION = 'section, dialog, aside';
const HEADING = 'h2, h3, h4';
/** What can take the focus; a heading or a name with a negative tab index can by script. */
const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]';

/** The place of an element that is on the page. */
export function placeOf(element: HTMLElement): FocusPlace {
  const path: Step[] = [];
  for (let node: Element = element; node.parentElement && node !== document.body; node = node.parentElement) {
    path.push({ node, parent: node.parentElement, beside: besideOf(node, node.parentElement) });
  }
  return { element, path, use: 'untouched' };
}

/** The same place with its neighbours as they are now. */
export function withFreshNeighbours(place: FocusPlace): FocusPlace {
  return { ...placeOf(place.element), use: place.use };
}

/** Whether pressing an element does something, other than putting a caret in it. */
export function isPressable(element: Element): boolean {
  return element.matches('button, a[href], summary, [role=button], [role=menuitem], input[type=checkbox], input[type=radio]');
}

/** The neighbours of a row; of anything else only the nearest on each side. */
function besideOf(node: Element, parent: Element): readonly Element[] {
  if (!node.matches(ITEM)) return [node.previousElementSibling, node.nextElementSibling].filter((one) => one !== null);
  const all = [...parent.children];
  const at = all.indexOf(node);
  return [...all.slice(at + 1), ...all.slice(0, at).toReversed()].filter((one) => one.matches(ITEM));
}

/** The element that takes over from one that is gone, nearest in meaning first. */
export function placeInstead(place: FocusPlace): HTMLElement | undefined {
  return samePart(place) ?? neighbour(place) ?? rowAround(place) ?? sectionAround(place) ?? partBeside(place);
}

/** The part that the focus was in stands somewhere else now. */
function samePart(place: FocusPlace): HTMLElement | undefined {
  const row = place.path.find(({ node }) => node instanceof HTMLElement && node.dataset['item'] !== undefined)?.node;
  if (!(row instanceof HTMLElement) || row.isConnected) return undefined;
  const now = document.querySelector(`[data-item="${CSS.escape(row.dataset['item'] ?? '')}"]`);
  return now ? controlIn(now, place) : undefined;
}

/** The row is gone: the one after it, else the one before it. */
function neighbour(place: FocusPlace): HTMLElement | undefined {
  for (const { node, parent, beside } of place.path) {
    if (!parent.isConnected || !node.matches(ITEM) || parent.contains(node)) continue;
    for (const other of beside) {
      const control = other.isConnected ? controlIn(other, place) : undefined;
      if (control) return control;
    }
  }
  return undefined;
}

/** The row is there, the control in it is not: the name of the part it stands for. */
function rowAround(place: FocusPlace): HTMLElement | undefined {
  const row = place.path.find(({ node }) => node.isConnected && node.matches('[data-item]'))?.node;
  return row && place.use === 'untouched' ? firstUsable(row, '[data-part]') : undefined;
}

/** The heading of the innermost section that is still there, or what the section names instead (`data-focus-taker`, a selector). */
function sectionAround(place: FocusPlace): HTMLElement | undefined {
  const sections = place.path.flatMap(({ node, parent }) => [node, parent]).filter((one) => one.isConnected && one.matches(SECTION));
  for (const section of sections) {
    const taker = section instanceof HTMLElement ? section.dataset['focusTaker'] : undefined;
    const instead = (taker !== undefined ? firstUsable(section, taker) : undefined) ?? headingIn(section);
    if (instead) return instead;
  }
  return undefined;
}

/** Nothing around has a heading: that of what stood beside the part that went. */
function partBeside(place: FocusPlace): HTMLElement | undefined {
  for (const { node, parent, beside } of place.path) {
    if (!parent.isConnected || node.isConnected) continue;
    for (const other of beside.filter((one) => one.isConnected)) {
      const heading = headingIn(other);
      if (heading) return heading;
    }
  }
  return undefined;
}

/** A heading that can have the focus: a summary has it for its heading. */
function headingIn(section: Element): HTMLElement | undefined {
  const heading = firstUsable(section, HEADING);
  const summary = heading?.closest('summary');
  if (summary) return summary;
  if (heading && !heading.hasAttribute('tabindex')) heading.tabIndex = -1;
  return heading;
}

/** The control of a row that is like the one that is gone; the row's name after a press, and when there is no such control. */
function controlIn(row: Element, place: FocusPlace): HTMLElement | undefined {
  const { element } = place;
  const isAlike = (one: HTMLElement) => one.tagName === element.tagName && one.className === element.className;
  const name = () => (row.matches('[data-part]') && row instanceof HTMLElement && isUsable(row) ? row : firstUsable(row, '[data-part]'));
  if (place.use === 'pressed') return name();
  const usable = [...row.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isUsable);
  // Several controls of one row look the same: up, down, more. The same one of them, counted from the first.
  const alike = usable.filter(isAlike);
  return alike[Math.min(ordinalOf(place), alike.length - 1)] ?? name() ?? usable.find((one) => one.tabIndex >= 0);
}

/** Which one of the controls that look the same in its row an element is. */
function ordinalOf({ element, path }: FocusPlace): number {
  const row = path.find(({ node }) => node.matches(ITEM))?.node;
  const alike = [...(row?.querySelectorAll(FOCUSABLE) ?? [])].filter((one) => one.tagName === element.tagName && one.className === element.className);
  return Math.max(0, alike.indexOf(element));
}

function firstUsable(within: Element, what: string): HTMLElement | undefined {
  return [...within.querySelectorAll<HTMLElement>(what)].find(isUsable);
}

/** Whether an element can take the focus now: drawn, and not behind a dialog. */
function isUsable(element: HTMLElement): boolean {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (!element.isConnected || element.matches(':disabled') || (top && !top.contains(element))) return false;
  return typeof element.checkVisibility !== 'function' || element.checkVisibility({ visibilityProperty: true });
}
