/**
 * Rules of docs/spec/shell.md that need no page: addresses, codes, the start form, full copies, file names, days, what is
 * said about others' edits, and the queue of messages.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { wordsForFailure } from '../../src/editor/words/failure-words';
import { announce, announcement, clearToasts, dismissToast, showToast, silenced, SILENCEABLE, toasts, TOASTS_MAX } from '../../src/notice/notice';
import { addGoal, addLane, addStage, addStep, removeStep } from '../short-edits';
import { MapModel } from '../../src/model/map';
import { UndoHistory } from '../../src/model/undo';
import { readRoute } from '../../src/shell/common/route';
import { CHALLENGE_UNITS_MAX, dayAfter, mistakesIn, readArchive, TITLE_UNITS_MAX, type StartAnswers, type StartRules } from '../../src/shell/start/start-form';
import { daysBetween } from '../../src/shell/workshop/common/days';
import { changesInWords, deedOf, moreTelling, myPlaceInWords, TOLD_MAX, type Told } from '../../src/shell/workshop/common/change-words';
import { dayFrom, isDay, partsOf } from '../../src/ui/day-parts';
import { tidyFileName } from '../../src/shell/workshop/save-file';
import { redoAndSay, redoLabel, undoAndSay, undoLabel } from '../../src/shell/workshop/undo-words';
import { tidyCode } from '../../src/shell/invites/code';
import { ApiError } from '../../src/workshop/api';

const W = '0123456789abcdefghjkmnpqrs';

describe('addresses and codes', () => {
  it('SHELL-9 each address names one page, anything else none', () => {
    expect(readRoute('/', '')).toEqual({ page: 'home' });
    expect(readRoute('/start/', '')).toEqual({ page: 'start' });
    expect(readRoute('/join', '#secret')).toEqual({ page: 'join', secret: 'secret' });
    expect(readRoute('/join', '')).toEqual({ page: 'join', secret: '' });
    expect(readRoute(`/w/${W}`, '#list')).toEqual({ page: 'workshop', workshop: W });
    expect(readRoute('/privacy', '')).toEqual({ page: 'privacy', workshop: undefined });
    expect(readRoute(`/w/${W}/privacy`, '')).toEqual({ page: 'privacy', workshop: W });
    expect(readRoute('/device', '')).toEqual({ page: 'device' });
    expect(readRoute('/accessibility', '')).toEqual({ page: 'accessibility', workshop: undefined });
    expect(readRoute(`/w/${W}/accessibility`, '')).toEqual({ page: 'accessibility', workshop: W });
    for (const path of ['/w', '/w/short', `/w/${W}x`, `/w/${W.toUpperCase()}`, `/w/${W}/more`, '/join/secret', '/x', '/privacy/x', '/w/x/privacy', '//']) {
      expect(readRoute(path, '').page, path).toBe(path === '//' ? 'home' : 'notFound');
    }
  });

  it('INVITE-1 a code is taken as people type it', () => {
    for (const typed of ['k7m2px', ' K7M 2PX ', 'k7m-2px', 'K7M–2PX', 'k7m.2px']) expect(tidyCode(typed)).toBe('K7M2PX');
  });
});

describe('a day in three fields', () => {
  it('FORM-7 is read as people type it, goes back into its fields, and what is no day stays as it is typed', () => {
    expect(dayFrom({ day: '5', month: ' 2 ', year: '2027' })).toBe('2027-02-05');
    expect(partsOf('2027-02-05')).toEqual({ day: '5', month: '2', year: '2027' });
    expect(dayFrom({ day: '', month: '', year: '' })).toBe('');
    expect(partsOf('')).toEqual({ day: '', month: '', year: '' });
    for (const [day, month, year] of [['31', '2', '2027'], ['29', '2', '2027'], ['0', '1', '2027'], ['1', '13', '2027'], ['1', '', '2027'], ['x', '1', '2027'], ['1', '1', '27'], ['28', '12', '20277']] as const) {
      const typed = dayFrom({ day, month, year });
      expect(isDay(typed), typed).toBe(false);
      expect(typed, 'it is not empty either').not.toBe('');
    }
    expect(isDay(dayFrom({ day: '29', month: '02', year: '2028' }))).toBe(true);
  });
});

describe('the start form', () => {
  const rules: StartRules = { today: '2026-11-22', lastDay: '2027-11-22', creation: 'open' };
  const right: StartAnswers = {
    from: { kind: 'blank' },
    archive: undefined,
    title: 'Heart care',
    challenge: 'Fewer people drop out',
    endsOn: '2026-12-20',
    creationKey: '',
  };
  const fields = (change: Partial<StartAnswers>, against: Partial<StartRules> = {}) =>
    mistakesIn({ ...right, ...change }, { ...rules, ...against }).map((mistake) => mistake.field);

  it('SHELL-11 right answers have no mistake, and each missing one is named in the order of the page', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ title: ' ', challenge: '', endsOn: '', from: undefined }, { creation: 'key' })).toEqual([
      'title', 'challenge', 'ends', 'from-blank', 'key',
    ]);
    expect(fields({ from: { kind: 'archive' } })).toEqual(['file']);
    expect(fields({ creationKey: 'k' }, { creation: 'key' })).toEqual([]);
  });

  it('SHELL-11 titles and challenges may be as long as the limit, not longer', () => {
    expect(fields({ title: 'x'.repeat(TITLE_UNITS_MAX), challenge: 'x'.repeat(CHALLENGE_UNITS_MAX) })).toEqual([]);
    expect(fields({ title: 'x'.repeat(TITLE_UNITS_MAX + 1) })).toEqual(['title']);
    expect(fields({ challenge: 'x'.repeat(CHALLENGE_UNITS_MAX + 1) })).toEqual(['challenge']);
  });

  it('KEEP-1 the end date is from today to the last day, both included', () => {
    expect(fields({ endsOn: rules.today })).toEqual([]);
    expect(fields({ endsOn: rules.lastDay })).toEqual([]);
    expect(fields({ endsOn: dayAfter(rules.today, -1) })).toEqual(['ends']);
    expect(fields({ endsOn: dayAfter(rules.lastDay, 1) })).toEqual(['ends']);
    expect(fields({ endsOn: '20 December' })).toEqual(['ends']);
    expect(fields({ endsOn: '2026-11-31' }), 'no such day').toEqual(['ends']);
  });

  it('KEEP-1 days are counted over the change of the clocks and of the year', () => {
    expect(dayAfter('2026-10-24', 2)).toBe('2026-10-26');
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('IMPORT-3 a full copy is recognised, anything else is not', () => {
    const copy = { format: 'pairway-archive', version: 1, workshop: { title: 'T', challenge: 7 }, maps: [] };
    expect(readArchive(JSON.stringify(copy))).toEqual({ title: 'T', challenge: '', content: copy });
    for (const text of ['', 'null', '[]', '{}', '{"format":"pairway-archive"}', '{"format":"other","workshop":{}}', 'not json']) {
      expect(readArchive(text), text).toBeUndefined();
    }
  });
});

describe('taking away', () => {
  it('BROWSER-43 file names hold nothing a system refuses', () => {
    expect(tidyFileName('Heart: care/after\\hospital? – steps.csv')).toBe('Heart care after hospital – steps.csv');
    expect(tidyFileName(`${'x'.repeat(300)}.csv`)).toMatch(/^x{196}\.csv$/);
  });

  it('BROWSER-43 a long file name is cut between letters, never through an emoji, and fits in bytes', () => {
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    for (const letter of ['😀', '👩‍⚕️', 'ŵ', 'é', '日']) {
      for (const first of ['', 'a', 'ab', 'abc']) {
        const name = tidyFileName(`${first}${letter.repeat(300)} – steps.csv`);
        expect(name.replaceAll(letter, ''), letter).toBe(' – steps.csv');
        expect(bytes(name)).toBeLessThanOrEqual(200);
        expect(bytes(name)).toBeGreaterThan(200 - bytes(letter));
      }
    }
    expect(tidyFileName('😀'.repeat(20))).toBe('😀'.repeat(20));
    expect(tidyFileName('\u2068\u05d0\u2069 – steps.csv')).toBe('\u05d0 – steps.csv');
    vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined });
    try {
      expect(tidyFileName(`${'😀'.repeat(300)}.csv`)).toBe(`${'😀'.repeat(49)}.csv`);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('SHELL-20 days to the end are whole days', () => {
    expect(daysBetween('2026-11-22', '2026-11-22')).toBe(0);
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(daysBetween('2026-11-22', '2026-11-21')).toBe(-1);
    expect(daysBetween('2026-11-22', 'soon')).toBeNaN();
  });
});

function made(result: { readonly done: boolean; readonly id?: string }): string {
  return result.id ?? '';
}

function mapWithParts() {
  const map = new MapModel(new Y.Doc());
  const stage = made(addStage(map, 'Going home'));
  const lane = made(addLane(map, 'Person and family'));
  const goal = made(addGoal(map, ''));
  const step = made(addStep(map, 'First visit', { stage, lane }));
  return { map, stage, lane, goal, step };
}

describe('what is said', () => {
  it('SHELL-16 a change names who did what to which part; more than two are counted, with the names', () => {
    const { map, step, goal } = mapWithParts();
    const part = { kind: 'step', id: step } as const;
    const told = (deed: Told['deed'], people: readonly string[] = ['Ben'], of: Told['part'] = part): Told => ({ part: of, deed, people });
    const said = (...changes: readonly Told[]) => changesInWords(map, changes);
    expect(said(told('moved'))).toBe('Ben moved Step “First visit” to Going home.');
    expect(said(told('added'))).toBe('Ben added Step “First visit”.');
    expect(said(told('removed', []))).toBe('Someone removed Step “First visit”.');
    expect(said(told('restored', ['Ben', 'Cai']))).toBe('Ben and Cai brought back Step “First visit”.');
    expect(said(told('moved', ['Ben'], { kind: 'goal', id: goal }))).toBe('Ben moved Goal “something without a name”.');
    expect(said(told('changed', ['Ben'], { kind: 'link', id: 'x' }))).toBe('Ben changed a link.');
    expect(said(told('changed'), told('added', ['Cai'], { kind: 'goal', id: goal }))).toBe('Ben changed Step “First visit”. Cai added Goal “something without a name”.');
    expect(said(...Array.from({ length: TOLD_MAX + 1 }, (_, at) => told('changed', [at === 0 ? 'Cai' : 'Ben'])))).toBe('Cai and Ben changed 3 parts of the map.');
    expect(myPlaceInWords(map, told('removed'))).toBe('Ben removed Step “First visit”, where you were.');
    expect(myPlaceInWords(map, told('moved'))).toBe('Ben moved Step “First visit”, where you are.');
  });

  it('SHELL-16 what became of a part is told by its values before and after; of several the most telling', () => {
    const at = (stage: string, removed = false) => ({ id: 'x', title: 'T', stage, lane: 'l', ord: 'a', removed }) as never;
    const deed = (before: unknown, after: unknown) => deedOf({ kind: 'step', id: 'x', before: before as never, after: after as never });
    expect(deed(undefined, at('s'))).toBe('added');
    expect(deed(undefined, at('s', true))).toBeUndefined();
    expect(deed(at('s'), at('s', true))).toBe('removed');
    expect(deed(at('s'), undefined)).toBe('removed');
    expect(deed(at('s', true), at('s'))).toBe('restored');
    expect(deed(at('s'), at('t'))).toBe('moved');
    expect(deed(at('s'), at('s'))).toBe('changed');
    expect(moreTelling('changed', 'removed')).toBe('removed');
    expect(moreTelling('added', 'moved')).toBe('added');
  });

  it('UNDO-1 undo and redo say what they do, and when nothing was left', () => {
    const { map, step } = mapWithParts();
    const undo = new UndoHistory(map);
    expect(undoLabel(undo.canUndo.value)).toBe('Nothing to undo');
    expect(redoLabel(undo.canRedo.value)).toBe('Nothing to redo');
    removeStep(map, step);
    expect(undoLabel(undo.canUndo.value)).toBe('Undo: removed “First visit”');
    undoAndSay(undo);
    expect(announcement.value?.text).toBe('Undone: removed “First visit”');
    redoAndSay(undo);
    expect(announcement.value?.text).toBe('Done again: removed “First visit”');
    const before = announcement.value?.id;
    redoAndSay(undo);
    expect(announcement.value?.id).toBe(before);
    undo.destroy();
  });

  beforeEach(() => {
    clearToasts();
    silenced.value = new Set();
  });
  afterEach(() => vi.useRealTimers());

  it('SHELL-16 each kind but one’s own answers can be turned off', () => {
    expect(SILENCEABLE).not.toContain('own');
    silenced.value = new Set(['people']);
    announce('before');
    const before = announcement.value;
    announce('Ben joined.', 'people');
    showToast('Ben joined.', { kind: 'people' });
    expect(announcement.value).toBe(before);
    expect(toasts.value).toEqual([]);
    announce('You are offline.', 'connection');
    expect(announcement.value?.text).toBe('You are offline.');
  });

  it('SHELL-18 the oldest message makes room, each can be closed, and equal texts are told apart', () => {
    for (let count = 0; count < TOASTS_MAX; count += 1) showToast('Saved');
    expect(toasts.value.length).toBe(TOASTS_MAX);
    const [first] = toasts.value;
    showToast('One more');
    expect(toasts.value.length).toBe(TOASTS_MAX);
    expect(toasts.value).not.toContain(first);
    expect(new Set(toasts.value.map((toast) => toast.id)).size).toBe(TOASTS_MAX);
    dismissToast(toasts.value[0]?.id ?? -1);
    expect(toasts.value.length).toBe(TOASTS_MAX - 1);
  });
});

describe('words for a refusal', () => {
  it('RATE-8 who was too fast reads the words for it, and who tried too often those for tries', () => {
    expect(wordsForFailure(new ApiError('too_fast', 'That was very fast.', { status: 429 }))).toBe('That was very fast.');
    expect(wordsForFailure(new ApiError('too_many_tries', 'Too many.', { status: 429 }))).toContain('Too many tries');
  });
});
