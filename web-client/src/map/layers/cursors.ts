/**
 * Where others point on the map: a cursor with name and symbol each, and what somebody is dragging. A picture only; who
 * is here is told in words by the page around.
 *
 * Owns these elements. Knows people as the map shows them; not how presence travels.
 */
import type { SymbolName } from '../../styles/symbols';
import { attribute, make, makeSymbol, makeSvg, moveTo } from './draw';
import type { Point } from '../layout/shapes';
import { toScreen, type Viewport } from '../layout/viewport';

/** One other person's cursor. */
export interface OtherCursor {
  readonly key: string;
  readonly name: string;
  readonly symbol: SymbolName;
  /** 0 to 7: a colour that stays theirs; name and symbol say the same. */
  readonly mark: number;
  readonly at: Point;
  /** What they drag, in words; empty when nothing. */
  readonly moving: string;
}

interface Drawn {
  readonly element: HTMLElement;
  key: string;
  at: Point;
  resting: ReturnType<typeof setTimeout> | undefined;
}

/** After so long without a movement a pointer rests: its name goes, so that it covers no words, in milliseconds. */
const REST_MS = 3_000;

const POINTER = 'M2 2L2 17L6.5 13L9.5 19.5L12.5 18L9.5 11.8L15.5 11.5z';

/** The layer of cursors, in screen pixels. */
export class CursorLayer {
  readonly root = make('div', 'pw-map__cursors');
  private readonly drawn = new Map<string, Drawn>();

  constructor() {
    this.root.setAttribute('aria-hidden', 'true');
  }

  /** Brings the cursors in line with who is here. */
  sync(cursors: readonly OtherCursor[], view: Viewport): void {
    const wanted = new Set(cursors.map((cursor) => cursor.key));
    for (const [key, drawn] of this.drawn) {
      if (wanted.has(key)) continue;
      clearTimeout(drawn.resting);
      drawn.element.remove();
      this.drawn.delete(key);
    }
    for (const cursor of cursors) {
      const drawn = this.drawn.get(cursor.key) ?? this.add(cursor.key);
      const key = `${cursor.name}|${cursor.symbol}|${cursor.mark}|${cursor.moving}`;
      if (drawn.key !== key) {
        drawn.key = key;
        fill(drawn.element, cursor);
      }
      moveTo(drawn.element, toScreen(view, cursor.at));
      if (drawn.at.x !== cursor.at.x || drawn.at.y !== cursor.at.y) this.moved(drawn, cursor.at);
    }
  }

  /** Lets go of what waits. */
  stop(): void {
    for (const { resting } of this.drawn.values()) clearTimeout(resting);
  }

  /** Somebody points: their name is there for as long as they move. */
  private moved(drawn: Drawn, at: Point): void {
    drawn.at = at;
    attribute(drawn.element, 'data-rest', undefined);
    clearTimeout(drawn.resting);
    drawn.resting = setTimeout(() => attribute(drawn.element, 'data-rest', ''), REST_MS);
  }

  private add(key: string): Drawn {
    const element = make('div', 'pw-cursor');
    this.root.append(element);
    const drawn: Drawn = { element, key: '', at: { x: Number.NaN, y: 0 }, resting: undefined };
    this.drawn.set(key, drawn);
    return drawn;
  }
}

/** Draws a cursor's arrow and name. */
function fill(element: HTMLElement, cursor: OtherCursor): void {
  attribute(element, 'data-mark', String(cursor.mark));
  const arrow = makeSvg('svg', { class: 'pw-cursor__arrow', viewBox: '0 0 18 22', width: '18', height: '22' });
  arrow.append(makeSvg('path', { d: POINTER }));
  const name = make('span', 'pw-cursor__name', makeSymbol(cursor.symbol), make('span', '', cursor.moving === '' ? cursor.name : cursor.moving));
  element.replaceChildren(arrow, name);
}
