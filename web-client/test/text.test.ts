/**
 * The binding of a text field: smallest differences, carets under other people's edits, composition, and a seeded fuzz.
 */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import * as edits from './short-edits';
import { bindText, diffText, isComposing, movedPosition } from '../src/model/text';
import type { TextFieldLike } from '../src/model/text';
import { copyOf, furnished, meet, seeded } from './helpers';

/** A text area without a page. */
class Field implements TextFieldLike {
  value = '';
  selectionStart = 0;
  selectionEnd = 0;
  readonly #listeners = new Map<string, Set<() => void>>();
  setSelectionRange(start: number, end: number) {
    this.selectionStart = start;
    this.selectionEnd = end;
  }
  addEventListener(type: string, listener: () => void) {
    const all = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, all.add(listener));
  }
  removeEventListener(type: string, listener: () => void) {
    this.#listeners.get(type)?.delete(listener);
  }
  emit(type: string) {
    for (const listener of this.#listeners.get(type) ?? []) listener();
  }
  /** What a browser does when somebody types over the selection. */
  type(text: string) {
    this.value = this.value.slice(0, this.selectionStart) + text + this.value.slice(this.selectionEnd);
    this.setSelectionRange(this.selectionStart + text.length, this.selectionStart + text.length);
    this.emit('input');
  }
}

function bound() {
  const one = furnished();
  const two = copyOf(one);
  const part = { kind: 'step', id: one.step } as const;
  const field = new Field();
  const text = one.map.text(part, 'title');
  if (!text) throw new Error('no text');
  const stop = bindText(field, text, (value) => edits.setText(one.map, part, 'title', value));
  field.setSelectionRange(field.value.length, field.value.length);
  const say = (title: string) => edits.setTitle(two.map, part, title);
  return { one, two, field, text, stop, say };
}

describe('differences', () => {
  // The difference of two values is one replacement, as small as can be; where letters repeat, the caret decides.
  it('finds the smallest change, and uses the caret where letters repeat', () => {
    expect(diffText('abc', 'abc')).toBeUndefined();
    expect(diffText('ac', 'abc')).toEqual({ index: 1, remove: 0, insert: 'b' });
    expect(diffText('abc', 'ac')).toEqual({ index: 1, remove: 1, insert: '' });
    expect(diffText('ll', 'lll', 1)).toEqual({ index: 0, remove: 0, insert: 'l' });
    expect(diffText('ll', 'lll', 2)).toEqual({ index: 1, remove: 0, insert: 'l' });
    expect(diffText('ll', 'lll', 3)).toEqual({ index: 2, remove: 0, insert: 'l' });
  });

  it('TEXT-5 never cuts a character in two', () => {
    expect(diffText('a😀b', 'a😁b')).toEqual({ index: 1, remove: 2, insert: '😁' });
    expect(diffText('😀😀', '😀')?.remove).toBe(2);
    const doc = new Y.Doc();
    const text = doc.getText('t');
    text.insert(0, '👩‍⚕️🙂');
    const change = diffText(text.toString(), '👩‍⚕️🙃');
    if (!change) throw new Error('no change');
    text.delete(change.index, change.remove);
    text.insert(change.index, change.insert);
    expect(text.toString()).toBe('👩‍⚕️🙃');
  });

  // The difference turns any text into any other, wherever the caret is said to be.
  it('turns any text into any other, with any caret (20,000 seeded pairs)', () => {
    const random = seeded(5);
    const letters = ['a', 'b', ' ', '😀', 'é', '\n'];
    const any = () => Array.from({ length: random() % 9 }, () => letters[random() % letters.length]).join('');
    for (let pair = 0; pair < 20_000; pair += 1) {
      const before = any();
      const after = any();
      const caret = random() % (after.length + 2);
      const change = diffText(before, after, caret);
      const result = change ? before.slice(0, change.index) + change.insert + before.slice(change.index + change.remove) : before;
      expect(result, JSON.stringify([before, after, caret])).toBe(after);
      if (change) expect(change.insert).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
    }
  });

  it('TEXT-5 keeps a caret at the same letters when others insert or delete before it', () => {
    expect(movedPosition(4, [{ retain: 2 }, { insert: 'xy' }])).toBe(6);
    expect(movedPosition(4, [{ retain: 1 }, { delete: 2 }])).toBe(2);
    expect(movedPosition(4, [{ retain: 3 }, { delete: 5 }])).toBe(3);
    expect(movedPosition(4, [{ retain: 4 }, { insert: 'z' }])).toBe(4);
    expect(movedPosition(4, [{ insert: 'ab' }, { delete: 1 }, { retain: 6 }, { insert: 'q' }])).toBe(5);
    expect(movedPosition(0, [{ delete: 3 }])).toBe(0);
  });
});

describe('binding', () => {
  it('TEXT-5 writes what is typed and shows what others type without moving the caret away from its letters', () => {
    const { one, two, field, say } = bound();
    field.type(' today');
    expect(one.map.step(one.step).value?.title).toBe('Feels unwell today');
    field.setSelectionRange(5, 12);
    meet(one, two);
    say('She feels unwell today');
    meet(one, two);
    expect(field.value).toBe('She feels unwell today');
    expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe(' unwell');
  });

  it('TEXT-6 leaves the field alone during a composition and merges both at its end', () => {
    const { one, two, field, say } = bound();
    field.emit('compositionstart');
    field.type('k');
    say('She Feels unwell');
    meet(one, two);
    expect(field.value).toBe('Feels unwellk');
    field.type('on');
    field.emit('compositionend');
    expect(field.value).toBe('She Feels unwellkon');
    meet(one, two);
    expect(two.map.step(one.step).value?.title).toBe('She Feels unwellkon');
    expect(field.selectionEnd).toBe(field.value.length);
  });

  it('TEXT-6 says that letters are only in the field from the first composed one until they are in the text, by whichever way they get there', () => {
    const [first, second] = [bound(), bound()];
    first.field.emit('compositionstart');
    expect(isComposing.value).toBe(false);
    first.field.type('に');
    second.field.emit('compositionstart');
    second.field.type('ほ');
    expect([isComposing.value, first.text.toString().includes('に')]).toEqual([true, false]);
    first.field.emit('compositionend');
    expect([isComposing.value, first.text.toString().includes('に')]).toEqual([true, true]);
    second.stop();
    expect([isComposing.value, second.text.toString().includes('ほ')]).toEqual([false, true]);
    first.field.emit('compositionstart');
    first.field.type('x');
    first.stop();
    expect(isComposing.value).toBe(false);
  });

  it('TEXT-6 loses nothing when a field closes in the middle of a composition, and stops listening', () => {
    const { one, two, field, stop, say } = bound();
    field.emit('compositionstart');
    field.type(' ok');
    stop();
    expect(one.map.step(one.step).value?.title).toBe('Feels unwell ok');
    say('Other');
    meet(one, two);
    expect(field.value).toBe('Feels unwell ok');
  });

  it('EDIT-5 shows what the text holds when a limit refuses the typing', () => {
    const { field } = bound();
    field.type('x'.repeat(400));
    expect(field.value).toBe('Feels unwell');
  });

  it('EDIT-14 two people who type into one field by turns and at once always end with the same text, keeping every letter', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seeded(seed);
      const { one, two, field } = bound();
      const other = new Field();
      const part = { kind: 'step', id: one.step } as const;
      const text = two.map.text(part, 'title');
      if (!text) throw new Error('no text');
      bindText(other, text, (value) => edits.setText(two.map, part, 'title', value));
      let typed = 0;
      for (let at = 0; at < 60; at += 1) {
        const who = random() % 2 === 0 ? field : other;
        const action = random() % 6;
        if (action === 0) meet(one, two);
        else if (action === 1) who.emit('compositionstart');
        else if (action === 2) who.emit('compositionend');
        else {
          who.setSelectionRange(random() % (who.value.length + 1), 0);
          who.selectionEnd = who.selectionStart;
          who.type(String.fromCharCode(0x4e00 + typed));
          typed += 1;
        }
      }
      field.emit('compositionend');
      other.emit('compositionend');
      meet(one, two);
      expect(field.value, `seed ${seed}`).toBe(other.value);
      expect(field.value).toBe(one.map.step(one.step).value?.title);
      for (let at = 0; at < typed; at += 1) expect(field.value, `seed ${seed}`).toContain(String.fromCharCode(0x4e00 + at));
      expect(field.value).toHaveLength('Feels unwell'.length + typed);
    }
  });
});
