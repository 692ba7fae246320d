/**
 * What is said about agreement by others: "Ann agrees to Referral". Owns the gathering of bursts into one sentence; the kind
 * can be silenced (notice/notice.ts). My own acts are answered where I do them.
 */
import { announce } from '../../notice/notice';
import { t } from '../../i18n/translate';
import { agreedName } from '../../editor/agree-words';
import { SIDES, type Said } from '../../model/agreement';
import type { RecordChange } from '../../model/record';
import type { OpenWorkshop } from '../../workshop/open';

/** How long others' words on agreement are gathered into one sentence, in milliseconds. */
const GATHER_MS = 1_500;

/** The sentences for one change; nothing for what I said myself, or for a yes taken back: that needs no reason and no audience. */
export function agreementInWords(open: OpenWorkshop, change: RecordChange): readonly string[] {
  const title = agreedName(open.map, change.part);
  const { before, after } = change;
  const me = open.entry.participant;
  const isMine = (said: Said) => said.by === me || said.scribe === me;
  const nameOf = (participant: string) => open.facts.roster.peek().get(participant)?.nickname || t('others.unknown');
  const spoken = SIDES.flatMap((side) => {
    const { yes, view, removal } = after[side];
    const half = open.agreement.pairs.peek().find((pair) => pair.id === change.pair)?.[side];
    return [
      ...(yes && yes.at !== before[side].yes?.at && !isMine(yes) ? [t('say.agrees', { person: nameOf(yes.by), title })] : []),
      ...(view && view.at !== before[side].view?.at && !isMine(view) ? [t('say.differs', { person: nameOf(view.by), title })] : []),
      ...(removal !== undefined && removal !== before[side].removal && half !== undefined && half !== me ? [t('say.leaving', { person: nameOf(half), title })] : []),
    ];
  });
  const isNew = after.agreed !== undefined && after.agreed.at !== before.agreed?.at;
  return isNew ? [...spoken, t('say.bothAgree', { title })] : spoken;
}

/** Says it until stopped. */
export function sayAgreement(open: OpenWorkshop): () => void {
  const waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    const sentences = waiting.splice(0);
    announce(sentences.length > 2 ? t('say.agreedMany', { count: sentences.length }) : sentences.join(' '), 'agreement');
  };
  const stop = open.agreement.record.subscribe((changes) => {
    // The first arrival of the record is not news.
    if (!open.ready.peek() || open.connection.peek() !== 'connected') return;
    waiting.push(...changes.flatMap((change) => agreementInWords(open, change)));
    if (waiting.length > 0) timer ??= setTimeout(say, GATHER_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
