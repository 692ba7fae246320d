// @vitest-environment happy-dom
/** What one edit by somebody else costs on a map of many steps: layouts made and elements touched, counted (docs/spec/map.md, VIEW rules). */
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { seedMany } from '../../dev/seed';
import { EditorState } from '../../src/editor/state/editor-state';
import { Picture } from '../../src/map/picture';
import { gridInput } from '../../src/map/layers/step-style';
import { layoutMap } from '../../src/map/layout/geometry';
import { moveStep, setText } from '../../src/model/edits';
import { MapModel } from '../../src/model/map';
import { UndoHistory } from '../../src/model/undo';
import { agreementOn, talkFor } from '../helpers';

const STEPS = 2_500;
const nothing = () => undefined;

let picture: Picture;
let map: MapModel;
let other: Y.Doc;

beforeEach(() => {
  const doc = new Y.Doc();
  map = new MapModel(doc);
  seedMany(map, STEPS);
  // Another person's copy, whose edits arrive as updates.
  other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  other.on('update', (update: Uint8Array) => Y.applyUpdate(doc, update));
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({
    agreement: agreementOn(map).agreement, names: signal(new Map()), map, undo: new UndoHistory(map), presence, talk: talkFor().talk,
    access: signal('readWrite' as const), frozen: signal(false), role: signal('facilitator' as const),
  });
  picture = new Picture(editor, nothing);
  Object.defineProperties(picture.window, { clientWidth: { value: 1_250 }, clientHeight: { value: 600 } });
  document.body.append(picture.root);
  picture.start();
  picture.flush();
  // With what lies around the window, which comes by itself a moment later.
  picture.flush();
});

afterEach(() => picture.stop());

/** The elements that change while something is done and drawn. */
function touchedBy(act: () => void): Set<Node> {
  const watching = new MutationObserver(nothing);
  watching.observe(picture.root, { subtree: true, childList: true, attributes: true, characterData: true });
  act();
  picture.flush();
  const touched = new Set(watching.takeRecords().map((record) => record.target));
  watching.disconnect();
  return touched;
}

const drawnStep = (at: number): HTMLElement => [...picture.root.querySelectorAll<HTMLElement>('.pw-step')][at]!;
const rename = (id: string, text: string) => setText(new MapModel(other), { kind: 'step', id }, 'title', { text });

describe('one edit by somebody else, of 2,500 steps', () => {
  it('VIEW-11 touches the one step whose words it changes, and lays nothing out when no height changes', () => {
    const element = drawnStep(3);
    const made = picture.laidOut.made;
    const title = element.querySelector('.pw-step__title')!.textContent;
    const id = element.dataset['step']!;
    const touched = touchedBy(() => rename(id, title.replace('Step', 'Plan')));
    expect(element.querySelector('.pw-step__title')!.textContent).toBe(title.replace('Step', 'Plan'));
    // Steps that lead to it or come from it say so in their sentences.
    const beside = new Set([...map.linksFrom(id).peek().map((link) => link.to), ...map.linksTo(id).peek().map((link) => link.from)]);
    expect(touched.has(element)).toBe(true);
    expect([...touched].filter((node) => node !== element && !beside.has((node as HTMLElement).dataset?.['step'] ?? '')).map((node) => (node as HTMLElement).className)).toEqual([]);
    expect(picture.laidOut.made).toBe(made);
  });

  it('VIEW-11 lays the map out once when a step becomes higher', () => {
    const element = drawnStep(3);
    const made = picture.laidOut.made;
    touchedBy(() => rename(element.dataset['step']!, 'A title of many more words than before, so that it needs several lines more. '.repeat(3).trim()));
    expect(picture.laidOut.made).toBe(made + 1);
  });

  it('VIEW-11 touches nothing for a step that is far from the window', () => {
    const near = new Set([...picture.root.querySelectorAll<HTMLElement>('.pw-step')].map((each) => each.dataset['step']));
    const far = map.reading.peek().find((id) => !near.has(id) && [...map.linksFrom(id).peek(), ...map.linksTo(id).peek()].every((link) => !near.has(link.from) && !near.has(link.to)))!;
    const title = map.step(far).peek()!.title;
    expect(near.size).toBeLessThan(STEPS / 4);
    const touched = touchedBy(() => rename(far, title.replace('Step', 'Plan')));
    expect([...touched].map((node) => (node as HTMLElement).className)).toEqual([]);
  });

  it('ROUTE-12 draws a moved step in its new place at once, and new lines when they are found', async () => {
    const [first, target] = [drawnStep(3), drawnStep(9)].map((each) => each.dataset['step']!) as [string, string];
    const { stage, lane } = map.step(target).peek()!;
    const made = picture.laidOut.made;
    touchedBy(() => void moveStep(new MapModel(other), first, { stage, lane }));
    expect(picture.layout.steps.get(first)).toMatchObject({ column: picture.layout.steps.get(target)!.column, row: picture.layout.steps.get(target)!.row });
    expect(picture.laidOut.isUnfinished).toBe(true);
    await vi.waitFor(() => expect([picture.laidOut.isUnfinished, picture.laidOut.isStale]).toEqual([false, false]), 20_000);
    expect(picture.layout.links).toEqual(layoutMap(gridInput(map), picture.laidOut.measure, picture.layout.choice).links);
    expect(picture.laidOut.made).toBe(made + 1);
  });
});
