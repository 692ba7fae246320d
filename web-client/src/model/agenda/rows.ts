/**
 * An agenda while it is written: a row an item, what can be done to the rows, and the times of the day that follow from their minutes.
 * Pure; knows no page. What can be sent is what the server takes; it checks again.
 */
import { aboutOf, SAYS_MAX, type NotesShown, type Said } from './said';

/** An item of an agenda as it is read. */
export interface WrittenItem extends Said {
  readonly id?: string;
  readonly min: number;
  readonly title: string;
  readonly mode: string;
  readonly opens: string;
}

/** An item while it is written. Its key stays for as long as the form is open. */
export interface Row {
  readonly key: number;
  /** The item it was before; a new one and a copy have none. */
  readonly id?: string;
  readonly min: string;
  readonly title: string;
  readonly mode: string;
  readonly opens: string;
  readonly says: string;
  readonly about: string;
  readonly notes: NotesShown;
}

/** What a row says beside its key. */
export type RowWords = Omit<Row, 'key'>;

/** Most items of an agenda. */
export const ROWS_MAX = 100;
const MINUTES_MAX = 24 * 60;
const MINUTES_OF_DAY = 24 * 60;

/** A new row. */
export const NEW_ROW: RowWords = { min: '10', title: '', mode: 'plenary', opens: 'patient', says: '', about: '', notes: 'named' };

/** The rows of an agenda. */
export function rowsOf(agenda: readonly WrittenItem[]): readonly Row[] {
  return agenda.map(({ id, min, title, mode, opens, says = '', about = '', notes = 'named' }, key) => ({ key, ...(id === undefined ? {} : { id }), min: String(min), title, mode, opens, says, about, notes }));
}

/** A row as it is sent. */
export function itemOf({ id, min, title, mode, opens, says, about, notes }: Row) {
  return {
    ...(id === undefined ? {} : { id }), min: Number(min), title: title.trim(), mode, opens,
    ...(says.trim() === '' ? {} : { says: says.trim() }),
    ...(aboutOf(about) ? { about } : {}),
    ...(mode === 'silent' ? { notes } : {}),
  };
}

/** What is wrong with a row, so that it cannot be sent. */
export type Mistake = 'minutes' | 'title' | 'says' | 'question';

/** The first row that cannot be sent, and why. */
export function mistakeIn(rows: readonly Row[]): { readonly row: Row; readonly number: number; readonly what: Mistake } | undefined {
  for (const [at, row] of rows.entries()) {
    const what = mistakeOf(row);
    if (what) return { row, number: at + 1, what };
  }
  return undefined;
}

function mistakeOf({ min, title, says, about }: Row): Mistake | undefined {
  const minutes = Number(min);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES_MAX) return 'minutes';
  if (title.trim() === '') return 'title';
  if (Array.from(says.trim()).length > SAYS_MAX) return 'says';
  return about !== '' && !aboutOf(about) ? 'question' : undefined;
}

/** Puts a row behind another, or at the end; gives its key too. */
export function withRow(rows: readonly Row[], words: RowWords, behind?: number): { readonly rows: readonly Row[]; readonly key: number } {
  const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
  const at = behind === undefined ? rows.length : rows.findIndex((row) => row.key === behind) + 1;
  return { rows: rows.toSpliced(at, 0, { ...words, key }), key };
}

/** The words of a copy: an item of its own. */
export function wordsOfCopy({ key: _key, id: _id, ...words }: Row): RowWords {
  return words;
}

/** Moves a row to a place among the others; places beyond the ends are the ends. */
export function moveRow(rows: readonly Row[], key: number, to: number): readonly Row[] {
  const from = rows.findIndex((row) => row.key === key);
  const row = rows[from];
  const place = Math.max(0, Math.min(rows.length - 1, to));
  return row === undefined || place === from ? rows : rows.toSpliced(from, 1).toSpliced(place, 0, row);
}

/** The minutes of a row; none while they are no number. */
export function minutesOf({ min }: Pick<Row, 'min'>): number {
  const minutes = Number(min);
  return Number.isInteger(minutes) && minutes > 0 && minutes <= MINUTES_MAX ? minutes : 0;
}

/** The minutes of all. */
export function totalOf(rows: readonly Pick<Row, 'min'>[]): number {
  return rows.reduce((sum, row) => sum + minutesOf(row), 0);
}

/** Minutes since midnight of a time as people write it: 9:30, 09.30, 9. */
export function readTime(text: string): number | undefined {
  const [, hour, minute = '0'] = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return Number(hour) * 60 + Number(minute);
}

/** A time of the day, 09:30. */
export function timeOfDay(minutes: number): string {
  const within = ((minutes % MINUTES_OF_DAY) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** When each row begins, by its key, and when all is over. */
export function timesOf(rows: readonly Row[], start: number): { readonly begins: ReadonlyMap<number, string>; readonly over: string } {
  const begins = new Map<number, string>();
  let at = start;
  for (const row of rows) {
    begins.set(row.key, timeOfDay(at));
    at += minutesOf(row);
  }
  return { begins, over: timeOfDay(at) };
}

/** The minutes between two times of a day; over midnight when the second comes first. */
export function minutesBetween(start: number, end: number): number {
  return end > start ? end - start : end - start + MINUTES_OF_DAY;
}
