/**
 * What is said about agreement by others: "Ann agrees to Referral". Owns the gathering of bursts into one sentence; the kind
 * can be silenced (notice/notice.ts). My own acts are answered where I do them.
 */
import { announce, showToast } from '../../../notice/notice';
import { t } from '../../../i18n/translate';
import { agreedName } from '../../../editor/words/agreement-words';
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { SIDES, type Said } from '../../../model/agreement';
import type { AgreePart } from '../../../model/meaning';
import type { RecordChange } from '../../../model/record';
import type { OpenMap } from '../../../workshop/open';
import type { Pace, Teller } from './pace';

/** How long others' words on agreement are gathered into one sentence, in milliseconds. */
const GATHER_MS = 1_500;

/** The sentences for one change; nothing for what I said myself, or for a yes taken back: that needs no reason and no audience. */
export function agreementInWords(open: OpenMap, change: RecordChange): readonly string[] {
  const title = agreedName(open.map, change.part);
  const { before, after } = change;
  const me = open.workshop.entry.participant;
  const isMine = (said: Said) => said.by === me || said.scribe === me;
  const nameOf = (participant: string) => open.workshop.facts.roster.peek().get(participant)?.nickname || t('others.unknown');
  const spoken = SIDES.flatMap((side) => {
    const { yes, view, removal } = after[side];
    const parks = after[side].park === 'parked' && before[side].park !== 'parked';
    const half = open.agreement.pairs.peek().find((pair) => pair.id === change.pair)?.[side];
    return [
      ...(yes && yes.at !== before[side].yes?.at && !isMine(yes) ? [t('announce.agrees', { person: nameOf(yes.by), title })] : []),
      ...(view && view.at !== before[side].view?.at && !isMine(view) ? [t('announce.differs', { person: nameOf(view.by), title })] : []),
      ...(parks && half !== undefined && half !== me ? [t('announce.parks', { person: nameOf(half), title })] : []),
      ...(removal !== undefined && removal !== before[side].removal && half !== undefined && half !== me ? [t('announce.leaving', { person: nameOf(half), title })] : []),
    ];
  });
  const isNew = after.agreed !== undefined && after.agreed.at !== before.agreed?.at;
  // The yes that makes it agreed is in that.
  return isNew ? [t('announce.bothAgree', { title })] : spoken;
}

/** Many sentences are counted. */
function inOne(sentences: readonly string[]): string {
  return sentences.length > 2 ? t('announce.agreedMany', { count: sentences.length }) : sentences.join(' ');
}

/** Says it until stopped. */
export function announceAgreement(open: OpenMap, pace: Pace): () => void {
  /** Of other pairs: the map itself shows it. */
  const ofOthers: string[] = [];
  const say = () => {
    announce(inOne(ofOthers.splice(0)), 'agreement');
    return 'said' as const;
  };
  const teller: Teller = { kind: 'agreement', gatherMs: GATHER_MS, say };
  /** What my partner says waits for my answer or has mine: that is shown too, and soon. */
  const ofMyPair: string[] = [];
  const concerning = new Set<AgreePart>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sayOfMyPair = () => {
    timer = undefined;
    const words = inOne(ofMyPair.splice(0));
    const [part, ...others] = concerning;
    concerning.clear();
    const action = part && others.length === 0 ? { label: t('announce.reopened.show'), run: () => editorStateOf(open).openAgreementPart(part) } : undefined;
    showToast(words, { kind: 'agreement', ...(action ? { action } : {}) });
  };
  const stop = open.agreement.record.subscribe((changes) => {
    // What was said before this device knew of it is not news.
    if (!open.isRecordKnown.peek()) return;
    for (const change of changes) {
      const sentences = agreementInWords(open, change);
      if (sentences.length === 0) continue;
      const isMine = change.pair === open.agreement.myPair.peek()?.id;
      (isMine ? ofMyPair : ofOthers).push(...sentences);
      if (isMine) concerning.add(change.part);
    }
    if (ofMyPair.length > 0) timer ??= setTimeout(sayOfMyPair, GATHER_MS);
    if (ofOthers.length > 0) pace.ask(teller);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
