/**
 * The page that is measured: a map of many steps, drawn thriftily or with everything in the page
 * (`?steps=2500&everything=1`). `window.measured` answers what dev/measure.mjs asks. Not part of the product's build.
 */
import '../src/styles/main.scss';
import '../src/editor/editor.scss';
import '../src/map/map.scss';
import { talkFor } from '../test/helpers';
import { signal } from '@preact/signals';
import * as Y from 'yjs';
import { EditorState } from '../src/editor/state/editor-state';
import { Picture, DEFAULT_RENDER_LIMITS, type RenderLimits } from '../src/map/picture';
import { setText } from '../src/model/edits';
import { MapModel } from '../src/model/map';
import { UndoHistory } from '../src/model/undo';
import { agreementOn } from '../test/helpers';
import { seedMany } from './seed';

const asked = new URLSearchParams(location.search);
const map = new MapModel(new Y.Doc());
seedMany(map, Number(asked.get('steps') ?? 2500));
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

Object.assign(window, {
  measured: {
    picture,
    readyMs,
    elements: () => picture.root.querySelectorAll('*').length,
    panMs: () => pan(1),
    panAllInViewMs: () => pan(0.12),
    remoteEditMs: remoteEdits,
  },
});
