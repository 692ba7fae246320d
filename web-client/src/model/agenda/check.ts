/**
 * What an agenda may lack: rules that count, each with what to do about it in the words of the page. Here and not on the server, because
 * they look at an agenda that is still being written, refuse nothing, and nobody but its writer is told. Pure; knows no words.
 */
import { minutesOf, totalOf, type Row } from './rows';

/** Most minutes without a break. */
export const MINUTES_WITHOUT_BREAK_MAX = 90;

/** Something to look at. `row` is the key of the item it is about. */
export type Finding =
  | { readonly kind: 'opens'; readonly patient: number; readonly all: number }
  | { readonly kind: 'noBreak'; readonly row: number; readonly minutes: number }
  | { readonly kind: 'noWriting'; readonly row: number }
  | { readonly kind: 'noEnding' }
  | { readonly kind: 'tooLong'; readonly minutes: number };

/** What a rule looks at. */
type Looked = Pick<Row, 'key' | 'min' | 'mode' | 'opens'>;

/** What there is to look at; `room` is how many minutes there are, where an end was set. */
export function checkAgenda(rows: readonly Looked[], room?: number): readonly Finding[] {
  if (rows.length === 0) return [];
  const found = [whoOpens(rows), ...longStretches(rows), unwrittenVote(rows), ending(rows), tooLong(rows, room)];
  return found.filter((finding) => finding !== undefined);
}

/** The patient side opens less than half of what is not a break. */
function whoOpens(rows: readonly Looked[]): Finding | undefined {
  const work = rows.filter(({ mode }) => mode !== 'break');
  const patient = work.filter(({ opens }) => opens === 'patient').length;
  return patient * 2 < work.length ? { kind: 'opens', patient, all: work.length } : undefined;
}

/** Each stretch without a break that is too long, once, with the item in which it becomes so. */
function longStretches(rows: readonly Looked[]): readonly Finding[] {
  const found: Finding[] = [];
  let since = 0;
  let row: number | undefined;
  const close = () => {
    if (row !== undefined) found.push({ kind: 'noBreak', row, minutes: since });
    since = 0;
    row = undefined;
  };
  for (const one of rows) {
    if (one.mode === 'break') close();
    else {
      since += minutesOf(one);
      if (since > MINUTES_WITHOUT_BREAK_MAX) row ??= one.key;
    }
  }
  close();
  return found;
}

/** A vote before which nobody wrote alone. */
function unwrittenVote(rows: readonly Looked[]): Finding | undefined {
  const vote = rows.findIndex(({ mode }) => mode === 'vote');
  const row = rows[vote];
  if (row === undefined || rows.slice(0, vote).some(({ mode }) => mode === 'silent')) return undefined;
  return { kind: 'noWriting', row: row.key };
}

/** The last item that is no break does not look back. */
function ending(rows: readonly Looked[]): Finding | undefined {
  return rows.findLast(({ mode }) => mode !== 'break')?.mode === 'reflect' ? undefined : { kind: 'noEnding' };
}

function tooLong(rows: readonly Looked[], room: number | undefined): Finding | undefined {
  const minutes = room === undefined ? 0 : totalOf(rows) - room;
  return minutes > 0 ? { kind: 'tooLong', minutes } : undefined;
}
