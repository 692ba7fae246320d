/**
 * A button that opens a list of things to do: a native popover, placed under its button (a sheet from below on a phone),
 * closed by Escape, by a press beside it, or by choosing. Arrow keys move in it, and so does Tab. Owns the frame and the
 * focus; must not know what the items do.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Symbol } from '../styles/symbol';
import type { SymbolName } from '../styles/symbols';

/** The button's words and looks, and what opens under it. */
export interface MenuProps {
  readonly label: ComponentChildren;
  /** The spoken name, when `label` alone does not say it. */
  readonly name?: string;
  readonly buttonClass?: string;
  readonly children: ComponentChildren;
}

const GAP_PX = 6;
const EDGE_PX = 8;
/** Room that a list wants below its button; with less it opens above, when there is more room. */
const ROOM_PX = 360;

/**
 * Puts the list under its button, or above it near the end of the window, in line with its left or right edge, whichever
 * side of the window it stands on. Needs no size of the list, whose items are drawn only once it is open.
 */
function placeBeside(button: HTMLElement, list: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const onLeft = at.left + at.right < width;
  list.style.setProperty('--pw-menu-left', onLeft ? `${Math.max(EDGE_PX, at.left)}px` : 'auto');
  list.style.setProperty('--pw-menu-right', onLeft ? 'auto' : `${Math.max(EDGE_PX, width - at.right)}px`);
  const height = document.documentElement.clientHeight;
  const [above, below] = [at.top - GAP_PX - EDGE_PX, height - at.bottom - GAP_PX - EDGE_PX];
  const isAbove = below < ROOM_PX && above > below;
  list.style.setProperty('--pw-menu-top', isAbove ? 'auto' : `${at.bottom + GAP_PX}px`);
  list.style.setProperty('--pw-menu-bottom', isAbove ? `${height - at.top + GAP_PX}px` : 'auto');
  list.style.setProperty('--pw-menu-room', `${isAbove ? above : below}px`);
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('button:not(:disabled), a[href]')];
}

function moveFocus(list: HTMLElement, event: KeyboardEvent): void {
  const items = itemsOf(list);
  const now = items.indexOf(document.activeElement as HTMLElement);
  const next: Record<string, number> = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 };
  const wanted = next[event.key];
  if (wanted === undefined || items.length === 0) return;
  event.preventDefault();
  items[(wanted + items.length) % items.length]?.focus();
}

/** Gives the first item the focus, now or as soon as there is one; gives back how to stop waiting for it. */
function focusFirstItem(list: HTMLElement): () => void {
  const observer = new MutationObserver(() => focus());
  const focus = () => {
    const [first] = itemsOf(list);
    if (!first) return;
    observer.disconnect();
    first.focus();
  };
  observer.observe(list, { childList: true, subtree: true });
  focus();
  return () => observer.disconnect();
}

/** A button with its popover. */
export function Menu({ label, name, buttonClass = 'pw-button pw-button--quiet', children }: MenuProps) {
  const [open, setOpen] = useState<'open' | 'closed'>('closed');
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const toggled = (event: { readonly newState: string }) => {
    setOpen(event.newState === 'open' ? 'open' : 'closed');
  };
  // Once the items are drawn, which may have to be loaded; a list without items (words only) leaves the focus on its button.
  useEffect(() => (open === 'open' && list.current ? focusFirstItem(list.current) : undefined), [open]);
  const opening = (event: { readonly newState: string }) => {
    if (event.newState === 'open' && button.current && list.current) placeBeside(button.current, list.current);
  };
  // Choosing closes the list and gives focus back to the button first, so that a dialog opened next returns there.
  const chosen = (event: MouseEvent) => {
    const item = (event.target as HTMLElement).closest('[data-menu-item]');
    if (!item) return;
    list.current?.hidePopover();
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={buttonClass}
        aria-expanded={open === 'open'}
        aria-controls={listId}
        aria-label={name}
        onClick={() => list.current?.togglePopover()}
      >
        {label}
      </button>
      {/* The items inside are the controls; this only watches what is chosen. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        ref={list}
        id={listId}
        popover="auto"
        class="pw-menu"
        onToggle={toggled}
        onBeforeToggle={opening}
        onClickCapture={chosen}
        onKeyDown={(event) => list.current && moveFocus(list.current, event)}
      >
        {open === 'open' && children}
      </div>
    </>
  );
}

/** A heading over some items of a menu. */
export function MenuGroup({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const id = useId();
  return (
    <div class="pw-menu__group" role="group" aria-labelledby={id}>
      <p id={id} class="pw-menu__title">
        {title}
      </p>
      {children}
    </div>
  );
}

/** One thing to do. */
export interface MenuItemProps {
  readonly symbol: SymbolName;
  readonly children: ComponentChildren;
  readonly onChoose: () => void;
  /** Why it cannot be done now; the item then stays in the list, unavailable. */
  readonly unavailable?: boolean;
  /** Whether it is the one of several that is shown now. */
  readonly current?: boolean;
  readonly tone?: 'usual' | 'warning';
}

/** One item of a menu. */
export function MenuItem({ symbol, children, onChoose, unavailable = false, current = false, tone = 'usual' }: MenuItemProps) {
  return (
    <button type="button" class={`pw-menu__item pw-menu__item--${tone}`} data-menu-item aria-current={current ? 'true' : undefined} disabled={unavailable} onClick={onChoose}>
      <Symbol name={symbol} />
      <span>{children}</span>
    </button>
  );
}
