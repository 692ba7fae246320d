/**
 * Where messages are heard and seen: in the page, and in each modal dialog while it is the topmost. A browser takes all that
 * lies outside of a modal dialog out of the accessibility tree and draws it behind: words put there are heard by nobody, and
 * a button there cannot be pressed.
 *
 * Owns the live regions, one a host, and the one element that holds the short messages and moves from host to host. What is
 * in that element, and what is said, is its callers'.
 */

/** How long words stay in a region, so that nobody finds stale ones when reading through the page, in milliseconds. */
const HEARD_MS = 10_000;

/** Where a host lies: the page below every dialog, dialogs in the order in which they were opened. */
type Layer = 'page' | 'dialog';

/** A live region. Its two boxes take turns, so that the same words said twice are heard twice. */
interface Region {
  readonly element: HTMLElement;
  readonly boxes: readonly [HTMLElement, HTMLElement];
}

/** The regions of what is open, and where messages can stand, the topmost last. */
const regions: Region[] = [];
const hosts: HTMLElement[] = [];
let messages: HTMLElement | undefined;
let turn = 0;
let emptying: ReturnType<typeof setTimeout> | undefined;

function add<One>(all: One[], one: One, layer: Layer): () => void {
  if (layer === 'page') all.unshift(one);
  else all.push(one);
  return () => void all.splice(all.indexOf(one), 1);
}

function makeBox(): HTMLElement {
  const box = document.createElement('div');
  box.setAttribute('role', 'status');
  box.setAttribute('aria-live', 'polite');
  return box;
}

/** The element that holds the short messages. */
export function messagePlace(): HTMLElement {
  if (!messages) {
    messages = document.createElement('div');
    messages.className = 'pw-messages';
  }
  return messages;
}

/** Moves the messages to the topmost host; whoever is in them stays there. */
function moveMessages(): void {
  const place = messagePlace();
  const host = hosts.at(-1);
  if (!host) return place.remove();
  if (place.parentElement === host) return;
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  host.append(place);
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}

/** From now on short messages can stand in `host`; gives back how to end that. */
export function addMessageHost(host: HTMLElement, layer: Layer): () => void {
  const remove = add(hosts, host, layer);
  moveMessages();
  return () => {
    remove();
    moveMessages();
  };
}

/** From now on words can be said in `host`; gives back how to end that. */
export function addLiveRegion(host: HTMLElement, layer: Layer): () => void {
  const element = document.createElement('div');
  element.className = 'pw-hidden';
  element.dataset['liveRegion'] = '';
  const region: Region = { element, boxes: [makeBox(), makeBox()] };
  // The region is there, empty, before anything is said in it: what comes with its words is not read out everywhere.
  element.append(...region.boxes);
  host.append(element);
  const remove = add(regions, region, layer);
  return () => {
    remove();
    element.remove();
  };
}

function empty(): void {
  for (const { boxes } of regions) for (const box of boxes) box.textContent = '';
}

/** Says words to screen readers, politely, in the topmost host. */
export function sayAloud(text: string): void {
  clearTimeout(emptying);
  empty();
  turn = 1 - turn;
  const box = regions.at(-1)?.boxes[turn];
  if (box) box.textContent = text;
  emptying = setTimeout(empty, HEARD_MS);
}
