/**
 * Agreement between two clients on the real server, without a page: pairs, yeses, changes, views, taking out, a line that
 * is gone. What the server computes and what the client computes must be one.
 */
import { describe, expect, it } from 'vitest';
import * as edits from '../test/short-edits';
import { WHOLE_MAP, type AgreePart } from '../src/model/meaning';
import type { Role } from '../src/model/people';
import { ApiError, newCommand } from '../src/workshop/api';
import type { OpenMap } from '../src/workshop/open';
import { device, eachOnItsOwnServer, inviteOf, makeWorkshop, until } from './real-server';

eachOnItsOwnServer();

/** A workshop with Fay, who runs it, Ann and Ben, who are a pair, and more people when asked for. */
async function workshop(more: readonly Role[] = []) {
  const created = await makeWorkshop();
  const join = async (role: Role, nickname: string): Promise<OpenMap> => {
    const one = (await device(inviteOf(created, role), nickname, 'doNotKeep')).start();
    await until(() => ['saved', 'readOnly'].includes(one.saveState.value), () => `${nickname} is ${one.saveState.value}`);
    return one;
  };
  const fay = await join('facilitator', 'Fay');
  const ann = await join('patientLeader', 'Ann');
  const ben = await join('professional', 'Ben');
  const others = [];
  for (const role of more) others.push(await join(role, role));
  const pair = await fay.workshop.api.formPair(newCommand(), { patient: ann.workshop.entry.participant, professional: ben.workshop.entry.participant });
  for (const one of [fay, ann, ben, ...others]) await until(() => one.agreement.pairs.value.length === 1, () => 'the pair');
  return { fay, ann, ben, others, pair: pair.pair };
}

const agree = (one: OpenMap, part: AgreePart) => one.agreement.submit(part, 'agree', { fingerprint: one.agreement.present(part).peek() });
const stateOf = (one: OpenMap, part: AgreePart) => one.agreement.of(part).value.state;
const all = (people: readonly OpenMap[], part: AgreePart, state: string) =>
  until(() => people.every((one) => stateOf(one, part) === state), () => `${state}; is ${people.map((one) => stateOf(one, part)).join()}`);

describe('agreement on the real server', () => {
  it('AGREE-20 every part can be put up and agreed: the two compute one fingerprint, and everybody sees the same state', async () => {
    const { fay, ann, ben } = await workshop();
    // A link without words is part of its step; one with words is a part of its own.
    const link = fay.map.links.value[0]?.id ?? '';
    edits.setText(fay.map, { kind: 'link', id: link }, 'label', { text: 'on the same day' });
    await until(() => [ann, ben].every((one) => one.map.link(link).value?.label === 'on the same day'), () => 'the words of the link');
    const parts = fay.agreement.parts.value;
    expect(new Set(parts.map((part) => part.kind))).toEqual(new Set(['goal', 'stage', 'step', 'link']));
    expect(await fay.agreement.submit(parts[0] ?? WHOLE_MAP, 'propose')).toEqual({ kind: 'said' });
    await all([fay, ann, ben], parts[0] ?? WHOLE_MAP, 'toAgree');
    for (const part of parts) expect(await agree(ann, part), part.kind).toEqual({ kind: 'said' });
    for (const part of parts) expect(await agree(ben, part), part.kind).toEqual({ kind: 'said' });
    for (const part of parts) await all([fay, ann, ben], part, 'agreed');
    expect(await agree(ann, WHOLE_MAP)).toEqual({ kind: 'said' });
    expect(await agree(ben, WHOLE_MAP)).toEqual({ kind: 'said' });
    await all([fay, ann, ben], WHOLE_MAP, 'agreed');
    expect(fay.agreement.summary.value.all.agreed).toBe(parts.length);
  });

  it('AGREE-21 a changed part is to agree again at once, shows the agreed words, and a yes to what it no longer says comes back with what it says', async () => {
    const { ann, ben } = await workshop();
    const part = { kind: 'step', id: ann.map.reading.value[0] ?? '' } as const;
    const seen = ann.agreement.present(part).value;
    await agree(ann, part);
    await agree(ben, part);
    await all([ann, ben], part, 'agreed');
    const before = ann.map.step(part.id).value?.title ?? '';
    edits.setText(ben.map, part, 'title', { text: `${before} within five days` });
    await all([ann, ben], part, 'toAgree');
    expect(ann.agreement.of(part).value.changedSince).toBe(true);
    const answer = await ann.agreement.submit(part, 'agree', { fingerprint: seen });
    expect(answer).toMatchObject({ kind: 'changed', now: { fingerprint: ann.agreement.present(part).value, meaning: { title: `${before} within five days` } } });
    const agreed = ann.agreement.of(part).value.pairs[0]?.acts.agreed?.fingerprint ?? '';
    const wording = ann.agreement.record.wording(agreed);
    if (!wording) throw new Error('no wording');
    edits.restoreWording(ann.map, part, wording);
    await all([ann, ben], part, 'agreed');
  });

  it('SHOWN-10 a yes right after my own words waits for them', async () => {
    const { ann, ben } = await workshop();
    const part = { kind: 'goal', id: ann.map.goals.value[0]?.id ?? '' } as const;
    edits.setText(ann.map, part, 'title', { text: 'I sleep without fear' });
    expect(await agree(ann, part)).toEqual({ kind: 'said' });
    await all([ann, ben], part, 'oneAgrees');
    expect(ben.agreement.of(part).value.side).toBe('patient');
  });

  it('AGREE-6 both views stay, parking and going on, resolving; each as the record says', async () => {
    const { fay, ann, ben } = await workshop();
    const part = { kind: 'stage', id: ann.map.stages.value[0]?.id ?? '' } as const;
    await ann.agreement.submit(part, 'differ', { text: 'Too far' });
    await ben.agreement.submit(part, 'differ', { text: 'Too dear' });
    await until(() => fay.agreement.of(part).value.pairs[0]?.acts.professional.view?.text === 'Too dear', () => 'both views');
    expect(fay.agreement.of(part).value.pairs[0]?.acts.patient.view?.text).toBe('Too far');
    await ann.agreement.submit(part, 'park');
    await all([fay, ann, ben], part, 'parked');
    await ben.agreement.submit(part, 'reopen');
    await all([fay, ann, ben], part, 'differ');
    await ann.agreement.submit(part, 'resolve');
    await ben.agreement.submit(part, 'resolve');
    await all([fay, ann, ben], part, 'toAgree');
    expect(fay.agreement.of(part).value.pairs[0]?.acts.past).toMatchObject([{ patient: 'Too far', professional: 'Too dear' }]);
  });

  it('AGREE-26 an agreed part goes only when both say so; a removal by anybody else is taken back', async () => {
    const { fay, ann, ben } = await workshop();
    const part = { kind: 'step', id: ann.map.reading.value[0] ?? '' } as const;
    await agree(ann, part);
    await agree(ben, part);
    await all([fay, ann, ben], part, 'agreed');
    edits.removePart(fay.map, part);
    await until(() => fay.map.step(part.id).value?.removed === true, () => 'hidden here');
    await until(() => [fay, ann, ben].every((one) => one.map.step(part.id).value?.removed === false), () => 'back for all');
    await ann.agreement.submit(part, 'remove');
    await until(() => ben.agreement.of(part).value.removalAsked, () => 'asked');
    expect(ben.map.step(part.id).value?.removed).toBe(false);
    await ben.agreement.submit(part, 'remove');
    await until(() => [fay, ann, ben].every((one) => one.map.step(part.id).value?.removed === true), () => 'gone for all');
  });

  it('AGREE-22 nobody agrees without a pair or with another role, and each refusal has plain words', async () => {
    const { fay, others: [observer, carer] } = await workshop(['observer', 'carer']);
    const part = { kind: 'goal', id: fay.map.goals.value[0]?.id ?? '' } as const;
    const code = async (one: OpenMap | undefined) => {
      const answer = await one?.agreement.submit(part, 'agree', { fingerprint: 'f'.repeat(64) });
      return answer?.kind === 'failed' && answer.error instanceof ApiError ? [answer.error.code, answer.error.message.length > 20] : answer;
    };
    expect(await code(fay)).toEqual(['partners_only', true]);
    expect(await code(observer)).toEqual(['partners_only', true]);
    expect(await code(carer)).toEqual(['no_pair', true]);
    expect(observer?.agreement.speaker.value).toEqual({ can: 'look' });
    expect(carer?.agreement.speaker.value).toEqual({ can: 'propose' });
    expect(stateOf(fay, part)).toBe('idea');
  });

  it('PAIR-4 partners find each other: asked, accepted, worded, ended; words that changed meanwhile are refused', async () => {
    const { others: [carer, dee], fay } = await workshop(['carer', 'professional']);
    if (!carer || !dee) throw new Error('nobody');
    const formed = await carer.workshop.api.formPair(newCommand(), { patient: carer.workshop.entry.participant, professional: dee.workshop.entry.participant });
    expect(formed.state).toBe('asked');
    await until(() => dee.workshop.facts.pairs.value.some((pair) => pair.id === formed.pair && pair.askedBy === carer.workshop.entry.participant), () => 'asked');
    expect(dee.agreement.myPair.value).toBeUndefined();
    await dee.workshop.api.acceptPair(newCommand(), formed.pair);
    await until(() => carer.agreement.myPair.value?.id === formed.pair, () => 'open');
    await dee.workshop.api.wordPair(newCommand(), formed.pair, { field: 'howWeWork', was: '', text: 'We stop on time' });
    await expect(carer.workshop.api.wordPair(newCommand(), formed.pair, { field: 'howWeWork', was: '', text: 'Mine' })).rejects.toMatchObject({ status: 409 });
    await until(() => carer.agreement.myPair.value?.howWeWork === 'We stop on time', () => 'words');
    await carer.workshop.api.endPair(newCommand(), formed.pair);
    await until(() => dee.agreement.myPair.value === undefined && fay.agreement.pairs.value.length === 1, () => 'ended');
  });
});
