/**
 * Preparing the agenda: how people meet, and its items as cards, beside them the times and what the agenda may lack. Owns what was
 * typed until it is sent: words stay when somebody else changes the same meanwhile, and that is said. The server checks again.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { itemOf, mistakeIn, readTime, rowsOf, timesOf, type Mistake, type Row } from '../../../model/agenda/rows';
import { showToast } from '../../../notice/notice';
import { newCommand } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import type { PanelProps } from '../common/panel';
import { usePrepared, type Prepared } from '../common/prepared';
import { AgendaAside, type DayTimes } from './agenda-aside';
import type { Subject } from './agenda-card';
import { AgendaList } from './agenda-list';
import { FormatChoice } from './format-choice';
import { agendaOf } from './formats';
import './agenda.scss';

/** What was typed; what was not touched follows the workshop. */
interface Draft {
  readonly format?: string;
  readonly rows?: readonly Row[];
}

const FIELDS: Readonly<Record<Mistake, string>> = { minutes: 'min', title: 'title', says: 'says', question: 'question' };

/** The times of the day in this page, by workshop: nobody else is told of them. */
const timesTyped = new Map<string, DayTimes>();

/** The stages and goals of the map, to choose from. */
function subjectsOf({ map }: OpenMap): readonly Subject[] {
  return [
    ...map.stages.value.map(({ id, title }) => ({ id: `stage:${id}`, words: t('agenda.about.stage', { title }) })),
    ...map.goals.value.map(({ id, title }) => ({ id: `goal:${id}`, words: t('agenda.about.goal', { title }) })),
  ];
}

/** Whether others changed meanwhile what I touched. */
function isStale(draft: Draft, was: Prepared, now: Prepared): boolean {
  const differs = (field: 'format' | 'agenda') => JSON.stringify(was[field]) !== JSON.stringify(now[field]);
  return (draft.format !== undefined && differs('format')) || (draft.rows !== undefined && differs('agenda'));
}

/** The draft of the agenda, and what it was made from. */
function useDraft(now: Prepared) {
  const [draft, setDraft] = useState<Draft>({});
  // As it was when something was touched first.
  const [was, setWas] = useState<Prepared | undefined>(undefined);
  const type = (change: (draft: Draft) => Draft) => {
    setWas((before) => before ?? now);
    setDraft((before) => ({ ...before, ...change(before) }));
  };
  const rowsBefore = rowsOf(now.agenda);
  return {
    draft, rows: draft.rows ?? rowsBefore, isStale: was !== undefined && isStale(draft, was, now),
    setFormat: (format: string) => type(() => ({ format })),
    setRows: (change: (rows: readonly Row[]) => readonly Row[]) => type(({ rows = rowsBefore }) => ({ rows: change(rows) })),
  };
}

/** The editor. */
export function AgendaDialog({ open, onClose }: PanelProps) {
  const { workshop } = open;
  const now = usePrepared(workshop);
  const { draft, rows, isStale: hasOthers, setFormat, setRows } = useDraft(now);
  const [times, setTimes] = useState<DayTimes>(timesTyped.get(workshop.entry.workshop) ?? { start: '', end: '' });
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const start = readTime(times.start);
  const typeTimes = (typed: DayTimes) => {
    timesTyped.set(workshop.entry.workshop, typed);
    setTimes(typed);
  };
  const save = async () => {
    const wrong = draft.rows && mistakeIn(draft.rows);
    setMistake(wrong && t(`agenda.wrong.${wrong.what}`, { number: wrong.number }));
    if (wrong) {
      document.getElementById(`agenda-${FIELDS[wrong.what]}-${wrong.row.key}`)?.focus();
      return 'stay' as const;
    }
    const changes = { ...(draft.format === undefined ? {} : { format: draft.format.trim() }), ...(draft.rows ? { agenda: draft.rows.map((row) => itemOf(row)) } : {}) };
    if (Object.keys(changes).length > 0) await workshop.api.plan(newCommand(), changes);
    showToast(t('agenda.saved'));
    return 'done' as const;
  };
  return (
    <Confirm title={t('menu.agenda')} button={t('agenda.save')} tone="usual" size="wide" onConfirm={save} onClose={onClose}>
      {hasOthers && <p class="pw-note pw-note--warm" role="status">{t('agenda.meanwhile')}</p>}
      {rows.length === 0 && <p>{t('agenda.empty')}</p>}
      <FormatChoice
        format={draft.format ?? now.format} hasAgenda={rows.length > 0} onFormat={setFormat}
        onAgenda={(format) => {
          setRows(() => agendaOf(format).map((words, key) => ({ ...words, key })));
          showToast(t('format.used'));
          document.getElementById('agenda-add')?.focus();
        }}
      />
      <div class="pw-agenda-edit">
        <AgendaList rows={rows} begins={start === undefined ? undefined : timesOf(rows, start).begins} subjects={subjectsOf(open)} onChange={setRows} />
        <AgendaAside rows={rows} times={times} onTimes={typeTimes} />
      </div>
      {mistake !== undefined && <p class="nhsuk-error-message" role="alert">{mistake}</p>}
    </Confirm>
  );
}
