// @vitest-environment happy-dom
/**
 * How much is said while many are busy (docs/spec/shell.md, SHELL-16): real documents, six people who edit, comment and agree,
 * 93 acts in a minute, and every message counted.
 */
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { clearToasts, onAnnounced, silenced, SILENCEABLE, type Announcement } from '../../src/notice/notice';
import { startAnnouncements } from '../../src/shell/workshop/announcements/announcements';
import { PAUSE_MS } from '../../src/shell/workshop/announcements/pace';
import type { Role } from '../../src/model/people';
import type { PersonHere } from '../../src/presence/presence';
import type { Peer } from '../../src/presence/shown';
import type { RosterPerson } from '../../src/workshop/api';
import type { Participant } from '../../src/workshop/facts';
import { addGoal, moveStep, setText } from '../short-edits';
import { agreementOn, copyOf, furnished, openMapOf, talkFor, type Device } from '../helpers';

const NAMES = ['Bea', 'Cai', 'Dev', 'Eve', 'Fay', 'Gus'];
const MINUTE_MS = 60_000;

let heard: (Announcement & { readonly at: number })[] = [];
let stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  stops = [];
  silenced.value = new Set();
  clearToasts();
});
afterEach(() => {
  for (const stop of stops) stop();
  silenced.value = new Set();
  vi.useRealTimers();
});

const person = (nickname: string): PersonHere => ({ participant: nickname, nickname, role: 'professional', side: 'professional', isMe: false, mark: 0, at: {} });

/** A workshop that I look at, and people on devices of their own whose edits arrive at once. */
function busy(names: readonly string[] = NAMES) {
  const mine = furnished();
  const others = names.map((name) => ({ name, device: copyOf(mine) }));
  const people = signal<readonly PersonHere[]>(names.map(person));
  const peers = signal(others.map(({ name, device }) => ({ client: device.doc.clientID, participant: name })) as unknown as readonly Peer[]);
  const talkDoc = new Y.Doc();
  const { talk } = talkFor({ doc: talkDoc });
  const kit = agreementOn(mine.map);
  const meta = signal<{ readonly frozen: boolean; readonly endsOn: string } | undefined>({ frozen: false, endsOn: '2099-01-01' });
  const me = signal<{ readonly role: Role }>({ role: 'patientLeader' });
  const open = openMapOf({
    ...mine, talk, agreement: kit.agreement, presence: { people, peers, show() {} }, ready: signal(true), saveState: signal('saved'), access: signal('readWrite'), connection: signal('connected'), me,
    onNotice: () => () => undefined, entry: { participant: 'p', role: 'patientLeader' },
    facts: { meta, roster: signal(new Map<string, RosterPerson>()), participants: signal(new Map<string, Participant>()), pairs: kit.pairs },
  });
  const from = Date.now();
  stops.push(onAnnounced((said) => heard.push({ ...said, at: Date.now() - from })), startAnnouncements(open, () => []));
  // Who is here when one comes is no news.
  vi.advanceTimersByTime(5_000);
  heard = [];
  const edit = (at: number, how: (device: Device) => void) => {
    const { device } = others[at % others.length] ?? { device: mine };
    how(device);
    for (const { doc } of [mine, ...others.map((other) => other.device)]) if (doc !== device.doc) Y.applyUpdate(doc, Y.encodeStateAsUpdate(device.doc, Y.encodeStateVector(doc)), 'wire');
  };
  const comment = (id: number) => talkDoc.transact(() => {
    talkDoc.getMap('threads').set('t', { part: `step:${mine.step}`, state: 'open', at: 1 });
    talkDoc.getMap('messages').set(`m${id}`, { thread: 't', by: 'b'.repeat(26), text: 'x', mentions: [], at: id });
  });
  return { mine, people, me, edit, comment };
}

/** Moments at which something was heard: what is said in one moment is one utterance (live-region.tsx). */
const utterances = () => [...new Set(heard.map(({ at }) => at))];

describe('announcements under load', () => {
  it('SHELL-16 of one busy person each act is said as who did what to which part', () => {
    const { mine, edit } = busy(['Bea']);
    edit(0, ({ map }) => moveStep(map, mine.step, { stage: mine.otherStage, lane: mine.lane }));
    vi.advanceTimersByTime(PAUSE_MS);
    expect(heard.map(({ text }) => text)).toEqual(['Bea moved Step “Feels unwell” to Care.']);
  });

  it('SHELL-16 six busy people, 93 acts in a minute: one utterance in 15 seconds, whatever kinds of acts these are', () => {
    const { mine, edit, comment, people } = busy();
    for (let act = 0; act < 93; act += 1) {
      if (act % 5 === 0) comment(act + 1);
      else if (act % 31 === 1) people.value = people.value.length === NAMES.length ? [...people.value, person('Hal')] : people.value.slice(0, NAMES.length);
      else edit(act, ({ map }) => (act % 3 === 0 ? addGoal(map, `Goal ${act}`) : setText(map, { kind: 'step', id: mine.step }, 'detail', { text: `words ${act}` })));
      vi.advanceTimersByTime(MINUTE_MS / 93);
    }
    const times = utterances();
    expect(times.length).toBeGreaterThan(1);
    expect(times.length).toBeLessThanOrEqual(Math.floor(MINUTE_MS / PAUSE_MS) + 1);
    for (const [at, time] of times.entries()) if (at > 0) expect(time - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(PAUSE_MS);
    expect(heard.map(({ text }) => text).join(' ')).toMatch(/Bea|Cai|Dev|Eve|Fay|Gus/);
    expect(new Set(heard.map(({ kind }) => kind))).toEqual(new Set(['edits', 'talk', 'people']));
  });

  it('SHELL-16 every kind can be silenced alone, and takes no time from the others; with all of them nothing is said of others', () => {
    const { edit, comment, people, me } = busy();
    const rush = (from: number) => {
      edit(from, ({ map }) => addGoal(map, `Goal ${from}`));
      comment(from);
      people.value = people.value.length === NAMES.length ? [...people.value, person('Hal')] : people.value.slice(0, NAMES.length);
      me.value = { role: me.value.role === 'carer' ? 'patientLeader' : 'carer' };
      vi.advanceTimersByTime(PAUSE_MS + 5_000);
    };
    const kinds = () => {
      const found = new Set(heard.map(({ kind }) => kind));
      heard = [];
      return found;
    };
    rush(1);
    expect(kinds()).toEqual(new Set(['edits', 'talk', 'people', 'me']));
    for (const [at, kind] of (['edits', 'talk', 'people', 'me'] as const).entries()) {
      silenced.value = new Set([kind]);
      rush(10 + at);
      expect(kinds().has(kind), kind).toBe(false);
    }
    silenced.value = new Set(SILENCEABLE);
    rush(20);
    expect(kinds()).toEqual(new Set());
    // What was not heard delays nothing.
    silenced.value = new Set(['edits']);
    edit(1, ({ map }) => addGoal(map, 'One more'));
    vi.advanceTimersByTime(5_000);
    comment(30);
    vi.advanceTimersByTime(2_000);
    expect(kinds()).toEqual(new Set(['talk']));
  });
});
