/**
 * "Hold others' changes while I write": while a text field has the focus, what others change on the map waits, and so do the
 * messages about what others do. On leaving the field the messages are told, and how many changes wait; they are shown when the
 * person lets them in, by a button that stays for as long. Owns what counts as writing. Nothing of sync is held: what waits is
 * only not read (model/map.ts). Agreement and comments are not held, and a field always has the words that all share.
 */
import { effect } from '@preact/signals';
import { t } from '../../../i18n/translate';
import type { MapModel } from '../../../model/map';
import { announce, announceHeld, holdAnnouncements, pinned } from '../../../notice/notice';
import { preferences } from '../../common/preferences';

const TEXT_TYPES = ['text', 'search', 'email', 'tel', 'url'];

function isTextField(element: EventTarget | null): boolean {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && TEXT_TYPES.includes(element.type));
}

/** Holds and tells, as the person has chosen, until stopped. */
export function holdWhileWriting(map: Pick<MapModel, 'hold' | 'letIn' | 'heldCount'>): () => void {
  let writing: 'writing' | 'not' = 'not';
  const follow = (focused: EventTarget | null) => {
    const was = writing;
    const isChosen = preferences.peek().hold === 'on';
    writing = isChosen && isTextField(focused) ? 'writing' : 'not';
    if (writing === 'writing') {
      holdAnnouncements();
      map.hold();
      return;
    }
    announceHeld();
    const count = map.heldCount.peek();
    if (count === 0 || !isChosen) map.letIn();
    else if (was === 'writing') announce(t('held.count', { count }), 'edits');
  };
  const letIn = () => {
    const count = map.heldCount.peek();
    map.letIn();
    announce(t('held.shown', { count }));
    // Whoever writes on goes on without being disturbed.
    if (writing === 'writing') map.hold();
  };
  const gained = (event: FocusEvent) => follow(event.target);
  // Where the focus goes next is known before it is there: from field to field nothing is told in between.
  const lost = (event: FocusEvent) => follow(event.relatedTarget);
  document.addEventListener('focusin', gained);
  document.addEventListener('focusout', lost);
  const stops = [
    effect(() => {
      void preferences.value.hold;
      follow(document.activeElement);
    }),
    effect(() => {
      const count = map.heldCount.value;
      pinned.value = count === 0 ? undefined : { text: t('held.count', { count }), action: { label: t('held.show'), run: letIn } };
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    document.removeEventListener('focusin', gained);
    document.removeEventListener('focusout', lost);
    pinned.value = undefined;
    map.letIn();
    announceHeld();
  };
}
