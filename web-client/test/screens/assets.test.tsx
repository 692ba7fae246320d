// @vitest-environment happy-dom
/**
 * What already helps (docs/spec/list.md, ASSET): in the model, and as it is shown in the list, above the map and on paper,
 * drawn into a page that is not a browser. Map, record and desk are real.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { GoalStrip } from '../../src/editor/goal-strip';
import { remove, restore } from '../../src/editor/state/actions';
import { EditorState } from '../../src/editor/state/editor-state';
import { PartEditor } from '../../src/editor/step/part-editor';
import { PlainList } from '../../src/list/plain-list';
import { addPart, movePart, removePart, restorePart, setText, setWord } from '../short-edits';
import { MapModel } from '../../src/model/map';
import { partOfName } from '../../src/model/meaning';
import { wordsOnlyIn } from '../../src/model/refused';
import { partsInOrder } from '../../src/model/walk';
import { announcement, clearToasts } from '../../src/notice/notice';
import { PrintView } from '../../src/print/print-view';
import { agreementOn, copyOf, furnished, made, meet, talkFor } from '../helpers';

let page: HTMLElement;
const nothing = () => undefined;
const settle = () => act(async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
});
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settle();
}
const words = () => page.textContent ?? '';
const buttons = () => [...page.querySelectorAll('button')].map((each) => each.textContent || each.getAttribute('aria-label'));

function scene(access: 'readWrite' | 'readOnly' = 'readWrite') {
  const one = furnished();
  const kit = agreementOn(one.map);
  const presence = { people: signal([]), peers: signal([]), show: nothing, showAgain: nothing, destroy: nothing };
  const editor = new EditorState({ talk: talkFor().talk, map: one.map, undo: one.undo, presence, agreement: kit.agreement, names: signal(new Map()), access: signal(access), frozen: signal(false), role: signal('patientLeader' as const) });
  const asset = () => {
    const id = made(addPart(one.map, 'asset', 'My sister phones', { words: { kind: 'family' } }));
    return { kind: 'asset', id } as const;
  };
  return { ...one, kit, editor, asset };
}

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  announcement.value = undefined;
  clearToasts();
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
});

describe('what already helps', () => {
  it('ASSET-1 is made, renamed, moved, removed and brought back, in the layout of the protocol', () => {
    const { map, doc, asset } = scene();
    const part = asset();
    const json = doc.getMap('assets').toJSON()[part.id] as Record<string, unknown>;
    expect(Object.keys(json).sort()).toEqual(['meta', 'ord', 'title']);
    expect(json['meta']).toEqual({ kind: 'family' });
    expect(map.text(part, 'title')).toBeInstanceOf(Y.Text);
    const place = made(addPart(map, 'asset', 'The library', { index: 0 }));
    made(setWord(map, { kind: 'asset', id: place }, 'kind', 'place'));
    expect(setWord(map, { kind: 'asset', id: place }, 'kind', 'place')).toEqual({ done: false, why: 'nothingToDo' });
    expect(setWord(map, { kind: 'asset', id: place }, 'sector', 'nhs')).toEqual({ done: false, why: 'missing' });
    made(setText(map, part, 'title', { text: 'My sister phones every day' }));
    const shown = () => map.ordered('asset').value.map((one) => [one.title, one.kind]);
    expect(shown()).toEqual([['The library', 'place'], ['My sister phones every day', 'family']]);
    made(movePart(map, part, { index: 0 }));
    expect(shown()[0]).toEqual(['My sister phones every day', 'family']);
    made(removePart(map, part));
    expect(shown()).toEqual([['The library', 'place']]);
    expect(map.removed.value).toEqual([part]);
    made(restorePart(map, part));
    expect(shown()).toHaveLength(2);
  });

  it('ASSET-1 reads tolerantly, and its words are given back when they cannot be sent', () => {
    const one = scene();
    const two = copyOf(one);
    const part = one.asset();
    one.doc.getMap('assets').set('odd', new Y.Map<unknown>(Object.entries({ title: 7, meta: { kind: 'nothing we know' } })));
    const map = new MapModel(one.doc);
    expect(map.at('asset', 'odd').value).toEqual({ id: 'odd', title: '', kind: '', ord: '', removed: false });
    expect(map.at('asset', part.id).value?.kind).toBe('family');
    expect(wordsOnlyIn(map, two.map)).toEqual([{ name: 'My sister phones', text: 'My sister phones' }]);
  });

  it('ASSET-2 undo takes back my own work on it only, and what another wrote inside stays', () => {
    const one = scene();
    const part = one.asset();
    const two = copyOf(one);
    made(setText(two.map, part, 'title', { text: 'My sister Jo phones' }));
    made(setWord(one.map, part, 'kind', 'friend'));
    meet(one, two);
    one.undo.undo();
    expect(one.map.at('asset', part.id).value).toMatchObject({ kind: 'family', title: 'My sister Jo phones' });
    one.undo.undo();
    expect(one.map.ordered('asset').value).toEqual([]);
    one.undo.redo();
    expect(one.map.at('asset', part.id).value).toMatchObject({ title: 'My sister Jo phones', removed: false });
  });

  it('ASSET-3 is nothing to agree on: it has no state, is not in the walk and keeps no name in the record', async () => {
    const { map, editor, asset } = scene();
    const part = asset();
    expect(partOfName(`asset:${part.id}`)).toBeUndefined();
    expect(partsInOrder(map).some((one) => one.id === part.id)).toBe(false);
    await draw(<PlainList editor={editor} kind="asset" />);
    expect(page.querySelectorAll('.pw-state')).toHaveLength(0);
    await draw(<PartEditor editor={editor} part={part} focusFirst="no" onClose={nothing} />);
    expect(page.querySelector('.pw-agreement')).toBeNull();
    expect(words()).not.toContain('Agreement');
  });

  it('ASSET-4 shows nothing before it is used but one quiet way to add, and that only to who may edit', async () => {
    const { editor } = scene();
    await draw(<PlainList editor={editor} kind="asset" />);
    expect(buttons()).toEqual(['Add what already helps']);
    expect(page.querySelector('button')?.className).toContain('pw-button--quiet');
    expect(page.querySelectorAll('section, h2')).toHaveLength(0);
    await draw(<PlainList editor={scene('readOnly').editor} kind="asset" />);
    expect(words()).toBe('');
    await draw(<GoalStrip editor={editor} />);
    expect(buttons()).toContain('Add what already helps');
    expect([...page.querySelectorAll('section')].map((each) => each.getAttribute('aria-label'))).toEqual(['Goals']);
    await draw(<GoalStrip editor={scene('readOnly').editor} />);
    expect(words()).not.toContain('already helps');
  });

  it('ASSET-5 shows its words and its kind by symbol and word: in the list, above the map and on paper', async () => {
    const { editor, map, kit, asset } = scene();
    asset();
    const said = ['What already helps', 'My sister phones', 'Family'];
    const places = {
      list: <PlainList editor={editor} kind="asset" />,
      strip: <GoalStrip editor={editor} />,
      paper: <PrintView map={map} agreement={kit.agreement} title="T" challenge="" on={new Date(0)} />,
    };
    for (const place of Object.values(places)) {
      await draw(place);
      for (const word of said) expect(words()).toContain(word);
    }
    await draw(<PlainList editor={editor} kind="asset" />);
    expect(page.querySelectorAll('li .pw-tagline svg')).toHaveLength(1);
    expect(buttons()).toContain('Edit: My sister phones');
  });

  it('ASSET-5 is removed and brought back with the same words as other parts', async () => {
    const { editor, map, asset } = scene();
    const part = asset();
    expect(remove(editor, part)).toBe(true);
    expect(map.ordered('asset').value).toEqual([]);
    restore(editor, part);
    expect(announcement.value?.text).toBe('My sister phones is back.');
  });
});
