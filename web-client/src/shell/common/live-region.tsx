/**
 * Where messages are heard and seen: one polite live region for the whole product, and the short messages at the bottom
 * of the screen. Owns how long a message stays (as long as someone points at it or it has focus). What is said comes
 * from the notice folder.
 */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { announcement, dismissToast, toasts, type Toast } from '../../notice/notice';
import { Symbol } from '../../styles/symbol';
import { useKeptFocus } from '../../ui/kept-focus';

/** How long a message stays, without and with something to do about it, in milliseconds. */
const PLAIN_MS = 6_000;
const WITH_ACTION_MS = 12_000;
/** Gathers bursts, so that a screen reader is not cut off in the middle of each, in milliseconds. */
const GATHER_MS = 150;
/** How long the words stay in the region, so that nobody finds stale ones when reading through the page. */
const HEARD_MS = 10_000;

/** The live region. Two boxes take turns, so that the same words said twice are heard twice. */
export function LiveRegion() {
  const first = useSignal('');
  const second = useSignal('');
  useSignalEffect(() => {
    const said = announcement.value;
    if (said === undefined) return undefined;
    const timer = setTimeout(() => {
      const odd = said.id % 2 === 1;
      first.value = odd ? said.text : '';
      second.value = odd ? '' : said.text;
    }, GATHER_MS);
    const empty = setTimeout(() => {
      first.value = '';
      second.value = '';
    }, HEARD_MS);
    return () => {
      clearTimeout(timer);
      clearTimeout(empty);
    };
  });
  return (
    <div class="pw-hidden" data-live-region>
      <div role="status" aria-live="polite">
        {first}
      </div>
      <div role="status" aria-live="polite">
        {second}
      </div>
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const [held, setHeld] = useState<'held' | 'free'>('free');
  useEffect(() => {
    if (held === 'held') return undefined;
    const timer = setTimeout(() => dismissToast(toast.id), toast.action ? WITH_ACTION_MS : PLAIN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.action]);
  const act = () => {
    toast.action?.run();
    dismissToast(toast.id);
  };
  return (
    // Pointing at a message, or being in it, only keeps it on the screen; nothing is done by it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      class="pw-toast"
      onMouseEnter={() => setHeld('held')}
      onMouseLeave={() => setHeld('free')}
      onFocusIn={() => setHeld('held')}
      onFocusOut={() => setHeld('free')}
    >
      <span>{toast.text}</span>
      {toast.action && (
        <button type="button" class="pw-button pw-button--quiet pw-toast__action" onClick={act}>
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        class="pw-button pw-button--quiet pw-button--symbol"
        aria-label={t('toast.close', { text: toast.text })}
        onClick={() => dismissToast(toast.id)}
      >
        <Symbol name="close" size={1} />
      </button>
    </li>
  );
}

/** The short messages on the screen. They are spoken by the live region, not by themselves. */
export function Toasts() {
  const region = useRef<HTMLElement>(null);
  useKeptFocus(region);
  return (
    <section class="pw-toasts" aria-label={t('toast.region')} ref={region}>
      <ul class="pw-toasts__list">
        {toasts.value.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </ul>
    </section>
  );
}
