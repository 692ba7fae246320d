/**
 * That I am half of a pair now, or no longer: told to both, whoever did it. Owns these two sentences.
 */
import { effect } from '@preact/signals';
import { t } from '../../../i18n/translate';
import { otherSide } from '../../../model/agreement';
import { sideIn, type Pair } from '../../../model/pairs';
import { showToast } from '../../../notice/notice';
import type { OpenMap } from '../../../workshop/open';

/** Says it until stopped. */
export function announcePair(open: OpenMap): () => void {
  const me = open.workshop.entry.participant;
  let known: Pair | undefined;
  let isFirst = true;
  const nameOf = (pair: Pair) => {
    const side = sideIn(pair, me);
    return (side && open.workshop.facts.roster.peek().get(pair[otherSide(side)])?.nickname) || t('others.unknown');
  };
  return effect(() => {
    const now = open.workshop.facts.pairs.value.find((pair) => pair.state === 'open' && sideIn(pair, me) !== undefined);
    if (!open.ready.value || open.workshop.connection.value !== 'connected') return;
    const before = known;
    known = now;
    // What I find when I come is not news.
    if (isFirst) {
      isFirst = false;
      return;
    }
    if (before?.id === now?.id) return;
    if (before) showToast(t('announce.pairEnded', { name: nameOf(before) }));
    if (now) showToast(t('announce.pair', { name: nameOf(now) }));
  });
}
