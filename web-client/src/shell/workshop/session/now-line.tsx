/**
 * The line that says what is on in the session, how long, and what comes next; below the header of everybody. Owns that line and who
 * hides the time; which activity is on is the server's. Loaded when a session has begun.
 */
import { useCallback } from 'preact/hooks';
import { t, timeInWords, type PlainKey } from '../../../i18n/translate';
import { Symbol } from '../../../styles/symbol';
import { isResting, leftAt } from '../../../model/session/run';
import type { OpenMap, OpenWorkshop } from '../../../workshop/open';
import { changePreferences, preferences } from '../../common/preferences';
import { activityEntry } from './activities';
import { HandButtons } from './lead/hands';
import { FollowLine } from './lead/follow-line';
import { LeadLines } from './lead/lead-lines';
import { minutesLeft, useTime } from './time-words';
import type { Side } from './use-side';
import './session.scss';

/** What people do in each mode, in a few words; nothing for one that needs no saying. */
const MODES: Readonly<Record<string, PlainKey>> = {
  silent: 'session.mode.silent',
  round_robin: 'session.mode.round_robin',
  pairs: 'session.mode.pairs',
  breakout: 'session.mode.breakout',
  vote: 'session.mode.vote',
  reflect: 'session.mode.reflect',
};

interface NowLineProps {
  readonly open: OpenMap;
  readonly side: Side;
}

/** What is next on the agenda. */
function nextOf(workshop: OpenWorkshop, current: string): string | undefined {
  const agenda = workshop.facts.agenda.value;
  const at = agenda.findIndex(({ id }) => id === current);
  return at < 0 ? undefined : agenda[at + 1]?.title;
}

/** The time that is left, which a person may hide. */
function TimeLeft({ workshop }: { readonly workshop: OpenWorkshop }) {
  const { current } = workshop.session;
  const now = useCallback(() => workshop.session.now(), [workshop]);
  const time = useTime(current.value, now);
  const isHidden = preferences.value.countdown === 'hidden';
  if (!current.value) return null;
  return (
    <>
      {!isHidden && <p class="pw-now__time">{minutesLeft(current.value, time)}</p>}
      <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={() => changePreferences({ countdown: isHidden ? 'shown' : 'hidden' })}>
        {t(isHidden ? 'session.time.show' : 'session.time.hide')}
      </button>
    </>
  );
}

/** In a break: when we go on, in large letters, and that the map is locked until then. */
function Rest({ workshop }: { readonly workshop: OpenWorkshop }) {
  const { current, state } = workshop.session;
  const activity = current.value;
  if (activity?.mode !== 'break') return null;
  return (
    <>
      {activity.since !== undefined && <p class="pw-now__back">{t('break.back', { time: timeInWords(activity.since + leftAt(activity, activity.since)) })}</p>}
      <p class="pw-now__mode">{t(isResting(state.value) ? 'break.locked' : 'session.mode.break')}</p>
    </>
  );
}

/** Where we hear one another. */
function CallPlace({ workshop }: { readonly workshop: OpenWorkshop }) {
  const { link } = workshop.session.callLink.value;
  if (link === '') return null;
  return (
    <a class="pw-button pw-button--plain pw-button--small" href={link} target="_blank" rel="noopener noreferrer">
      {t('session.call')}<span class="pw-hidden"> ({t('session.call.opens')})</span>
    </a>
  );
}

/** What I am to do in the activity that is on. */
function ActivityButton({ open, side }: NowLineProps) {
  const entry = activityEntry(open.workshop.session.current.value);
  const label = entry?.button?.(open);
  const opens = entry?.opens;
  if (label === undefined || opens === undefined) return null;
  if (typeof opens === 'function') return <button type="button" class="pw-button pw-button--small" onClick={() => opens(open)}>{label}</button>;
  return <button type="button" class="pw-button pw-button--small" aria-expanded={side.name === 'activity'} onClick={() => side.toggle('activity')}>{label}</button>;
}

/** The way to the shared ideas, with how many there are. */
function IdeasButton({ open, side }: NowLineProps) {
  const count = open.workshop.session.ideas.value.length;
  const name = count > 0 ? t('session.ideas.count', { count }) : t('session.ideas');
  return (
    <button type="button" class="pw-button pw-button--quiet pw-button--small pw-now__ideas" aria-label={name} title={name} aria-expanded={side.name === 'ideas'} onClick={() => side.toggle('ideas')}>
      <Symbol name="sharedIdea" size={1.125} />
      <span class="pw-now__ideas-words">{name}</span>
      {count > 0 && <span class="pw-now__ideas-count">{count}</span>}
    </button>
  );
}

/** The line. */
export function NowLine({ open, side }: NowLineProps) {
  const { workshop } = open;
  const { session } = workshop;
  const { current, state } = session;
  const activity = current.value;
  const hasEnded = state.value.endedAt !== undefined;
  const { link, phone } = session.callLink.value;
  const following = <FollowLine open={open} makeRoom={side.close} />;
  if (!activity && !hasEnded && link === '' && phone === '') return following;
  const mode = activity && MODES[activity.mode];
  const next = activity && nextOf(workshop, activity.id);
  return (
    <>
      <section class="pw-now" aria-label={t('session.now.name')}>
        <div class="pw-now__words">
          <p class="pw-now__on" dir="auto"><b>{activity ? t('session.now', { title: activity.title }) : t(hasEnded ? 'session.ended' : 'session.soon')}</b></p>
          <Rest workshop={workshop} />
          {activity?.says === undefined ? mode && <p class="pw-now__mode">{t(mode)}</p> : <p class="pw-now__says" dir="auto">{activity.says}</p>}
          {next !== undefined && <p class="pw-now__next" dir="auto">{t('session.next', { title: next })}</p>}
          {phone !== '' && <p class="pw-now__next" dir="auto">{t('session.call.phone', { words: phone })}</p>}
        </div>
        <div class="pw-now__tools">
          <TimeLeft workshop={workshop} />
          <CallPlace workshop={workshop} />
          {activity && <HandButtons workshop={workshop} />}
          <ActivityButton open={open} side={side} />
          <IdeasButton open={open} side={side} />
          {side.mayRun && (
            <button type="button" class="pw-button pw-button--plain pw-button--small pw-now__run" aria-expanded={side.name === 'run'} onClick={() => side.toggle('run')}>
              <Symbol name="list" size={1.125} />
              {t('run.title')}
            </button>
          )}
        </div>
      </section>
      {activity && <LeadLines open={open} makeRoom={side.close} />}
      {following}
    </>
  );
}
