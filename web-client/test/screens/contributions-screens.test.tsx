// @vitest-environment happy-dom
/**
 * "What came of my ideas" (docs/spec/agreement.md, SHOWN-20, SHOWN-21, ORIGIN-1) and going to where somebody works
 * (docs/spec/shell.md, SHELL-40), drawn into a page that is not a browser. Map, record and editor are real; the server's
 * answer and what others show of themselves are stand-ins.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editorStateOf } from '../../src/editor/state/editor-state-of';
import { fingerprintOf } from '../../src/model/fingerprint';
import { meaningOf, nameOfPart, type AgreePart, type Meaning } from '../../src/model/meaning';
import type { Role } from '../../src/model/people';
import type { PartRef } from '../../src/model/schema';
import { announcement } from '../../src/notice/notice';
import type { PersonHere } from '../../src/presence/presence';
import { ContributionsDialog } from '../../src/shell/workshop/dialogs/contributions-dialog';
import { PeopleDialog } from '../../src/shell/workshop/people/people-dialog';
import { ApiError } from '../../src/workshop/api';
import { agreementOn, furnished, made, PAIR, talkFor, openMapOf } from '../helpers';
import * as edits from '../short-edits';

let page: HTMLElement;
const settle = () => act(async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
});
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settle();
}
const words = () => page.textContent ?? '';
const buttons = () => [...page.querySelectorAll('button')].map((each) => each.getAttribute('aria-label') ?? each.textContent ?? '');
async function press(name: RegExp): Promise<void> {
  const found = [...page.querySelectorAll('button')].find((each) => name.test(each.getAttribute('aria-label') ?? each.textContent ?? ''));
  if (!found) throw new Error(`no button ${name}; there are: ${buttons().join(' | ')}`);
  await act(async () => found.click());
  await settle();
}
const cards = () => [...page.querySelectorAll('.pw-half')].map((card) => card.textContent);

const ROSTER = new Map([
  ['p', { participant: 'p', nickname: 'Ann', role: 'patientLeader', side: 'patient', state: 'in' }],
  ['q', { participant: 'q', nickname: 'Ben', role: 'professional', side: 'professional', state: 'in' }],
]);

function scene(role: Role = 'patientLeader') {
  const one = furnished();
  const kit = agreementOn(one.map, { participant: 'p', role });
  kit.pairs.value = [PAIR];
  const people = signal<readonly PersonHere[]>([]);
  const server: { mine: readonly AgreePart[]; error: Error | undefined } = { mine: [], error: undefined };
  const open = openMapOf({
    entry: { participant: 'p', role, nickname: 'Ann', workshop: 'w' },
    me: signal({ role }),
    map: one.map, undo: one.undo, agreement: kit.agreement, talk: talkFor({ role }).talk,
    facts: { maps: signal([]), pairs: kit.pairs, roster: signal(ROSTER), meta: signal(undefined), participants: kit.participants },
    presence: { people, peers: signal([]), show: () => undefined },
    access: signal('readWrite'),
    api: {
      mine: async () => {
        if (server.error) throw server.error;
        return server.mine;
      },
    },
  });
  const wrote = (side: unknown, ...parts: readonly AgreePart[]) => parts.forEach((part) => kit.record.getMap('origins').set(nameOfPart(part), side));
  const agreed = (part: AgreePart) => {
    const meaning = meaningOf(one.map, part) as Meaning;
    const [fingerprint, at] = [fingerprintOf(meaning), 5];
    kit.record.getMap('wordings').set(fingerprint, meaning);
    kit.record.getMap('acts').set(`pq/${nameOfPart(part)}`, { patient: { yes: { fingerprint, at, by: 'p' } }, professional: { yes: { fingerprint, at, by: 'q' } }, agreed: { fingerprint, at }, past: [] });
  };
  const ben = (at: PersonHere['at']): PersonHere => ({ participant: 'q', nickname: 'Ben', role: 'professional', side: 'professional', isMe: false, mark: 1, at });
  const part = (kind: 'goal' | 'stage' | 'step' | 'link', id: string): AgreePart & PartRef => ({ kind, id });
  const parts = { step: part('step', one.step), other: part('step', one.other), goal: part('goal', one.goal), link: part('link', one.link), stage: part('stage', one.stage) };
  return { ...one, kit, open, people, server, wrote, agreed, ben, parts, editor: editorStateOf(open) };
}

let closed = 0;
const onClose = () => {
  closed += 1;
};

beforeEach(() => {
  closed = 0;
  page = document.createElement('div');
  document.body.append(page);
  announcement.value = undefined;
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
});

describe('you said, what changed', () => {
  it('SHOWN-20 my parts stand in the order of the pathway with present words, state, who put them up first, and a way to each', async () => {
    const { kit, open, map, step, server, agreed, parts, editor } = scene();
    server.mine = [parts.step, parts.link, parts.goal];
    await draw(<ContributionsDialog open={open} onClose={onClose} />);
    expect([...page.querySelectorAll('.pw-filtered__open')].map((each) => each.textContent)).toEqual(['Goal Walk to the shopIdea', 'Step Feels unwellIdea', expect.stringMatching(/Feels unwell.*Sees GP.*Idea$/)]);
    await act(async () => {
      made(edits.setTitle(map, parts.step, 'Feels very ill'));
      made(edits.setStepDetail(map, step, 'At night'));
      kit.record.getMap('proposed').set(nameOfPart(parts.step), { side: 'professional', by: 'q', at: 1 });
      kit.record.getMap('proposed').set(nameOfPart(parts.goal), { side: '', by: 'f', at: 1 });
      agreed(parts.step);
    });
    expect(buttons()).toContain('Step Feels very ill At night The professional side asked everyone to agreeAgreed');
    expect(buttons()).toContain('Goal Walk to the shop A facilitator asked everyone to agreeTo agree');
    await press(/Feels very ill At night/);
    expect([closed, editor.selected.value, editor.partToReveal.value]).toEqual([1, { kind: 'step', id: step }, { kind: 'step', id: step }]);
    expect(editor.opened.value).toBeUndefined();
  });

  it('SHOWN-20 says how many of mine do not show now, kindly when there are none, and why when it cannot be asked', async () => {
    const first = scene();
    await draw(<ContributionsDialog open={first.open} onClose={onClose} />);
    expect(words()).toContain('Nothing yet. When you add a goal, outcome, stage, step or link, you can follow it here.');
    const observer = scene('observer');
    await draw(<ContributionsDialog key="observer" open={observer.open} onClose={onClose} />);
    expect(words()).toContain('Your role looks on and does not write on the map.');
    const { open, map, server, parts } = scene();
    server.mine = [parts.step, parts.other];
    server.error = new ApiError('offline', 'The server cannot be reached just now.', { status: 0 });
    await draw(<ContributionsDialog key="mine" open={open} onClose={onClose} />);
    expect(page.querySelector('[role="alert"]')?.textContent).not.toBe('');
    expect(page.querySelector('.pw-filtered__open')).toBeNull();
    server.error = undefined;
    await press(/Try again/);
    expect(page.querySelectorAll('.pw-filtered__open')).toHaveLength(2);
    await act(async () => void made(edits.removePart(map, parts.other)));
    expect(page.querySelectorAll('.pw-filtered__open')).toHaveLength(1);
    expect(words()).toContain('1 more part of yours does not show on the map now.');
  });

  it('SHOWN-21 both sides have totals of what is on the map, the patient side first, and nobody is named', async () => {
    const { open, map, wrote, agreed, parts } = scene();
    await draw(<ContributionsDialog open={open} onClose={onClose} />);
    expect(cards()).toEqual([]);
    expect(words()).toContain('Neither side has added a part yet.');
    await act(async () => {
      wrote('patient', parts.step, parts.goal);
      wrote('professional', parts.other);
      wrote('', parts.stage);
      agreed(parts.goal);
    });
    expect(cards()).toEqual(['Patient side2 parts first written1 of them agreed now', 'Professional side1 part first writtenNone of them agreed yet']);
    expect(words()).toContain('1 more part came from neither side');
    expect(words()).not.toMatch(/Ann|Ben/);
    await act(async () => {
      made(edits.setTitle(map, parts.goal, 'Walk to the park'));
      made(edits.removePart(map, parts.other));
    });
    expect(cards()).toEqual(['Patient side2 parts first writtenNone of them agreed yet', 'Professional sideNo part yet']);
  });

  it('ORIGIN-1 an origin that is malformed, or is of no part, reads as absent', async () => {
    const { kit, wrote, parts, stage } = scene();
    wrote('patient', parts.step);
    wrote('Patient', parts.other);
    wrote({ side: 'patient' }, parts.goal);
    wrote('', parts.link);
    for (const name of ['map:map', `lane:${stage}`, 'step', 'step:', `step:${'x'.repeat(65)}`]) kit.record.getMap('origins').set(name, 'patient');
    expect([...kit.agreement.record.origins.value]).toEqual([[nameOfPart(parts.step), 'patient'], [nameOfPart(parts.link), '']]);
    wrote('professional', parts.goal);
    expect(kit.agreement.record.origins.value.get(nameOfPart(parts.goal))).toBe('professional');
  });
});

describe('going to where somebody works', () => {
  it('SHELL-40 who shows a part has a way there, who shows only a view is told about, I and who is away are not', async () => {
    const { open, people, ben, parts, editor, step, map, stage } = scene();
    const me: PersonHere = { ...ben({ view: 'map', part: parts.goal }), participant: 'p', nickname: 'Ann', isMe: true };
    people.value = [me];
    await draw(<PeopleDialog open={open} onClose={onClose} />);
    expect(buttons().join()).not.toContain('Go to where');
    await act(async () => void (people.value = [me, ben({ view: 'list' })]));
    expect(words()).toContain('Looks at the list');
    expect(buttons().join()).not.toContain('Go to where');
    await act(async () => void (people.value = [me, ben({ view: 'list', part: parts.step })]));
    expect(words()).toContain('Works on Step “Feels unwell”');
    editor.open({ kind: 'step', id: parts.other.id }, 'stay');
    editor.showOnly({ states: ['idea'] });
    await press(/^Go to where Ben is$/);
    expect([closed, editor.selected.value, editor.partToReveal.value]).toEqual([1, { kind: 'step', id: step }, { kind: 'step', id: step }]);
    expect([editor.opened.value, editor.filter.value]).toEqual([undefined, undefined]);
    expect(announcement.value?.text).toBe('You are where Ben is: Step “Feels unwell”.');
    await act(async () => void (people.value = [me, ben({ view: 'map', part: parts.link })]));
    await press(/^Go to where Ben is$/);
    expect([editor.selected.value?.kind, editor.partToReveal.value]).toEqual(['link', { kind: 'step', id: step }]);
    await act(async () => void made(edits.removePart(map, parts.step)));
    expect(buttons().join()).not.toContain('Go to where');
    await act(async () => void (people.value = [me, ben({ view: 'map', part: { kind: 'stage', id: stage } })]));
    expect(buttons().join()).toContain('Go to where Ben is');
  });
});
