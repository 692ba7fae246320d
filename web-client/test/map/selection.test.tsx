// @vitest-environment happy-dom
/** Choosing several steps, and what is done with them (docs/spec/map.md, CHOOSE rules). */
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gesture, IDLE, type Gesture, type PointerInput } from '../../src/map/gestures/pointer';
import { CLIP_STEPS_MAX, CLIP_TYPE, clipOf, readClip, sheetOf, stepsAtPlace, writeClip } from '../../src/map/selection/clip';
import { selection } from '../../src/map/selection/start';
import { typing } from '../../src/map/typing/start';
import { announcement, clearToasts, toasts } from '../../src/notice/notice';
import { addParts } from '../../src/model/many/many';
import * as edits from '../short-edits';
import { made } from '../helpers';
import { key, settle, showMap, smallMap } from './drawn';

let shown: Awaited<ReturnType<typeof showMap>> | undefined;
const show = async (...given: Parameters<typeof showMap>) => (shown = await showMap(...given));
const click = (element: Element | null | undefined, more: MouseEventInit = {}) => act(async () => void element?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1, ...more })));
const bar = () => document.querySelector('.pw-chosen [role=toolbar]');
const button = (words: string) => [...document.querySelectorAll<HTMLButtonElement>('.pw-chosen button')].find((one) => one.textContent === words);
const chosenIn = (map: { editor: { chosen: { ids: { value: ReadonlySet<string> } } } }) => [...map.editor.chosen.ids.value];
const toast = () => toasts.value.at(-1)?.text;

/** A clipboard as a browser gives it with an event. */
function clipboard() {
  const held = new Map<string, string>();
  const data = { getData: (type: string) => held.get(type) ?? '', setData: (type: string, text: string) => void held.set(type, text) };
  const send = async (type: 'copy' | 'cut' | 'paste') => {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { clipboardData: data });
    await act(async () => void (document.activeElement ?? document).dispatchEvent(event));
    await settle();
    return event.defaultPrevented;
  };
  return { held, send };
}

beforeEach(async () => {
  await Promise.all([selection.load(), typing.load()]);
  announcement.value = undefined;
  clearToasts();
});
afterEach(async () => {
  await shown?.remove();
  shown = undefined;
});

describe('choosing several steps', () => {
  it('CHOOSE-1 with Shift, Ctrl or Command a press chooses a step besides others and opens nothing; Escape lets go of all', async () => {
    const map = await show();
    const [a, b] = map.steps;
    await click(map.step(a), { shiftKey: true });
    await click(map.step(b), { ctrlKey: true });
    await settle();
    expect([chosenIn(map), map.editor.opened.value]).toEqual([[a, b], undefined]);
    expect(map.step(b)?.getAttribute('aria-description')).toBe('Chosen');
    expect(bar()?.textContent).toContain('2 steps chosen');
    expect(announcement.value?.text).toBe('2 steps chosen.');
    await click(map.step(a), { metaKey: true });
    expect(chosenIn(map)).toEqual([b]);
    await act(async () => map.step(b)?.focus());
    await key('Escape');
    expect([chosenIn(map), bar()]).toEqual([[], null]);
  });

  it('CHOOSE-1 without keys: a button and the menu turn on that a press chooses, and "Done" turns it off', async () => {
    const map = await show();
    await click(document.querySelector('.pw-tools [aria-label="Choose several"]'));
    await settle();
    expect(bar()?.textContent).toContain('Press the steps you want');
    await click(map.step(map.steps[0]));
    expect([chosenIn(map), map.editor.opened.value]).toEqual([[map.steps[0]], undefined]);
    await act(async () => button('Done')?.focus());
    await click(button('Done'));
    expect([chosenIn(map), map.editor.chosen.mode.value, bar()]).toEqual([[], 'off', null]);
    expect(document.activeElement?.closest('.pw-map')).not.toBeNull();
  });

  it('CHOOSE-1 Ctrl or Command and A chooses all, Shift and Space the step with the focus, Shift and an arrow goes on choosing', async () => {
    const map = await show();
    await act(async () => map.step(map.steps[0])?.focus());
    expect(await key(' ', { shiftKey: true })).toBe(true);
    expect(chosenIn(map)).toEqual([map.steps[0]]);
    await key('ArrowDown', { shiftKey: true });
    expect(chosenIn(map)).toEqual(map.steps);
    await key('Escape');
    expect(await key('a', { ctrlKey: true })).toBe(true);
    expect(chosenIn(map)).toEqual(map.steps);
  });

  it('CHOOSE-2 a drag on empty ground draws a frame with Shift or while a press chooses, and pans without; a second finger pinches', () => {
    const at = (x: number, y: number) => ({ x, y });
    const run = (inputs: readonly PointerInput[]) => {
      let state: Gesture = IDLE;
      const effects = inputs.flatMap((input) => {
        const step = gesture(state, input);
        state = step.next;
        return step.effects;
      });
      return { state: (state as Gesture).state, did: effects.map((effect) => effect.do), last: effects.at(-2) };
    };
    const down = (more: Partial<Extract<PointerInput, { type: 'down' }>> = {}): PointerInput => ({ type: 'down', pointer: 1, touch: false, target: { kind: 'background' }, at: at(10, 10), movable: true, frames: true, ...more });
    const move: PointerInput = { type: 'move', pointer: 1, at: at(60, 80) };
    const drawn = run([down(), move, { type: 'up', pointer: 1, at: at(60, 80) }]);
    expect(drawn.did).toEqual(['stopHold', 'frame', 'framed', 'swallowClick']);
    expect(drawn.last).toEqual({ do: 'framed', from: at(10, 10), to: at(60, 80) });
    expect(run([down({ frames: false }), move]).state).toBe('panning');
    expect(run([down({ target: { kind: 'step', id: 'a' } }), move]).state).toBe('dragging');
    expect(run([down(), move, { type: 'cancel' }]).did).toEqual(['stopHold', 'frame', 'unframe', 'swallowClick']);
    expect(run([down({ touch: true }), move, down({ touch: true, pointer: 2 })]).state).toBe('pinching');
  });

  it('CHOOSE-2 the frame chooses what it touches', async () => {
    const map = await show();
    const window = map.find('.pw-map__window');
    if (window) Object.assign(window, { setPointerCapture: () => undefined, hasPointerCapture: () => true });
    const send = (type: string, x: number, y: number) => act(async () => void window?.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, pointerType: 'mouse', button: 0, clientX: x, clientY: y, shiftKey: true })));
    await send('pointerdown', 2, 2);
    await send('pointermove', 20, 30);
    expect(map.find('.pw-map__frame')).not.toBeNull();
    await send('pointerup', 20, 30);
    expect([chosenIn(map), map.find('.pw-map__frame'), document.activeElement]).toEqual([[map.steps[0]], null, map.step(map.steps[0])]);
  });
});

describe('the same with all of them', () => {
  it('CHOOSE-3 moves, says goals and who does it, duplicates and removes, each as one thing to undo', async () => {
    const one = smallMap();
    const goal = made(edits.addGoal(one.map, 'Walk'));
    one.undo.clear();
    const map = await show(one);
    await act(async () => map.editor.chosen.only(map.steps));
    await settle();
    const item = async (menu: string, words: string) => {
      await click(button(menu));
      await settle();
      await click([...document.querySelectorAll('.pw-chosen [data-menu-item]')].find((each) => each.textContent === words));
      await settle();
    };
    for (const list of document.querySelectorAll<HTMLElement>('.pw-chosen [popover]')) {
      Object.assign(list, { togglePopover: () => list.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' })), hidePopover: () => list.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'closed' })) });
    }
    await item('Move to…', 'Home');
    expect([map.titles(0, 0), map.titles(2, 0)]).toEqual([[], ['Feels ill', 'Rings up']]);
    expect(map.undo.canUndo.value?.verb).toBe('moveMany');
    await item('Goals', 'Goal 1: Walk');
    expect(map.map.stepsOf(goal).value).toEqual(map.steps);
    await item('Who does it', 'Done with people');
    expect(map.steps.map((id) => map.map.step(id).value?.mode)).toEqual(['with', 'with']);
    await click(button('Duplicate'));
    expect(map.titles(2, 0)).toEqual(['Feels ill', 'Feels ill', 'Rings up', 'Rings up']);
    expect(map.map.stepsOf(goal).value).toHaveLength(4);
    expect(chosenIn(map)).toHaveLength(2);
    await click(button('Remove'));
    expect([map.titles(2, 0), toast(), bar()]).toEqual([['Feels ill', 'Rings up'], '2 steps removed.', null]);
    expect(document.activeElement?.closest('.pw-map')).not.toBeNull();
    for (let at = 0; at < 5; at += 1) map.undo.undo();
    expect([map.titles(0, 0), map.titles(2, 0), map.map.stepsOf(goal).value]).toEqual([['Feels ill', 'Rings up'], [], []]);
  });

  it('CHOOSE-4 agreed steps stay and are named when several are removed', async () => {
    const map = await show();
    const [a = '', b = ''] = map.steps;
    const of = map.editor.agreement.of.bind(map.editor.agreement);
    map.editor.agreement.of = ((part: Parameters<typeof of>[0]) => {
      const known = of(part);
      return part.kind === 'step' && part.id === a ? { ...known, value: { ...known.peek(), isKept: true }, peek: () => ({ ...known.peek(), isKept: true }) } : known;
    }) as typeof of;
    await act(async () => map.editor.chosen.only([a, b]));
    await act(async () => map.step(b)?.focus());
    await key('Delete');
    expect(map.titles(0, 0)).toEqual(['Feels ill']);
    expect(toast()).toBe('1 step removed. 1 stays, because it was agreed: “Feels ill”. Ask for it to be removed one by one.');
    expect(chosenIn(map)).toEqual([a]);
    await key('Delete');
    expect([map.titles(0, 0), toasts.value.at(-1)?.action]).toEqual([['Feels ill'], undefined]);
  });
});

describe('copying and pasting', () => {
  it('CHOOSE-5 copies with all that is known, pastes below the focus, on this map and another; cutting removes', async () => {
    const one = smallMap();
    const goal = made(edits.addGoal(one.map, 'Walk'));
    const [a = '', b = ''] = one.steps;
    made(edits.setText(one.map, { kind: 'step', id: a }, 'detail', { text: 'At night' }));
    made(edits.setStepGoal(one.map, a, { id: goal, serves: 'yes' }));
    made(edits.linkSteps(one.map, a, b, 'then'));
    const map = await show(one);
    const board = clipboard();
    await act(async () => map.editor.chosen.only([a, b]));
    await act(async () => map.step(a)?.focus());
    expect(await board.send('copy')).toBe(true);
    expect(board.held.get('text/plain')).toBe('Feels ill\nRings up');
    await board.send('paste');
    expect(map.titles(0, 0)).toEqual(['Feels ill', 'Feels ill', 'Rings up', 'Rings up']);
    const [first = '', second = ''] = chosenIn(map);
    expect([map.map.step(first).value?.detail, map.map.goalsOf(first).value, map.map.linksFrom(first).value[0]?.to]).toEqual(['At night', [goal], second]);
    map.undo.undo();
    expect([map.titles(0, 0), map.map.links.value.length]).toEqual([['Feels ill', 'Rings up'], 1]);
    await act(async () => map.editor.chosen.only([b]));
    await board.send('cut');
    expect(map.titles(0, 0)).toEqual(['Feels ill']);
    await map.remove();

    const other = smallMap();
    made(edits.addGoal(other.map, 'Walk'));
    const there = await show(other);
    await act(async () => there.cellButton(2, 1)?.focus());
    await board.send('paste');
    expect(there.titles(2, 1)).toEqual(['Rings up']);
  });

  it('CHOOSE-5 keeps stages and lanes apart, on the map and in a spreadsheet, and no cell is a formula', () => {
    const { map, stages, lanes, steps } = smallMap();
    const at = (stage: number, lane: number) => ({ stage: stages[stage] ?? '', lane: lanes[lane] ?? '' });
    const third = made(edits.addStep(map, '=1+1', at(1, 1)));
    const fourth = made(edits.addStep(map, 'say "a\tb"', at(2, 1)));
    const clip = clipOf(map, [...steps, third, fourth]);
    expect(sheetOf(clip)).toBe('Feels ill\t\t\nRings up\t\t\n\t\'=1+1\t"say ""a\tb"""');
    const placed = stepsAtPlace(map, clip, at(1, 0)).map(({ title, slot }) => [title, stages.indexOf(slot.stage), lanes.indexOf(slot.lane)]);
    // Where the map ends they stand in its last stage.
    expect(placed).toEqual([['Feels ill', 1, 0], ['Rings up', 1, 0], ['=1+1', 2, 1], ['say "a\tb"', 2, 1]]);
  });

  it('CHOOSE-5 text alone from this page is still known, and the button copies too', async () => {
    const map = await show();
    const board = clipboard();
    await act(async () => map.step(map.steps[0])?.focus());
    await board.send('copy');
    board.held.delete(CLIP_TYPE);
    await board.send('paste');
    expect([map.titles(0, 0), document.querySelector('[data-typing]')]).toEqual([['Feels ill', 'Feels ill', 'Rings up'], null]);
  });

  it('CHOOSE-6 what is pasted is taken only when it is what it should be, within the limits', () => {
    const { map, steps } = smallMap();
    const good = clipOf(map, steps);
    expect(readClip(writeClip(good))).toEqual(good);
    const step = { ...good.steps[0] };
    const text = (more: object) => JSON.stringify({ version: 1, steps: [step], links: [], ...more });
    for (const bad of ['', '{', 'null', '[]', '"x"', text({ version: 2 }), text({ steps: [] }), text({ steps: {} }), text({ steps: [null] }), text({ steps: [{ ...step, title: 5 }] }),
      text({ steps: [{ ...step, title: 'x'.repeat(301) }] }), text({ steps: [{ ...step, detail: 'x'.repeat(10_001) }] }), text({ steps: Array.from({ length: CLIP_STEPS_MAX + 1 }, () => step) }), 'x'.repeat(2_000_001)]) {
      expect(readClip(bad)).toBeUndefined();
    }
    const odd = readClip(`{"version":1,"steps":[${JSON.stringify({ ...step, mode: 'evil', sector: 7, kind: {}, column: -1, row: 1e9, goals: [1, { id: 2 }] }).replace('{', '{"__proto__":{"title":"p"},')}, ${JSON.stringify(step)}],"links":[{"from":0,"to":0},{"from":0,"to":9},{"from":0,"to":1,"label":5},{"from":0,"to":1,"label":"twice"},7]}`);
    expect(odd?.steps[0]).toMatchObject({ title: 'Feels ill', mode: '', sector: '', kind: 'step', column: 0, row: 0, goals: [] });
    expect(odd?.links).toEqual([{ from: 0, to: 1, label: 'twice' }]);
    expect(({} as Record<string, unknown>)['title']).toBeUndefined();
  });

  it('CHOOSE-5 goes nowhere without a stage or lane, and says so', async () => {
    const map = await show();
    const board = clipboard();
    await act(async () => map.step(map.steps[0])?.focus());
    await board.send('copy');
    addParts(map.map, 'stage', ['More']);
    await act(async () => { for (const id of map.lanes) edits.removePart(map.map, { kind: 'lane', id }); });
    await settle();
    await act(async () => map.find(`[data-stage="${map.stages[0]}"]`)?.focus());
    await board.send('paste');
    expect(toast()).toBe('Add a stage and a lane first.');
  });
});
