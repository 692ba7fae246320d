/**
 * That a vote is open, and that one is closed. How many have voted is not news: it would be spoken at every ballot. Owns these sentences;
 * loads their words with the first of them.
 */
import { effect } from '@preact/signals';
import { t } from '../../../i18n/translate';
import type { Round } from '../../../model/session/votes';
import { announce } from '../../../notice/notice';
import { loadWords } from '../../../ui/feature';
import type { OpenWorkshop } from '../../../workshop/open';

const words = [() => import('../../../i18n/later/session')];

/** What is news between two states of the votes. */
function newsBetween(before: ReadonlyMap<string, Round>, now: readonly Round[]): readonly string[] {
  return now.flatMap((round) => {
    const { question, state } = round;
    if (state === before.get(round.id)?.state) return [];
    if (state === 'open') return [t('session.told.vote', { question })];
    // One that came closed is of before I was here.
    return before.has(round.id) ? [t('session.told.voteClosed', { question })] : [];
  });
}

/** Says it until stopped. */
export function announceVotes({ session }: OpenWorkshop): () => void {
  let before: ReadonlyMap<string, Round> | undefined;
  return effect(() => {
    const now = session.votes.value;
    // What I find when I come is not news; the panel shows it.
    const isKnown = session.state.value.beganAt !== undefined;
    const known = before;
    before = isKnown ? new Map(now.map((round) => [round.id, round])) : undefined;
    if (!known) return;
    void (async () => {
      await loadWords(words).catch(() => undefined);
      for (const news of newsBetween(known, now)) announce(news, 'session');
    })();
  });
}
