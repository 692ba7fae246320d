/**
 * Saying something of a part from a screen: one thing at a time, never without a connection, and a yes only to what was
 * seen. Owns the outcome (busy, changed meanwhile, refused) and the spoken answer; the screens draw it.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { otherSide, type Act } from '../../model/agreement';
import type { AgreePart, Meaning } from '../../model/meaning';
import { nameOfPart } from '../../model/meaning';
import { announceRemoved } from '../state/actions';
import { agreedName } from '../words/agreement-words';
import type { EditorState } from '../state/editor-state';
import { wordsForFailure } from '../words/failure-words';

/** Where saying something stands. */
export interface StatementRun {
  readonly busy: boolean;
  /** The part changed while the person was reading: what they saw, and what it says now. */
  readonly changed: { readonly seen: Meaning; readonly now: Meaning; readonly fingerprint: string } | undefined;
  readonly failure: string | undefined;
  /** What was said last of this part, since it is shown. */
  readonly said: Act | undefined;
  /** Says it; true when it was taken. */
  submit(act: Act, given?: { readonly text?: string; readonly fingerprint?: string }): Promise<boolean>;
  /** Puts the outcome away. */
  dismiss(): void;
}

type Outcome = Pick<StatementRun, 'busy' | 'changed' | 'failure' | 'said'>;
const NOTHING: Outcome = { busy: false, changed: undefined, failure: undefined, said: undefined };

/** Saying something of one part; moving to another part starts afresh. */
export function useStatement(editor: EditorState, part: AgreePart): StatementRun {
  const name = nameOfPart(part);
  const [outcome, setOutcome] = useState<Outcome & { readonly about: string }>({ ...NOTHING, about: name });
  const hereRef = useRef('');
  useEffect(() => {
    hereRef.current = name;
    return () => {
      hereRef.current = '';
    };
  }, [name]);
  const current: Outcome = outcome.about === name ? outcome : NOTHING;
  const show = (next: Outcome) => {
    if (hereRef.current === name) setOutcome({ ...next, about: name });
  };
  const submit: StatementRun['submit'] = async (act, given = {}) => {
    if (current.busy) return false;
    const { agreement } = editor;
    if (!agreement.isConnected.peek()) {
      editor.announce(t('agree.offline'));
      return false;
    }
    const seen = agreement.meaning(part).peek();
    const fingerprint = given.fingerprint ?? agreement.present(part).peek();
    const speaker = agreement.speaker.peek();
    // What others changed and this person does not see yet is let in: nothing is said of what is not so any more.
    if (editor.map.heldCount.peek() > 0) {
      editor.map.letIn();
      const now = agreement.meaning(part).peek();
      if (act === 'agree' && seen && now && agreement.present(part).peek() !== fingerprint) {
        editor.announce(t('changes.meanwhile'));
        show({ ...NOTHING, changed: { seen, now, fingerprint: agreement.present(part).peek() } });
        return false;
      }
    }
    const mine = agreement.mine(part);
    const isLast = act === 'remove' && speaker.can === 'speak' && 'acts' in mine && mine.acts[otherSide(speaker.side)].removal !== undefined;
    show({ ...NOTHING, busy: true });
    const answer = await agreement.submit(part, act, act === 'agree' ? { ...given, fingerprint } : given);
    if (answer.kind === 'said') {
      if (isLast) announceRemoved(editor, part);
      else editor.announce(t(`agree.said.${act}`, { title: agreedName(editor.map, part) }));
      show({ ...NOTHING, said: act });
      return true;
    }
    if (answer.kind === 'changed' && seen) {
      editor.announce(t('changes.meanwhile'));
      show({ ...NOTHING, changed: { seen, now: answer.now.meaning, fingerprint: answer.now.fingerprint } });
      return false;
    }
    show({ ...NOTHING, failure: wordsForFailure(answer.kind === 'failed' ? answer.error : undefined) });
    return false;
  };
  return { ...current, submit, dismiss: () => show(NOTHING) };
}
