/**
 * Pairway's own picture of the map with many steps, as people get it. `window.measured` answers what bench.mjs asks.
 */
import '../../src/styles/main.scss';
import '../../src/editor/editor.scss';
import '../../src/map/map.scss';
import '../../src/map/around.scss';
import { signal } from '@preact/signals';
import { EditorState } from '../../src/editor/state/editor-state';
import { Picture } from '../../src/map/picture';
import { startTyping, typing } from '../../src/map/typing/start';
import { moveStep, setText } from '../../src/model/edits';
import { UndoHistory } from '../../src/model/undo';
import { agreementOn, talkFor } from '../../test/helpers';
import * as Y from 'yjs';
import { lettersOfOthers, manySteps } from './data';
import { drawn, frames, longestBlockMs, next, untilDrawn, type OwnMeasured } from './frames';

const { map, ids } = manySteps();
const nothing = () => undefined;
const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
const editor = new EditorState({
  agreement: agreementOn(map).agreement, names: signal(new Map()), map, undo: new UndoHistory(map), access: signal('readWrite' as const), frozen: signal(false),
  role: signal('facilitator' as const), presence, talk: talkFor().talk,
});

const started = performance.now();
const picture = new Picture(editor, nothing);
picture.root.style.cssText = 'width:1366px;height:700px';
document.querySelector('#root')?.append(picture.root);
picture.start();
picture.flush();
await drawn();
const readyMs = performance.now() - started;

/** The zoom at which everything is in the window. */
const allInView = () => Math.min(1366 / picture.layout.width, 700 / picture.layout.height);

/** Letters typed, and the pause between two. */
const LETTERS = 60;
const PAUSE_MS = 100;

/** The 95th of a hundred values. */
const p95 = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;

/** Applies what others type as it comes in, at this rate; returns how to stop. */
function othersType(perSecond: number): () => void {
  // In the steps that are in sight and in some that are not.
  const updates = lettersOfOthers(map, ids.filter((_, at) => at % 17 === 1), 4 * perSecond * (LETTERS * PAUSE_MS) / 1_000);
  const began = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    for (const due = ((performance.now() - began) * perSecond) / 1_000; sent < due && sent < updates.length; sent += 1) {
      const update = updates[sent];
      if (update) Y.applyUpdate(map.doc, update, 'others');
    }
  }, 5);
  return () => clearInterval(timer);
}

const more: OwnMeasured = {
  typingMs: async (perSecond) => {
    picture.setView({ x: 0, y: 0, zoom: 1 });
    await typing.load();
    startTyping(picture, { kind: 'title', part: { kind: 'step', id: ids[2] ?? '' } });
    await drawn();
    const field = document.activeElement;
    if (!(field instanceof HTMLTextAreaElement)) throw new Error('no field to type in');
    const stop = othersType(perSecond);
    const times: number[] = [];
    for (let letter = 0; letter < LETTERS; letter += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const from = performance.now();
      field.value += letter % 6 === 5 ? ' ' : 'n';
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
      await drawn();
      times.push(performance.now() - from);
    }
    stop();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    return p95(times);
  },
  movesMs: async () => {
    picture.setView({ x: 0, y: 0, zoom: 1 });
    const cells = [...map.cells.value.entries()];
    const times: number[] = [];
    const blocks: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const step = cells[turn * 3]?.[1][0];
      const [stage = '', lane = ''] = cells[turn * 3 + 40]?.[0].split('/') ?? [];
      await next();
      const from = performance.now();
      if (step) moveStep(map, step, { stage, lane });
      picture.flush();
      void picture.root.getBoundingClientRect();
      times.push(performance.now() - from);
      blocks.push(await longestBlockMs(() => picture.laidOut.isUnfinished));
    }
    times.sort((a, b) => a - b);
    blocks.sort((a, b) => a - b);
    return { usual: times[10] ?? 0, longest: times[19] ?? 0, block: blocks[10] ?? 0 };
  },
};

window.measured = {
  more,
  readyMs,
  elements: () => picture.root.querySelectorAll('*').length,
  panMs: () => {
    picture.setView({ x: 0, y: 0, zoom: 1 });
    return frames(60, (frame) => picture.setView({ x: -frame * 12, y: -frame * 4, zoom: 1 }));
  },
  panAllInViewMs: () => {
    const zoom = allInView();
    picture.setView({ x: 0, y: 0, zoom });
    return frames(20, (frame) => picture.setView({ x: -frame * 2, y: -frame, zoom }));
  },
  remoteEditMs: () => {
    picture.setView({ x: 0, y: 0, zoom: 1 });
    return untilDrawn(20, (turn) => setText(map, { kind: 'step', id: ids[turn * 7] ?? '' }, 'title', { text: `Changed by somebody else ${turn}` }));
  },
};
