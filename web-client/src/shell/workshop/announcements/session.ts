/**
 * That another part of the session is on, that it is paused or goes on, that its time is up, that notes can be shared, and that they were
 * shown without names. The line below the header shows the same. Owns these sentences.
 */
import { effect } from '@preact/signals';
import { t } from '../../../i18n/translate';
import { leftAt } from '../../../model/session/run';
import { announce } from '../../../notice/notice';
import type { OpenWorkshop } from '../../../workshop/open';
import type { CurrentActivity } from '../../../workshop/session/live-session';

/** What is news between two states; nothing when one only went to another minute. */
function newsBetween(before: CurrentActivity | undefined, now: CurrentActivity | undefined): string | undefined {
  if (now?.id !== before?.id) return now ? t('session.told.now', { title: now.title }) : t('session.ended');
  if (!now || !before || (now.since === undefined) === (before.since === undefined)) return undefined;
  return t(now.since === undefined ? 'session.told.paused' : 'session.told.resumed');
}

/** How far sharing notes is. */
type Sharing = 'closed' | 'open' | 'shown' | 'tooFew';
const SHARING_WORDS = { closed: undefined, open: 'session.told.share', shown: 'session.told.shown', tooFew: 'session.told.tooFew' } as const;

/** Says once that notes of the activity that is on can be shared, and what became of those without names. */
function announceSharing({ session }: OpenWorkshop): () => void {
  let before: { readonly activity: string; readonly sharing: Sharing } | undefined;
  return effect(() => {
    const activity = session.current.value?.id ?? '';
    const reveal = session.reveals.value.get(activity)?.state;
    const isOpen = session.writing.value.get(activity)?.givingSince !== undefined;
    const sharing = reveal ?? (isOpen ? 'open' : 'closed');
    const isNews = before?.activity === activity && before.sharing !== sharing;
    before = { activity, sharing };
    const words = SHARING_WORDS[sharing];
    if (isNews && words !== undefined) announce(t(words), 'session');
  });
}

/** Says it until stopped. */
export function announceSession(workshop: OpenWorkshop): () => void {
  const { session } = workshop;
  let before: { readonly activity: CurrentActivity | undefined } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // What I find when I come is not news; the line shows it.
  const say = (known: typeof before, now: CurrentActivity | undefined) => {
    const news = known && newsBetween(known.activity, now);
    if (news !== undefined) announce(news, 'session');
  };
  const stop = effect(() => {
    const now = session.current.value;
    clearTimeout(timer);
    if (session.state.value.beganAt === undefined) return;
    const known = before;
    before = { activity: now };
    say(known, now);
    const left = now?.since === undefined ? 0 : leftAt(now, session.now());
    if (now && left > 0) timer = setTimeout(() => announce(t('session.told.over', { title: now.title }), 'session'), left);
  });
  const stopSharing = announceSharing(workshop);
  return () => {
    clearTimeout(timer);
    stop();
    stopSharing();
  };
}
