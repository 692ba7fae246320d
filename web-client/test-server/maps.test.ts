/** Several maps of one workshop, on several devices against the real server. */
import { describe, expect, it } from 'vitest';
import * as edits from '../test/short-edits';
import { newCommand } from '../src/workshop/api';
import type { OpenMap } from '../src/workshop/open';
import { device, eachOnItsOwnServer, inviteOf, makeWorkshop, server, until } from './real-server';

eachOnItsOwnServer();

const state = (one: OpenMap, wanted: string) => until(() => one.saveState.value === wanted, () => `${wanted}; is ${one.saveState.value}`);

/** Opens a workshop as the page does: one map is shown, the others come after it. */
function shown(map: OpenMap): OpenMap {
  map.workshop.showMap(map.id);
  return map;
}

async function twoPeople() {
  const created = await makeWorkshop();
  const facilitator = await device(inviteOf(created, 'facilitator'), 'Fay');
  const patient = await device(inviteOf(created, 'patientLeader'), 'Pat');
  const [fay, pat] = [shown(facilitator.start()), shown(patient.start())];
  await state(fay, 'saved');
  await state(pat, 'saved');
  return { fay, pat, facilitator, patient };
}

/** The map of another device. */
const sameOn = (device: OpenMap, id: string) => device.workshop.openMap(id);

describe('several maps of a workshop', () => {
  it('MAPS-6 a map that one adds is there for the other at once, and what each types there is saved and seen', async () => {
    const { fay, pat } = await twoPeople();
    const id = await fay.workshop.api.maps.add(newCommand(), { kind: 'current', name: 'Now', copyOf: fay.id });
    await until(() => pat.workshop.facts.maps.value.length === 2, () => JSON.stringify(pat.workshop.facts.maps.value));
    expect(pat.workshop.facts.maps.value[1]).toEqual({ id, name: 'Now', kind: 'current', isRemoved: false });
    const [faysCopy, patsCopy] = [sameOn(fay, id), sameOn(pat, id)];
    await until(() => patsCopy.ready.value && faysCopy.ready.value, () => 'both have opened it');
    // The same parts under the same ids, to be compared later; and documents of its own.
    expect(patsCopy.map.reading.value).toEqual(pat.map.reading.value);
    const step = patsCopy.map.reading.value[0] ?? '';
    edits.setStepDetail(patsCopy.map, step, 'As it is today.');
    await until(() => faysCopy.map.step(step).value?.detail === 'As it is today.', () => 'arrived');
    expect(fay.map.step(step).value?.detail).toBe('');
    await state(patsCopy, 'saved');
  });

  it('MAPS-6 who goes to another map is still here, at that map, and is no longer at the first one', async () => {
    const { fay, pat } = await twoPeople();
    const id = await fay.workshop.api.maps.add(newCommand(), { kind: 'current', name: 'Now' });
    await until(() => pat.workshop.facts.maps.value.length === 2, () => 'told');
    await until(() => fay.presence.people.value.length === 2, () => JSON.stringify(fay.presence.people.value));
    sameOn(pat, id);
    pat.workshop.showMap(id);
    const seen = () => fay.presence.people.value.map(({ nickname, elsewhere }) => [nickname, elsewhere]);
    await until(() => JSON.stringify(seen()) === JSON.stringify([['Fay', undefined], ['Pat', id]]), () => JSON.stringify(seen()));
    expect(fay.presence.peers.value).toEqual([]);
    pat.workshop.showMap(pat.id);
    await until(() => fay.presence.peers.value.length === 1, () => 'back');
    expect(seen()).toEqual([['Fay', undefined], ['Pat', undefined]]);
  });

  it('MAPS-6 what was typed in one map without a connection is sent while another one is shown, also after a reload', async () => {
    const { fay, pat, patient } = await twoPeople();
    const id = await fay.workshop.api.maps.add(newCommand(), { kind: 'current', name: 'Now', copyOf: fay.id });
    const copy = sameOn(pat, id);
    await state(copy, 'saved');
    await server.end('SIGKILL');
    await until(() => copy.saveState.value.startsWith('offline'), () => `offline, is ${copy.saveState.value}`);
    const step = copy.map.reading.value[0] ?? '';
    edits.setStepDetail(copy.map, step, 'Typed offline.');
    // The light speaks of all maps, also where another one is shown.
    await state(pat, 'offlineKept');
    expect(pat.map.step(step).value?.detail).toBe('');
    await pat.workshop.close();
    await server.start();
    const again = shown(patient.start());
    await until(() => sameOn(fay, id).map.step(step).value?.detail === 'Typed offline.', () => 'sent, though nobody opened that map');
    await state(again, 'saved');
    expect(again.id).not.toBe(id);
  });

  it('MAPS-6 a map that nobody opened on a device can be used there without a connection', async () => {
    const { fay, pat, patient } = await twoPeople();
    const id = await fay.workshop.api.maps.add(newCommand(), { kind: 'current', name: 'Now', copyOf: fay.id });
    await until(() => pat.workshop.facts.maps.value.length === 2, () => 'told');
    // Kept up to date by itself, behind the map that is shown.
    await until(() => sameOn(pat, id).map.reading.value.length > 0, () => 'opened in the background');
    await pat.workshop.close();
    await server.end('SIGKILL');
    const offline = shown(patient.start());
    await state(offline, 'offlineNothingWaiting');
    const copy = sameOn(offline, id);
    await until(() => copy.ready.value, () => `shows something, is ${copy.saveState.value}`);
    expect(copy.map.reading.value).toEqual(offline.map.reading.value);
    await server.start();
  });

  it('MAPS-2 each map has its own agreement and its own comments', async () => {
    const { fay, pat } = await twoPeople();
    const id = await fay.workshop.api.maps.add(newCommand(), { kind: 'future', name: 'Draft', copyOf: fay.id });
    const copy = sameOn(pat, id);
    await state(copy, 'saved');
    const goal = pat.map.goals.value[0]?.id ?? '';
    await pat.api.agree(newCommand(), { act: 'propose', part: { kind: 'goal', id: goal } });
    await pat.api.talk(newCommand(), { act: 'comment', part: { kind: 'goal', id: goal }, text: 'Ours', mentions: [] });
    await until(() => fay.talk.threads.value.length === 1, () => 'the comment is there');
    await until(() => fay.agreement.of({ kind: 'goal', id: goal }).value.state === 'toAgree', () => fay.agreement.of({ kind: 'goal', id: goal }).value.state);
    expect(copy.talk.threads.value).toEqual([]);
    expect(copy.agreement.of({ kind: 'goal', id: goal }).value.state).toBe('idea');
  });
});
