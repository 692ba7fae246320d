/**
 * What stands between the screens and the server: calls and their errors, tokens, the memory of the device, the facts of
 * a workshop, presence.
 */
import 'fake-indexeddb/auto';
import { effect, signal } from '@preact/signals-core';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { SELECTION_SENT_MAX, SEND_ALONE_MS_MIN, SEND_MS_MIN, STATE_BYTES_MAX, markOf, presenceOf } from '../src/presence/presence';
import type { KnownPerson } from '../src/presence/presence';
import { openDeviceCopy } from '../src/sync/offline';
import { ApiError, publicApi, workshopApi } from '../src/workshop/api';
import { deviceMemory, entryOf } from '../src/workshop/device';
import { dropOldCopies, isLongOver } from '../src/workshop/old-copies';
import { workshopFacts } from '../src/workshop/facts';
import { Tokens } from '../src/workshop/tokens';
import { statementKey } from './statements';

const CALLER = { workshop: 'w', map: 'm', participant: 'p', deviceSecret: 's' };
const JOINED = { ...CALLER, role: 'patientLeader', side: 'patient', nickname: 'Pat', state: 'in', token: 't', tokenExpiresAt: 1, tokenLifeMs: 1, membership: 'ms', server: { key: 'k', epoch: 'e' }, title: 'Heart', endsOn: '2027-01-01' } as const;

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
function answers(...list: readonly (Response | Error)[]) {
  const queue = [...list];
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, init });
    const next = queue.shift();
    if (!next) throw new Error('more calls than answers');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  return asked;
}
const json = (value: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(value), init);
const error = (code: string, status: number, headers: Record<string, string> = {}) => json({ error: { code, message: `about ${code}` } }, { status, headers });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('calls', () => {
  it('CLIENT-1 gives the server\'s code and words, its waiting time, and says offline when there is no answer', async () => {
    answers(error('wrong_code', 429, { 'retry-after': '7' }), new Error('no network'), new Response('<html>', { status: 502 }));
    const api = publicApi('http://x');
    await expect(api.lookAtInvite({ code: 'ABC' })).rejects.toMatchObject({ code: 'wrong_code', message: 'about wrong_code', status: 429, retryAfterS: 7 });
    await expect(api.config()).rejects.toMatchObject({ code: 'offline', status: 0 });
    await expect(api.config()).rejects.toMatchObject({ code: 'bad_answer', status: 502 });
  });

  // A call refused with 401 is tried once more with a new token.
  it('tries once more with a new token when the old one is refused', async () => {
    const asked = answers(error('token_expired', 401), json({ revision: 1, people: [] }));
    const which: string[] = [];
    const api = workshopApi(CALLER, (one) => {
      which.push(one);
      return Promise.resolve(`${one}-token`);
    });
    await expect(api.roster()).resolves.toEqual({ revision: 1, people: [] });
    expect(which).toEqual(['any', 'new']);
    expect(new Headers(asked[1]?.init.headers).get('authorization')).toBe('Bearer new-token');
  });

  // Leaving sends the device's secret; freezing sends the wanted state.
  it('sends the device secret when leaving, and frozen as the wire wants it', async () => {
    const asked = answers(json({}), json({ frozen: true }));
    const api = workshopApi(CALLER, () => Promise.resolve('t'));
    await api.leave('c1');
    await api.setFrozen('c2', 'frozen');
    expect(asked.map((one) => [one.url, JSON.parse(String(one.init.body)) as unknown])).toEqual([
      ['/api/workshops/w/leave', { command: 'c1', deviceSecret: 's' }],
      ['/api/workshops/w/freeze', { command: 'c2', frozen: true }],
    ]);
  });
});

describe('tokens', () => {
  const proof = () => Promise.reject(new ApiError('not_found', '', { status: 404 }));
  const fresh = (token: string, lasts = 3_600_000) => ({ token, tokenExpiresAt: Date.now() + lasts, tokenLifeMs: lasts, server: { key: 'k', epoch: 'e' }, membership: 'ms', role: 'professional', side: 'professional' }) as const;

  // A token is kept until a minute before its end; many who want a new one share one call.
  it('keeps a token while it lasts, and asks once when many want a new one', async () => {
    let calls = 0;
    const tokens = new Tokens({ proof, freshToken: () => Promise.resolve(fresh(`t${(calls += 1)}`)) }, CALLER);
    await Promise.all([tokens.forConnection('any'), tokens.forConnection('new'), tokens.forConnection('any')]);
    await tokens.forConnection('any');
    expect(calls).toBe(1);
  });

  it('does not hand out a token that is about to end', async () => {
    let calls = 0;
    const tokens = new Tokens({ proof, freshToken: () => Promise.resolve(fresh(`t${(calls += 1)}`, 30_000)) }, CALLER);
    await tokens.forConnection('any');
    await tokens.forConnection('any');
    expect(calls).toBe(2);
  });

  it('RIGHTS-12 renews by how long a token lasts, however wrong the clock of the device is', async () => {
    for (const days of [-300, 300]) await renews(days);
  });

  const renews = async (days: number) => {
    vi.useFakeTimers();
    const real = Date.now();
    vi.setSystemTime(real + days * 86_400_000);
    let calls = 0;
    const answer = (token: string) => ({ ...fresh(token), tokenExpiresAt: real + 3_600_000 });
    const tokens = new Tokens({ proof, freshToken: () => Promise.resolve(answer(`t${(calls += 1)}`)) }, CALLER);
    await expect(tokens.forConnection('any')).resolves.toMatchObject({ token: 't1', remainingMs: 3_600_000 });
    await vi.advanceTimersByTimeAsync(3_600_000 - 60_000);
    await expect(tokens.forConnection('any')).resolves.toMatchObject({ token: 't1', remainingMs: 60_000 });
    await vi.advanceTimersByTimeAsync(1);
    await expect(tokens.forConnection('any')).resolves.toMatchObject({ token: 't2' });
    vi.useRealTimers();
  };

  it('RIGHTS-9 gives no token out again that the server refused, whatever the clock of the device says', async () => {
    vi.useFakeTimers();
    let calls = 0;
    const tokens = new Tokens({ proof, freshToken: () => Promise.resolve(fresh(`t${(calls += 1)}`)) }, CALLER);
    await tokens.forConnection('any');
    // In the same moment, and with a clock that was set back, so that nothing ever seems to grow old.
    await expect(tokens.forConnection('new', 't1')).resolves.toMatchObject({ token: 't2' });
    vi.setSystemTime(Date.now() - 7_200_000);
    await expect(tokens.forConnection('new', 't2')).resolves.toMatchObject({ token: 't3' });
    await expect(tokens.forCall('new', 't3')).resolves.toBe('t4');
    // Others who were refused with an older one take what is there.
    await expect(Promise.all([tokens.forConnection('new', 't3'), tokens.forConnection('new', 't1')])).resolves.toMatchObject([{ token: 't4' }, { token: 't4' }]);
    expect(calls).toBe(4);
  });

  // An address has ten wrong secrets a minute, for everybody in the room.
  it('RIGHTS-8 asks at once, then at growing distances, when the server refuses the secret, however many want a token', async () => {
    vi.useFakeTimers();
    let calls = 0;
    let answer = () => Promise.reject<ReturnType<typeof fresh>>(new ApiError('not_signed_in', '', { status: 401 }));
    const tokens = new Tokens({ proof, freshToken: () => { calls += 1; return answer(); } }, CALLER);
    const everybodyAsks = async (ms: number) => {
      for (let at = 0; at < ms; at += 1_000) {
        for (const which of ['any', 'new', 'new'] as const) expect(await tokens.forConnection(which, 't0')).toEqual({ kind: 'refused' });
        await expect(tokens.forCall('any')).rejects.toMatchObject({ code: 'not_signed_in' });
        await vi.advanceTimersByTimeAsync(1_000);
      }
    };
    await everybodyAsks(29_000);
    expect(calls, 'in the first half minute').toBe(1);
    await everybodyAsks(3_600_000);
    expect(calls, 'in an hour').toBeGreaterThanOrEqual(3_600 / 600);
    expect(calls, 'in an hour').toBeLessThanOrEqual(16);
    tokens.retryNow();
    answer = () => Promise.resolve(fresh('late'));
    await expect(tokens.forConnection('any')).resolves.toMatchObject({ token: 'late' });
  });

  // For the connection, tokens wait while the server is away; only the server's own words about the person are final.
  it('waits while the server is away, and stops for good when it says no', async () => {
    vi.useFakeTimers();
    const list: unknown[] = [new ApiError('offline', '', { status: 0 }), new ApiError('x', '', { status: 503 }), fresh('late')];
    const tokens = new Tokens({ proof, freshToken: () => (list[0] instanceof Error ? Promise.reject(list.shift() as Error) : Promise.resolve(list.shift() as never)) }, CALLER);
    const got = tokens.forConnection('any');
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(got).resolves.toMatchObject({ kind: 'token', token: 'late' });
    const { serverKey, sign } = await statementKey();
    const states = async (payload: object) => ({ statement: await sign({ workshop: CALLER.workshop, epoch: 'e', ...payload }) });
    const answerTo = (status: number, code: string, stated: object = {}) =>
      new Tokens({ proof: () => states(stated), freshToken: () => Promise.reject(new ApiError(code, '', { status })) }, { ...CALLER, serverKey, epoch: 'e' }).forConnection('any');
    await expect(answerTo(401, 'removed', { is: 'removed', participant: CALLER.participant })).resolves.toEqual({ kind: 'stopped', why: 'removed' });
    await expect(answerTo(410, 'workshop_deleted', { is: 'deleted' })).resolves.toEqual({ kind: 'stopped', why: 'deleted' });
    await expect(answerTo(401, 'removed', { is: 'deleted' })).resolves.toEqual({ kind: 'refused' });
    for (const status of [401, 403, 404, 410]) await expect(answerTo(status, 'x'), String(status)).resolves.toEqual({ kind: 'refused' });
  });
});

describe('the memory of the device', () => {
  it('DEVICE-1 remembers the newest first, also over a reload, and reads rubbish as nothing', () => {
    const kept = storage();
    const memory = deviceMemory(kept);
    memory.remember(entryOf(JOINED, 'keep'));
    memory.remember({ ...entryOf(JOINED, 'keep'), workshop: 'w2' });
    memory.remember({ ...entryOf(JOINED, 'keep'), nickname: 'Patricia' });
    const again = deviceMemory(kept);
    expect(again.entries.value.map((entry) => [entry.workshop, entry.nickname])).toEqual([['w', 'Patricia'], ['w2', 'Pat']]);
    kept.kept.set('pairway/workshops', '[{"workshop":1},null,"x"]');
    expect(deviceMemory(kept).entries.value).toEqual([]);
    kept.kept.set('pairway/workshops', '{');
    expect(deviceMemory(kept).entries.value).toEqual([]);
  });

  it('DEVICE-4 keeps its own number and who waits over a reload, apart from the workshops, and forgets both', async () => {
    const kept = storage();
    const memory = deviceMemory(kept);
    const number = memory.number();
    expect(deviceMemory(kept).number()).toBe(number);
    const { workshop, participant, deviceSecret, role, side, nickname, title, endsOn, server } = JOINED;
    const waiting = { state: 'waiting', workshop, participant, deviceSecret, role, side, nickname, title, endsOn, server } as const;
    memory.setWaiting(workshop, waiting);
    expect(deviceMemory(kept).waiting(workshop)).toEqual(waiting);
    expect(deviceMemory(kept).entries.value).toEqual([]);
    memory.setWaiting(workshop, undefined);
    expect(deviceMemory(kept).waiting(workshop)).toBeUndefined();
    memory.setWaiting(workshop, waiting);
    await memory.forgetAll();
    expect(deviceMemory(kept).waiting(workshop)).toBeUndefined();
    expect(deviceMemory(kept).number()).not.toBe(number);
  });

  it('DEVICE-2 forgets one workshop with its copy, or everything', async () => {
    const kept = storage();
    const memory = deviceMemory(kept);
    memory.remember(entryOf(JOINED, 'keep'));
    memory.remember({ ...entryOf(JOINED, 'keep'), workshop: 'w2' });
    for (const workshop of ['w', 'w2', 'w3']) (await openDeviceCopy({ workshop, participant: 'p' })).close();
    await memory.forgetPerson({ workshop: 'w', participant: 'p' });
    expect((await indexedDB.databases()).map((one) => one.name)).toEqual(['pairway/w2/p', 'pairway/w3/p']);
    expect(memory.entry('w')).toBeUndefined();
    await memory.forgetAll();
    expect(await indexedDB.databases()).toEqual([]);
    expect(kept.kept.size).toBe(0);
  });

  it('DEVICE-2 forgets a person who is out, but not the same workshop joined anew in another tab', async () => {
    const kept = storage();
    const old = deviceMemory(kept);
    old.remember(entryOf(JOINED, 'keep'));
    for (const participant of ['p', 'again']) (await openDeviceCopy({ workshop: 'w', participant })).close();
    deviceMemory(kept).remember({ ...entryOf(JOINED, 'keep'), participant: 'again' });
    await old.forgetPerson({ workshop: 'w', participant: 'p' });
    expect(deviceMemory(kept).entries.value.map((entry) => entry.participant)).toEqual(['again']);
    expect((await indexedDB.databases()).map((one) => one.name)).toEqual(['pairway/w/again']);
    const gone = old.forgetPerson({ workshop: 'w', participant: 'again' });
    // At once, before the copy is deleted: the page that says so is shown now.
    expect(kept.kept.size).toBe(0);
    await gone;
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('DEVICE-1 goes on without storage, and says that it keeps nothing', () => {
    const memory = deviceMemory({ getItem: () => null, setItem: () => { throw new Error('quota'); }, removeItem: () => undefined });
    expect(memory.remember(entryOf(JOINED, 'keep'))).toBe('notKept');
    expect(memory.remember({ ...entryOf(JOINED, 'keep'), workshop: 'w2' })).toBe('notKept');
    memory.learn(JOINED, { nickname: 'Patricia' });
    expect(memory.entry('w')?.nickname).toBe('Patricia');
    expect(memory.entries.value).toHaveLength(2);
    expect(deviceMemory(storage()).remember(entryOf(JOINED, 'keep'))).toBe('kept');
  });

  it('DEVICE-6 joining a workshop anew keeps who I was there, with secret and copy', async () => {
    const kept = storage();
    const memory = deviceMemory(kept);
    memory.remember(entryOf(JOINED, 'keep'));
    (await openDeviceCopy({ workshop: 'w', participant: 'p' })).close();
    memory.remember({ ...entryOf(JOINED, 'keep'), participant: 'again', deviceSecret: 's2' });
    const later = deviceMemory(kept);
    expect(later.entry('w')?.participant, 'the newest is meant').toBe('again');
    expect(later.person({ workshop: 'w', participant: 'p' })?.deviceSecret).toBe('s');
    expect((await indexedDB.databases()).map((one) => one.name)).toEqual(['pairway/w/p']);
    // The same person anew, as with a return code: one entry, and what was known of the server stays.
    later.learn({ workshop: 'w', participant: 'p' }, { epoch: 'later' });
    const { epoch: _epoch, ...comingBack } = { ...entryOf(JOINED, 'keep'), deviceSecret: 's3' };
    later.remember(comingBack);
    expect(later.entries.value.map((entry) => [entry.participant, entry.deviceSecret, entry.epoch])).toEqual([['p', 's3', 'later'], ['again', 's2', 'e']]);
  });

  it('DEVICE-7 forgets no workshop for others: neither the oldest of many nor one of a newer version of the page', () => {
    const kept = storage();
    const newer = { workshop: 'n', participant: 'x', role: 'interpreter', deviceSecret: 'of a newer version' };
    kept.kept.set('pairway/workshops', JSON.stringify([newer]));
    const memory = deviceMemory(kept);
    expect(memory.entries.value).toEqual([]);
    for (let number = 0; number < 200; number += 1) memory.remember({ ...entryOf(JOINED, 'keep'), workshop: `w${number}` });
    const written = JSON.parse(kept.kept.get('pairway/workshops') ?? '') as { workshop: string }[];
    expect(written).toHaveLength(201);
    expect(written.at(-1)).toEqual(newer);
    expect(deviceMemory(kept).entry('w0')?.deviceSecret).toBe('s');
    // A whole list of another shape is set aside before ours is written.
    kept.kept.set('pairway/workshops', '{"version":2}');
    deviceMemory(kept).remember(entryOf(JOINED, 'keep'));
    expect(kept.kept.get('pairway/workshops/unreadable')).toBe('{"version":2}');
    expect(deviceMemory(kept).entries.value).toHaveLength(1);
  });

  describe('copies of workshops that ended long ago', () => {
    const DAY_MS = 86_400_000;
    const end = Date.parse(`${JOINED.endsOn}T00:00:00Z`);
    const over = end + 31 * DAY_MS + 1;
    const refuses = (status: number, code: string) => ({ freshToken: () => Promise.reject(new ApiError(code, '', { status })) });
    const oldMemory = async () => {
      const memory = deviceMemory(storage());
      memory.remember(entryOf(JOINED, 'keep'));
      const copy = await openDeviceCopy({ workshop: 'w', participant: 'p' });
      await copy.write('map/w/m', [{ update: new Uint8Array([0, 0]) }]);
      return { memory, copy };
    };
    const hasCopy = async () => (await indexedDB.databases()).length === 1;

    it('DEVICE-8 counts thirty whole days after the last one', () => {
      expect([isLongOver(JOINED, end + 31 * DAY_MS), isLongOver(JOINED, over)]).toEqual([false, true]);
    });

    it('DEVICE-8 drops a copy without unsent words thirty days after its end, and the workshop when its server knows it no more', async () => {
      const { memory, copy } = await oldMemory();
      copy.close();
      await dropOldCopies(memory, refuses(404, 'workshop_unknown'), over - 1);
      expect(await hasCopy()).toBe(true);
      // Nobody answers: what opens the workshop stays, the stories go.
      await dropOldCopies(memory, refuses(0, 'offline'), over);
      expect([await hasCopy(), memory.entry('w')?.deviceSecret]).toEqual([false, 's']);
      await dropOldCopies(memory, refuses(404, 'workshop_unknown'), over);
      expect(memory.entry('w')).toBeUndefined();
    });

    it('DEVICE-8 keeps what goes on, whatever the clock of the device says', async () => {
      const { memory, copy } = await oldMemory();
      copy.close();
      await dropOldCopies(memory, { freshToken: () => Promise.resolve({ token: 't', tokenExpiresAt: 1, tokenLifeMs: 1, membership: 'ms', server: { key: 'k', epoch: 'e' }, role: 'carer', side: 'patient' }) }, over);
      expect([await hasCopy(), memory.entry('w')?.deviceSecret]).toEqual([true, 's']);
    });

    it.each(['words that wait', 'refused words'])('DEVICE-8 never drops %s by itself', async (what) => {
      const { memory, copy } = await oldMemory();
      if (what === 'refused words') await copy.keepRefused({ id: 'r', at: 1, document: 'map/w/m', message: '', texts: [] });
      else await copy.write('map/w/m', [{ update: new Uint8Array([0, 0]), waiting: 'tab:1' }]);
      copy.close();
      await dropOldCopies(memory, refuses(404, 'workshop_unknown'), over);
      expect([await hasCopy(), memory.entry('w')?.deviceSecret]).toEqual([true, 's']);
    });
  });
});

describe('facts', () => {
  it('ROSTER-1 reads the workshop, skips what is malformed, and fetches names when the roster moved on', async () => {
    const doc = new Y.Doc();
    let calls = 0;
    const facts = workshopFacts(doc, () => {
      calls += 1;
      return Promise.resolve({ revision: calls, people: [{ participant: 'p', nickname: `Pat ${calls}`, role: 'patientLeader', side: 'patient', state: 'in', takesPart: 'device' }] });
    });
    expect(facts.meta.value).toBeUndefined();
    doc.transact(() => {
      const meta = doc.getMap('meta');
      for (const [key, value] of Object.entries({ title: 'Heart', endsOn: '2027-01-01', map: 'm', frozen: true, rosterRevision: 1 })) meta.set(key, value);
      doc.getMap('participants').set('p', { role: 'patientLeader', side: 'patient', state: 'in' });
      doc.getMap('participants').set('q', { role: 'king' });
      doc.getMap('participants').set('r', 7);
      doc.getMap('agenda').set('0', { min: 10, title: 'Welcome', mode: 'talk', opens: '' });
      doc.getMap('agenda').set('2', { min: 1 });
    });
    expect(facts.meta.value).toMatchObject({ title: 'Heart', challenge: '', frozen: true });
    expect([...facts.participants.value.keys()]).toEqual(['p']);
    expect(facts.agenda.value).toEqual([{ id: 'item-0', min: 10, title: 'Welcome', mode: 'talk', opens: '' }]);
    await vi.waitUntil(() => facts.roster.value.get('p')?.nickname === 'Pat 1');
    doc.getMap('meta').set('rosterRevision', 2);
    await vi.waitUntil(() => facts.roster.value.get('p')?.nickname === 'Pat 2');
    doc.getMap('meta').set('title', 'Other');
    expect(calls).toBe(2);
    facts.destroy();
  });

  it('SHELL-62 what comes together is told together: a pair is there as soon as its workshop is', () => {
    const doc = new Y.Doc();
    const facts = workshopFacts(doc, () => Promise.resolve({ revision: 1, people: [] }));
    const seen: (readonly [string | undefined, number])[] = [];
    const stop = effect(() => void seen.push([facts.meta.value?.title, facts.pairs.value.length]));
    doc.transact(() => {
      doc.getMap('meta').set('title', 'Heart');
      doc.getMap('pairs').set('pq', { patient: 'p', professional: 'q', state: 'open', since: 1 });
    });
    expect(seen).toEqual([[undefined, 0], ['Heart', 1]]);
    stop();
    facts.destroy();
  });

  // A failed roster is fetched again after 5 s; an answer older than the document is not asked for again and again.
  it('fetches again after a failure, and not for ever when the answer is older than the document', async () => {
    vi.useFakeTimers();
    const doc = new Y.Doc();
    let calls = 0;
    const facts = workshopFacts(doc, () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('offline')) : Promise.resolve({ revision: 3, people: [] });
    });
    doc.getMap('meta').set('rosterRevision', 9);
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toBe(2);
    facts.destroy();
  });
});

describe('presence', () => {
  function here() {
    vi.useFakeTimers();
    const roster = signal<ReadonlyMap<string, KnownPerson>>(new Map([['me', { nickname: 'Zoe', role: 'facilitator', side: null }], ['you', { nickname: 'Ann', role: 'carer', side: 'patient' }]]));
    const [mine, yours] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
    const sent: unknown[] = [];
    mine.on('update', (_change: unknown, origin: unknown) => {
      if (origin === 'local') sent.push(mine.getLocalState());
    });
    const presence = presenceOf(mine, 'me', roster);
    const hear = (state: Record<string, unknown> | null) => {
      yours.setLocalState(state);
      applyAwarenessUpdate(mine, encodeAwarenessUpdate(yours, [yours.clientID]), 'wire');
    };
    return { presence, sent, hear, roster };
  }

  it('PRES-1 lists me first, then others by name, one entry a person', () => {
    const { presence, hear } = here();
    expect(presence.people.value.map((one) => one.nickname)).toEqual(['Zoe']);
    hear({ participant: 'you', part: { kind: 'step', id: 's' } });
    expect(presence.people.value.map((one) => [one.nickname, one.isMe, one.side])).toEqual([['Zoe', true, undefined], ['Ann', false, 'patient']]);
    expect(presence.people.value[1]?.at.part).toEqual({ kind: 'step', id: 's' });
    hear(null);
    expect(presence.people.value).toHaveLength(1);
    presence.destroy();
  });

  // At most ten states a second are sent, one a second while nobody else is here.
  it('sends at most ten states a second, and one a second while alone', () => {
    const { presence, sent, hear } = here();
    const move = (ms: number) => {
      for (let at = 0; at < ms; at += 10) {
        presence.show({ cursor: { x: at + Math.random(), y: 1 } });
        vi.advanceTimersByTime(10);
      }
    };
    sent.length = 0;
    move(3_000);
    expect(sent.length).toBeLessThanOrEqual(3_000 / SEND_ALONE_MS_MIN + 1);
    hear({ participant: 'you' });
    sent.length = 0;
    move(1_000);
    expect(sent.length).toBeLessThanOrEqual(1_000 / SEND_MS_MIN + 1);
    expect(sent.length).toBeGreaterThan(5);
    vi.advanceTimersByTime(SEND_MS_MIN);
    expect(sent.at(-1)).toMatchObject({ participant: 'me', cursor: { y: 1 } });
    presence.destroy();
  });

  // At most fifty selected parts are told, and a state never exceeds the 8 KiB that the server takes.
  it('tells at most fifty selected parts, and never more than the server takes', () => {
    const { presence, sent, hear } = here();
    hear({ participant: 'you' });
    const told = (selection: readonly string[]) => {
      presence.show({ selection });
      vi.advanceTimersByTime(SEND_MS_MIN);
      return sent.at(-1) as { readonly selection?: readonly string[] };
    };
    const ids = (count: number, letter: string) => Array.from({ length: count }, (_, at) => String(at).padStart(64, letter));
    expect(told(ids(SELECTION_SENT_MAX, 'a')).selection).toEqual(ids(SELECTION_SENT_MAX, 'a'));
    expect(told(ids(5_000, 'b')).selection).toEqual(ids(SELECTION_SENT_MAX, 'b'));
    expect(told(ids(SELECTION_SENT_MAX, 'é')).selection).toHaveLength(SELECTION_SENT_MAX);
    const long = told(ids(SELECTION_SENT_MAX, '語'));
    expect(long.selection).toBeUndefined();
    for (const state of sent) expect(new TextEncoder().encode(JSON.stringify(state)).length).toBeLessThanOrEqual(STATE_BYTES_MAX);
    presence.destroy();
  });

  it('READ-9 reads what others say with care', () => {
    const { presence, hear } = here();
    hear({ participant: 'you', view: 'cinema', part: { kind: 'king', id: 's' }, field: 'password', typing: 'yes', cursor: { x: Number.MAX_VALUE, y: 0 }, selection: 'all', drag: { step: 's' } });
    expect(presence.peers.value).toEqual([{ client: presence.peers.value[0]?.client, participant: 'you' }]);
    hear({ name: 'nobody' });
    expect(presence.peers.value).toEqual([]);
    presence.destroy();
  });

  it('PRES-4 gives everybody the same mark on every device', () => {
    expect(markOf('abc')).toBe(markOf('abc'));
    const marks = new Set(Array.from({ length: 200 }, (_, at) => markOf(`participant${at}`)));
    expect([...marks].every((mark) => mark >= 0 && mark < 8)).toBe(true);
    expect(marks.size).toBe(8);
  });
});
