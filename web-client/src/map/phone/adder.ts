/**
 * Typing in place on a phone: what is being typed, in which lane of which stage, and where the focus goes in the end. One field at a
 * time, which goes along to another stage.
 *
 * Owns that state. The field is map/typing/add-box.tsx; where it stands is the map's (phone-map.tsx, phone-stage.tsx).
 */
import { signal, type Signal } from '@preact/signals';
import type { EditorState } from '../../editor/state/editor-state';
import { keepDraft, readDraft } from '../typing/draft';
import type { AddRequest, StepPlace, TitledPart, TypingHost } from '../typing/request';

/** What typing asks of the map around it. */
export interface AdderMap {
  /** Brings a stage into sight. */
  showStage(id: string): void;
  /** Gives the focus to what has this name (`data-part`). */
  focusOn(name: string): void;
}

/** The field that is open, or none. */
export class Adder implements TypingHost {
  /** What is typed now, and where. */
  readonly request: Signal<AddRequest | undefined>;
  words: string;
  /** Counts the fields: each is drawn anew. */
  count = 0;
  #map: AdderMap | undefined;
  #last: TitledPart | undefined;
  #finish: ((focus: 'focus' | 'stay') => void) | undefined;
  #field: HTMLElement | undefined;
  #press: 'pressed' | 'released' = 'released';

  constructor(readonly editor: EditorState) {
    const begun = readDraft(editor);
    this.request = signal(begun?.request);
    this.words = begun?.words ?? '';
  }

  /** The map around it, as it is drawn now. */
  within(map: AdderMap): void {
    this.#map = map;
  }

  /** Opens the field, or says why nothing can be changed. One whose words could not be added stays, and says why. */
  begin(request: AddRequest): void {
    const { editor } = this;
    if (!editor.canEdit.peek()) {
      editor.announceReadOnly();
      return;
    }
    this.#finish?.('stay');
    if (this.request.peek()) {
      this.focus();
      return;
    }
    this.#last = undefined;
    this.words = '';
    this.count += 1;
    this.request.value = request;
  }

  /** Another stage came into sight: the field goes along, to the same lane, once its words are on the map. */
  follow(stage: string): void {
    const request = this.request.peek();
    if (request?.kind === 'step' && request.stage !== stage) this.begin({ kind: 'step', stage, lane: request.lane });
  }

  /** The field is on the page; returns how it goes. */
  drawn(field: HTMLElement): () => void {
    this.#field = field;
    this.focus();
    return () => {
      if (this.#field === field) this.#field = undefined;
    };
  }

  focus(): void {
    const area = this.#field?.querySelector('textarea');
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
    this.showField();
  }

  /** Brings the field into sight: the keyboard of a phone takes half of the screen. */
  showField(): void {
    this.#field?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }

  /** A press began on the map; what it does to the field waits until it has ended, because the field moves what is pressed. */
  pressed(): void {
    this.#press = 'pressed';
    const released = () => {
      this.#press = 'released';
    };
    for (const type of ['pointerup', 'pointercancel'] as const) addEventListener(type, released, { once: true });
  }

  /** The focus went elsewhere: done. Who only looks at another window comes back to the field. */
  left(event: FocusEvent): void {
    const field = this.#field;
    if (!field || (event.relatedTarget instanceof Node && field.contains(event.relatedTarget))) return;
    const end = () => setTimeout(() => {
      if (this.#field === field && document.hasFocus() && !field.contains(document.activeElement)) this.#finish?.('stay');
    });
    if (this.#press === 'released') end();
    else for (const type of ['pointerup', 'pointercancel'] as const) addEventListener(type, end, { once: true });
  }

  moveTo(place: StepPlace): void {
    this.request.value = { kind: 'step', ...place };
    this.#map?.showStage(place.stage);
  }

  draft(words: string): void {
    this.words = words;
    keepDraft(this.editor, this.request.peek(), words);
  }

  added(part: TitledPart): void {
    this.#last = part;
  }

  onFinish(finish: (focus: 'focus' | 'stay') => void): void {
    this.#finish = finish;
  }

  close(focus: 'focus' | 'stay'): void {
    const request = this.request.peek();
    if (!request) return;
    this.draft('');
    this.#finish = undefined;
    this.request.value = undefined;
    if (focus === 'stay') return;
    if (this.#last) this.editor.requestReveal(this.#last);
    else this.#map?.focusOn(request.kind === 'step' ? `cell-${request.stage}/${request.lane}` : `add-${request.kind}`);
  }
}
