/**
 * The check of one field for words: after a pause in typing a note at the field says that the words look as if they pointed to a real
 * person. The author decides: nothing is held up, sent or kept, and the note goes when the words are changed or the author says that they are fine.
 *
 * Owns when the note comes and goes, and that it is said once. What is looked for is model/identifiers; where the note stands note-in-sight.ts.
 */
import { render } from 'preact';
import { t } from '../../i18n/translate';
import { identifiersIn, keyOf, type Identifier } from '../../model/identifiers/find';
import { announce, showToast } from '../../notice/notice';
import { hasKeys } from '../keys';
import { NOTE_PLACE } from '../note-place';
import './identifiers.scss';
import { keepInSight } from './note-in-sight';

/** Fields that people write in. */
type Field = HTMLTextAreaElement | HTMLInputElement;

/** How long nobody has typed before the words are read, in milliseconds: half a number is none. */
export const PAUSE_MS = 800;
/** How often a field with a note is looked at, in milliseconds: words that are sent, or that others change, leave it without an event. */
export const LOOK_MS = 300;
/** How long after a field was left its words are read, in milliseconds: a form that closes with that has closed by then. */
export const LEFT_MS = 50;

const fields = new WeakMap<Field, WrittenField>();
/** What the author said is fine, for as long as this page is open. */
const fine = new Set<string>();
let lastId = 0;
let pointer: 'up' | 'down' = 'up';

/** Up to this length a passage stays on one line. */
const ONE_LINE_UNITS = 24;

function sentence({ kind, text }: Identifier): string {
  return t(`identifier.${kind}`, { found: text.length > ONE_LINE_UNITS ? text : text.replaceAll(' ', '\u00a0') });
}

/** What is heard: with the way to the button, which Tab does not lead to where it has another use. */
function spoken(found: Identifier): string {
  return hasKeys() ? `${sentence(found)} ${t('toast.reach', { action: t('identifier.fine') })}` : sentence(found);
}

function placeOf(field: Field): HTMLElement | undefined {
  for (let next = field.nextElementSibling; next; next = next.nextElementSibling) {
    if (next instanceof HTMLElement && next.classList.contains(NOTE_PLACE)) return next;
  }
  return undefined;
}

/** What is to be told of a text: the first that nobody has said is fine. */
function toTell(text: string): Identifier | undefined {
  return identifiersIn(text, new Date().getFullYear()).find((found) => !fine.has(keyOf(found)));
}

/** The note. A press on its button leaves the focus in the field: on a phone the keyboard stays open. */
function Note({ id, words, onFine }: { readonly id: string; readonly words: string; readonly onFine: () => void }) {
  return (
    <>
      <p id={id} dir="auto">{words}</p>
      <button
        type="button" class="pw-button pw-button--plain pw-button--small" aria-describedby={id} aria-keyshortcuts="F6" onMouseDown={(event) => event.preventDefault()} onClick={onFine}
        // Where Enter means that the words are done, it is the button's here.
        onKeyDown={(event) => { if (event.key === 'Enter') event.stopPropagation(); }}
      >
        {t('identifier.fine')}
      </button>
    </>
  );
}

/** One field, from its first letter on. */
class WrittenField {
  readonly #id = `pw-identifier-${(lastId += 1)}`;
  /** The words at the last letter; they may be gone from the field before they are read. */
  #typed = '';
  #pause: ReturnType<typeof setTimeout> | undefined;
  #shown: Identifier | undefined;
  /** What was said since the note came; it is not said again while it stands there. */
  readonly #said = new Set<string>();
  #hidden = new AbortController();

  constructor(readonly field: Field, readonly place: HTMLElement) {
    field.addEventListener('blur', () => this.#left());
  }

  typed(): void {
    this.#typed = this.field.value;
    this.#readIn(PAUSE_MS);
    if (this.#shown) this.#look();
  }

  /** The field is about to be typed in again: words that left it a moment ago were sent, and nobody has read them. */
  beforeTyped(): void {
    if (this.#pause !== undefined && this.#isSent()) this.#read();
  }

  #readIn(wait: number): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#read(), wait);
  }

  /** The note moves what is below the field: not under a pointer that is pressing, nor later under somebody who writes in the next field. */
  #left(): void {
    if (this.#pause === undefined) return;
    if (pointer === 'up') return this.#readIn(LEFT_MS);
    clearTimeout(this.#pause);
    for (const type of ['pointerup', 'pointercancel'] as const) addEventListener(type, () => this.#readIn(LEFT_MS), { once: true, signal: this.#hidden.signal });
  }

  #isSent(): boolean {
    return !this.field.isConnected || (this.field.value === '' && this.#typed !== '');
  }

  #read(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    const isSent = this.#isSent();
    const found = toTell(isSent ? this.#typed : this.field.value);
    if (!isSent && found) return this.#show(found);
    // Who went on before the note came hears of it all the same.
    if (found && !this.#said.has(keyOf(found))) showToast(sentence(found));
    return this.#hide();
  }

  /** What is told goes as soon as the words do not say it any more; something new waits for the pause. */
  #look(): void {
    const shown = this.#shown;
    if (!shown) return;
    const isThere = !this.#isSent() && identifiersIn(this.field.value, new Date().getFullYear()).some((found) => keyOf(found) === keyOf(shown));
    if (!isThere && this.#pause === undefined) this.#read();
    else if (!isThere) this.#hide();
  }

  #show(found: Identifier): void {
    const { field, place } = this;
    const key = keyOf(found);
    render(<Note id={this.#id} words={sentence(found)} onFine={() => this.#isFine(found)} />, place);
    if (!this.#shown) {
      place.hidden = false;
      this.#hidden = new AbortController();
      const looking = setInterval(() => this.#look(), LOOK_MS);
      this.#hidden.signal.addEventListener('abort', () => clearInterval(looking));
      describe(field, this.#id, this.#hidden.signal);
      leadByKey(field, place, this.#hidden.signal);
    }
    this.#shown = found;
    keepInSight(field, place, this.#hidden.signal);
    if (this.#said.has(key)) return;
    this.#said.add(key);
    announce(spoken(found));
  }

  #isFine(found: Identifier): void {
    fine.add(keyOf(found));
    // Before the button is gone.
    if (this.place.contains(document.activeElement)) this.field.focus({ preventScroll: true });
    this.#read();
  }

  #hide(): void {
    this.#said.clear();
    if (!this.#shown) return;
    this.#shown = undefined;
    this.#hidden.abort();
    this.#hidden = new AbortController();
    render(null, this.place);
    this.place.hidden = true;
  }
}

/** Has the field described by the note too, whatever else is said of it meanwhile, until `ended`. */
function describe(field: Field, id: string, ended: AbortSignal): void {
  const ids = () => (field.getAttribute('aria-describedby') ?? '').split(' ').filter((each) => each !== '' && each !== id);
  const add = () => {
    if (!field.getAttribute('aria-describedby')?.split(' ').includes(id)) field.setAttribute('aria-describedby', [...ids(), id].join(' '));
  };
  add();
  const observer = new MutationObserver(add);
  observer.observe(field, { attributes: true, attributeFilter: ['aria-describedby'] });
  ended.addEventListener('abort', () => {
    observer.disconnect();
    if (ids().length > 0) field.setAttribute('aria-describedby', ids().join(' '));
    else field.removeAttribute('aria-describedby');
  });
}

/** F6 leads from the field to the button and back, until `ended`; else it leads to the messages. */
function leadByKey(field: Field, place: HTMLElement, ended: AbortSignal): void {
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'F6' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.currentTarget === field) place.querySelector('button')?.focus({ preventScroll: true });
    else field.focus({ preventScroll: true });
  };
  for (const element of [field, place]) element.addEventListener('keydown', pressed, { signal: ended });
}

/** Somebody typed in `target`; what holds no words has no place for a note. */
export function typedIn(target: EventTarget | null): void {
  const isField = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text');
  const place = isField ? placeOf(target) : undefined;
  if (!isField || !place) return;
  let written = fields.get(target);
  if (!written) {
    written = new WrittenField(target, place);
    fields.set(target, written);
  }
  written.typed();
}

document.addEventListener('beforeinput', ({ target }) => fields.get(target as Field)?.beforeTyped(), true);
for (const [type, is] of [['pointerdown', 'down'], ['pointerup', 'up'], ['pointercancel', 'up']] as const) {
  document.addEventListener(type, () => {
    pointer = is;
  }, true);
}
