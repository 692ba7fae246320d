/**
 * That I am half of a pair now, or no longer, and that it decides about other stages: told to both, whoever did it. Owns
 * these sentences.
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
  const other = (pair: Pair) => {
    const side = sideIn(pair, me);
    return side && open.workshop.facts.roster.value.get(pair[otherSide(side)]);
  };
  // A person who is gone from the roster has none that could still come.
  const hasName = (pair: Pair) => other(pair) !== undefined || open.workshop.facts.roster.value.size > 0;
  const nameOf = (pair: Pair) => other(pair)?.nickname || t('others.unknown');
  return effect(() => {
    const now = open.workshop.facts.pairs.value.find((pair) => pair.state === 'open' && sideIn(pair, me) !== undefined);
    if (!open.workshop.areFactsKnown.value) return;
    // What I find when I come is not news; what is new since this device was here last is.
    const isNews = !isFirst && known?.id !== now?.id;
    // Told when the name of the other is known.
    if (isNews && [known, now].some((pair) => pair && !hasName(pair))) return;
    const before = known;
    known = now;
    const decidesAnew = !isFirst && !isNews && JSON.stringify(before?.scope) !== JSON.stringify(now?.scope);
    isFirst = false;
    if (decidesAnew) showToast(t('announce.scope'), { kind: 'me' });
    if (!isNews) return;
    if (before) showToast(t('announce.pairEnded', { name: nameOf(before) }), { kind: 'me' });
    if (now) showToast(t('announce.pair', { name: nameOf(now) }), { kind: 'me' });
  });
}
