/**
 * Where messages are heard and seen: what is announced is said in the topmost live region, and the short messages are drawn
 * where they can be pressed. Owns the gathering of bursts and the loading of the messages, which come after the page; where
 * they stand is ui/notice-place.ts, what they do toast-list.tsx. What is said comes from the notice folder.
 */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { onAnnounced, pinned, toasts, type Announcement } from '../../notice/notice';
import { feature } from '../../ui/feature';
import { hasKeys } from '../../ui/keys';
import { addLiveRegion, addMessageHost, messagePlace, sayAloud } from '../../ui/notice-place';

/** The messages: not needed before there is one. */
export const toastList = feature(() => import('./toast-list'));

/** Gathers bursts, so that a screen reader is not cut off in the middle of each, in milliseconds. */
const GATHER_MS = 150;

/** What is said of a message: with the way to its button, which is many stops away by Tab. */
function spoken({ text, action }: Announcement): string {
  return action !== undefined && hasKeys() ? `${text} ${t('toast.reach', { action })}` : text;
}

/** Says all that is announced, until stopped. An answer to what one does takes the place of the one to what one did a moment ago. */
function speakAnnouncements(): () => void {
  let waiting: readonly Announcement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    sayAloud([...new Set(waiting.map(spoken))].join(' '));
    waiting = [];
  };
  const stop = onAnnounced((said) => {
    waiting = [...(said.kind === 'own' ? waiting.filter(({ kind }) => kind !== 'own') : waiting), said];
    timer ??= setTimeout(say, GATHER_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** The live region of the page; a dialog that lies over it has one of its own. */
export function LiveRegion() {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (host.current ? addLiveRegion(host.current, 'page') : undefined), []);
  useEffect(() => speakAnnouncements(), []);
  return <div ref={host} />;
}

/** Draws the messages once they are loaded; what could not be loaded is asked for again with the next message. */
function drawMessages(place: HTMLElement): () => void {
  let state: 'waiting' | 'drawn' | 'over' = 'waiting';
  const draw = ({ ToastList }: { readonly ToastList: () => ReturnType<typeof LiveRegion> }) => {
    if (state !== 'waiting') return;
    state = 'drawn';
    render(<ToastList />, place);
  };
  const stop = effect(() => {
    void toasts.value;
    void pinned.value;
    const loaded = toastList.loaded();
    if (loaded) draw(loaded);
    else toastList.load().then(draw, () => undefined);
  });
  return () => {
    stop();
    state = 'over';
    render(null, place);
  };
}

/** The short messages on the screen, above whatever is open. */
export function Toasts() {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const removeHost = addMessageHost(element, 'page');
    const stop = drawMessages(messagePlace());
    return () => {
      stop();
      removeHost();
    };
  }, []);
  return <div ref={host} />;
}
