/**
 * Asking the server from a page: one signal that says waiting, answered or failed, and the plain words for a failure.
 * Owns the words of failures; must not know what was asked.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import { ApiError } from '../workshop/api';

/** Where a question to the server stands. */
export type Asked<Answer> =
  | { readonly state: 'waiting' }
  | { readonly state: 'answered'; readonly answer: Answer }
  | { readonly state: 'failed'; readonly error: unknown };

/** Plain words for a failure, whatever it was. The server's own words are plain words too. */
export function wordsForFailure(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.unexpected');
  if (error.code === 'offline') return t('error.noConnection');
  if (error.status === 429) return t('error.tooMany');
  if (error.status >= 500 || error.code === 'bad_answer' || error.message === '') return t('error.unexpected');
  return error.message;
}

/** True when the server said that what was asked for does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 410);
}

/** Asks when the component appears and again when `about` changes; an answer that comes too late is dropped. */
export function useAnswer<Answer>(ask: () => Promise<Answer>, about: string): [Asked<Answer>, () => void] {
  const [asked, setAsked] = useState<Asked<Answer>>({ state: 'waiting' });
  const [attempt, setAttempt] = useState(0);
  const latestRef = useRef(ask);
  useLayoutEffect(() => {
    latestRef.current = ask;
  });
  useEffect(() => {
    let wanted = true;
    setAsked({ state: 'waiting' });
    latestRef.current().then(
      (answer) => wanted && setAsked({ state: 'answered', answer }),
      (error: unknown) => wanted && setAsked({ state: 'failed', error }),
    );
    return () => {
      wanted = false;
    };
  }, [about, attempt]);
  return [asked, () => setAttempt(attempt + 1)];
}
