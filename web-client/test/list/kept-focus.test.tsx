// @vitest-environment happy-dom
/** Whose focus is in the list keeps it, whatever others take out, move or bring back (docs/spec/list.md, LIST-4). */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { EditorFrame, mapDialogs } from '../../src/editor/frame';
import { remove } from '../../src/editor/state/actions';
import { EditorState } from '../../src/editor/state/editor-state';
import { ListView } from '../../src/list/list-view';
import { movePart, moveStep, removePart, restorePart } from '../../src/model/edits';
import { ORDERED_KINDS } from '../../src/model/kinds';
import type { PartRef } from '../../src/model/schema';
import type { Access } from '../../src/sync/collab';
import { useKeptFocus } from '../../src/ui/kept-focus';
import { addGoal, addLane, addOutcome, addStage, addStep, linkSteps } from '../short-edits';
import { agreementOn, copyOf, device, made, seeded, talkFor, type Device } from '../helpers';

const nothing = () => undefined;
const FOCUSABLE = 'button, summary, strong[tabindex]';
let page: HTMLElement | undefined;

/** A map with several parts of every kind, so that each has neighbours. */
function filled() {
  const one = device();
  const stages = ['Referral', 'Care', 'Home'].map((title) => made(addStage(one.map, title)));
  const lanes = ['Person', 'GP', 'Ward'].map((title) => made(addLane(one.map, title)));
  const goals = ['Walk', 'Sleep', 'Rest'].map((title) => made(addGoal(one.map, title)));
  const outcomes = ['Fewer falls', 'Less pain'].map((title) => made(addOutcome(one.map, title)));
  const steps = stages.flatMap((stage, at) => lanes.slice(at === 2 ? 2 : 0).flatMap((lane) => ['calls', 'waits', 'answers'].map((title) => made(addStep(one.map, `${stage.slice(0, 2)} ${title}`, { stage, lane })))));
  made(linkSteps(one.map, steps[0] ?? '', steps[1] ?? ''));
  one.undo.clear();
  return { ...one, stages, lanes, goals, outcomes, steps };
}

function Page({ editor }: { readonly editor: EditorState }) {
  useKeptFocus();
  return <main id="main" tabIndex={-1}><EditorFrame editor={editor}><ListView editor={editor} /></EditorFrame></main>;
}

/** Draws what changed and lets the focus settle: two frames, as when something is brought into sight. */
const settle = () => act(async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
});

async function show(one = filled()) {
  await mapDialogs.load();
  const access = signal<Access>('readWrite');
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({ agreement: agreementOn(one.map).agreement, names: signal(new Map()), map: one.map, undo: one.undo, presence, access, frozen: signal(false), role: signal('patientLeader' as const), talk: talkFor().talk });
  const root = document.createElement('div');
  page = root;
  document.body.append(root);
  await act(async () => render(<Page editor={editor} />, root));
  /** Somebody else changes the map. */
  const theirs = async (change: (other: Device) => void) => {
    const other = copyOf(one);
    change(other);
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc), 'wire');
    await settle();
  };
  const get = (selector: string) => root.querySelector<HTMLElement>(selector) as HTMLElement;
  const row = (part: string) => get(`[data-item="${part}"]`);
  return { ...one, editor, access, root, theirs, get, row };
}

const place = () => document.activeElement?.closest<HTMLElement>('[data-item]')?.dataset['item'];
const name = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent;

afterEach(async () => {
  await act(async () => void (page && render(null, page)));
  page?.remove();
});

describe('focus in the list', () => {
  it('LIST-4 goes to the same control of the neighbour when others remove my step, stage, goal, lane or outcome', async () => {
    const { theirs, row, steps, stages, goals, lanes, outcomes } = await show();
    const after = async (part: PartRef, selector: string) => {
      row(`${part.kind}-${part.id}`).querySelector<HTMLElement>(selector)?.focus();
      const control = document.activeElement?.className;
      await theirs(({ map }) => removePart(map, part));
      expect(document.activeElement?.className).toBe(control);
      return place();
    };
    expect(await after({ kind: 'step', id: steps[0] ?? '' }, '.pw-row-step__open')).toBe(`step-${steps[1]}`);
    expect(await after({ kind: 'step', id: steps[2] ?? '' }, '.pw-row-step__open')).toBe(`step-${steps[1]}`);
    expect(await after({ kind: 'goal', id: goals[2] ?? '' }, '[aria-label^="Edit"]')).toBe(`goal-${goals[1]}`);
    expect(await after({ kind: 'outcome', id: outcomes[0] ?? '' }, '[aria-label^="Edit"]')).toBe(`outcome-${outcomes[1]}`);
    expect(await after({ kind: 'lane', id: lanes[0] ?? '' }, '[aria-label^="Edit"]')).toBe(`lane-${lanes[1]}`);
    expect(await after({ kind: 'stage', id: stages[0] ?? '' }, 'summary')).toBe(`stage-${stages[1]}`);
  });

  it('LIST-4 stays with my part when others move it, and is at its name when editing is frozen', async () => {
    const { theirs, row, steps, stages, lanes, access } = await show();
    const [step = ''] = steps;
    row(`step-${step}`).querySelector<HTMLElement>('[aria-label^="More"]')?.focus();
    const control = name();
    await theirs(({ map }) => moveStep(map, step, { stage: stages[2] ?? '', lane: lanes[2] ?? '', index: 0 }));
    expect([place(), name()]).toEqual([`step-${step}`, control]);
    await theirs(({ map }) => moveStep(map, step, { stage: stages[2] ?? '', lane: lanes[2] ?? '', index: 2 }));
    expect([place(), name()]).toEqual([`step-${step}`, control]);
    await theirs(({ map }) => movePart(map, { kind: 'stage', id: stages[2] ?? '' }, { index: 0 }));
    expect([place(), name()]).toEqual([`step-${step}`, control]);
    // The stage goes: the step is under "Not placed".
    await theirs(({ map }) => removePart(map, { kind: 'stage', id: stages[2] ?? '' }));
    expect(place()).toBe(`step-${step}`);
    row(`step-${steps[1]}`).querySelector<HTMLElement>('[aria-label^="More"]')?.focus();
    access.value = 'readOnly';
    await settle();
    expect(document.activeElement?.getAttribute('data-part')).toBe(`step-${steps[1]}`);
  });

  it('LIST-4 goes to the next part to bring back when others bring back mine, and to what is beside when there is none', async () => {
    const { theirs, get, goals } = await show();
    await theirs(({ map }) => goals.slice(0, 2).forEach((id) => removePart(map, { kind: 'goal', id })));
    const button = (id: string | undefined) => get(`[data-removed="goal-${id}"] button`);
    get('.pw-removed').setAttribute('open', '');
    button(goals[0]).focus();
    await theirs(({ map }) => restorePart(map, { kind: 'goal', id: goals[0] ?? '' }));
    expect(document.activeElement).toBe(button(goals[1]));
    await theirs(({ map }) => restorePart(map, { kind: 'goal', id: goals[1] ?? '' }));
    expect(document.activeElement?.textContent).toBe('Stages');
  });

  it('LIST-4 goes to the neighbour after “Remove this step” in its panel, and after Escape from the panel of a step that is gone', async () => {
    const { editor, theirs, root, steps } = await show();
    const open = async (id: string) => {
      await act(async () => editor.open({ kind: 'step', id }, 'field'));
      await settle();
      expect(document.activeElement?.tagName).toBe('TEXTAREA');
    };
    await open(steps[0] ?? '');
    const button = [...root.querySelectorAll<HTMLElement>('.pw-panel button')].find(({ textContent }) => textContent === 'Remove this step');
    button?.focus();
    await act(async () => button?.click());
    await settle();
    expect(document.activeElement?.getAttribute('data-part')).toBe(`step-${steps[1]}`);
    await open(steps[1] ?? '');
    await theirs(({ map }) => removePart(map, { kind: 'step', id: steps[1] ?? '' }));
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(document.activeElement?.getAttribute('data-part')).toBe(`step-${steps[2]}`);
    // The last of its cell: the button that adds to its stage.
    await open(steps[2] ?? '');
    await act(async () => void remove(editor, { kind: 'step', id: steps[2] ?? '' }));
    await settle();
    expect(document.activeElement?.getAttribute('data-part')).toMatch(/^cells-/);
  });

  it.each([1, 2, 3, 4])('LIST-4 is never on the page’s body, whatever others do (seed %i)', async (seed) => {
    const one = filled();
    const { theirs, root, access } = await show(one);
    const next = seeded(seed);
    const pick = <One,>(all: readonly One[]): One | undefined => all[next() % Math.max(1, all.length)];
    const everyPart = ({ map }: Device): readonly PartRef[] => [
      ...ORDERED_KINDS.flatMap((kind) => map.ordered(kind).value.map(({ id }) => ({ kind, id }))),
      ...map.reading.value.map((id) => ({ kind: 'step' as const, id })), ...map.links.value.map(({ id }) => ({ kind: 'link' as const, id })),
    ];
    const log: string[] = [];
    const change = (other: Device, part: PartRef) => {
      const { map } = other;
      const deed = next() % 3;
      log.push(`${deed} ${part.kind}`);
      if (deed === 0) return removePart(map, part);
      if (part.kind === 'step') return moveStep(map, part.id, { stage: pick(map.stages.value)?.id ?? '', lane: pick(map.lanes.value)?.id ?? '', index: next() % 3 });
      return part.kind === 'link' ? removePart(map, part) : movePart(map, { kind: part.kind, id: part.id }, { index: next() % 3 });
    };
    for (let turn = 0; turn < 30; turn += 1) {
      root.querySelector('.pw-removed')?.setAttribute('open', '');
      const focused = pick([...root.querySelectorAll<HTMLElement>(FOCUSABLE)]);
      focused?.focus();
      const item = focused?.closest<HTMLElement>('[data-item], [data-removed]')?.dataset;
      log.push(`at ${item?.['item'] ?? item?.['removed'] ?? focused?.textContent}`);
      const [kind = '', id = ''] = (item?.['item'] ?? item?.['removed'] ?? '').split('-');
      await theirs((other) => {
        // Mostly the part that the focus is in, else any.
        const mine = everyPart(other).find((part) => part.kind === kind && part.id === id);
        const part = (next() % 4 > 0 ? mine : undefined) ?? pick(everyPart(other));
        if (item?.['removed'] !== undefined && next() % 2 === 0) restorePart(other.map, { kind, id } as PartRef);
        else if (part) change(other, part);
        const gone = pick(other.map.removed.value);
        if (next() % 3 === 0 && gone) restorePart(other.map, gone);
      });
      if (turn % 7 === 6) {
        access.value = access.value === 'readWrite' ? 'readOnly' : 'readWrite';
        await settle();
      }
      expect(document.activeElement, log.slice(-6).join(', ')).not.toBe(document.body);
      expect(document.activeElement?.isConnected).toBe(true);
    }
  });
});
