/** An agenda while it is written: rows, times of the day, and what it may lack (docs/spec/session.md, AGENDA). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkAgenda } from '../src/model/agenda/check';
import { itemOf, minutesBetween, mistakeIn, moveRow, NEW_ROW, readTime, rowsOf, timesOf, totalOf, withRow, wordsOfCopy, type Row, type RowWords } from '../src/model/agenda/rows';
import { aboutOf } from '../src/model/agenda/said';

const rows = (...items: readonly Partial<RowWords>[]): readonly Row[] => items.map((item, key) => ({ ...NEW_ROW, title: `Part ${key + 1}`, ...item, key }));
const kinds = (items: readonly Row[], room?: number) => checkAgenda(items, room).map(({ kind }) => kind);
const work = (min: number, mode = 'plenary', opens = 'patient'): Partial<RowWords> => ({ min: String(min), mode, opens });
const BREAK = work(10, 'break', 'none');
const END = work(5, 'reflect');

describe('the rows of an agenda', () => {
  it('AGENDA-6 an item that is moved or changed keeps its id, a copy and a new one have none', () => {
    const before = rowsOf([{ id: 'a', min: 10, title: 'A', mode: 'silent', opens: 'patient', says: 'Write.', about: 'map:map', notes: 'anonymous' }, { id: 'b', min: 5, title: 'B', mode: 'vote', opens: 'none' }]);
    const moved = moveRow(before, 0, 5);
    expect(moved.map(({ id }) => id)).toEqual(['b', 'a']);
    expect([moveRow(before, 0, -3), moveRow(before, 7, 1)]).toEqual([before, before]);
    const { rows: copied, key } = withRow(moved, wordsOfCopy(moved[1]!), moved[0]!.key);
    expect(copied.map(({ id }) => id)).toEqual(['b', undefined, 'a']);
    expect(copied[1]!.key).toBe(key);
    expect(copied.map((row) => itemOf(row))).toEqual([
      { id: 'b', min: 5, title: 'B', mode: 'vote', opens: 'none' },
      { min: 10, title: 'A', mode: 'silent', opens: 'patient', says: 'Write.', about: 'map:map', notes: 'anonymous' },
      { id: 'a', min: 10, title: 'A', mode: 'silent', opens: 'patient', says: 'Write.', about: 'map:map', notes: 'anonymous' },
    ]);
  });

  it('AGENDA-6 the first row that cannot be sent is found, with what is wrong', () => {
    expect(mistakeIn(rows({}, { about: 'question:What helps?' }))).toBeUndefined();
    for (const [wrong, what] of [[{ min: '0' }, 'minutes'], [{ min: '1.5' }, 'minutes'], [{ min: '1441' }, 'minutes'], [{ title: ' ' }, 'title'], [{ says: 'x'.repeat(301) }, 'says'], [{ about: 'question:' }, 'question']] as const) {
      expect(mistakeIn(rows({}, wrong))).toMatchObject({ number: 2, what });
    }
  });

  it('AGENDA-7 times of the day are counted from the start, over midnight too, and odd times are none', () => {
    const day = rows(work(10), work(50), { min: 'x' }, work(30));
    const { begins, over } = timesOf(day, readTime('23:30')!);
    expect([[...begins.values()], over, totalOf(day)]).toEqual([['23:30', '23:40', '00:30', '00:30'], '01:00', 90]);
    expect(['9', '09.30', '9:05 ', '24:00', '9:60', '', 'ten', '1:5'].map((text) => readTime(text))).toEqual([540, 570, 545, undefined, undefined, undefined, undefined, undefined]);
    expect([minutesBetween(600, 690), minutesBetween(1410, 30)]).toEqual([90, 60]);
  });

  it('AGENDA-1 what an item is about is read as the server writes it', () => {
    expect(['map:map', 'stage:a-1', 'goal:_', 'question:Who: me?'].map((text) => aboutOf(text))).toEqual([{ kind: 'map' }, { kind: 'stage', id: 'a-1' }, { kind: 'goal', id: '_' }, { kind: 'question', words: 'Who: me?' }]);
    for (const odd of [undefined, '', 'map', 'map:', 'stage:', 'stage:a b', 'question:', 'step:s']) expect(aboutOf(odd)).toBeUndefined();
  });
});

describe('the agenda check', () => {
  it('AGENDA-8 says when the patient side opens less than half of what is no break', () => {
    expect(kinds(rows(work(5), work(5, 'plenary', 'professional'), BREAK, END))).toEqual([]);
    expect(checkAgenda(rows(work(5, 'plenary', 'none'), work(5, 'plenary', 'professional'), BREAK, END))).toEqual([{ kind: 'opens', patient: 1, all: 3 }]);
  });

  it('AGENDA-8 says where people work for more than 90 minutes without a break, once for each stretch', () => {
    expect(kinds(rows(work(60), work(25), END))).toEqual([]);
    expect(checkAgenda(rows(work(60), work(26), work(10), BREAK, work(100), END))).toEqual([{ kind: 'noBreak', row: 2, minutes: 96 }, { kind: 'noBreak', row: 4, minutes: 105 }]);
  });

  it('AGENDA-8 says when nobody writes alone before the first vote', () => {
    expect(kinds(rows(work(5, 'silent'), work(5, 'vote'), work(5, 'vote'), END))).toEqual([]);
    expect(checkAgenda(rows(work(5, 'vote'), work(5, 'silent'), work(5, 'vote'), END))).toEqual([{ kind: 'noWriting', row: 0 }]);
  });

  it('AGENDA-8 says when there is nothing to end with, and when there are more items than time', () => {
    expect(kinds(rows(END, BREAK))).toEqual([]);
    expect(kinds(rows(END, work(5)))).toEqual(['noEnding']);
    expect(checkAgenda(rows(work(30), END), 30)).toEqual([{ kind: 'tooLong', minutes: 5 }]);
    expect([kinds(rows(work(30), END), 35), kinds([])]).toEqual([[], []]);
  });

  it('AGENDA-8 finds nothing in any of the seven templates', () => {
    const text = readFileSync(new URL('../../crdt/data/templates.yaml', import.meta.url), 'utf8');
    const agendas = text.split(/^- id: /m).slice(1).map((template) => [...template.matchAll(/\{min: (\d+), .*? mode: (\w+), opens: (\w+)/g)].map(([, min, mode, opens]) => work(Number(min), mode, opens)));
    expect(agendas.map((agenda) => agenda.length)).toEqual([11, 8, 7, 7, 7, 6, 8]);
    for (const agenda of agendas) expect(kinds(rows(...agenda))).toEqual([]);
  });
});
