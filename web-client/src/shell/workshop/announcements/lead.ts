/**
 * What leads the room and concerns me, spoken once: that I am next or have the turn, what everybody is told, and where everybody is
 * asked to look. The lines below the header show the same. Owns these sentences; others' hands are not spoken.
 */
import { effect, untracked } from '@preact/signals';
import { t } from '../../../i18n/translate';
import { announce } from '../../../notice/notice';
import type { OpenMap } from '../../../workshop/open';
import { answerIn, isFresh } from '../session/lead/follow-call';
import { aloneFrom } from '../session/lead/messages';
import { handsUp, nameOf, voicesOf } from '../session/lead/people';
import { placeInWords } from '../session/lead/place';

/** Says once what `of` gives anew; what is found first is no news. */
function sayNews<News>(of: () => { readonly key: string; readonly news: News } | undefined, say: (news: News) => void): () => void {
  let before: string | undefined;
  let isFirst = true;
  return effect(() => {
    const now = of();
    const isNews = !isFirst && now !== undefined && now.key !== before;
    isFirst = false;
    before = now?.key;
    if (isNews) untracked(() => say(now.news));
  });
}

/** Who of those I speak for stands in this place. */
function mineAt({ workshop }: OpenMap, person: string | undefined): { readonly key: string; readonly news: { readonly isMe: boolean; readonly name: string } } | undefined {
  if (person === undefined || !voicesOf(workshop).includes(person)) return undefined;
  return { key: person, news: { isMe: person === workshop.entry.participant, name: untracked(() => nameOf(workshop, person)) } };
}

/** Says it until stopped. */
export function announceLead(open: OpenMap): () => void {
  const { workshop } = open;
  const { lead } = workshop.session;
  const begun = workshop.session.now();
  const stops = [
    sayNews(() => mineAt(open, handsUp(workshop)[0]), ({ isMe, name }) => announce(isMe ? t('lead.told.next') : t('lead.told.nextFor', { name }), 'me')),
    sayNews(() => mineAt(open, lead.round.value?.now), ({ isMe, name }) => announce(isMe ? t('turn.told.me') : t('turn.told.for', { name }), 'me')),
    sayNews(() => mineAt(open, lead.round.value?.waiting[0]), ({ isMe, name }) => announce(isMe ? t('turn.told.next') : t('turn.told.nextFor', { name }), 'me')),
    sayNews(
      () => {
        const newest = lead.messages.value.at(-1);
        return newest && newest.by !== workshop.entry.participant ? { key: newest.id, news: newest } : undefined;
      },
      ({ by, text }) => announce(t('lead.message.told', { name: nameOf(workshop, by), text }), 'session'),
    ),
    sayNews(
      () => {
        // The document comes after the page, with what was said before.
        const newest = workshop.session.alone.value.at(-1);
        return newest && newest.at > begun ? { key: newest.id, news: newest } : undefined;
      },
      (said) => announce(`${aloneFrom(workshop, said)} ${said.text}`, 'me'),
    ),
    sayNews(
      () => {
        const call = lead.call.value;
        const answer = answerIn(workshop).value;
        // Said when it is known whether I was brought there.
        if (!call || !isFresh(workshop, call) || answer?.at !== call.at || answer.how === 'going') return undefined;
        return { key: `${call.at} ${answer.how}`, news: { call, how: answer.how } };
      },
      ({ call, how }) => announce(t(how === 'brought' ? 'lead.call.brought' : 'lead.call.asks', { name: nameOf(workshop, call.by), place: placeInWords(open, call) }), 'session'),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
