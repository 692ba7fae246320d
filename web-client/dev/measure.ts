/**
 * The page that is measured: a map of many steps, drawn thriftily or with everything in the page
 * (`?steps=2500&everything=1&links=nearby`), or one that was flooded with empty stages and as many lanes (`?flooded=3000`). `window.measured` answers what dev/measure.mjs asks. Not part of the product's build.
 */
import '../src/styles/main.scss';
import '../src/editor/editor.scss';
import '../src/map/map.scss';
import '../src/map/around.scss';
import { talkFor } from '../test/helpers';
import { signal } from '@preact/signals';
import * as Y from 'yjs';
import { EditorState } from '../src/editor/state/editor-state';
import { DEFAULT_RENDER_LIMITS, type RenderLimits } from '../src/map/layout/culling';
import { Picture } from '../src/map/picture';
import { planLinks } from '../src/map/routing/plan';
import { roomForLinks, routeLinks } from '../src/map/routing/route';
import { moveStep, setText } from '../src/model/edits';
import { MapModel } from '../src/model/map';
import { UndoHistory } from '../src/model/undo';
import { agreementOn } from '../test/helpers';
import { seedMany, type LinksOf } from './seed';

/** The bytes of one update with so many stages and lanes that say nothing, as whoever means harm can send it. */
function floodOf(count: number): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const root of ['stages', 'lanes']) {
      for (let number = 0; number < count; number += 1) doc.getMap(root).set(`${root[0]!}${number}`, new Y.Map());
    }
  });
  return Y.encodeStateAsUpdate(doc);
}

const asked = new URLSearchParams(location.search);
const flooded = Number(asked.get('flooded') ?? 0);
const map = new MapModel(new Y.Doc());
const update = flooded > 0 ? floodOf(flooded) : undefined;
const opened = performance.now();
if (update) Y.applyUpdate(map.doc, update);
else seedMany(map, Number(asked.get('steps') ?? 2500), (asked.get('links') ?? 'anywhere') as LinksOf);
const nothing = () => undefined;
const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
const editor = new EditorState({ agreement: agreementOn(map).agreement, names: signal(new Map()), map, undo: new UndoHistory(map), access: signal('readWrite' as const), frozen: signal(false), role: signal('facilitator' as const), presence, talk: talkFor().talk });
const everything: RenderLimits = { margin: 1e9, overview: 'no' };

const started = performance.now();
const picture = new Picture(editor, () => undefined, asked.has('everything') ? everything : DEFAULT_RENDER_LIMITS);
picture.root.style.cssText = 'width:1366px;height:700px';
document.querySelector('#root')?.append(picture.root);
picture.start();
picture.flush();
void picture.root.getBoundingClientRect();
const readyMs = performance.now() - started;

/** The time of the next frame. */
function next(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Milliseconds from the arrival of the map until its first picture is on the screen and the page answers. */
async function openedMs(): Promise<number> {
  await next();
  await next();
  await new Promise((resolve) => setTimeout(resolve, 0));
  return performance.now() - opened;
}
const usable = openedMs();

/** Average milliseconds between frames while something is done in each. */
async function frames(count: number, each: (frame: number) => void): Promise<number> {
  let first = 0;
  let last = 0;
  for (let frame = 0; frame <= count; frame += 1) {
    last = await next();
    if (frame === 0) first = last;
    each(frame);
  }
  return (last - first) / count;
}

async function pan(zoom: number): Promise<number> {
  picture.setView({ x: 0, y: 0, zoom });
  return frames(60, (frame) => picture.setView({ x: -frame * 12, y: -frame * 4, zoom }));
}

async function remoteEdits(): Promise<number> {
  const ids = [...map.cells.value.values()].flat();
  return frames(20, (frame) => {
    const id = ids[frame * 7];
    if (id) setText(map, { kind: 'step', id }, 'title', { text: `Changed by somebody else ${frame}` });
  });
}

/** Milliseconds of each of twenty frames in which somebody else moves a step to another cell, so that the map is laid out: the usual and the longest. */
async function remoteMoves(): Promise<{ usual: number; longest: number }> {
  const cells = [...map.cells.value.entries()];
  const times: number[] = [];
  for (let frame = 0; frame < 20; frame += 1) {
    const step = cells[frame * 3]?.[1][0];
    const [stage = '', lane = ''] = cells[frame * 3 + 40]?.[0].split('/') ?? [];
    await next();
    const began = performance.now();
    if (step) moveStep(map, step, { stage, lane });
    picture.flush();
    void picture.root.getBoundingClientRect();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { usual: times[10] ?? 0, longest: times[19] ?? 0 };
}

/** Milliseconds that such a frame spends on the links of the map: which are stubs, the room they need, and their lines. */
function routing(): { usual: number; longest: number } {
  const { input, linkPlan } = picture.layout;
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const began = performance.now();
    const plan = planLinks(input.links, picture.layout.steps, { tag: (text) => text.length * 7 }, { scale: linkPlan.scale, overflow: new Set() });
    roomForLinks(plan, picture.layout);
    routeLinks(linkPlan, picture.layout);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { usual: times[10] ?? 0, longest: times[19] ?? 0 };
}

Object.assign(window, {
  measured: {
    picture,
    readyMs,
    usable,
    bytes: update?.length ?? 0,
    elements: () => picture.root.querySelectorAll('*').length,
    panMs: () => pan(1),
    panAllInViewMs: () => pan(0.12),
    remoteEditMs: remoteEdits,
    remoteMovesMs: remoteMoves,
    routingMs: routing,
  },
});
