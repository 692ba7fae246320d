/**
 * Asking the server from a page: one signal that says waiting, answered or failed.
 * Must not know what was asked; the plain words for a failure are editor/words/failure-words.ts, which pages take from here.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../workshop/api';

export { wordsForFailure } from '../../editor/words/failure-words';

/** Where a question to the server stands. */
export type Asked<Answer> =
  | { readonly state: 'waiting' }
  | { readonly state: 'answered'; readonly answer: Answer }
  | { readonly state: 'failed'; readonly error: unknown };

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
