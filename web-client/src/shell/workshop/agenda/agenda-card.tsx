/**
 * One item of the agenda while it is written: when it begins, what happens, how long; and, opened, how people work, who speaks first, the
 * instruction and what it is about. Owns the fields of one item and the keys and buttons that move it; the rows belong to the editor.
 */
import { t } from '../../../i18n/translate';
import { aboutOf } from '../../../model/agenda/said';
import type { Row } from '../../../model/agenda/rows';
import { Symbol } from '../../../styles/symbol';
import { TextArea, TextField } from '../../../ui/field';
import { NotePlace } from '../../../ui/note-place';
import { Choice } from '../../../editor/fields/choice';
import { Select } from '../../../editor/fields/select';
import { modeOf, modeOption, modeOptions, opensOf, opensOptions } from './mode-words';

/** A part of the map that an item can be about. */
export interface Subject {
  readonly id: string;
  readonly words: string;
}

/** What can be done to an item. */
export interface CardActs {
  readonly change: (key: number, change: Partial<Row>) => void;
  readonly move: (key: number, to: number) => void;
  readonly drag: (event: PointerEvent, key: number, from: number) => void;
  readonly toggle: (key: number) => void;
  readonly copy: (row: Row) => void;
  readonly remove: (row: Row) => void;
}

interface CardProps {
  readonly row: Row;
  readonly at: number;
  readonly count: number;
  /** When it begins, where the start of the day is known. */
  readonly begins: string | undefined;
  readonly isOpen: boolean;
  /** While a row is dragged: that it is this one, or that it would be put before this one. */
  readonly mark: 'dragged' | 'drop' | undefined;
  readonly subjects: readonly Subject[];
  readonly acts: CardActs;
}

/** What an item is called while its title is still to be written. */
export function nameOf(row: Row, at: number): string {
  return row.title.trim() === '' ? t('agenda.unnamed', { number: at + 1 }) : row.title.trim();
}

/** What a closed card tells of what is in it. */
function Summary({ row, isOpen }: Pick<CardProps, 'row' | 'isOpen'>) {
  // Opened, the fields tell it.
  if (isOpen) return <span />;
  const mode = modeOption(modeOf(row.mode));
  const opens = opensOf(row.opens);
  return (
    <p class="pw-item__about">
      <span class="pw-item__mode"><Symbol name={mode.symbol} size={1.125} /> {mode.word}</span>
      {opens !== 'none' && <span class="pw-item__opens"><Symbol name={opens} size={0.875} /> {t('agenda.opens.says', { side: t(`agenda.opens.${opens}`) })}</span>}
      {row.says.trim() !== '' && <span class="pw-item__says" dir="auto">{row.says}</span>}
    </p>
  );
}

/** What an item is about: the map, a part of it, or a question. */
function AboutFields({ row, subjects, acts }: Pick<CardProps, 'row' | 'subjects' | 'acts'>) {
  const isQuestion = row.about.startsWith('question:');
  const isGone = row.about !== '' && !isQuestion && aboutOf(row.about)?.kind !== 'map' && !subjects.some(({ id }) => id === row.about);
  const options = [
    { id: '', words: t('agenda.about.nothing') }, { id: 'map:map', words: t('agenda.about.map') }, { id: 'question:', words: t('agenda.about.question') },
    ...subjects, ...(isGone ? [{ id: row.about, words: t('agenda.about.gone') }] : []),
  ];
  return (
    <>
      <Select label={t('agenda.about')} value={isQuestion ? 'question:' : row.about} options={options} onPick={(about) => acts.change(row.key, { about })} />
      {isQuestion && <TextField id={`agenda-question-${row.key}`} label={t('agenda.question')} value={row.about.slice('question:'.length)} onInput={(words) => acts.change(row.key, { about: `question:${words}` })} />}
    </>
  );
}

/** All that an item says. */
function Details({ row, subjects, acts }: Pick<CardProps, 'row' | 'subjects' | 'acts'>) {
  const { key } = row;
  return (
    <div class="pw-item__details" id={`agenda-details-${key}`}>
      <Choice legend={t('agenda.mode')} options={modeOptions()} value={modeOf(row.mode)} disabled={false} onChoose={(mode) => acts.change(key, { mode, ...(mode === 'break' ? { opens: 'none' } : {}) })} />
      {row.mode !== 'break' && <Choice legend={t('agenda.opens')} options={opensOptions()} value={opensOf(row.opens)} disabled={false} onChoose={(opens) => acts.change(key, { opens })} />}
      <TextArea id={`agenda-says-${key}`} label={t('agenda.says')} hint={t('agenda.says.hint')} rows={2} value={row.says} onInput={(says) => acts.change(key, { says: says.replaceAll('\n', ' ') })} />
      <AboutFields row={row} subjects={subjects} acts={acts} />
      {row.mode === 'silent' && (
        <div>
          <Choice
            legend={t('agenda.notes')} value={row.notes} disabled={false} onChoose={(notes) => acts.change(key, { notes })}
            options={[{ value: 'anonymous', symbol: 'unsaid', word: t('agenda.notes.anonymous') }, { value: 'named', symbol: 'self_family', word: t('agenda.notes.named') }]}
          />
          <p class="pw-soft pw-small">{t('agenda.notes.hint')}</p>
        </div>
      )}
      <div class="pw-row">
        <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => acts.copy(row)}><Symbol name="copy" size={1.125} />{t('agenda.copy')}</button>
        <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => acts.remove(row)}><Symbol name="bin" size={1.125} />{t('agenda.remove')}</button>
      </div>
    </div>
  );
}

/** One item. Alt and an arrow move it, wherever the focus is in it. */
export function AgendaCard({ row, at, count, begins, isOpen, mark, subjects, acts }: CardProps) {
  const { key } = row;
  const title = nameOf(row, at);
  const byKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    acts.move(key, event.key === 'ArrowUp' ? at - 1 : at + 1);
  };
  return (
    // The keys go with the buttons beside; the row itself is never focused.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li class="pw-item" data-open={isOpen} data-mode={row.mode} data-mark={mark} onKeyDown={byKey}>
      <div class="pw-item__row">
        <span class="pw-item__grip" title={t('agenda.drag')} aria-hidden="true" onPointerDown={(event) => acts.drag(event, key, at)}><Symbol name="grip" /></span>
        <span class="pw-item__when">{begins ?? at + 1}</span>
        <div class="pw-item__title">
          <input class="nhsuk-input pw-input" dir="auto" id={`agenda-title-${key}`} type="text" value={row.title} aria-label={t('agenda.title', { number: at + 1 })} onInput={(event) => acts.change(key, { title: event.currentTarget.value })} />
          <NotePlace />
        </div>
        <span class="pw-item__minutes">
          <input class="nhsuk-input pw-input" dir="auto" id={`agenda-min-${key}`} type="number" min={1} max={24 * 60} inputMode="numeric" value={row.min} aria-label={t('agenda.minutes', { number: at + 1 })} onInput={(event) => acts.change(key, { min: event.currentTarget.value })} />
          <span aria-hidden="true">{t('agenda.min')}</span>
        </span>
      </div>
      <div class="pw-item__row pw-item__row--second">
        <Summary row={row} isOpen={isOpen} />
        <span class="pw-item__tools">
          <button type="button" class="pw-button pw-button--quiet pw-button--symbol" id={`agenda-up-${key}`} aria-label={t('agenda.up', { title })} aria-disabled={at === 0} onClick={() => acts.move(key, at - 1)}><Symbol name="up" /></button>
          <button type="button" class="pw-button pw-button--quiet pw-button--symbol" id={`agenda-down-${key}`} aria-label={t('agenda.down', { title })} aria-disabled={at === count - 1} onClick={() => acts.move(key, at + 1)}><Symbol name="down" /></button>
          <button type="button" class="pw-button pw-button--plain pw-button--small" id={`agenda-more-${key}`} aria-label={t('agenda.open', { title })} aria-expanded={isOpen} aria-controls={isOpen ? `agenda-details-${key}` : undefined} onClick={() => acts.toggle(key)}>
            {t(isOpen ? 'agenda.close.short' : 'agenda.open.short')}
          </button>
        </span>
      </div>
      {isOpen && <Details row={row} subjects={subjects} acts={acts} />}
    </li>
  );
}
