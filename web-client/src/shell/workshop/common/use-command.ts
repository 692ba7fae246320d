/**
 * What the sections of the dialogs about people and pairs do with the server: one thing at a time, said when it is done, its failure kept in
 * words; and a switch that shows at once what was chosen. Owns no look.
 */
import { useEffect, useState } from 'preact/hooks';
import { announce } from '../../../notice/notice';
import { wordsForFailure } from '../../common/use-answer';

/** Doing one thing, and how the last one failed. */
export interface CommandRun {
  readonly failure: string | undefined;
  /** Does it, and says `done` when it is given; what is on its way is finished first. */
  readonly run: (work: () => Promise<unknown>, done?: string) => Promise<'done' | 'failed'>;
  /** For `aria-disabled` of the buttons. */
  readonly disabled: 'true' | undefined;
}

/** Does one thing at a time, and keeps the words of what failed. */
export function useCommand(): CommandRun {
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const run = async (work: () => Promise<unknown>, done?: string) => {
    if (busy === 'busy') return 'failed' as const;
    setBusy('busy');
    setFailure(undefined);
    try {
      await work();
      if (done !== undefined) announce(done);
      return 'done' as const;
    } catch (error) {
      setFailure(wordsForFailure(error));
      return 'failed' as const;
    } finally {
      setBusy('ready');
    }
  };
  return { failure, run, disabled: busy === 'busy' ? 'true' : undefined };
}

/** A switch whose state the workshop document holds; `set` asks the server. */
export function useSwitch(isSet: boolean, set: (next: 'on' | 'off') => Promise<'done' | 'failed'>): { readonly isOn: boolean; readonly flip: () => void } {
  // What was chosen is shown at once; the workshop document says the same a moment later, or the answer was a refusal.
  const [chosen, setChosen] = useState<'on' | 'off' | undefined>(undefined);
  const isOn = chosen === undefined ? isSet : chosen === 'on';
  useEffect(() => setChosen(undefined), [isSet]);
  const flip = () => {
    const next = isOn ? 'off' : 'on';
    setChosen(next);
    void (async () => {
      if ((await set(next)) === 'failed') setChosen(undefined);
    })();
  };
  return { isOn, flip };
}
