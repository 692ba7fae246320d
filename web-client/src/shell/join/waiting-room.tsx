/**
 * The waiting room: a calm page for somebody who has joined and whom a facilitator lets in. It asks every two seconds how
 * the person stands and goes on by itself. Owns the asking; the secret of the device is kept by workshop/device.ts.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { announce } from '../../notice/notice';
import { RoleTag } from '../../ui/who';
import { ApiError, type Waiting } from '../../workshop/api';
import { wordsForFailure } from '../common/use-answer';
import { enter } from './enter';
import { device, server } from '../common/services';

/** How often a waiting device asks, in milliseconds. */
const ASK_MS = 2_000;

type Standing = { readonly now: 'waiting' | 'noLine' } | { readonly now: 'over'; readonly why: string };

/** What the server says of this person when there is no use in asking again; a bare status can come from any machine on the way. */
const OVER: readonly string[] = ['turned_away', 'removed', 'not_signed_in', 'workshop_deleted'];

/** Whether there is no use in asking again. */
function isOver(error: unknown): error is ApiError {
  return error instanceof ApiError && OVER.includes(error.code);
}

function useStanding(waiting: Waiting): Standing {
  const [standing, setStanding] = useState<Standing>({ now: 'waiting' });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    const ask = async () => {
      let waitMs = ASK_MS;
      try {
        const told = await server.standing(waiting);
        if (!wanted) return;
        if (told.state === 'in') {
          announce(t('waiting.in'));
          enter(told);
          return;
        }
        setStanding({ now: 'waiting' });
      } catch (error) {
        if (!wanted) return;
        if (isOver(error)) {
          // Only a facilitator's no is about this person; the rest a server says, too, that was set back or is another one.
          if (error.code === 'turned_away') device.setWaiting(waiting.workshop, undefined);
          setStanding({ now: 'over', why: error.code === 'turned_away' ? t('waiting.refused.text') : wordsForFailure(error) });
          return;
        }
        if (error instanceof ApiError && error.retryAfterS !== undefined) waitMs = Math.max(ASK_MS, error.retryAfterS * 1_000);
        setStanding({ now: 'noLine' });
      }
      timer = setTimeout(() => void ask(), waitMs);
    };
    void ask();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [waiting]);
  return standing;
}

/** Where somebody waits; `onAgain` is called to join anew after it did not come to that. */
export function WaitingRoom({ waiting, onAgain }: { readonly waiting: Waiting; readonly onAgain: () => void }) {
  const standing = useStanding(waiting);
  const heading = useRef<HTMLHeadingElement>(null);
  const isWaiting = standing.now !== 'over';
  // The form that had the focus is gone, and later the words that were read: what is new is read from its beginning.
  useLayoutEffect(() => heading.current?.focus(), [isWaiting]);
  if (standing.now === 'over') {
    return (
      <section class="pw-card pw-card--main pw-flow">
        <h2 ref={heading} tabIndex={-1}>
          {t('waiting.refused')}
        </h2>
        <p>{standing.why}</p>
        <p>
          <button type="button" class="pw-button pw-button--plain" onClick={onAgain}>
            {t('waiting.again')}
          </button>
        </p>
      </section>
    );
  }
  return (
    <section class="pw-card pw-card--main pw-flow">
      <h2 ref={heading} tabIndex={-1}>
        {t('waiting.title')}
      </h2>
      <p class="pw-row">
        <strong>{waiting.nickname}</strong> <RoleTag role={waiting.role} />
      </p>
      <p>{t('waiting.text')}</p>
      <p class="pw-waiting">{t('waiting.stay')}</p>
      {standing.now === 'noLine' && <p role="status">{t('waiting.noLine')}</p>}
    </section>
  );
}
