/**
 * The items of an agenda as cards that can be added, copied, moved and taken out. Owns which card is open and where the focus goes; the
 * rows themselves belong to the form around it.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { moveRow, NEW_ROW, ROWS_MAX, withRow, wordsOfCopy, type Row } from '../../../model/agenda/rows';
import { announce, showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { AgendaCard, nameOf, type CardActs, type Subject } from './agenda-card';
import { useDrag } from './use-drag';

/** Rows after a change of the rows as they are then. */
type Change = (rows: readonly Row[]) => readonly Row[];

interface AgendaListProps {
  readonly rows: readonly Row[];
  readonly begins: ReadonlyMap<number, string> | undefined;
  readonly subjects: readonly Subject[];
  readonly onChange: (change: Change) => void;
}

/** Gives the focus to an element once it is drawn: one that was moved, or made, a moment ago. */
function useFocusAfter(): (id: string | undefined) => void {
  const wantedRef = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (wantedRef.current === undefined) return;
    document.getElementById(wantedRef.current)?.focus();
    wantedRef.current = undefined;
  });
  return (id) => {
    wantedRef.current = id;
  };
}

/** The cards. */
export function AgendaList({ rows, begins, subjects, onChange }: AgendaListProps) {
  const [openKey, setOpenKey] = useState<number | undefined>(undefined);
  const focusAfter = useFocusAfter();
  const move = (key: number, to: number) => {
    const moved = moveRow(rows, key, to);
    if (moved === rows) return;
    const place = moved.findIndex((row) => row.key === key);
    const row = moved[place];
    // A row that changes its place loses the focus.
    focusAfter(document.activeElement?.id);
    onChange(() => moved);
    if (row) announce(t('agenda.moved', { title: nameOf(row, place), number: place + 1, count: moved.length }));
  };
  const { list, dragged, begin } = useDrag(move);
  const put = (words: Parameters<typeof withRow>[1], behind?: number) => {
    if (rows.length >= ROWS_MAX) {
      announce(t('agenda.full'));
      return;
    }
    const { rows: next, key } = withRow(rows, words, behind);
    onChange(() => next);
    setOpenKey(key);
    focusAfter(`agenda-title-${key}`);
  };
  const remove = (row: Row) => {
    const at = rows.findIndex(({ key }) => key === row.key);
    const next = rows[at + 1] ?? rows[at - 1];
    focusAfter(next ? `agenda-title-${next.key}` : 'agenda-add');
    onChange((now) => now.filter(({ key }) => key !== row.key));
    const back = () => onChange((now) => (now.some(({ key }) => key === row.key) ? now : now.toSpliced(Math.min(at, now.length), 0, row)));
    showToast(t('agenda.removed', { title: nameOf(row, at) }), { action: { label: t('agenda.undo'), run: back } });
  };
  const acts: CardActs = {
    change: (key, change) => onChange((now) => now.map((row) => (row.key === key ? { ...row, ...change } : row))),
    move, drag: begin, remove,
    toggle: (key) => setOpenKey(openKey === key ? undefined : key),
    copy: (row) => {
      put(wordsOfCopy(row), row.key);
      announce(t('agenda.copied', { title: row.title }));
    },
  };
  return (
    <div class="pw-agenda-edit__list">
      <ol class="pw-items" ref={list} aria-label={t('agenda.list')} data-dragging={dragged !== undefined} data-drop-last={dragged?.before === rows.length}>
        {rows.map((row, at) => (
          <AgendaCard
            key={row.key} row={row} at={at} count={rows.length} begins={begins?.get(row.key)} isOpen={openKey === row.key} subjects={subjects} acts={acts}
            mark={dragged?.key === row.key ? 'dragged' : dragged?.before === at ? 'drop' : undefined}
          />
        ))}
      </ol>
      <button type="button" class="pw-button pw-button--plain" id="agenda-add" aria-disabled={rows.length >= ROWS_MAX} onClick={() => put(NEW_ROW)}>
        <Symbol name="add" size={1.125} />
        {t('agenda.add')}
      </button>
      {rows.length >= ROWS_MAX && <p class="pw-soft">{t('agenda.full')}</p>}
    </div>
  );
}
