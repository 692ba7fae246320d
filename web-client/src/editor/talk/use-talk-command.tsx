/** Doing something about a thread or a message: the call, what is said when it is done, and the words when it fails. Owns no look. */
import { useState } from 'preact/hooks';
import { announce } from '../../notice/notice';
import type { TalkCommand } from '../../workshop/api';
import type { Talk } from '../../workshop/talk';
import { wordsForFailure } from '../words/failure-words';

/** What does it, and the words of the last failure. */
export function useTalkCommand(talk: Talk): { readonly failure: string | undefined; readonly act: (act: TalkCommand | (() => Promise<void>), done: string) => Promise<'done' | 'failed'> } {
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const act = async (one: TalkCommand | (() => Promise<void>), done: string) => {
    try {
      setFailure(undefined);
      await (typeof one === 'function' ? one() : talk.send(one));
      if (done !== '') announce(done);
      return 'done' as const;
    } catch (error) {
      setFailure(wordsForFailure(error));
      return 'failed' as const;
    }
  };
  return { failure, act };
}

/** The words of a failure beside what failed. */
export function Failure({ words }: { readonly words: string | undefined }) {
  return words === undefined ? null : <p class="nhsuk-error-message" role="alert">{words}</p>;
}
