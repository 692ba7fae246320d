/**
 * The field for typing on the map: one at a time, over the picture, going with it when the map moves. What is typed in it is
 * kept as a draft until it is on the map.
 *
 * Owns the field's place, when it closes, and where the focus goes then. What is typed is add-box.tsx and title-box.tsx.
 */
import { render } from 'preact';
import type { EditorState } from '../../editor/state/editor-state';
import { make } from '../layers/draw';
import type { FocusTarget } from '../gestures/keyboard';
import { focusOn, onSurface, type MapSurface } from '../layers/surface';
import type { Rect } from '../layout/shapes';
import { isOverview, READING_ZOOM, reveal, toScreen, zoomAt } from '../layout/viewport';
import { AddBox } from './add-box';
import { keepDraft, readDraft } from './draft';
import { rectOfPlace } from './places';
import type { StepPlace, TitledPart, TypingHost, TypingRequest } from './request';
import { TitleBox } from './title-box';
import './typing.scss';

/** Least width of the field and the height kept free for it, in screen pixels. */
const WIDTH_MIN = 232;
const HEIGHT = 132;
const EDGE = 4;

/** The open field. */
class TypingField implements TypingHost {
  readonly #host = make('div', 'pw-typing');
  /** Where the focus goes in the end: to what was added last, else to where it came from. */
  #target: FocusTarget;
  #request: TypingRequest;
  #finish: ((focus: 'focus' | 'stay') => void) | undefined;
  #isOpen = true;
  readonly #follow = () => this.#place();
  readonly #resized = new ResizeObserver(this.#follow);

  constructor(readonly surface: MapSurface, request: TypingRequest, readonly words: string) {
    this.#request = request;
    this.#target = surface.focusTarget;
    this.#host.dataset['typing'] = '';
    // The panel lies over the map, perhaps over the place of the field.
    if (request.kind !== 'title') surface.editor.closePanel();
    surface.root.append(this.#host);
    surface.drawn.add(this.#follow);
    this.#resized.observe(this.#host);
    this.#host.addEventListener('focusout', (event) => this.#left(event));
    this.#reveal();
    this.draft(words);
    render(request.kind === 'title' ? <TitleBox host={this} part={request.part} /> : <AddBox host={this} request={request} />, this.#host);
    this.focus();
  }

  get editor(): EditorState {
    return this.surface.editor;
  }

  /** Whether it is the field of this picture, and not of one that has gone. */
  get isOpen(): boolean {
    return this.#isOpen && this.#host.isConnected;
  }

  focus(): void {
    const area = this.#host.querySelector('textarea');
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
  }

  /** Adds what it holds and closes, unless the words cannot be added. */
  finish(focus: 'focus' | 'stay'): void {
    this.#finish?.(focus);
  }

  onFinish(finish: (focus: 'focus' | 'stay') => void): void {
    this.#finish = finish;
  }

  moveTo(place: StepPlace): void {
    this.#request = { kind: 'step', ...place };
    this.#reveal();
  }

  draft(words: string): void {
    keepDraft(this.editor, this.#request.kind === 'title' ? undefined : this.#request, words);
  }

  added({ kind, id }: TitledPart): void {
    const at = kind === 'step' ? -1 : this.editor.map.ordered(kind).peek().findIndex((part) => part.id === id);
    this.#target = kind === 'step' ? { kind, id } : kind === 'stage' ? { kind, column: at } : { kind, row: at };
  }

  close(focus: 'focus' | 'stay'): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.draft('');
    const { surface } = this;
    surface.drawn.delete(this.#follow);
    this.#resized.disconnect();
    surface.flush();
    // Before the field is gone, so that the focus is never nowhere.
    if (focus === 'focus') focusOn(surface, this.#target);
    render(null, this.#host);
    this.#host.remove();
  }

  /**
   * The focus went elsewhere: done. A press on the map ends first, because what is added moves what is under the pointer. Who
   * only looks at another window comes back to the field.
   */
  #left(event: FocusEvent): void {
    if (event.relatedTarget instanceof Node && this.#host.contains(event.relatedTarget)) return;
    const end = () => setTimeout(() => {
      if (this.isOpen && document.hasFocus() && !this.#host.contains(document.activeElement)) this.finish('stay');
    });
    if (this.surface.root.dataset['gesture'] !== 'pressed') end();
    else for (const type of ['pointerup', 'pointercancel'] as const) addEventListener(type, end, { once: true });
  }

  /** Brings the place of the field into the window. */
  #reveal(): void {
    const { surface } = this;
    surface.flush();
    const rect = this.#request.kind === 'step' ? rectOfPlace(surface.layout, this.#request) : undefined;
    if (rect) {
      const view = isOverview(surface.view) ? zoomAt(surface.view, toScreen(surface.view, rect), READING_ZOOM) : surface.view;
      surface.setView(reveal(view, { ...rect, height: HEIGHT / view.zoom }, surface.windowSize));
      surface.flush();
    }
    this.#place();
  }

  /** Puts the field where it belongs; where its place is gone it stays where it was. */
  #place(): void {
    const { root, window } = this.surface;
    const rect = this.#rect();
    if (!rect) return;
    const width = Math.max(WIDTH_MIN, rect.width);
    const right = Math.max(EDGE, root.clientWidth - Math.max(width, this.#host.offsetWidth) - EDGE);
    const bottom = Math.max(EDGE, root.clientHeight - Math.max(HEIGHT, this.#host.offsetHeight) - EDGE);
    const isOnMap = this.#request.kind === 'step';
    const [left, top] = [Math.min(Math.max(rect.x, isOnMap ? window.offsetLeft : EDGE), right), Math.min(Math.max(rect.y, isOnMap ? window.offsetTop : EDGE), bottom)];
    Object.assign(this.#host.style, { left: `${left}px`, top: `${top}px`, width: `${width}px` });
  }

  /** The rectangle of what is typed, in pixels from the top left of the map's element. */
  #rect(): Rect | undefined {
    const { surface } = this;
    const request = this.#request;
    const { layout, headers, window } = surface;
    const onScreen = (rect: Rect | undefined) => rect && onSurface(surface, rect);
    const ofElement = (element: HTMLElement | undefined) => {
      if (!element) return undefined;
      const [at, from] = [element.getBoundingClientRect(), surface.root.getBoundingClientRect()];
      return { x: at.left - from.left, y: at.top - from.top, width: at.width, height: at.height };
    };
    if (request.kind === 'step') return onScreen(rectOfPlace(layout, request));
    if (request.kind === 'title') {
      const { kind, id } = request.part;
      return kind === 'step' ? onScreen(layout.steps.get(id)) : ofElement(headers.element(kind, id));
    }
    // Beside the last name, which need not be in sight.
    const [column, row] = [layout.columns.at(-1), layout.rows.at(-1)];
    const end = onSurface(surface, { x: column ? column.x + column.width : 0, y: row ? row.y + row.height : 0, width: 0, height: 0 });
    if (request.kind === 'stage') return column ? { x: end.x, y: 0, width: WIDTH_MIN, height: window.offsetTop } : { x: window.offsetLeft, y: window.offsetTop, width: WIDTH_MIN, height: 0 };
    return row ? { x: 0, y: end.y, width: window.offsetLeft, height: 0 } : { x: window.offsetLeft, y: window.offsetTop, width: WIDTH_MIN, height: 0 };
  }
}

let open: TypingField | undefined;

/** Opens the field. One that holds words which could not be added stays, and says why. */
export function openTyping(surface: MapSurface, request: TypingRequest, words: string): void {
  if (open?.isOpen) {
    open.finish('stay');
    if (open.isOpen) {
      open.focus();
      return;
    }
  }
  open = new TypingField(surface, request, words);
}

/** Opens the field again with words that were begun when the map was last drawn. */
export function resumeTyping(surface: MapSurface): void {
  const begun = readDraft(surface.editor);
  if (begun && surface.root.isConnected && !open?.isOpen) openTyping(surface, begun.request, begun.words);
}
