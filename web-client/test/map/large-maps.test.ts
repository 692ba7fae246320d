/** A map with far more cells than parts is read and laid out by its parts (docs/spec/pathway.md, READ-10). */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { offeredSteps } from '../../src/editor/dialogs/link-dialog';
import { drawOverview, type Canvas2d } from '../../src/map/overview/overview';
import { gridInput } from '../../src/map/layers/step-style';
import { visible } from '../../src/map/layout/culling';
import { layoutMap } from '../../src/map/layout/geometry';
import { MapModel } from '../../src/model/map';
import { place } from '../../src/model/placement';
import { partsInOrder } from '../../src/model/walk';
import { measure, seeded } from './fixtures';

/** As many stages and as many lanes: cell by cell this would be 400 million looks, for minutes and without end. */
const SIDE = 20_000;
const STEPS = 300;

/** What a hostile peer can send in 2 MB: stages and lanes without number, a few steps anywhere between them. */
function hugeMap(): MapModel {
  const written = new Y.Doc();
  const random = seeded(7);
  written.transact(() => {
    for (let at = 0; at < SIDE; at += 1) {
      written.getMap('stages').set(`s${at}`, new Y.Map());
      written.getMap('lanes').set(`l${at}`, new Y.Map());
    }
    const any = () => Math.floor(random() * SIDE);
    for (let at = 0; at < STEPS; at += 1) {
      written.getMap('steps').set(`t${at}`, new Y.Map([['pos', { stage: `s${any()}`, lane: `l${any()}`, ord: 'a0' }]]));
      if (at > 0) written.getMap('links').set(`k${at}`, new Y.Map([['ends', { from: `t${at - 1}`, to: `t${at}` }]]));
    }
  });
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(written));
  return new MapModel(doc);
}

describe('a map of many stages and lanes', () => {
  it('READ-10 is read, listed, laid out and drawn by its parts, not by its cells', { timeout: 60_000 }, () => {
    const map = hugeMap();
    expect(map.cells.value.size).toBe(STEPS);
    expect(map.stages.value.reduce((sum, stage) => sum + map.cellsOf(stage.id).length, 0)).toBe(STEPS);
    expect(partsInOrder(map)).toHaveLength(SIDE + STEPS);
    expect(partsInOrder(map, () => true)).toHaveLength(SIDE + STEPS + STEPS - 1);
    expect(offeredSteps(map, 't0', '').length).toBeGreaterThan(0);
    const layout = layoutMap(gridInput(map), measure);
    expect([layout.columns.length, layout.rows.length, layout.steps.size, layout.links.length]).toEqual([SIDE, SIDE, STEPS, STEPS - 1]);
    const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
    expect(visible(layout, whole, new Set()).steps.size).toBe(STEPS);
    let strokes = 0;
    const stroke = () => { strokes += 1; };
    const pen: Canvas2d = {
      setTransform: stroke, save: stroke, restore: stroke, rect: stroke, clip: stroke, clearRect: stroke, fillRect: stroke, strokeRect: stroke, beginPath: stroke, moveTo: stroke, lineTo: stroke,
      stroke, fill: stroke, fillText: stroke, globalAlpha: 1, fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', textAlign: 'left', textBaseline: 'top',
    };
    const colours = { lane: () => 'a', cell: 'b', link: 'c', words: 'd', focus: 'e', step: () => ({ shape: 'open', colour: 'f', second: 'g' } as const) };
    const window = { width: 1_000, height: 1_000, ratio: 1 };
    drawOverview(pen, layout, { x: 0, y: 0, zoom: Math.min(1_000 / layout.width, 1_000 / layout.height) }, { window, colours, marks: { selected: new Set(), drop: null } });
    expect(strokes).toBeLessThan(4 * SIDE + 20 * STEPS);
  });

  it('READ-10 follows a move without going through the cells', { timeout: 60_000 }, () => {
    const ids = (letter: string) => Array.from({ length: SIDE }, (_, at) => `${letter}${at}`);
    const step = { id: 't', title: '', detail: '', options: '', matters: '', ord: 'a0', kind: 'step', mode: '', sector: '', perspective: '', removed: false } as const;
    const [stages, lanes] = [ids('s'), ids('l')];
    const before = place([{ ...step, stage: 's9', lane: 'l9' }], stages, lanes);
    const after = place([{ ...step, stage: 's19999', lane: 'l0' }], stages, lanes, before);
    expect([...after.cells]).toEqual([['s19999/l0', ['t']]]);
    expect(after.stages.get('s19999')).toEqual([{ stage: 's19999', lane: 'l0', steps: ['t'] }]);
  });

  it('READ-6 gives the steps of a goal in reading order, and the goals of a step in theirs', () => {
    const doc = new Y.Doc();
    for (const [id, ord] of [['gb', 'a0'], ['ga', 'a1'], ['gr', 'a2']] as const) doc.getMap('goals').set(id, new Y.Map<unknown>([['ord', ord], ['rm', id === 'gr']]));
    for (const [id, ord] of [['t2', 'a1'], ['t1', 'a0'], ['t3', 'a2']] as const) doc.getMap('steps').set(id, new Y.Map([['pos', { ord }]]));
    for (const pair of ['t1:ga', 't1:gb', 't1:gr', 't3:ga', 't2:ga', 't2:gone', 'gone:ga']) doc.getMap('stepGoals').set(pair, true);
    const map = new MapModel(doc);
    expect(map.goalsOf('t1').value).toEqual(['gb', 'ga']);
    expect(map.stepsOf('ga').value).toEqual(['t1', 't2', 't3']);
    expect([map.placeOfGoal('ga'), map.placeOfGoal('gr')]).toEqual([1, undefined]);
    doc.getMap('stepGoals').set('t2:ga', false);
    expect(map.stepsOf('ga').value).toEqual(['t1', 't3']);
  });
});
