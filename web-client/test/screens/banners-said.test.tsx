// @vitest-environment happy-dom
/** What the banner shows is also said (docs/spec/shell.md, SHELL-62): once, truly, and the connection's return. */
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pair } from '../../src/model/pairs';
import type { Role } from '../../src/model/people';
import { onAnnounced, silenced, SILENCEABLE } from '../../src/notice/notice';
import { bannerLines } from '../../src/shell/workshop/banners';
import { announceBanners } from '../../src/shell/workshop/announcements/banners';
import { t } from '../../src/i18n/translate';
import type { SaveState } from '../../src/sync/status';
import type { RosterPerson } from '../../src/workshop/api';
import type { Participant } from '../../src/workshop/facts';
import { agreementOn, furnished, openMapOf, PAIR, talkFor } from '../helpers';

const banner = { offline: t('banner.offline'), offlineNotKept: t('banner.offlineNotKept'), refused: t('banner.refused'), storeDown: t('banner.storeDown'), denied: t('banner.denied') };
let said: string[] = [];
let stops: (() => void)[] = [];

beforeEach(() => {
  said = [];
  silenced.value = new Set();
  stops = [onAnnounced(({ text }) => said.push(text))];
});
afterEach(() => {
  for (const stop of stops) stop();
  silenced.value = new Set();
});

const person = (participant: string, nickname: string, role: Role, state: 'in' | 'waiting' = 'in'): RosterPerson => ({ participant, nickname, role, side: null, state, takesPart: 'device' });

/** An open workshop as its banner sees it, each piece to be changed. */
function scene(given: { readonly role?: Role } = {}) {
  const { map } = furnished();
  const role = given.role ?? 'patientLeader';
  const kit = agreementOn(map, { participant: 'p', role });
  kit.pairs.value = role === 'patientLeader' ? [PAIR] : [];
  const meta = signal({ title: 'Heart', challenge: '', endsOn: '2099-01-01', frozen: false });
  const roster = signal<ReadonlyMap<string, RosterPerson>>(new Map([['q', person('q', 'Ben', 'professional')], ['s', person('s', 'Dee', 'supporter')]]));
  const participants = signal<ReadonlyMap<string, Participant>>(new Map());
  const pairs = signal<readonly Pair[]>([]);
  const saveState = signal<SaveState>('saved');
  const connectionRefusal = signal<string | undefined>(undefined);
  const isDenied = signal(false);
  const me = signal({ nickname: 'Ann', role, side: null });
  const open = openMapOf({
    entry: { participant: 'p', endsOn: '2099-01-01' }, me, map, agreement: kit.agreement, talk: talkFor().talk, access: signal('readWrite'),
    saveState, connectionRefusal, isDenied, tokenRefusal: signal(undefined), setBackTo: signal(undefined), facts: { meta, roster, participants, pairs },
  });
  const nowhere = () => undefined;
  const lines = () => bannerLines({ open, onRefused: nowhere, onPeople: nowhere, onPairs: nowhere });
  const start = () => stops.push(announceBanners(open, lines));
  return { start, lines, kit, meta, roster, participants, pairs, saveState, connectionRefusal, isDenied, me };
}

describe('the order of what the banner shows', () => {
  it('BAR-2 that the map is locked comes before what others ask, and after words that are not kept', () => {
    const { lines, kit, meta, participants, pairs, saveState } = scene();
    participants.value = new Map([['s', { participant: 's', role: 'supporter', side: undefined, state: 'in', asksToActFor: 'p' } satisfies Participant]]);
    pairs.value = [{ ...PAIR, state: 'asked', askedBy: 'q' }];
    kit.pairs.value = [];
    const ids = () => lines().map(({ id }) => id);
    expect(ids()).toEqual(['asksToWrite', 'asked']);
    meta.value = { ...meta.value, frozen: true };
    expect(ids()).toEqual(['frozen', 'asksToWrite', 'asked']);
    saveState.value = 'offlineNotKept';
    expect(ids()).toEqual(['offlineNotKept', 'frozen', 'asksToWrite', 'asked']);
  });
});

describe('what the banner shows is said', () => {
  it('SHELL-62 being asked to be a partner, and to be written for, is said once, also behind a more urgent line', () => {
    const { start, kit, pairs, participants, roster, saveState } = scene();
    start();
    expect(said).toEqual([]);
    saveState.value = 'offlineKept';
    pairs.value = [{ ...PAIR, state: 'asked', askedBy: 'q' }];
    kit.pairs.value = [];
    expect(said).toEqual([banner.offline, 'Ben asks you to be their partner.']);
    const asks: Participant = { participant: 's', role: 'supporter', side: undefined, state: 'in', asksToActFor: 'p' };
    participants.value = new Map([['s', asks]]);
    expect(said.at(-1)).toMatch(/^Dee would write down what you say\./);
    // It comes to be shown when the line before it goes: that is not said again.
    const before = said.length;
    saveState.value = 'saved';
    roster.value = new Map(roster.value);
    expect(said.slice(before)).toEqual(['You are back online. Everything is saved.']);
    // Who asks anew is told of anew.
    pairs.value = [];
    pairs.value = [{ ...PAIR, state: 'asked', askedBy: 'q' }];
    expect(said.filter((one) => one === 'Ben asks you to be their partner.')).toHaveLength(2);
  });

  it('SHELL-62 who asks is told of once their name is known, and nothing else is said meanwhile', () => {
    const { start, kit, pairs, roster } = scene();
    const everybody = roster.value;
    roster.value = new Map();
    kit.pairs.value = [];
    pairs.value = [{ ...PAIR, state: 'asked', askedBy: 'q' }];
    start();
    expect(said).toEqual([]);
    roster.value = everybody;
    expect(said).toEqual(['Ben asks you to be their partner.']);
  });

  it('SHELL-62 offline, not kept, and refused are said as they are, whatever is silenced; a line that flickers is said once', () => {
    const { start, saveState } = scene();
    silenced.value = new Set(SILENCEABLE);
    start();
    saveState.value = 'offlineNothingWaiting';
    expect(said).toEqual([]);
    saveState.value = 'offlineNotKept';
    expect(said).toEqual([banner.offlineNotKept]);
    saveState.value = 'refused';
    expect(said.at(-1)).toBe(banner.refused);
    saveState.value = 'saved';
    silenced.value = new Set();
    const before = said.length;
    for (const state of ['offlineKept', 'saving', 'offlineKept', 'saving', 'saved', 'offlineKept'] as const) saveState.value = state;
    expect(said.slice(before)).toEqual([banner.offline, 'You are back online. Everything is saved.', banner.offline]);
  });

  it('SHELL-62 who only reads hears that the line is back too; trouble of the server, a refusal and a denial are said', () => {
    const { start, saveState, connectionRefusal, isDenied } = scene();
    start();
    for (const state of ['offlineNothingWaiting', 'readOnly', 'offlineNothingWaiting'] as const) saveState.value = state;
    expect(said).toEqual([banner.offline, 'You are back online.', banner.offline]);
    saveState.value = 'storeDown';
    expect(said.at(-1)).toBe(banner.storeDown);
    connectionRefusal.value = 'The workshop is full.';
    expect(said.at(-1)).toBe('The workshop is full.');
    isDenied.value = true;
    expect(said.at(-1)).toBe(banner.denied);
    const before = said.length;
    saveState.value = 'deniedKept';
    expect(said.slice(before)).toEqual([]);
  });

  it('SHELL-62 what is so when I come is said when it is shown; more people who wait are news, fewer are not', () => {
    const { start, roster, meta } = scene({ role: 'facilitator' });
    const wait = (...ids: readonly string[]) => {
      roster.value = new Map(ids.map((id) => [id, person(id, id, 'carer', 'waiting')]));
    };
    wait('x');
    meta.value = { ...meta.value, frozen: true };
    start();
    expect(said).toEqual(['1 person is waiting to be let in.']);
    wait('x', 'y');
    wait('x');
    wait('x', 'z');
    expect(said.slice(1)).toEqual(['2 people are waiting to be let in.', '2 people are waiting to be let in.']);
    // The line behind comes to be shown.
    wait();
    expect(said.at(-1)).toBe('The map is locked. Only facilitators can change it.');
  });
});
