// @vitest-environment happy-dom
/** What is in the page of a large map, and what moving it costs, counted in elements (docs/spec/map.md, VIEW rules). */
import { signal } from '@preact/signals';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { seedMany, seedPathway } from '../../dev/seed';
import { EditorState } from '../../src/editor/state/editor-state';
import { CULL_MARGIN } from '../../src/map/layout/culling';
import { moveAt } from '../../src/map/move';
import { Picture } from '../../src/map/picture';
import { MapModel } from '../../src/model/map';
import { UndoHistory } from '../../src/model/undo';
import { agreementOn, talkFor } from '../helpers';

const WINDOW = { width: 1_250, height: 656 };
const nothing = () => undefined;
let picture: Picture;
/** The steps that the first picture had. */
let first: readonly string[];

/** Shows a map at 100 %. */
function show(fill: (map: MapModel) => void): Picture {
  const map = new MapModel(new Y.Doc());
  fill(map);
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({
    agreement: agreementOn(map).agreement, names: signal(new Map()), map, undo: new UndoHistory(map), presence, talk: talkFor().talk,
    access: signal('readWrite' as const), frozen: signal(false), role: signal('facilitator' as const),
  });
  picture = new Picture(editor, nothing);
  Object.defineProperties(picture.window, { clientWidth: { value: WINDOW.width }, clientHeight: { value: WINDOW.height } });
  document.body.append(picture.root);
  picture.start();
  picture.setView({ x: 0, y: 0, zoom: 1 });
  picture.flush();
  first = drawn();
  // With what lies around the window, which comes by itself a moment later.
  picture.flush();
  return picture;
}

/** The steps in the page. */
const drawn = () => [...picture.root.querySelectorAll<HTMLElement>('.pw-step')].map((step) => step.dataset['step'] ?? '');

/** Stages and lanes that say nothing, as many as somebody who means harm can send. */
function flood(map: MapModel, count: number): void {
  const written = new Y.Doc();
  written.transact(() => {
    for (const root of ['stages', 'lanes']) for (let at = 0; at < count; at += 1) written.getMap(root).set(`${root}${at}`, new Y.Map());
  });
  Y.applyUpdate(map.doc, Y.encodeStateAsUpdate(written));
}

afterEach(() => picture.stop());

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const elements = () => picture.root.querySelectorAll('*').length;

/** The elements that change while something is done and drawn in the next frame. */
async function touchedBy(act: () => void): Promise<HTMLElement[]> {
  await frame();
  const watching = new MutationObserver(nothing);
  watching.observe(picture.root, { subtree: true, childList: true, attributes: true, characterData: true });
  act();
  await frame();
  const touched = new Set(watching.takeRecords().map((record) => record.target as HTMLElement));
  watching.disconnect();
  return [...touched];
}

describe('moving a map of 2,500 steps', () => {
  it('VIEW-12 changes nothing but the place of its layers and of the names at the edge, until more of it comes into sight', async () => {
    show((map) => seedMany(map, 2_500));
    const moved = await touchedBy(() => picture.setView({ x: -12, y: -4, zoom: 1 }));
    const layers = ['pw-map', 'pw-map__world', 'pw-map__headers', 'pw-map__stage', 'pw-map__lane'];
    expect(moved.map((element) => element.className).filter((name) => !layers.includes(name))).toEqual([]);
    expect(moved.length).toBeLessThanOrEqual(8);
  });

  it('VIEW-12 begins with what the window shows, and has what lies around it a moment later', async () => {
    show((map) => seedMany(map, 2_500));
    const seen = (id: string) => {
      const { x, y } = picture.layout.steps.get(id)!;
      return x <= WINDOW.width && y <= WINDOW.height;
    };
    const all = drawn();
    expect([...first].sort()).toEqual(all.filter(seen).sort());
    expect(all.length).toBeGreaterThan(first.length);
    // By itself, too.
    picture.stop();
    const { editor } = picture;
    picture = new Picture(editor, nothing);
    Object.defineProperties(picture.window, { clientWidth: { value: WINDOW.width }, clientHeight: { value: WINDOW.height } });
    document.body.append(picture.root);
    picture.start();
    await vi.waitFor(() => expect(drawn().length).toBe(all.length), 10_000);
  });

  it('VIEW-12 pushes the names at the edge along without another size or place for most of the way', async () => {
    show((map) => seedMany(map, 2_500));
    await touchedBy(() => picture.setView({ x: -40, y: -30, zoom: 1 }));
    const names = [...picture.root.querySelectorAll<HTMLElement>('[data-stage], [data-lane]')];
    const laidOut = () => names.map(({ style }) => [style.left, style.top, style.width, style.height].join());
    const before = laidOut();
    await touchedBy(() => picture.setView({ x: -45, y: -33, zoom: 1 }));
    expect(laidOut()).toEqual(before);
    const pushed = names.filter((name) => name.hasAttribute('data-pushed'));
    expect(pushed.map((name) => name.className)).toEqual(['pw-map__stage', 'pw-map__lane']);
    // They stand at the edge of the window: as far along as the map went beyond it.
    expect(pushed.map((name) => name.style.transform)).toEqual(pushed.map((name) => (name.dataset['stage'] === undefined ? `translateY(${33 - parseFloat(name.style.top)}px)` : `translateX(${45 - parseFloat(name.style.left)}px)`)));
  });

  it('VIEW-12 brings what comes into sight into the page, and takes out what is far', async () => {
    show((map) => seedMany(map, 2_500));
    const steps = () => [...picture.root.querySelectorAll<HTMLElement>('.pw-step')].map((step) => step.dataset['step']);
    const before = steps();
    await touchedBy(() => picture.setView({ x: -2 * CULL_MARGIN, y: 0, zoom: 1 }));
    const sight = { x: 2 * CULL_MARGIN, y: 0, ...WINDOW };
    for (const box of picture.layout.steps.values()) {
      const isSeen = box.x < sight.x + sight.width && box.x + box.width > sight.x && box.y < sight.y + sight.height && box.y + box.height > sight.y;
      if (isSeen) expect(steps()).toContain(box.id);
    }
    await touchedBy(() => picture.setView({ x: -2_000, y: -2_000, zoom: 1 }));
    const still = steps().filter((id) => before.includes(id));
    // The one that has the focus, or would get it.
    expect(still).toHaveLength(1);
  });
});

describe('moving a stage or a lane by a key', () => {
  it('KEY-7 moves the map neither up nor down for a stage, nor left or right for a lane, though rows and columns may stand elsewhere', () => {
    show((map) => seedPathway(map));
    const { columns, rows } = picture.layout;
    const tops = () => picture.layout.rows.map(({ y }) => Math.round(y)).join();
    const lefts = () => picture.layout.columns.map(({ x }) => Math.round(x)).join();
    let elsewhere = 0;
    for (const [kind, way, count] of [['stage', 'right', columns.length], ['lane', 'down', rows.length]] as const) {
      for (let at = 0; at < count - 1; at += 1) {
        const target = kind === 'stage' ? { kind, column: 0 } : { kind, row: 0 };
        picture.setView({ x: -40, y: -40, zoom: 1.2 });
        picture.goTo(target);
        const [{ x, y }, before] = [picture.view, kind === 'stage' ? tops() : lefts()];
        for (let moves = 0; moves <= at; moves += 1) moveAt(picture, way);
        if ((kind === 'stage' ? tops() : lefts()) !== before) elsewhere += 1;
        if (kind === 'stage') expect(picture.view.y).toBe(y);
        else expect(picture.view.x).toBe(x);
      }
    }
    expect(elsewhere, 'moves after which rows or columns stand elsewhere').toBeGreaterThan(0);
  });
});

describe('what is in the page', () => {
  it('VIEW-13 is what is near the window, however many steps there are', () => {
    show((map) => seedMany(map, 2_500));
    const few = elements();
    expect(few).toBeLessThan(1_300);
    picture.stop();
    show((map) => seedMany(map, 5_000));
    expect(elements()).toBeLessThan(few * 1.2);
  });

  it('VIEW-13 is what is near the window, however many stages and lanes there are', () => {
    show((map) => flood(map, 3_000));
    expect(picture.root.querySelectorAll('[data-stage]').length).toBeLessThan(20);
    expect(picture.root.querySelectorAll('[data-lane]').length).toBeLessThan(30);
    expect(elements()).toBeLessThan(2_500);
  });

  it('VIEW-13 has the name that focus is at wherever it is, and the keys go on from there', () => {
    show((map) => flood(map, 200));
    picture.setFocusTarget({ kind: 'stage', column: 150 });
    picture.flush();
    const name = picture.elementOf({ kind: 'stage', column: 150 });
    expect(name?.getAttribute('tabindex')).toBe('0');
    picture.goTo({ kind: 'stage', column: 151 });
    expect(document.activeElement).toBe(picture.elementOf({ kind: 'stage', column: 151 }));
    expect(picture.elementOf({ kind: 'stage', column: 148 })?.isConnected).toBe(true);
    expect(picture.elementOf({ kind: 'stage', column: 0 })).toBeUndefined();
  });
});
