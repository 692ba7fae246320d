/**
 * How the time of an activity is said: whole minutes for everybody, to the second for whoever runs the session. Owns the words, and
 * when what they say changes; knows no document.
 */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { leftAt, type Activity } from '../../../model/session/run';

const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;

/** How much is left, in whole minutes; "Paused" while it stands still. */
export function minutesLeft(activity: Activity, nowMs: number): string {
  if (activity.since === undefined) return t('session.paused');
  const seconds = Math.ceil(leftAt(activity, nowMs) / MS_PER_SECOND);
  if (seconds <= 0) return t('session.over');
  if (seconds < SECONDS_PER_MINUTE) return t('session.left.last');
  return t('session.left', { count: Math.ceil(seconds / SECONDS_PER_MINUTE) });
}

/** How much is left to the second, `10:58`; with a plus in front how much longer it takes than planned. */
export function clockLeft(activity: Activity, nowMs: number): string {
  const left = leftAt(activity, nowMs);
  const seconds = left >= 0 ? Math.ceil(left / MS_PER_SECOND) : Math.floor(-left / MS_PER_SECOND);
  const [minutes, rest] = [Math.floor(seconds / SECONDS_PER_MINUTE), seconds % SECONDS_PER_MINUTE];
  return `${left < 0 ? '+' : ''}${minutes}:${String(rest).padStart(2, '0')}`;
}

/** The time by `now`, read anew each second of the time that is left for as long as an activity runs. */
export function useTime(activity: Activity | undefined, now: () => number): number {
  const [time, setTime] = useState(now);
  const runs = activity?.since !== undefined;
  useEffect(() => {
    setTime(now());
    if (!activity || !runs) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setTime(now());
      // When the second of what is left changes, so that two screens change together.
      const rest = leftAt(activity, now()) % MS_PER_SECOND;
      timer = setTimeout(tick, rest > 0 ? rest : MS_PER_SECOND + rest);
    };
    tick();
    return () => clearTimeout(timer);
  }, [activity, runs, now]);
  return time;
}
