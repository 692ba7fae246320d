/**
 * The client's model, sync, presence and workshop code against the real server, without a page: the truth of the light,
 * kill -9, rights that change live, refused words, removal, deletion.
 */
import { cp, rename, rm } from 'node:fs/promises';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import * as edits from '../test/short-edits';
import { newCommand, publicApi } from '../src/workshop/api';
import type { OpenMap } from '../src/workshop/open';
import { seeded } from '../test/helpers';
import { device, eachOnItsOwnServer, inviteOf, makeWorkshop, open, secretOf, server, until } from './real-server';

eachOnItsOwnServer();

/**
 * Counts the calls that are refused because their token is not good any more. The call for a token is not one of them: its
 * refusal is how a device learns that its person is out.
 */
function refusedCalls() {
  const refused: string[] = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const answer = await real(input, init);
    if ((answer.status === 401 || answer.status === 403) && !String(input).endsWith('/token')) refused.push(`${answer.status} ${String(input)}`);
    return answer;
  });
  return refused;
}

const copiesOf = async (participant: string) => (await indexedDB.databases()).filter((one) => one.name?.endsWith(participant)).length;

const state = (one: OpenMap, wanted: string) => until(() => one.saveState.value === wanted, () => `${wanted}; is ${one.saveState.value}`);

/** A workshop with a facilitator, who came by link, and a patient leader, who came by code. */
async function workshop() {
  const template = (await publicApi(server.base).templates()).find((one) => one.id === 'cardiac-services');
  const created = await makeWorkshop();
  const facilitator = await device(inviteOf(created, 'facilitator'), 'Fay');
  const leader = created.invites.find((invite) => invite.role === 'patientLeader');
  const patient = await device({ code: leader?.code ?? '' }, 'Pat');
  return { template, facilitator, patient, created };
}

describe('a workshop on the real server', () => {
  it('BROWSER-1 shows the template to everybody, merges edits, and is saved', async () => {
    const { template, facilitator, patient } = await workshop();
    const [fay, pat] = [facilitator.start(), patient.start()];
    await state(fay, 'saved');
    await state(pat, 'saved');
    expect(fay.map.stages.value.map((stage) => stage.title)).toEqual(template?.stages);
    expect(fay.map.lanes.value.map((lane) => lane.title)).toEqual(template?.lanes);
    expect(fay.map.reading.value).toHaveLength(template?.steps ?? -1);
    expect(fay.map.links.value).toHaveLength(template?.links ?? -1);
    expect(fay.map.notPlaced.value).toEqual([]);
    const step = fay.map.reading.value[0] ?? '';
    edits.setStepDetail(fay.map, step, 'From Fay.');
    edits.setStepMode(pat.map, step, 'with');
    await until(() => pat.map.step(step).value?.detail === 'From Fay.' && fay.map.step(step).value?.mode === 'with', () => 'merged');
    await state(fay, 'saved');
    await state(pat, 'saved');
    expect(fay.workshop.facts.meta.value).toMatchObject({ title: 'Heart', challenge: 'Waiting', frozen: false });
    expect(fay.workshop.facts.agenda.value.length).toBeGreaterThan(0);
  });

  it('BROWSER-3 shows who is here by name, and where they work', async () => {
    const { facilitator, patient } = await workshop();
    const [fay, pat] = [facilitator.start(), patient.start()];
    await state(fay, 'saved');
    await state(pat, 'saved');
    await until(() => fay.presence.people.value.length === 2, () => `two people: ${JSON.stringify(fay.presence.people.value)}`);
    await until(() => fay.presence.people.value.map((one) => one.nickname).join() === 'Fay,Pat', () => JSON.stringify(fay.presence.people.value));
    const step = fay.map.reading.value[0] ?? '';
    pat.presence.show({ view: 'map', part: { kind: 'step', id: step }, cursor: { x: 1.4, y: 2 } });
    await until(() => fay.presence.peers.value[0]?.part?.id === step, () => JSON.stringify(fay.presence.peers.value));
    expect(fay.presence.peers.value[0]?.cursor).toEqual({ x: 1, y: 2 });
    await pat.workshop.close();
    await until(() => fay.presence.people.value.length === 1, () => 'gone');
  });

  it('SYNC-3 loses nothing that said saved over kill -9, and sends what was typed meanwhile', async () => {
    const { facilitator, patient } = await workshop();
    const [fay, pat] = [facilitator.start(), patient.start()];
    await state(fay, 'saved');
    await state(pat, 'saved');
    const step = fay.map.reading.value[0] ?? '';
    edits.setStepDetail(fay.map, step, 'Saved before.');
    await state(fay, 'saved');
    await server.end('SIGKILL');
    await until(() => pat.saveState.value.startsWith('offline'), () => `offline, is ${pat.saveState.value}`);
    const other = pat.map.reading.value[1] ?? '';
    edits.setStepDetail(pat.map, other, 'Typed offline.');
    await state(pat, 'offlineKept');
    await server.start();
    await state(pat, 'saved');
    await state(fay, 'saved');
    await until(() => fay.map.step(other).value?.detail === 'Typed offline.', () => 'arrived');
    expect(pat.map.step(step).value?.detail).toBe('Saved before.');
    await server.end('SIGKILL');
    await pat.workshop.close();
    const offline = patient.start();
    await state(offline, 'offlineNothingWaiting');
    expect(offline.presence.people.value.map((one) => one.nickname)).toEqual(['Pat']);
    expect(offline.map.step(other).value?.detail).toBe('Typed offline.');
    await offline.close();
    await server.start();
    // A device without a copy: what it shows now comes from the server alone.
    globalThis.indexedDB = new IDBFactory();
    const again = patient.start();
    await state(again, 'saved');
    expect(again.map.step(step).value?.detail).toBe('Saved before.');
    expect(again.map.step(other).value?.detail).toBe('Typed offline.');
  });

  it('RIGHTS-2 follows a freeze live, and keeps the words of somebody who typed offline into a frozen map', async () => {
    const { facilitator, patient } = await workshop();
    const [fay, pat] = [facilitator.start(), patient.start()];
    await state(fay, 'saved');
    await state(pat, 'saved');
    await fay.workshop.api.setFrozen(newCommand(), 'frozen');
    await state(pat, 'readOnly');
    await until(() => pat.workshop.facts.meta.value?.frozen === true, () => 'frozen in the facts');
    await fay.workshop.api.setFrozen(newCommand(), 'open');
    await state(pat, 'saved');
    await fay.workshop.api.setFrozen(newCommand(), 'frozen');
    await state(pat, 'readOnly');
    const step = pat.map.reading.value[0] ?? '';
    edits.setStepDetail(pat.map, step, 'My refused words.');
    await until(() => pat.replaced.value, () => `replaced, is ${pat.saveState.value}`);
    const again = patient.start();
    await until(() => again.workshop.refused.value.length === 1, () => 'refused words');
    expect(again.workshop.refused.value[0]?.texts.map((one) => one.text)).toEqual(['My refused words.']);
    await until(() => again.saveState.value === 'refused', () => `refused, is ${again.saveState.value}`);
    expect(again.map.step(step).value?.detail).not.toBe('My refused words.');
    again.workshop.dismissRefused(again.workshop.refused.value[0]?.id ?? '');
    await state(again, 'readOnly');
  });

  it('RIGHTS-4 stops for a person who was removed, and for everybody when the workshop is deleted', async () => {
    const { facilitator, patient } = await workshop();
    const [fay, pat] = [facilitator.start(), patient.start()];
    await state(fay, 'saved');
    await state(pat, 'saved');
    await fay.workshop.api.removePerson(newCommand(), patient.entry.participant);
    await state(pat, 'stopped');
    expect(pat.workshop.stopped.value).toBe('removed');
    // At once, not when the page is left.
    expect(patient.memory.entries.value).toEqual([]);
    await vi.waitUntil(async () => (await copiesOf(patient.entry.participant)) === 0);
    await until(() => fay.workshop.facts.participants.value.get(patient.entry.participant)?.state === 'removed', () => 'removed in the facts');
    await fay.workshop.api.deleteWorkshop();
    await state(fay, 'stopped');
    expect(fay.workshop.stopped.value).toBe('deleted');
    expect(facilitator.memory.entries.value).toEqual([]);
    await vi.waitUntil(async () => (await copiesOf(facilitator.entry.participant)) === 0);
  });

  it('RIGHTS-4 who left, was removed, or is in a workshop that ends asks for nothing more', async () => {
    const { facilitator, patient, created } = await workshop();
    const professional = await device({ code: created.invites.find((invite) => invite.role === 'professional')?.code ?? '' }, 'Doc');
    const [fay, pat, doc] = [facilitator.start(), patient.start(), professional.start()];
    for (const one of [fay, pat, doc]) await state(one, 'saved');
    const refused = refusedCalls();
    await doc.workshop.leave();
    await until(() => fay.presence.people.value.length === 2, () => 'two are here');
    await fay.workshop.api.removePerson(newCommand(), patient.entry.participant);
    await state(pat, 'stopped');
    await until(() => fay.presence.people.value.length === 1, () => 'one is here');
    // The server has let go of both, and what it set off here has had its turns.
    await until(() => fay.workshop.facts.roster.value.get(patient.entry.participant)?.state === 'removed', () => 'out of the roster');
    await fay.workshop.api.deleteWorkshop();
    await state(fay, 'stopped');
    for (const one of [fay, pat, doc]) await one.workshop.close();
    expect(refused).toEqual([]);
  });

  it('RIGHTS-8 keeps everything of who joined after the backup to which the server was set back', async () => {
    const { facilitator, created } = await workshop();
    const backup = `${server.folder}-backup`;
    await server.end('SIGKILL');
    await cp(server.folder, backup, { recursive: true });
    await server.start();
    const professional = await device({ code: created.invites.find((invite) => invite.role === 'professional')?.code ?? '' }, 'Doc');
    const doc = professional.start();
    await state(doc, 'saved');
    const step = doc.map.reading.value[0] ?? '';
    edits.setStepDetail(doc.map, step, 'Said before.');
    await state(doc, 'saved');
    await server.end('SIGKILL');
    await rm(server.folder, { recursive: true });
    await rename(backup, server.folder);
    await server.start();
    await state(doc, 'deniedNothingWaiting');
    edits.setStepDetail(doc.map, step, 'And after.');
    await state(doc, 'deniedKept');
    expect(doc.workshop.stopped.value).toBeUndefined();
    expect(professional.memory.entry(created.workshop)?.deviceSecret).toBe(professional.entry.deviceSecret);
    expect(await copiesOf(professional.entry.participant)).toBe(1);
    await doc.workshop.close();
    // The next opening has the words, too, and says the same.
    const again = professional.start();
    await state(again, 'deniedKept');
    expect(again.map.step(step).value?.detail).toBe('And after.');
    const fay = facilitator.start();
    await state(fay, 'saved');
  });

  it('SYNC-23 gives back the words that a removed person could no longer send', async () => {
    const { facilitator, patient } = await workshop();
    const [fay, pat] = [facilitator.start(), patient.start()];
    await state(fay, 'saved');
    await state(pat, 'saved');
    const step = pat.map.reading.value[0] ?? '';
    patient.line.cut();
    await until(() => pat.saveState.value.startsWith('offline'), () => 'offline');
    edits.setStepDetail(pat.map, step, 'My last words.');
    await state(pat, 'offlineKept');
    await fay.workshop.api.removePerson(newCommand(), patient.entry.participant);
    patient.line.mend();
    await state(pat, 'stopped');
    expect(pat.workshop.stopped.value).toBe('removed');
    expect(pat.workshop.refused.value.flatMap((one) => one.texts.map((text) => text.text))).toContain('My last words.');
    expect(fay.map.step(step).value?.detail).not.toBe('My last words.');
  });

  it('DEVICE-2 leaves for good and forgets', async () => {
    const { facilitator, patient } = await workshop();
    const [fay, pat] = [facilitator.start(), patient.start()];
    await state(fay, 'saved');
    await state(pat, 'saved');
    await pat.workshop.leave();
    expect(patient.memory.entries.value).toEqual([]);
    expect(await copiesOf(patient.entry.participant)).toBe(0);
    await until(() => fay.presence.people.value.length === 1, () => 'gone');
  });

  it('CALL-2 brings files: a row a step, and an archive that makes the same workshop again', async () => {
    const { facilitator, template } = await workshop();
    const fay = facilitator.start();
    await state(fay, 'saved');
    const rows = (await (await fay.api.stepsCsv()).text()).trim().split('\n');
    expect(rows.length).toBeGreaterThan(template?.steps ?? 0);
    const archive: unknown = JSON.parse(await (await fay.api.archive()).text());
    const again = await publicApi(server.base).createWorkshop(newCommand(), { title: 'Again', challenge: '', endsOn: '2027-06-30', archive });
    const two = (await device(secretOf(again.facilitatorLink), 'Fay')).start();
    await state(two, 'saved');
    expect(two.map.reading.value.map((id) => two.map.step(id).value?.title)).toEqual(fay.map.reading.value.map((id) => fay.map.step(id).value?.title));
  });

  it('SYNC-3 has everything that was green in ten crashes under random edits, and both end the same', async () => {
    const { facilitator, patient } = await workshop();
    const people = [facilitator.start(), patient.start()];
    for (const one of people) await state(one, 'saved');
    const random = seeded(42);
    const step = people[0]?.map.reading.value[0] ?? '';
    const other = people[0]?.map.reading.value[1] ?? '';
    let typed = 0;
    let greens = 0;
    for (let crash = 0; crash < 10; crash += 1) {
      // What each person had typed when their light was last green.
      const green = people.map(() => '');
      const stops = people.map((one, at) =>
        one.saveState.subscribe((now) => {
          if (now !== 'saved') return;
          greens += 1;
          green[at] = one.map.step(at === 0 ? step : other).value?.detail ?? '';
        }),
      );
      const count = 20 + (random() % 20);
      for (let edit = 0; edit < count; edit += 1) {
        const at = random() % 2;
        const one = people[at];
        const mine = at === 0 ? step : other;
        if (!one) continue;
        const before = one.map.step(mine).value?.detail ?? '';
        // Words, and now and then a deletion: the light must be right for both.
        const after = random() % 5 === 0 && before.length > 40 ? before.slice(10) : `${before} ${(typed += 1)}`;
        edits.setStepDetail(one.map, mine, after);
        // Once in the middle everybody is green for certain, so that every crash has something to break.
        if (edit === 10) for (const each of people) await state(each, 'saved');
        if (random() % 3 === 0) await new Promise((resolve) => setTimeout(resolve, random() % 8));
      }
      await server.end('SIGKILL');
      for (const stop of stops) stop();
      await server.start();
      const data = globalThis.indexedDB;
      globalThis.indexedDB = new IDBFactory();
      for (const one of people) await one.workshop.close();
      open.length = 0;
      // The server alone, before anybody could bring their own copy back.
      const witness = facilitator.start();
      await state(witness, 'saved');
      expectHolds(witness.map.step(step).value?.detail ?? '', green[0] ?? '', `crash ${crash}, first`);
      expectHolds(witness.map.step(other).value?.detail ?? '', green[1] ?? '', `crash ${crash}, second`);
      await witness.close();
      globalThis.indexedDB = data;
      open.length = 0;
      people.splice(0, 2, facilitator.start(), patient.start());
      for (const one of people) await state(one, 'saved');
    }
    expect(greens).toBeGreaterThanOrEqual(30);
    const [fay, pat] = people;
    await until(() => [step, other].every((id) => fay?.map.step(id).value?.detail === pat?.map.step(id).value?.detail), () => 'the same');
  }, 120_000);
});

/** Words are only added at the end and taken from the front, so the last green word is there or was taken since. */
function expectHolds(server: string, green: string, where: string) {
  const last = green.split(' ').at(-1) ?? '';
  if (last !== '') expect(server.split(' '), where).toContain(last);
}
