/** Gestures and keys of the map (docs/spec/map.md, GESTURE and KEY rules). */
import { historyKey, latinKey } from '../../src/ui/keys';
import { describe, expect, it } from 'vitest';
import { layoutMap } from '../../src/map/layout/geometry';
import { firstFocusTarget, goFrom, meaningOf, focusTargetAfter, focusTargetExists, focusTargetNear, type Key, type FocusTarget, type Way } from '../../src/map/gestures/keyboard';
import { edgePan, gesture, IDLE, type Gesture, type PointerEffect, type PointerInput, type PressTarget } from '../../src/map/gestures/pointer';
import { slotBeside } from '../../src/map/move';
import { grid, measure, step } from './fixtures';

function play(inputs: readonly PointerInput[]): { end: Gesture; effects: PointerEffect[] } {
  let state: Gesture = IDLE;
  const effects: PointerEffect[] = [];
  for (const input of inputs) {
    const { next, effects: more } = gesture(state, input);
    state = next;
    effects.push(...more);
  }
  return { end: state, effects };
}

const STEP: PressTarget = { kind: 'step', id: 'a' };
const GROUND: PressTarget = { kind: 'background' };
const at = (x: number, y = 0) => ({ x, y });
const press = (target: PressTarget, touch: boolean, pointer = 1, movable = true): PointerInput => ({ type: 'down', pointer, touch, target, at: at(0), movable });
const moveTo = (x: number, pointer = 1): PointerInput => ({ type: 'move', pointer, at: at(x) });
const release = (x: number, pointer = 1): PointerInput => ({ type: 'up', pointer, at: at(x) });
const names = (effects: readonly PointerEffect[]) => effects.map((effect) => effect.do);

describe('pointer', () => {
  // A press that does not move is a click and left to the browser.
  it('leaves a press that does not move to the browser as a click', () => {
    expect(names(play([press(STEP, false), moveTo(3), release(3)]).effects)).toEqual(['stopHold']);
  });

  it('GESTURE-2 drags a step by mouse and drops it once', () => {
    const { end, effects } = play([press(STEP, false), moveTo(6), moveTo(50), release(60)]);
    expect(names(effects)).toEqual(['stopHold', 'lift', 'drag', 'drag', 'drop', 'swallowClick']);
    expect(effects.filter((effect) => effect.do === 'drop')).toEqual([{ do: 'drop', dragged: { kind: 'step', id: 'a' }, at: at(60) }]);
    expect(end).toEqual(IDLE);
  });

  it('GESTURE-3 pans when a finger moves on a step, and lifts it only after it was held', () => {
    expect(names(play([press(STEP, true), moveTo(30), release(30)]).effects)).toEqual(['startHold', 'stopHold', 'pan', 'swallowClick']);
    expect(names(play([press(STEP, true), { type: 'held' }, moveTo(30), release(30)]).effects)).toEqual(['startHold', 'lift', 'drag', 'drop', 'swallowClick']);
  });

  it('DESK-1 never drags where editing is not allowed', () => {
    const input: PointerInput = { type: 'down', pointer: 1, touch: false, target: STEP, at: at(0), movable: false };
    expect(names(play([input, moveTo(50), release(50)]).effects)).toEqual(['stopHold', 'pan', 'swallowClick']);
    expect(names(play([{ ...input, touch: true }, { type: 'held' }]).effects)).toEqual([]);
  });

  it('GESTURE-5 abandons a drag on Escape without a drop', () => {
    const { effects } = play([press(STEP, false), moveTo(50), { type: 'cancel' }, release(50)]);
    expect(names(effects)).toEqual(['stopHold', 'lift', 'drag', 'abandon', 'swallowClick']);
  });

  // A second finger makes a pinch; the finger that stays pans on.
  it('turns a second finger into a pinch and goes on panning with the one that stays', () => {
    const { end, effects } = play([press(GROUND, true, 1), press(GROUND, true, 2), moveTo(40, 2), release(0, 1)]);
    expect(names(effects)).toEqual(['stopHold', 'swallowClick', 'pinch']);
    expect(end).toEqual({ state: 'panning', pointer: 2, at: at(40) });
  });

  it('GESTURE-7 draws a link from a step by its handle', () => {
    const { effects } = play([press({ kind: 'handle', id: 'a' }, true), moveTo(50), release(50)]);
    expect(effects.at(-2)).toEqual({ do: 'drop', dragged: { kind: 'link', id: 'a' }, at: at(50) });
  });

  // A drag near the window's edge pans the map.
  it('pans at the edge of the window while dragging', () => {
    const window = { width: 800, height: 600 };
    expect(edgePan(at(400, 300), window)).toEqual({ dx: 0, dy: 0 });
    expect(edgePan(at(1, 300), window).dx).toBeGreaterThan(0);
    expect(edgePan(at(799, 599), window).dx).toBeLessThan(0);
    expect(edgePan(at(799, 599), window).dy).toBeLessThan(0);
  });
});

const layout = layoutMap(grid({ stages: 3, lanes: 2 }, [step('a', 's0.l0'), step('b', 's0.l0'), step('c', 's1.l0'), step('d', 's2.l1')]), measure);
const on = (id: string): FocusTarget => ({ kind: 'step', id });
const key = (name: string, more: Partial<Key> = {}): Key => ({ key: name, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

describe('layouts of keyboards', () => {
  it.each([
    ['Cyrillic', { n: 'т', m: 'ь', l: 'д', z: 'я', y: 'н' }],
    ['Greek', { n: 'ν', m: 'μ', l: 'λ', z: 'ζ', y: 'υ' }],
    ['Arabic', { n: 'ى', m: 'ة', l: 'م', z: 'ئ', y: 'غ', b: 'لا' }],
    ['Hebrew', { n: 'מ', m: 'צ', l: 'ך', z: 'ז', y: 'ט' }],
  ])('KEY-4 shortcuts are where a Latin layout has them on a %s one', (_layout, written) => {
    for (const [latin, key] of Object.entries(written)) expect(latinKey({ key, code: `Key${latin.toUpperCase()}` })).toBe(latin);
    expect(meaningOf(key(written.n, { code: 'KeyN' }), 'on')).toEqual({ command: 'add' });
    expect(meaningOf(key(written.m, { code: 'KeyM' }), 'on')).toEqual({ command: 'moveTo' });
    expect(meaningOf(key(written.l, { code: 'KeyL' }), 'on')).toEqual({ command: 'leadTo' });
    expect(historyKey(key(written.z, { code: 'KeyZ', ctrlKey: true }))).toBe('undo');
    expect(historyKey(key(written.z, { code: 'KeyZ', metaKey: true, shiftKey: true }))).toBe('redo');
    expect(historyKey(key(written.y, { code: 'KeyY', ctrlKey: true }))).toBe('redo');
  });

  it('KEY-4 on a Latin layout the letter decides, wherever it stands, and other digits count as digits', () => {
    // German: Z and Y change places. French: the A stands where Q is, and "à" where 0 is.
    expect(historyKey(key('z', { code: 'KeyY', ctrlKey: true }))).toBe('undo');
    expect(historyKey(key('y', { code: 'KeyZ', ctrlKey: true }))).toBe('redo');
    expect(latinKey({ key: 'A', code: 'KeyQ' })).toBe('a');
    expect(latinKey({ key: 'à', code: 'Digit0' })).toBe('à');
    expect(meaningOf(key('٠', { code: 'Digit0' }))).toEqual({ command: 'fit' });
    expect(meaningOf(key('Delete', { code: 'Delete' }))).toEqual({ command: 'remove' });
    expect(historyKey(key('ż', { code: 'KeyZ', ctrlKey: true, altKey: true }))).toBeUndefined();
  });
});

describe('keyboard', () => {
  it('KEY-1 goes from step to step and from cell to cell', () => {
    expect(firstFocusTarget(layout)).toEqual(on('a'));
    expect(goFrom(layout, on('a'), 'down')).toEqual(on('b'));
    expect(goFrom(layout, on('b'), 'down')).toEqual({ kind: 'cell', column: 0, row: 1 });
    expect(goFrom(layout, on('b'), 'right')).toEqual(on('c'));
    expect(goFrom(layout, on('c'), 'right')).toEqual({ kind: 'cell', column: 2, row: 0 });
    expect(goFrom(layout, { kind: 'cell', column: 0, row: 1 }, 'up')).toEqual(on('b'));
    expect(goFrom(layout, on('d'), 'right')).toEqual(on('d'));
    expect(goFrom(layout, on('a'), 'last')).toEqual(on('d'));
  });

  it('KEY-1 reaches the headers of stages and lanes', () => {
    expect(goFrom(layout, on('a'), 'up')).toEqual({ kind: 'stage', column: 0 });
    expect(goFrom(layout, on('a'), 'left')).toEqual({ kind: 'lane', row: 0 });
    expect(goFrom(layout, { kind: 'stage', column: 0 }, 'right')).toEqual({ kind: 'stage', column: 1 });
    expect(goFrom(layout, { kind: 'stage', column: 1 }, 'down')).toEqual(on('c'));
    expect(goFrom(layout, { kind: 'lane', row: 0 }, 'right')).toEqual(on('a'));
    expect(goFrom(layout, { kind: 'lane', row: 1 }, 'down')).toEqual({ kind: 'lane', row: 1 });
  });

  it('KEY-3 gives every command a key and leaves the browser its own', () => {
    expect(meaningOf(key('Enter'))).toEqual({ command: 'open' });
    expect(meaningOf(key('Delete'))).toEqual({ command: 'remove' });
    expect(meaningOf(key('F10', { shiftKey: true }))).toEqual({ command: 'menu' });
    expect(meaningOf(key('Insert'))).toEqual({ command: 'add' });
    expect(meaningOf(key('F2'))).toEqual({ command: 'rename' });
    expect(meaningOf(key('N'))).toBeNull();
    expect(meaningOf(key('N'), 'on')).toEqual({ command: 'add' });
    expect(meaningOf(key('z', { ctrlKey: true }))).toBeNull();
    expect(meaningOf(key('n', { ctrlKey: true }))).toBeNull();
    expect(meaningOf(key('ArrowLeft', { altKey: true }))).toBeNull();
    expect(meaningOf(key('Tab'))).toBeNull();
  });

  it('KEY-7 moves by Ctrl, Shift and an arrow key, and a step goes within its cell before it goes beside', () => {
    expect(meaningOf(key('ArrowLeft', { ctrlKey: true, shiftKey: true }))).toEqual({ move: 'left' });
    expect(meaningOf(key('ArrowLeft', { metaKey: true, shiftKey: true }))).toBeNull();
    expect(meaningOf(key('ArrowLeft', { ctrlKey: true }))).toBeNull();
    const beside = (id: string, way: Way) => slotBeside(layout, layout.steps.get(id)!, way);
    expect(beside('a', 'down')).toEqual({ stage: 's0', lane: 'l0', index: 1 });
    expect(beside('b', 'down')).toEqual({ stage: 's0', lane: 'l1', index: 0 });
    expect(beside('b', 'up')).toEqual({ stage: 's0', lane: 'l0', index: 0 });
    expect(beside('b', 'right')).toEqual({ stage: 's1', lane: 'l0', index: 1 });
    expect(beside('a', 'right')).toEqual({ stage: 's1', lane: 'l0', index: 0 });
    expect(beside('d', 'up')).toEqual({ stage: 's2', lane: 'l0', index: 0 });
    expect([beside('a', 'up'), beside('a', 'left'), beside('d', 'right'), beside('d', 'down')]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('LIST-4 goes to a neighbour when the step with focus is gone', () => {
    expect(focusTargetExists(layout, on('gone'))).toBe(false);
    expect(focusTargetNear(layout, { column: 0, row: 0, index: 2 })).toEqual(on('b'));
    expect(focusTargetNear(layout, { column: 0, row: 1, index: 0 })).toEqual({ kind: 'cell', column: 0, row: 1 });
    expect(focusTargetExists(layout, { kind: 'cell', column: 0, row: 0 })).toBe(false);
  });

  it('KEY-5 keeps the focus at its stage, lane, step or cell when the map changes, else at what has taken its place', () => {
    const lay = (size: { stages: number; lanes: number }, steps: Parameters<typeof grid>[1]) => layoutMap(grid(size, steps), measure);
    const before = lay({ stages: 3, lanes: 2 }, [step('a', 's0.l0'), step('b', 's0.l0'), step('c', 's2.l1')]);
    const was = { column: 0, row: 0, index: 0 };
    const after = (map: typeof before, at: FocusTarget, place = was) => focusTargetAfter({ before, after: map }, at, place);
    // The first stage is gone: the others have moved to the left.
    const input = grid({ stages: 3, lanes: 2 }, [step('c', 's2.l1')]);
    const fewer = layoutMap({ ...input, stages: ['s1', 's2'] }, measure);
    expect(after(fewer, { kind: 'stage', column: 2 })).toEqual({ kind: 'stage', column: 1 });
    expect(after(fewer, { kind: 'stage', column: 0 })).toEqual({ kind: 'stage', column: 0 });
    expect(after(fewer, { kind: 'cell', column: 2, row: 0 })).toEqual({ kind: 'cell', column: 1, row: 0 });
    expect(after(fewer, on('c'))).toEqual(on('c'));
    expect(after(fewer, on('a'))).toEqual({ kind: 'cell', column: 0, row: 0 });
    const lastGone = layoutMap({ ...input, stages: ['s0', 's1'], lanes: ['l0'] }, measure);
    expect(after(lastGone, { kind: 'stage', column: 2 })).toEqual({ kind: 'stage', column: 1 });
    expect(after(lastGone, { kind: 'lane', row: 1 })).toEqual({ kind: 'lane', row: 0 });
    const turned = layoutMap({ ...grid({ stages: 3, lanes: 2 }, [step('b', 's0.l0')]), lanes: ['l1', 'l0'] }, measure);
    expect(after(turned, { kind: 'lane', row: 0 })).toEqual({ kind: 'lane', row: 1 });
    expect(after(turned, on('a'))).toEqual(on('b'));
    const empty = layoutMap(grid({ stages: 0, lanes: 0 }, []), measure);
    for (const at of [{ kind: 'stage', column: 0 }, { kind: 'lane', row: 0 }, { kind: 'cell', column: 1, row: 1 }, on('a')] as const) expect(focusTargetExists(empty, after(empty, at))).toBe(false);
  });

  // No key fails on a map without stages or lanes.
  it('survives a map without stages or lanes', () => {
    const empty = layoutMap(grid({ stages: 0, lanes: 0 }, []), measure);
    for (const go of ['left', 'right', 'up', 'down', 'first', 'last', 'rowEnd'] as const) {
      expect(focusTargetExists(empty, goFrom(empty, firstFocusTarget(empty), go))).toBe(false);
    }
  });
});
