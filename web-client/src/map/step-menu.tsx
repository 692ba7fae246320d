/**
 * The menu of a place on the map (context menu key, right click): what keys do, for people who do not know them.
 *
 * Owns the menu's element, its arrow keys and giving the focus back. What its items do is commands.ts.
 */
import { useEffect, useRef } from 'preact/hooks';
import { partName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import type { SymbolName } from '../styles/symbols';
import { partAt, runCommand } from './commands';
import type { Command, FocusTarget, Way } from './gestures/keyboard';
import { moveAt } from './move';
import type { Picture } from './picture';
import type { Point } from './layout/shapes';

/** A menu of which place, where on the page. */
export interface StepMenuProps {
  readonly picture: Picture;
  readonly focusTarget: FocusTarget;
  readonly at: Point;
  onClose(): void;
}

interface Item {
  /** A command, or the way to move what the menu is of. */
  readonly does: { readonly command: Command } | { readonly move: Way };
  readonly symbol: SymbolName;
  readonly words: string;
}

/** Space kept between the menu and the edges of the page. */
const MENU_SPACE = { width: 260, height: 360 };

/** What can be done at a place. */
function itemsFor(picture: Picture, focusTarget: FocusTarget): Item[] {
  const open: Item = { does: { command: 'open' }, symbol: 'edit', words: t('menu.open') };
  if (!picture.editor.canEdit.value) return focusTarget.kind === 'step' ? [open] : [];
  const add: Item = { does: { command: 'add' }, symbol: 'add', words: t('add.step') };
  const bin: Item = { does: { command: 'remove' }, symbol: 'bin', words: t('remove.do') };
  if (focusTarget.kind === 'cell') return [add];
  const rename: Item = { does: { command: 'rename' }, symbol: 'edit', words: t('menu.rename') };
  if (focusTarget.kind !== 'step') return [open, rename, ...moves(picture, focusTarget), bin];
  return [
    open, rename,
    { does: { command: 'moveTo' }, symbol: 'move', words: t('move.title') },
    { does: { command: 'leadTo' }, symbol: 'link', words: t('link.add') },
    { does: { command: 'choose' }, symbol: 'check', words: t('menu.choose') },
    add, bin,
  ];
}

/** Moving the name of a stage or lane one place, where there is one. */
function moves(picture: Picture, focusTarget: FocusTarget): Item[] {
  const isStage = focusTarget.kind === 'stage';
  const at = focusTarget.kind === 'stage' ? focusTarget.column : focusTarget.kind === 'lane' ? focusTarget.row : 0;
  const count = isStage ? picture.layout.columns.length : picture.layout.rows.length;
  const earlier: Item = { does: { move: isStage ? 'left' : 'up' }, symbol: isStage ? 'left' : 'up', words: t(isStage ? 'move.earlier' : 'move.up') };
  const later: Item = { does: { move: isStage ? 'right' : 'down' }, symbol: isStage ? 'right' : 'down', words: t(isStage ? 'move.later' : 'move.down') };
  return [...(at > 0 ? [earlier] : []), ...(at < count - 1 ? [later] : [])];
}

/** The menu. */
export function StepMenu({ picture, focusTarget, at, onClose }: StepMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const items = itemsFor(picture, focusTarget);
  const close = () => {
    onClose();
    picture.elementOf(focusTarget)?.focus({ preventScroll: true });
  };
  useEffect(() => {
    menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose();
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  }, [onClose]);
  if (items.length === 0) return null;
  const part = partAt(picture, focusTarget);
  const title = part ? partName(picture.editor.map, part) : t('add.step');
  return (
    <div
      ref={menu} class="pw-map-menu" role="menu" tabIndex={-1} aria-label={t('menu.name', { title })}
      style={{ left: `${Math.max(8, Math.min(at.x, innerWidth - MENU_SPACE.width))}px`, top: `${Math.max(8, Math.min(at.y, innerHeight - MENU_SPACE.height))}px` }}
      onKeyDown={(event) => {
        const list = [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
        const now = list.findIndex((item) => item === document.activeElement);
        const next = { ArrowDown: (now + 1) % list.length, ArrowUp: (now + list.length - 1) % list.length, Home: 0, End: list.length - 1 }[event.key];
        if (next !== undefined) list[next]?.focus();
        else if (event.key === 'Escape' || event.key === 'Tab') close();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {items.map((item) => (
        <button
          type="button" role="menuitem" tabIndex={-1} class="pw-menu__item" key={item.words}
          onClick={() => {
            close();
            picture.setFocusTarget(focusTarget);
            if ('move' in item.does) moveAt(picture, item.does.move);
            else runCommand({ picture, menu: () => undefined }, item.does.command);
          }}
        >
          <Symbol name={item.symbol} />{item.words}
        </button>
      ))}
    </div>
  );
}
