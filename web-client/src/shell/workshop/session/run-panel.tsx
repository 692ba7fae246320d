/**
 * Running the session: the agenda with what is on, its clock, and what a facilitator does next. Owns these controls; each command names
 * what was on as it was shown here, so that two facilitators who press at once skip nothing. Beside the map, or in a window of its own.
 */
import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import { t, timeInWords } from '../../../i18n/translate';
import { Symbol } from '../../../styles/symbol';
import { ranUntil } from '../../../model/session/run';
import { showToast } from '../../../notice/notice';
import { newCommand } from '../../../workshop/api';
import type { AgendaItem } from '../../../workshop/facts';
import type { OpenMap, OpenWorkshop } from '../../../workshop/open';
import { useCommand, type CommandRun } from '../common/use-command';
import { FeatureView } from '../../../ui/feature';
import { mayPractise, practise } from '../practice/practise-feature';
import { activityEntry } from './activities';
import { LeadRun } from './lead/lead-run';
import { CallForm } from './call-form';
import { Settling } from './settling';
import { clockLeft, useTime } from './time-words';
import './session.scss';

const MS_PER_MINUTE = 60_000;
/** What the buttons add to the time. */
const STEPS = [-1, 1, 5] as const;

interface RunProps {
  readonly workshop: OpenWorkshop;
  /** The map that is open beside the panel; none in a window of its own. */
  readonly open?: OpenMap | undefined;
}

interface PartProps extends RunProps {
  readonly command: CommandRun;
}

/** The clock of the activity that is on. */
function Clock({ workshop }: RunProps) {
  const { current } = workshop.session;
  const now = useCallback(() => workshop.session.now(), [workshop]);
  const time = useTime(current.value, now);
  const activity = current.value;
  if (!activity) return null;
  const length = activity.min + activity.addedMin;
  return (
    <div class="pw-run__clock" data-state={activity.since === undefined ? 'paused' : 'running'}>
      {/* Read when one goes to it; a reader that spoke each second would say nothing else. */}
      <p class="pw-run__left" role="timer" aria-live="off" aria-label={t('run.left')}>{clockLeft(activity, time)}</p>
      <p class="pw-run__of">{t(activity.since === undefined ? 'run.of.paused' : 'run.of', { count: length, time: timeInWords(activity.startedAt) })}</p>
    </div>
  );
}

/** Goes to an item of the agenda, unless somebody else has gone on a moment ago. */
function useGoOn({ workshop, command }: PartProps, current: string): (item: AgendaItem) => void {
  const [settling] = useState(() => new Settling(current));
  useLayoutEffect(() => settling.see(current), [settling, current]);
  return (item) => {
    if (settling.mayGo(item.id)) void command.run(() => workshop.api.session.start(newCommand(), item.id, current));
    else showToast(t('run.moved'));
  };
}

/** Pause, minutes, next: what is pressed while an activity is on. */
function Controls({ workshop, command }: PartProps) {
  const { current } = workshop.session;
  const activity = current.value;
  const go = useGoOn({ workshop, command }, activity?.id ?? '');
  if (!activity) return null;
  const { api, facts } = workshop;
  const { id } = activity;
  const agenda = facts.agenda.value;
  const at = agenda.findIndex((item) => item.id === id);
  const [before, next] = at < 0 ? [undefined, undefined] : [agenda[at - 1], agenda[at + 1]];
  return (
    <div class="pw-run__controls" role="group" aria-label={t('run.controls')}>
      <div class="pw-run__row">
        {activity.since === undefined
          ? <button type="button" class="pw-button pw-button--plain" aria-disabled={command.disabled} onClick={() => void command.run(() => api.session.resume(newCommand(), id))}>{t('run.resume')}</button>
          : <button type="button" class="pw-button pw-button--plain" aria-disabled={command.disabled} onClick={() => void command.run(() => api.session.pause(newCommand(), id))}>{t('run.pause')}</button>}
        {STEPS.map((minutes) => (
          <button type="button" class="pw-button pw-button--plain pw-run__step" key={minutes} aria-label={t(minutes < 0 ? 'run.fewer' : 'run.more', { count: Math.abs(minutes) })} aria-disabled={command.disabled} onClick={() => void command.run(() => api.session.addMinutes(newCommand(), id, minutes))}>
            {minutes < 0 ? `−${-minutes}` : `+${minutes}`}
          </button>
        ))}
      </div>
      <div class="pw-run__row">
        {before && <button type="button" class="pw-button pw-button--plain" aria-disabled={command.disabled} onClick={() => go(before)}>{t('run.back')}</button>}
        {next
          ? <button type="button" class="pw-button" aria-disabled={command.disabled} onClick={() => go(next)}>{t('run.next')}</button>
          : <button type="button" class="pw-button" aria-disabled={command.disabled} onClick={() => void command.run(() => api.session.end(newCommand(), id), t('session.ended'))}>{t('run.end')}</button>}
      </div>
    </div>
  );
}

/** What an item of the agenda has taken, or will. */
function minutesOf(workshop: OpenWorkshop, item: AgendaItem): string {
  const activity = workshop.session.state.value.activities.get(item.id);
  const isOn = workshop.session.current.value?.id === item.id;
  if (!activity || isOn) return t('run.minutes', { count: activity ? activity.min + activity.addedMin : item.min });
  return t('run.taken', { took: Math.round(ranUntil(activity, workshop.session.now()) / MS_PER_MINUTE), count: activity.min + activity.addedMin });
}

/** The agenda: each item begins by a press. */
function Agenda({ workshop, command }: PartProps) {
  const agenda = workshop.facts.agenda.value;
  const { current, state } = workshop.session;
  const seen = current.value?.id;
  return (
    <ol class="pw-run__agenda">
      {agenda.map((item) => {
        const isOn = item.id === seen;
        const isDone = !isOn && state.value.activities.has(item.id);
        return (
          <li key={item.id}>
            <button
              type="button" class="pw-run__item" aria-current={isOn ? 'step' : undefined} aria-disabled={command.disabled}
              onClick={() => {
                if (!isOn) void command.run(() => workshop.api.session.start(newCommand(), item.id, seen));
              }}
            >
              <span class="pw-run__sign" aria-hidden="true">{isDone ? '✓' : ''}</span>
              <span class="pw-run__title" dir="auto">{item.title}</span>
              {isDone && <span class="pw-hidden">{t('run.done')}</span>}
              <span class="pw-run__min">{minutesOf(workshop, item)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** What is offered before the first activity, and after the last. */
function Begin({ workshop, command }: PartProps) {
  const [first] = workshop.facts.agenda.value;
  if (workshop.session.current.value) return null;
  if (!first) return <p class="pw-note">{t('run.noAgenda')}</p>;
  const hasEnded = workshop.session.state.value.endedAt !== undefined;
  return (
    <div class="pw-run__begin">
      <p>{t(hasEnded ? 'run.again.hint' : 'run.begin.hint', { count: workshop.facts.agenda.value.reduce((sum, { min }) => sum + min, 0) })}</p>
      {!hasEnded && (
        <button type="button" class="pw-button" aria-disabled={command.disabled} onClick={() => void command.run(() => workshop.api.session.start(newCommand(), first.id, undefined))}>
          {t('run.begin', { title: first.title })}
        </button>
      )}
      {!hasEnded && mayPractise(workshop) && <FeatureView feature={practise}>{({ Practise }) => <Practise workshop={workshop} />}</FeatureView>}
    </div>
  );
}

/** Ends the session before its agenda is through. */
function EndEarly({ workshop, command }: PartProps) {
  const activity = workshop.session.current.value;
  const agenda = workshop.facts.agenda.value;
  if (!activity || agenda.at(-1)?.id === activity.id) return null;
  return (
    <button type="button" class="pw-button pw-button--quiet pw-run__end" aria-disabled={command.disabled} onClick={() => void command.run(() => workshop.api.session.end(newCommand(), activity.id), t('session.ended'))}>
      <Symbol name="close" size={1.125} />
      {t('run.end')}
    </button>
  );
}

/** What the activity that is on brings for whoever runs it. */
function ActivityPart({ workshop }: RunProps) {
  const activity = workshop.session.current.value;
  const run = activityEntry(activity)?.run;
  if (!activity || !run) return null;
  return <FeatureView feature={run}>{(Part) => <Part key={activity.id} workshop={workshop} activity={activity} />}</FeatureView>;
}

/** The controls. */
export function RunControls({ workshop, open }: RunProps) {
  const command = useCommand();
  const parts = { workshop, command };
  return (
    <div class="pw-run">
      <Clock workshop={workshop} />
      <Controls {...parts} />
      <Begin {...parts} />
      <ActivityPart workshop={workshop} />
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
      <Agenda {...parts} />
      <LeadRun workshop={workshop} open={open} />
      <CallForm workshop={workshop} />
      <EndEarly {...parts} />
    </div>
  );
}
