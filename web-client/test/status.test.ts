/**
 * The light: every way in which it could be wrong, with a connection made of plain calls.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RESYNC_MS_MAX, RESYNC_MS_MIN, SaveLight, withLettersInAField } from '../src/sync/status';

/** A light with a scripted connection. */
function lit(open: 'open' | 'unread' = 'open') {
  const marks: number[] = [];
  const confirmed: unknown[] = [];
  const rebuilt: string[] = [];
  let resyncs = 0;
  let canSend = true;
  const light = new SaveLight({
    sendMark: (id) => {
      if (!canSend) return 'notSent';
      marks.push(id);
      return 'sent';
    },
    resync: () => { resyncs += 1; },
    rebuild: (message) => rebuilt.push(message),
    confirm: (what) => confirmed.push(what),
  });
  const durable = () => light.answered({ kind: 'durable', id: marks.at(-1) ?? -1 });
  const refuse = (recovery: 'again' | 'resync' | 'rebuild') => light.answered({ kind: 'refused', id: marks.at(-1) ?? -1, recovery, message: 'no' });
  const connect = () => {
    light.connected(true);
    light.arrived();
    light.complete(true);
  };
  const cut = () => {
    light.complete(false);
    light.connected(false);
  };
  if (open === 'open') {
    light.loaded({ holds: 'nothing', waiting: [] });
    light.allowed('readWrite');
    connect();
    durable();
  }
  return { light, marks, confirmed, rebuilt, durable, refuse, connect, cut, resyncs: () => resyncs, block: () => { canSend = false; } };
}
/** Edits and lets the microtask behind it run. */
async function edit(light: SaveLight) {
  const number = light.edited();
  await Promise.resolve();
  return number;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the light', () => {
  it('SYNC-1 is green only after a mark behind the edit came back durable', async () => {
    const { light, marks, durable } = lit();
    expect(light.state.value).toBe('saved');
    await edit(light);
    expect(light.state.value).toBe('saving');
    expect(marks).toHaveLength(2);
    durable();
    expect(light.state.value).toBe('saved');
  });

  it('SYNC-1 does not take an answer to an earlier mark for a later edit', async () => {
    const { light, marks } = lit();
    await edit(light);
    await edit(light);
    expect(marks).toEqual([1, 2]);
    light.answered({ kind: 'durable', id: 2 });
    expect(light.state.value).toBe('saving');
    expect(marks).toEqual([1, 2, 3]);
    light.answered({ kind: 'durable', id: 2 });
    expect(light.state.value).toBe('saving');
    light.answered({ kind: 'durable', id: 3 });
    expect(light.state.value).toBe('saved');
  });

  it('SYNC-1 sends the mark after the edit itself: never within the same turn', () => {
    const { light, marks } = lit();
    light.edited();
    expect(marks).toEqual([1]);
  });

  it('SYNC-3 forgets marks of a lost connection and is not green again before a new one is answered', async () => {
    const { light, marks, cut, connect, durable } = lit();
    light.kept(await edit(light));
    cut();
    expect(light.state.value).toBe('offlineKept');
    light.answered({ kind: 'durable', id: marks.at(-1) ?? 0 });
    expect(light.state.value).toBe('offlineKept');
    connect();
    expect(light.state.value).toBe('saving');
    durable();
    expect(light.state.value).toBe('saved');
  });

  it('SYNC-3 asks anew after each handshake, even when nothing waits here: the server may have come back older', () => {
    const { light, marks, cut, connect, durable } = lit();
    cut();
    expect(light.state.value).toBe('offlineNothingWaiting');
    connect();
    expect(light.state.value).toBe('saving');
    expect(marks).toHaveLength(2);
    durable();
    expect(light.state.value).toBe('saved');
  });

  it('SYNC-5 says "kept on this device" only when the newest edit is written there', async () => {
    const { light, cut } = lit();
    cut();
    const first = await edit(light);
    expect(light.state.value).toBe('offlineNotKept');
    light.kept(first);
    expect(light.state.value).toBe('offlineKept');
    await edit(light);
    expect(light.state.value).toBe('offlineNotKept');
  });

  it('SYNC-6 knows after a reload that earlier work waits, and takes its note away when the server has it', () => {
    const { light, connect, durable, confirmed } = lit('unread');
    expect(light.state.value).toBe('opening');
    light.loaded({ holds: 'content', waiting: ['old:1', 'old:2'] });
    expect(light.state.value).toBe('offlineKept');
    light.allowed('readWrite');
    connect();
    expect(light.state.value).toBe('saving');
    durable();
    expect(light.state.value).toBe('saved');
    expect(confirmed).toEqual([{ edit: 0, keys: ['old:1', 'old:2'] }]);
  });

  it('SYNC-6 sends no mark before the copy was read', () => {
    const { light, connect, marks } = lit('unread');
    connect();
    expect(marks).toEqual([]);
    light.loaded({ holds: 'nothing', waiting: [] });
    expect(marks).toEqual([1]);
  });

  it('SYNC-7 turns from green when another tab left work behind, until that is durable too', () => {
    const { light, durable, marks } = lit();
    light.addEarlier(['other:7']);
    expect(light.state.value).toBe('saving');
    expect(marks).toHaveLength(2);
    durable();
    expect(light.state.value).toBe('saved');
  });

  it('SYNC-8 stays opening without a copy until the first content came', () => {
    const { light } = lit('unread');
    light.loaded({ holds: 'nothing', waiting: [] });
    expect(light.state.value).toBe('opening');
    light.connected(true);
    light.complete(true);
    expect(light.state.value).toBe('opening');
    light.arrived();
    expect(light.state.value).toBe('saving');
  });

  it('SYNC-9 shows a store that cannot write, and goes on when it can', async () => {
    const { light, durable } = lit();
    await edit(light);
    light.store('down');
    expect(light.state.value).toBe('storeDown');
    durable();
    expect(light.state.value).toBe('saved');
  });

  // A refusal with `again` or `resync` exchanges everything again after 250 ms, doubling up to 10 s; a success starts
  // small again.
  it('exchanges again after a refusal, with growing waits, and starts small after a success', async () => {
    const { light, refuse, resyncs, durable, connect } = lit();
    await edit(light);
    let wait = RESYNC_MS_MIN;
    for (let round = 1; round <= 9; round += 1) {
      refuse(round % 2 === 0 ? 'again' : 'resync');
      expect(light.state.value).toBe('saving');
      vi.advanceTimersByTime(wait - 1);
      expect(resyncs()).toBe(round - 1);
      vi.advanceTimersByTime(1);
      expect(resyncs()).toBe(round);
      connect();
      wait = Math.min(RESYNC_MS_MAX, wait * 2);
    }
    expect(wait).toBe(RESYNC_MS_MAX);
    durable();
    expect(light.state.value).toBe('saved');
    await edit(light);
    refuse('again');
    vi.advanceTimersByTime(RESYNC_MS_MIN);
    expect(resyncs()).toBe(10);
  });

  it('SYNC-11 asks for a rebuild once and never turns green by itself afterwards', async () => {
    const { light, refuse, rebuilt, marks, connect } = lit();
    await edit(light);
    refuse('rebuild');
    expect(light.state.value).toBe('refused');
    expect(rebuilt).toEqual(['no']);
    const sent = marks.length;
    connect();
    await edit(light);
    expect(marks).toHaveLength(sent);
    expect(light.state.value).toBe('refused');
  });

  it('SYNC-12 shows refused words until they are read, but work that waits first', async () => {
    const { light, durable } = lit();
    light.refusalsToRead(1);
    expect(light.state.value).toBe('refused');
    await edit(light);
    expect(light.state.value).toBe('saving');
    durable();
    expect(light.state.value).toBe('refused');
    light.refusalsToRead(0);
    expect(light.state.value).toBe('saved');
  });

  it('SYNC-13 shows a reader that they only look, and a reader whose edit waits that it does', async () => {
    const { light, durable } = lit();
    light.allowed('readOnly');
    expect(light.state.value).toBe('readOnly');
    await edit(light);
    expect(light.state.value).toBe('saving');
    durable();
    light.allowed('stopped');
    expect(light.state.value).toBe('stopped');
  });

  // A mark that could not be sent is sent after the next exchange.
  it('keeps waiting when the mark could not be sent, and sends it with the next handshake', async () => {
    const { light, block, marks } = lit();
    block();
    await edit(light);
    expect(marks).toHaveLength(1);
    expect(light.state.value).toBe('saving');
  });

  it('SYNC-18 says that a reload is needed, and whether what waits is kept on this device', async () => {
    const { light, cut, connect, durable } = lit();
    light.complete(false);
    light.outdated(true);
    expect(light.state.value).toBe('reloadNothingWaiting');
    const number = await edit(light);
    expect(light.state.value).toBe('reloadNotKept');
    light.kept(number);
    expect(light.state.value).toBe('reloadKept');
    cut();
    expect(light.state.value).toBe('offlineKept');
    light.outdated(false);
    connect();
    expect(light.state.value).toBe('saving');
    durable();
    expect(light.state.value).toBe('saved');
  });

  it('RIGHTS-8 says while a document is denied whether my work is kept, connected or not, and is green only after a mark again', async () => {
    const { light, durable, connect, cut } = lit();
    light.denied(true);
    light.complete(false);
    expect(light.state.value).toBe('deniedNothingWaiting');
    const number = await edit(light);
    expect(light.state.value).toBe('deniedNotKept');
    light.kept(number);
    expect(light.state.value).toBe('deniedKept');
    cut();
    expect(light.state.value).toBe('deniedKept');
    light.denied(false);
    connect();
    expect(light.state.value).toBe('saving');
    durable();
    expect(light.state.value).toBe('saved');
  });

  it('SYNC-24 knows when an edit is in this page only: not written on the device, and not durable', async () => {
    const { light, durable, cut, connect } = lit();
    expect(light.isOnlyHere.value).toBe(false);
    const first = await edit(light);
    expect(light.isOnlyHere.value).toBe(true);
    light.kept(first);
    expect(light.isOnlyHere.value, 'on the device').toBe(false);
    durable();
    await edit(light);
    expect(light.isOnlyHere.value, 'the newest is not').toBe(true);
    durable();
    expect(light.isOnlyHere.value, 'on the server').toBe(false);
    cut();
    await edit(light);
    connect();
    expect(light.isOnlyHere.value).toBe(true);
    durable();
    expect(light.isOnlyHere.value).toBe(false);
    // What an earlier page left is on the device, or it would not be known.
    light.addEarlier(['before:1']);
    expect(light.isOnlyHere.value).toBe(false);
  });
});

describe('letters that are only in a field', () => {
  it('TEXT-6 the light says of a composition neither that it is saved nor that this device keeps it', () => {
    const said = (['saved', 'saving', 'offlineNothingWaiting', 'offlineKept', 'reloadNothingWaiting', 'reloadKept', 'deniedNothingWaiting', 'deniedKept', 'storeDown', 'stopped'] as const).map((state) => withLettersInAField(state));
    expect(said).toEqual(['saving', 'saving', 'offlineNotKept', 'offlineNotKept', 'reloadNotKept', 'reloadNotKept', 'deniedNotKept', 'deniedNotKept', 'storeDown', 'stopped']);
  });
});
