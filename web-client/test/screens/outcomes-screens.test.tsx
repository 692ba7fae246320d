// @vitest-environment happy-dom
/**
 * Outcomes and shared decisions as they are shown (docs/spec/list.md and agreement.md), drawn into a page that is not a
 * browser. Map, record and editor are real.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgreementSection } from '../../src/editor/agreement/agreement-section';
import { AgreementWalk } from '../../src/editor/walk/agreement-walk';
import { EditorState } from '../../src/editor/state/editor-state';
import { StepEditor } from '../../src/editor/step/step-editor';
import { stepSentence } from '../../src/editor/words/part-words';
import { PlainList } from '../../src/list/plain-list';
import { gridInput, stepStyle } from '../../src/map/layers/step-style';
import { fingerprintOf } from '../../src/model/fingerprint';
import { meaningOf, nameOfPart, type AgreePart, type Meaning } from '../../src/model/meaning';
import { announcement, clearToasts } from '../../src/notice/notice';
import { PrintView } from '../../src/print/print-view';
import { contributions, mineOnMap } from '../../src/workshop/origins';
import { agreementOn, furnished, made, PAIR, talkFor } from '../helpers';
import * as edits from '../short-edits';

let page: HTMLElement;
const nothing = () => undefined;
const settle = () => act(async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
});
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settle();
}
const words = () => page.textContent ?? '';
const button = (name: string) => [...page.querySelectorAll('button')].find((each) => each.textContent === name);

function scene() {
  const one = furnished();
  const outcome = made(edits.addOutcome(one.map, 'People walk further', { family: 'recovery' }));
  const part: AgreePart = { kind: 'outcome', id: outcome };
  made(edits.setText(one.map, { kind: 'outcome', id: outcome }, 'measure', { text: 'They say so' }));
  const kit = agreementOn(one.map, { participant: 'p', role: 'patientLeader' });
  kit.pairs.value = [PAIR];
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({ talk: talkFor().talk, map: one.map, undo: one.undo, presence, agreement: kit.agreement, names: signal(new Map()), access: signal('readWrite' as const), frozen: signal(false), role: signal('patientLeader' as const) });
  const decide = () => {
    made(edits.setStepKind(one.map, one.step, 'decision'));
    made(edits.setText(one.map, { kind: 'step', id: one.step }, 'options', { text: 'Rest\n\n See the GP ' }));
    made(edits.setText(one.map, { kind: 'step', id: one.step }, 'matters', { text: 'Being at home' }));
  };
  return { ...one, outcome, part, kit, editor, decide };
}

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  announcement.value = undefined;
  clearToasts();
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
});

describe('outcomes', () => {
  it('OUTCOME-25 show their words, how we will know, family and state, each by symbol and word', async () => {
    const { editor } = scene();
    await draw(<PlainList editor={editor} kind="outcome" />);
    for (const said of ['Outcomes: what should get better', 'People walk further', 'How we will know: They say so', 'Recovery', 'Idea']) expect(words()).toContain(said);
    expect(page.querySelectorAll('li .pw-tagline svg, li .pw-state svg')).toHaveLength(2);
  });

  it('OUTCOME-26 are agreed, reopened and restored like goals, counted for the side that wrote them, and printed', async () => {
    const { editor, kit, map, part, outcome } = scene();
    const meaning = meaningOf(map, part) as Meaning;
    const fingerprint = fingerprintOf(meaning);
    const yes = (by: string) => ({ yes: { fingerprint, at: 5, by } });
    kit.record.getMap('wordings').set(fingerprint, meaning);
    kit.record.getMap('acts').set(`pq/${nameOfPart(part)}`, { patient: yes('p'), professional: yes('q'), agreed: { fingerprint, at: 6 }, past: [] });
    kit.record.getMap('origins').set(nameOfPart(part), 'patient');
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(kit.agreement.of(part).value.state).toBe('agreed');
    expect(contributions(kit.agreement).patient).toEqual({ written: 1, agreed: 1 });
    expect(mineOnMap(kit.agreement, [part]).shown).toHaveLength(1);
    await act(async () => {
      made(edits.setOutcomeFamily(map, outcome, 'prevention'));
      made(edits.setText(map, { kind: 'outcome', id: outcome }, 'measure', { text: 'We count' }));
    });
    expect(kit.agreement.of(part).value.state).toBe('toAgree');
    for (const said of ['Changed since both agreed', 'How we will know', 'Was “Recovery”, is now “Prevention”']) expect(words()).toContain(said);
    await act(async () => button('Bring back the agreed words')?.click());
    expect(kit.agreement.of(part).value.state).toBe('agreed');
    await draw(<PrintView map={map} agreement={kit.agreement} title="Heart" challenge="" on={new Date(0)} />);
    const printed = [...page.querySelectorAll('li')].find((item) => item.textContent?.includes('How we will know: They say so'));
    expect(printed?.textContent).toContain('Agreed');
    expect(printed?.textContent).toContain('Recovery');
  });
});

describe('shared decisions', () => {
  it('DECISION-24 are told by symbol and word on the map, in the sentence, in the walk and on paper, with options as a list', async () => {
    const { editor, kit, map, step, decide } = scene();
    expect(stepStyle(map, kit.agreement, step).tags).toEqual([]);
    decide();
    expect(stepStyle(map, kit.agreement, step).tags).toEqual([{ symbol: 'decision', word: 'Shared decision' }]);
    expect(gridInput(map).steps.find((one) => one.id === step)?.tags).toEqual(['Shared decision']);
    expect(stepSentence(map, step)).toMatch(/^Feels unwell\. No goal yet\. Shared decision\./);
    kit.record.getMap('proposed').set(`step:${step}`, { side: 'patient', by: 'p', at: 1 });
    const said = ['Shared decision', 'You both choose this: the person and the professional.', 'Being at home'];
    const options = () => [...page.querySelectorAll('.pw-decision-options li')].map((item) => item.textContent);
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    for (const one of said) expect(words()).toContain(one);
    expect(options()).toEqual(['Rest', 'See the GP']);
    await draw(<PrintView map={map} agreement={kit.agreement} title="Heart" challenge="" on={new Date(0)} />);
    for (const one of said) expect(words()).toContain(one);
    expect(options()).toEqual(['Rest', 'See the GP']);
  });

  it('DECISION-24 one button makes a step a decision and a plain step again, keeps the focus and says so', async () => {
    const { editor, map, step } = scene();
    await draw(<StepEditor editor={editor} id={step} focusFirst="no" />);
    const turn = button('Make this a shared decision');
    turn?.focus();
    await act(async () => turn?.click());
    expect(map.step(step).value?.kind).toBe('decision');
    expect(JSON.stringify(announcement.value)).toContain('Feels unwell is a shared decision.');
    expect(document.activeElement?.textContent).toBe('Make it a plain step');
    expect(page.querySelectorAll('textarea[data-field="options"], textarea[data-field="matters"]')).toHaveLength(2);
    await act(async () => button('Make it a plain step')?.click());
    expect(map.step(step).value?.kind).toBe('step');
    expect(document.activeElement?.textContent).toBe('Make this a shared decision');
    expect(page.querySelector('textarea[data-field="options"]')).toBeNull();
  });
});
