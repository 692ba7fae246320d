/**
 * The short messages themselves: at the edge of the screen, never over what has the focus. Owns how long a message stays (as
 * long as someone points at it or it has focus), and the way to it and back by F6. Loaded after the page; what is said comes
 * from the notice folder.
 */
import '@preact/signals';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { dismissToast, pinned, toasts, type NoticeAction, type Toast } from '../../notice/notice';
import { Symbol } from '../../styles/symbol';
import { placeOf, type FocusPlace } from '../../ui/focus-place';
import { returnTo, useKeptFocus } from '../../ui/kept-focus';
import { keepOffFocus } from './message-side';

/** How long a message stays, without and with something to do about it, in milliseconds. */
const PLAIN_MS = 6_000;
const WITH_ACTION_MS = 12_000;

interface ToastCardProps {
  readonly toast: Toast;
  /** The focus was in the message, and the message is gone. */
  readonly onGone: () => void;
}

function ToastCard({ toast, onGone }: ToastCardProps) {
  const card = useRef<HTMLLIElement>(null);
  const [held, setHeld] = useState<'held' | 'free'>('free');
  useEffect(() => {
    if (held === 'held') return undefined;
    const timer = setTimeout(() => dismissToast(toast.id), toast.action ? WITH_ACTION_MS : PLAIN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.action]);
  const end = (act?: () => void) => {
    const hadFocus = card.current?.contains(document.activeElement);
    // Before what it does: a dialog that opens then gives the focus back to where it was before the message.
    if (hadFocus) onGone();
    dismissToast(toast.id);
    act?.();
  };
  return (
    // Pointing at a message, or being in it, only keeps it on the screen; Escape closes it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      ref={card}
      class="pw-toast"
      onMouseEnter={() => setHeld('held')}
      onMouseLeave={() => setHeld('free')}
      onFocusIn={() => setHeld('held')}
      onFocusOut={() => setHeld('free')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        end();
      }}
    >
      <span>{toast.text}</span>
      {toast.action && (
        <button type="button" class="pw-button pw-button--quiet pw-toast__action" aria-keyshortcuts="F6" onClick={() => end(toast.action?.run)}>
          {toast.action.label}
        </button>
      )}
      <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('toast.close', { text: toast.text })} onClick={() => end()}>
        <Symbol name="close" size={1} />
      </button>
    </li>
  );
}

/** A message that stays until what it tells of is over. */
function PinnedCard({ text, action, onGone }: { readonly text: string; readonly action: NoticeAction; readonly onGone: () => void }) {
  const run = () => {
    action.run();
    onGone();
  };
  return (
    <li class="pw-toast">
      <span>{text}</span>
      <button type="button" class="pw-button pw-button--quiet pw-toast__action" aria-keyshortcuts="F6" onClick={run}>
        {action.label}
      </button>
    </li>
  );
}

/** The first button of the newest message that is shown: where there is little room that is one. */
function newestButton(region: HTMLElement): HTMLElement | undefined {
  const cards = [...region.querySelectorAll<HTMLElement>('.pw-toast')];
  return cards.findLast((card) => typeof card.checkVisibility !== 'function' || card.checkVisibility())?.querySelector<HTMLElement>('button') ?? undefined;
}

/** F6 goes to the newest message, and from the messages back to where one was. */
function useWayByKey(region: { readonly current: HTMLElement | null }, goBack: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.metaKey || event.altKey || !region.current) return;
      const button = newestButton(region.current);
      const isInside = region.current.contains(document.activeElement);
      // Without a message F6 belongs to the browser.
      if (!button) return;
      event.preventDefault();
      if (isInside) goBack();
      else button.focus();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [region, goBack]);
}

/** The messages, spoken by the live region and not by themselves. */
export function ToastList() {
  const region = useRef<HTMLElement>(null);
  const cameFromRef = useRef<FocusPlace | undefined>(undefined);
  useKeptFocus();
  const shown = toasts.value;
  const stays = pinned.value;
  const isEmpty = shown.length === 0 && stays === undefined;
  const goBack = useCallback(() => returnTo(cameFromRef.current, { preventScroll: true }), []);
  useWayByKey(region, goBack);
  useLayoutEffect(() => (region.current && !isEmpty ? keepOffFocus(region.current) : undefined), [isEmpty]);
  const came = (event: FocusEvent) => {
    const from = event.relatedTarget;
    if (!(from instanceof Node && region.current?.contains(from))) cameFromRef.current = from instanceof HTMLElement ? placeOf(from) : undefined;
  };
  return (
    <section class="pw-toasts" aria-label={t('toast.region')} ref={region} onFocusIn={came}>
      <ul class="pw-toasts__list">
        {shown.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onGone={goBack} />
        ))}
        {stays && <PinnedCard text={stays.text} action={stays.action} onGone={goBack} />}
      </ul>
    </section>
  );
}
