/**
 * The panel at the side: over the map, whose steps stay where they are, beside the list. It stands at the edge where it does not cover
 * what it is about, nor what has the focus on the map: nothing is moved for it. Escape closes it from any of its fields.
 *
 * Owns its head and its edge. What is in it belongs to its caller.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import type { PartRef } from '../model/schema';
import { Symbol } from '../styles/symbol';
import { returnTo, useKeptFocus, whereFocusIs } from '../ui/kept-focus';

/** What the panel needs. */
export interface SideProps {
  readonly title: string;
  /** The part that it is about. */
  readonly about?: PartRef;
  /** Who asked for it by a menu is in it, and goes back afterwards. */
  readonly focus?: 'heading' | 'stays';
  /** Stays in sight below the title. */
  readonly state?: ComponentChildren;
  readonly children: ComponentChildren;
  onClose(): void;
}

type Edge = 'right' | 'left';

/** Whether a panel at an edge of its row would cover the middle of an element. */
function wouldCover(panel: HTMLElement, edge: Edge, element: Element): boolean {
  const row = panel.parentElement?.getBoundingClientRect();
  const at = element.getBoundingClientRect();
  if (!row || at.width === 0) return false;
  const middle = (at.left + at.right) / 2;
  return edge === 'right' ? middle > row.right - panel.offsetWidth : middle < row.left + panel.offsetWidth;
}

/** The edge at which the panel stands now. */
function useEdge(panel: { readonly current: HTMLElement | null }, about: PartRef | undefined): Edge {
  const [edge, setEdge] = useState<Edge>('right');
  const name = about && `[data-${about.kind}="${about.id}"]`;
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return undefined;
    const keepOff = (what: Element | null | undefined) => {
      // Beside the list it covers nothing.
      if (!what || element.contains(what) || getComputedStyle(element).position !== 'absolute') return;
      setEdge((now) => {
        const other = now === 'right' ? 'left' : 'right';
        return wouldCover(element, now, what) && !wouldCover(element, other, what) ? other : now;
      });
    };
    keepOff(name === undefined ? undefined : element.parentElement?.querySelector(name));
    const came = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.closest('.pw-map')) keepOff(target);
    };
    document.addEventListener('focusin', came);
    return () => document.removeEventListener('focusin', came);
  }, [panel, name]);
  return edge;
}

/** The panel. */
export function Side({ title, about, focus = 'stays', state, children, onClose }: SideProps) {
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const edge = useEdge(panel, about);
  useKeptFocus();
  useLayoutEffect(() => {
    if (focus === 'stays') return undefined;
    const before = whereFocusIs();
    heading.current?.focus();
    return () => returnTo(before);
  }, [focus]);
  return (
    // Escape closes the panel from any of its fields; the panel itself is no control.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      class="pw-panel" data-edge={edge} aria-label={t('edit.panel')} ref={panel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header class="pw-panel__head">
        <div class="pw-panel__what">
          <h2 class="pw-panel__title" ref={heading} tabIndex={-1} title={title}>{title}</h2>
          {state}
        </div>
        <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('button.close')} onClick={onClose}>
          <Symbol name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}
