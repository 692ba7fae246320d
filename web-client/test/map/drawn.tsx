/** What the tests of the drawn map share: a map on a page of happy-dom, keys and presses as a person makes them. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { EditorFrame, mapDialogs } from '../../src/editor/frame';
import { EditorState } from '../../src/editor/state/editor-state';
import { MapView } from '../../src/map/map-view';
import type { Access } from '../../src/sync/collab';
import { addLane, addStage, addStep } from '../short-edits';
import { agreementOn, device, made, talkFor, titlesOf } from '../helpers';

const nothing = () => undefined;

// The page of the tests has no sizes of its own; a map that is not seen draws nothing.
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1366 });
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 768 });

/** Three stages and two lanes; the first cell has two steps. */
export function smallMap() {
  const one = device();
  const stages = ['Before', 'Care', 'Home'].map((title) => made(addStage(one.map, title)));
  const lanes = ['Person', 'GP'].map((title) => made(addLane(one.map, title)));
  const cell = { stage: stages[0] ?? '', lane: lanes[0] ?? '' };
  const steps = ['Feels ill', 'Rings up'].map((title) => made(addStep(one.map, title, cell)));
  one.undo.clear();
  return { ...one, stages, lanes, steps, cell };
}

/** Draws what changed and lets the focus settle. */
export const settle = () => act(async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
});

/** Puts a map on the page. */
export async function showMap(one = smallMap(), drafts = new Map<string, string>(), talk = talkFor().talk) {
  await mapDialogs.load();
  const [access, frozen] = [signal<Access>('readWrite'), signal(false)];
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const kit = agreementOn(one.map);
  const editor = new EditorState({ agreement: kit.agreement, names: signal(new Map()), map: one.map, undo: one.undo, presence, access, frozen, role: signal('patientLeader' as const), talk, formDrafts: drafts });
  const page = document.createElement('div');
  document.body.append(page);
  await act(async () => render(<EditorFrame editor={editor}><MapView editor={editor} /></EditorFrame>, page));
  await settle();
  const find = <Found extends HTMLElement = HTMLElement>(selector: string) => page.querySelector<Found>(selector);
  const titles = (stage: number, lane: number) => titlesOf(one.map, one.map.cells.value.get(`${one.stages[stage]}/${one.lanes[lane]}`));
  const remove = async () => {
    await act(async () => render(null, page));
    page.remove();
  };
  return { ...one, editor, kit, access, frozen, page, find, titles, remove, step: (id: string | undefined) => find(`[data-step="${id}"]`), cellButton: (stage: number, lane: number) => find(`[data-cell="${stage}.${lane}"]`) };
}

/** Presses a key at what has the focus; true when the page took it. */
export async function key(name: string, with_: KeyboardEventInit = {}): Promise<boolean> {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...with_ });
  await act(async () => void document.activeElement?.dispatchEvent(event));
  await settle();
  return event.defaultPrevented;
}

/** Types into the field that has the focus. */
export async function type(words: string, with_: InputEventInit = {}): Promise<void> {
  await act(async () => {
    const area = document.activeElement as HTMLTextAreaElement;
    area.value += words;
    area.dispatchEvent(new InputEvent('input', { bubbles: true, ...with_ }));
  });
}

/** The field that has the focus. */
export const field = () => {
  const { activeElement } = document;
  return activeElement instanceof HTMLTextAreaElement ? activeElement : undefined;
};
