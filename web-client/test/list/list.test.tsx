// @vitest-environment happy-dom
/** The list view and the step editor on a page (docs/spec/list.md). */
import { signal } from '@preact/signals';
import { render } from 'preact';
import * as Y from 'yjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EditorState } from '../../src/editor/state/editor-state';
import { EditorFrame } from '../../src/editor/frame';
import { feature, FeatureView } from '../../src/ui/feature';
import { addWords, t } from '../../src/i18n/translate';
import { ListView, OPEN_STEPS_MAX } from '../../src/list/list-view';
import { addLane, addStage, addStep, removeStage, removeStep, setText } from '../short-edits';
import type { Access } from '../../src/sync/collab';
import { agreementOn, copyOf, furnished, made, meet, talkFor } from '../helpers';

const nothing = () => undefined;
/** Long enough for a busy machine; a test that passes does not wait it out. */
const WAIT = { timeout: 15_000 };
let root: HTMLElement | undefined;

function show(one = furnished(), given: { access?: Access } = {}) {
  const access = signal<Access>(given.access ?? 'readWrite');
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({ agreement: agreementOn(one.map).agreement, names: signal(new Map()), map: one.map, undo: one.undo, presence, access, frozen: signal(false), role: signal('patientLeader' as const), talk: talkFor().talk });
  root = document.createElement('div');
  document.body.append(root);
  render(<EditorFrame editor={editor}><ListView editor={editor} /></EditorFrame>, root);
  return { ...one, editor, access, root };
}

/** The button with this spoken name or these words. */
function button(name: string): HTMLElement {
  const all = [...document.querySelectorAll<HTMLElement>('button, summary')];
  const found = all.find((element) => (element.getAttribute('aria-label') ?? element.textContent?.trim()) === name);
  if (!found) throw new Error(`no button ${name}: ${all.map((element) => element.getAttribute('aria-label') ?? element.textContent).join(' | ')}`);
  return found;
}

const headings = (page: HTMLElement) => [...page.querySelectorAll('h2, h3, h4')].map((element) => element.textContent);

afterEach(() => {
  if (root) render(null, root);
  root?.remove();
});

vi.setConfig({ testTimeout: 30_000 });

describe('features', () => {
  // A part of a page whose code comes later is drawn when it has come, also when it was loaded ahead at that very
  // moment.
  it('is drawn when it has come, also when it was loaded ahead between drawing and waiting', async () => {
    root = document.createElement('div');
    document.body.append(root);
    const piece = feature(async () => ({ words: 'Here it is' }));
    render(<FeatureView feature={piece}>{({ words }) => <p>{words}</p>}</FeatureView>, root);
    expect(root.textContent).toBe('Loading');
    await piece.load();
    await vi.waitFor(() => expect(root?.textContent).toBe('Here it is'), { timeout: 1_000 });
  });

  it('is loaded once for everybody, brings its words, and is asked for again after it has failed', async () => {
    let calls = 0;
    const load = () => (calls += 1) === 1 ? Promise.reject(new Error('no line')) : Promise.resolve({ words: 'Here it is' });
    const piece = feature(load, () => Promise.resolve({ area: { 'feature.loading': 'Wait' } }));
    root = document.createElement('div');
    document.body.append(root);
    render(<FeatureView feature={piece}>{({ words }) => <p>{words}</p>}</FeatureView>, root);
    await vi.waitFor(() => expect(root?.textContent).toContain('could not be loaded'), { timeout: 1_000 });
    await Promise.all([piece.load(), piece.load()]);
    expect(calls).toBe(2);
    expect(t('feature.loading')).toBe('Wait');
    addWords({ 'feature.loading': 'Loading' });
  });
});

describe('list', () => {
  it('LIST-1 shows goals, then what should come of it, then lanes, then stages with their lanes and steps', () => {
    const { root: page } = show();
    expect(headings(page)).toEqual(['Goals', 'Outcomes: what should get better', 'Lanes', 'Stages', '1Stage 1: ReferralReferral', 'Person', '2Stage 2: CareCare']);
    expect([...page.querySelectorAll('.pw-row-step__open')].map((element) => element.textContent)).toEqual(['Feels unwell', 'Sees GP']);
    expect(page.textContent).toContain('Leads to “Sees GP”');
    expect(page.textContent).toContain('Walk to the shop');
  });

  it('LIST-3 draws no steps of a closed stage, and closes all but the first of a long list', () => {
    const one = furnished();
    for (let index = 0; index < OPEN_STEPS_MAX; index += 1) addStep(one.map, `Step ${index}`, { stage: one.otherStage, lane: one.lane });
    const { root: page } = show(one);
    expect([...page.querySelectorAll<HTMLDetailsElement>('.pw-stage__details')].map((element) => element.open)).toEqual([true, false]);
    expect(page.querySelectorAll('.pw-row-step')).toHaveLength(2);
  });

  it('LIST-3 opens a stage that somebody adds to a short list, and not in a long one', async () => {
    const one = furnished();
    const { root: page } = show(one);
    const openStages = () => [...page.querySelectorAll<HTMLDetailsElement>('.pw-stage__details')].map((element) => element.open);
    const before = openStages().length;
    addStage(one.map, 'Afterwards');
    await vi.waitFor(() => expect(openStages()).toEqual(Array.from({ length: before + 1 }, () => true)), WAIT);
    for (let index = 0; index < OPEN_STEPS_MAX; index += 1) addStep(one.map, `Step ${index}`, { stage: one.otherStage, lane: one.lane });
    addStage(one.map, 'Much later');
    await vi.waitFor(() => expect(openStages().slice(before)).toEqual([true, false]), WAIT);
  });

  it('LIST-4 moves focus to the neighbour of a removed step', async () => {
    const { editor, step, other } = show();
    removeStep(editor.map, step);
    editor.requestReveal({ kind: 'step', id: other });
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('data-part')).toBe(`step-${other}`), WAIT);
  });

  it('LIST-5 opens the stage of a step that was added and gives the step the focus', async () => {
    const one = furnished();
    for (let index = 0; index < OPEN_STEPS_MAX; index += 1) addStep(one.map, `Step ${index}`, { stage: one.otherStage, lane: one.lane });
    const { editor } = show(one);
    const id = made(addStep(one.map, 'The newest', { stage: one.otherStage, lane: one.lane }));
    editor.requestReveal({ kind: 'step', id });
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('The newest'), WAIT);
  });

  it('LIST-5 opens the lanes, which are closed once there are some, for one that was added or brought back', async () => {
    const { editor, map, root: page } = show();
    const lanes = () => page.querySelector<HTMLDetailsElement>('.pw-list-section--lanes');
    expect(lanes()?.open).toBe(false);
    const id = made(addLane(map, 'Pharmacy'));
    editor.requestReveal({ kind: 'lane', id });
    await vi.waitFor(() => expect([lanes()?.open, document.activeElement?.textContent]).toEqual([true, 'Pharmacy']), WAIT);
  });

  it('DESK-1 shows no controls that edit without the right to edit', () => {
    const { root: page } = show(furnished(), { access: 'readOnly' });
    const names = [...page.querySelectorAll('button')].map((element) => element.getAttribute('aria-label') ?? element.textContent);
    // Whoever only looks may still open a step, and what is agreed and said.
    expect(names.filter((name) => !name?.startsWith('Show the comments on '))).toEqual(['Agree together', 'Agreement so far', 'Agreement: Walk to the shop', 'Feels unwell', 'Sees GP', 'Agreement: Referral', 'Agreement: Care']);
  });

  it('DESK-1, FORM-4: takes the controls away when the map is frozen meanwhile; an open question stays and says why', async () => {
    const { access, editor, step, root: page } = show();
    editor.openDialog({ name: 'moveStep', step });
    await vi.waitFor(() => expect(document.querySelector('dialog')).not.toBeNull(), WAIT);
    access.value = 'readOnly';
    await vi.waitFor(() => expect(document.querySelector('dialog')?.textContent).toContain('You can look, but not change the map.'), WAIT);
    button('Move').click();
    await vi.waitFor(() => expect(document.querySelector('dialog [role=alert]')?.textContent).toBe('You can look, but not change the map.'), WAIT);
    button('Cancel').click();
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull(), WAIT);
    expect([...page.querySelectorAll('button:not(.pw-talk-count)')].map((element) => element.textContent).filter(Boolean)).toEqual(['Agree together', 'Agreement so far', 'Feels unwell', 'Sees GP']);
  });

  it('LIST-7 lists what is removed and what is not placed, and brings it back', async () => {
    const { editor, stage, map } = show();
    removeStage(map, stage);
    await vi.waitFor(() => expect(document.body.textContent).toContain('2 steps are not placed'), WAIT);
    button('Bring back the stage “Referral”').click();
    await vi.waitFor(() => expect(document.body.textContent).not.toContain('2 steps are not placed'), WAIT);
    expect(editor.map.stages.value).toHaveLength(2);
  });
});

describe('step editor', () => {
  it('BROWSER-4 keeps focus, caret and field when somebody else edits and even removes the step', async () => {
    const { editor, step, map, doc, undo } = show();
    const theirs = copyOf({ map, doc, undo });
    editor.open({ kind: 'step', id: step }, 'field');
    const field = await vi.waitFor(() => {
      const area = document.querySelector<HTMLTextAreaElement>('textarea[data-field="title"]');
      if (!area || document.activeElement !== area) throw new Error('not yet');
      return area;
    }, WAIT);
    field.setSelectionRange(5, 5);
    setText(theirs.map, { kind: 'step', id: step }, 'title', { text: 'She: Feels unwell', caret: 5 });
    meet({ map, doc, undo }, theirs);
    expect(field.value).toBe('She: Feels unwell');
    expect(field.selectionStart).toBe(10);
    removeStep(theirs.map, step);
    meet({ map, doc, undo }, theirs);
    await vi.waitFor(() => expect(document.body.textContent).toContain('This was removed.'), WAIT);
    expect(document.activeElement).toBe(field);
    expect(document.querySelector('textarea[data-field="title"]')).toBe(field);
  });

  it('BROWSER-4 keeps an open field while a stage is added elsewhere', async () => {
    const { editor, step, map } = show();
    editor.open({ kind: 'step', id: step }, 'field');
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('data-field')).toBe('title'), WAIT);
    const field = document.activeElement;
    map.doc.transact(() => addStage(map, 'Another'), 'wire');
    await vi.waitFor(() => expect(document.body.textContent).toContain('Stage 3: Another'), WAIT);
    expect(document.activeElement).toBe(field);
  });

  it('BROWSER-4 shows letters typed here in the map', async () => {
    const { editor, step, map } = show();
    editor.open({ kind: 'step', id: step }, 'field');
    const field = await vi.waitFor(() => {
      const area = document.querySelector<HTMLTextAreaElement>('textarea[data-field="detail"]');
      if (!area) throw new Error('not yet');
      return area;
    }, WAIT);
    field.value = 'At night';
    field.setSelectionRange(8, 8);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    expect(map.step(step).value?.detail).toBe('At night');
    expect(map.text({ kind: 'step', id: step }, 'detail')).toBeInstanceOf(Y.Text);
  });
});
