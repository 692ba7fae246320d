/**
 * "Hold others' changes while I write": while a text field has the focus, messages about what others do wait, and they are
 * told together when it loses it. Owns what counts as writing. The map itself goes on changing; nothing of sync is held.
 */
import { effect } from '@preact/signals';
import { holdAnnouncements, announceHeld } from '../../../notice/notice';
import { preferences } from '../../common/preferences';

const TEXT_TYPES = ['text', 'search', 'email', 'tel', 'url'];

function isTextField(element: EventTarget | null): boolean {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && TEXT_TYPES.includes(element.type));
}

function follow(focused: EventTarget | null): void {
  if (preferences.peek().hold === 'on' && isTextField(focused)) holdAnnouncements();
  else announceHeld();
}

function gained(event: FocusEvent): void {
  follow(event.target);
}

/** Where the focus goes next is known before it is there: from field to field nothing is told in between. */
function lost(event: FocusEvent): void {
  follow(event.relatedTarget);
}

/** Holds and tells, as the person has chosen, until stopped. */
export function holdWhileWriting(): () => void {
  document.addEventListener('focusin', gained);
  document.addEventListener('focusout', lost);
  const stop = effect(() => {
    void preferences.value.hold;
    follow(document.activeElement);
  });
  return () => {
    stop();
    document.removeEventListener('focusin', gained);
    document.removeEventListener('focusout', lost);
    announceHeld();
  };
}
