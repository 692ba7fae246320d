/** Beside the agenda while it is written: when the day begins and must end, how long all takes, and what the agenda may lack. */
import { t } from '../../../i18n/translate';
import { checkAgenda, type Finding } from '../../../model/agenda/check';
import { minutesBetween, readTime, timesOf, totalOf, type Row } from '../../../model/agenda/rows';
import { TextField } from '../../../ui/field';
import { nameOf } from './agenda-card';

/** The times of the day as they are typed. */
export interface DayTimes {
  readonly start: string;
  readonly end: string;
}

interface AsideProps {
  readonly rows: readonly Row[];
  readonly times: DayTimes;
  readonly onTimes: (times: DayTimes) => void;
}

/** How many minutes there are, where both times are known. */
export function roomOf({ start, end }: DayTimes): number | undefined {
  const [from, to] = [readTime(start), readTime(end)];
  return from === undefined || to === undefined ? undefined : minutesBetween(from, to);
}

function wordsOf(finding: Finding): string {
  switch (finding.kind) {
    case 'opens': return t('agenda.check.opens', { patient: finding.patient, all: finding.all });
    case 'noBreak': return t('agenda.check.noBreak', { minutes: finding.minutes });
    case 'noWriting': return t('agenda.check.noWriting');
    case 'noEnding': return t('agenda.check.noEnding');
    default: return t('agenda.check.tooLong', { count: finding.minutes });
  }
}

/** One hint, with a way to the item it is about. */
function Hint({ finding, rows }: { readonly finding: Finding; readonly rows: readonly Row[] }) {
  const at = 'row' in finding ? rows.findIndex(({ key }) => key === finding.row) : -1;
  const row = rows[at];
  return (
    <li class="pw-hint">
      <p>{wordsOf(finding)}</p>
      {row && <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={() => document.getElementById(`agenda-title-${row.key}`)?.focus()}>{t('agenda.check.goTo', { title: nameOf(row, at) })}</button>}
    </li>
  );
}

function TimeField({ id, label, value, onInput }: { readonly id: string; readonly label: string; readonly value: string; readonly onInput: (value: string) => void }) {
  const isWrong = value.trim() !== '' && readTime(value) === undefined;
  return <TextField id={id} label={label} value={value} error={isWrong ? t('agenda.time.wrong') : undefined} onInput={onInput} />;
}

/** Times, sum and hints. */
export function AgendaAside({ rows, times, onTimes }: AsideProps) {
  const start = readTime(times.start);
  const findings = checkAgenda(rows, roomOf(times));
  return (
    <div class="pw-agenda-edit__aside">
      <fieldset class="nhsuk-fieldset pw-agenda-edit__times">
        <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{t('agenda.time')}</legend>
        <p class="pw-soft pw-small">{t('agenda.time.hint')}</p>
        <div class="pw-agenda-edit__clock">
          <TimeField id="agenda-start" label={t('agenda.time.start')} value={times.start} onInput={(value) => onTimes({ ...times, start: value })} />
          <TimeField id="agenda-end" label={t('agenda.time.end')} value={times.end} onInput={(value) => onTimes({ ...times, end: value })} />
        </div>
        <p class="pw-agenda-edit__sum">
          <b>{t('agenda.sum', { count: totalOf(rows) })}</b>
          {start !== undefined && <> {t('agenda.over', { time: timesOf(rows, start).over })}</>}
        </p>
      </fieldset>
      {rows.length > 0 && (
        <section class="pw-agenda-edit__check">
          <h3>{t('agenda.check')}</h3>
          {findings.length === 0
            ? <p class="pw-good">{t('agenda.check.good')}</p>
            : (
              <>
                <ul class="pw-hints">{findings.map((finding) => <Hint key={`${finding.kind}-${'row' in finding ? finding.row : ''}`} finding={finding} rows={rows} />)}</ul>
                <p class="pw-soft pw-small">{t('agenda.check.hint')}</p>
              </>
            )}
        </section>
      )}
    </div>
  );
}
