/**
 * Saying something of a part from a screen: one thing at a time, never without a connection, and a yes only to what was
 * seen. Owns what came of it (busy, changed meanwhile, refused) and the spoken answer; the screens draw it.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { otherSide, type Act } from '../../model/agreement';
import type { AgreePart, Meaning } from '../../model/meaning';
import { nameOfPart } from '../../model/meaning';
import { takenOut } from '../state/actions';
import { agreedName } from '../words/agreement-words';
import type { Desk } from '../state/editor-state';
import { wordsForFailure } from '../words/failure-words';

/** Where saying something stands. */
export interface Saying {
  readonly busy: boolean;
  /** The part changed while the person was reading: what they saw, and what it says now. */
  readonly changed: { readonly seen: Meaning; readonly now: Meaning; readonly fingerprint: string } | undefined;
  readonly failure: string | undefined;
  /** Says it; true when it was taken. */
  say(act: Act, given?: { readonly text?: string; readonly fingerprint?: string }): Promise<boolean>;
  /** Puts what came of it away. */
  dismiss(): void;
}

type Came = Pick<Saying, 'busy' | 'changed' | 'failure'>;
const NOTHING: Came = { busy: false, changed: undefined, failure: undefined };

/** Saying something of one part; moving to another part starts afresh. */
export function useSaying(desk: Desk, part: AgreePart): Saying {
  const name = nameOfPart(part);
  const [came, setCame] = useState<Came & { readonly about: string }>({ ...NOTHING, about: name });
  const hereRef = useRef('');
  useEffect(() => {
    hereRef.current = name;
    return () => {
      hereRef.current = '';
    };
  }, [name]);
  const now: Came = came.about === name ? came : NOTHING;
  const show = (next: Came) => {
    if (hereRef.current === name) setCame({ ...next, about: name });
  };
  const say: Saying['say'] = async (act, given = {}) => {
    if (now.busy) return false;
    const { agreement } = desk;
    if (!agreement.isConnected.peek()) {
      desk.announce(t('agree.offline'));
      return false;
    }
    const seen = agreement.meaning(part).peek();
    const fingerprint = given.fingerprint ?? agreement.present(part).peek();
    const speaker = agreement.speaker.peek();
    const mine = agreement.mine(part);
    const isLast = act === 'remove' && speaker.can === 'speak' && 'acts' in mine && mine.acts[otherSide(speaker.side)].removal !== undefined;
    show({ ...NOTHING, busy: true });
    const answer = await agreement.say(part, act, act === 'agree' ? { ...given, fingerprint } : given);
    if (answer.kind === 'said') {
      if (isLast) takenOut(desk, part);
      else desk.announce(t(`agree.said.${act}`, { title: agreedName(desk.map, part) }));
      show(NOTHING);
      return true;
    }
    if (answer.kind === 'changed' && seen) {
      desk.announce(t('changes.meanwhile'));
      show({ ...NOTHING, changed: { seen, now: answer.now.meaning, fingerprint: answer.now.fingerprint } });
      return false;
    }
    show({ ...NOTHING, failure: wordsForFailure(answer.kind === 'failed' ? answer.error : undefined) });
    return false;
  };
  return { ...now, say, dismiss: () => show(NOTHING) };
}
