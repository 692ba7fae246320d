/**
 * The binding of a text field: smallest differences, carets under other people's edits, composition, and a seeded fuzz.
 */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import * as edits from './short-edits';
import { fieldRun } from '../src/model/command';
import { TITLE_UNITS_MAX } from '../src/model/limits';
import { changeText, embedsOf, plainDelta } from '../src/model/text/plain-text';
import { bindText, diffText, hasUnwrittenLetters, movedPosition } from '../src/model/text/text';
import type { TextFieldLike, UnfitText } from '../src/model/text/text';
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
  const told: { over: number; unfit: UnfitText | undefined } = { over: 0, unfit: undefined };
  const bind = (to: Field, unfit?: UnfitText) => bindText(to, text, (value) => edits.setText(one.map, part, 'title', value), {
    unitsMax: TITLE_UNITS_MAX, unfit,
    onUnfit: (over, kept) => Object.assign(told, { over, unfit: kept }),
  });
  const binding = bind(field);
  field.setSelectionRange(field.value.length, field.value.length);
  const say = (title: string) => edits.setTitle(two.map, part, title);
  const saved = () => one.map.step(one.step).value?.title;
  return { one, two, field, text, binding, bind, told, say, saved };
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
    expect(hasUnwrittenLetters.value).toBe(false);
    first.field.type('に');
    second.field.emit('compositionstart');
    second.field.type('ほ');
    expect([hasUnwrittenLetters.value, first.text.toString().includes('に')]).toEqual([true, false]);
    first.field.emit('compositionend');
    expect([hasUnwrittenLetters.value, first.text.toString().includes('に')]).toEqual([true, true]);
    second.binding.stop();
    expect([hasUnwrittenLetters.value, second.text.toString().includes('ほ')]).toEqual([false, true]);
    first.field.emit('compositionstart');
    first.field.type('x');
    first.binding.stop();
    expect(hasUnwrittenLetters.value).toBe(false);
  });

  it('TEXT-6 loses nothing when a field closes in the middle of a composition, and stops listening', () => {
    const { one, two, field, binding, say } = bound();
    field.emit('compositionstart');
    field.type(' ok');
    binding.stop();
    expect(one.map.step(one.step).value?.title).toBe('Feels unwell ok');
    say('Other');
    meet(one, two);
    expect(field.value).toBe('Feels unwell ok');
  });

  it('EDIT-5, FORM-5: what a limit refuses stays in the field, is told, and is written as soon as it fits', () => {
    const { field, told, saved } = bound();
    field.type('x'.repeat(TITLE_UNITS_MAX - 'Feels unwell'.length));
    expect([saved()?.length, told.over]).toEqual([TITLE_UNITS_MAX, 0]);
    field.type('yz');
    expect([field.value.length, saved()?.length, told.over]).toEqual([TITLE_UNITS_MAX + 2, TITLE_UNITS_MAX, 2]);
    expect(hasUnwrittenLetters.value, 'nothing is called saved').toBe(true);
    field.setSelectionRange(0, 1);
    field.type('');
    expect([saved()?.length, told.over]).toEqual([TITLE_UNITS_MAX, 1]);
    field.setSelectionRange(0, 1);
    field.type('');
    expect([saved(), told.over, hasUnwrittenLetters.value]).toEqual([field.value, 0, false]);
    expect(saved()?.endsWith('xyz')).toBe(true);
  });

  it('FORM-5 what others write meanwhile is merged once the words fit, and what they take out may make room', () => {
    const { one, two, field, told, say, saved } = bound();
    field.type(' '.padEnd(TITLE_UNITS_MAX - 8, 'a'));
    expect(told.over).toBeGreaterThan(0);
    meet(one, two);
    say('Feels very unwell');
    meet(one, two);
    // Left alone: nobody's letters move under who shortens.
    expect(field.value.startsWith('Feels unwell ')).toBe(true);
    field.setSelectionRange(13, field.value.length);
    field.type('today');
    expect([saved(), field.value, told]).toEqual(['Feels very unwell today', 'Feels very unwell today', { over: 0, unfit: undefined }]);
    field.type('b'.repeat(TITLE_UNITS_MAX - 22));
    expect(told.over).toBe(1);
    meet(one, two);
    say('eels very unwell today');
    meet(one, two);
    expect([saved()?.length, told.over]).toEqual([TITLE_UNITS_MAX, 0]);
  });

  it('FORM-5 words that do not fit are back when the field is opened again, with what others wrote meanwhile', () => {
    const { one, two, field, binding, bind, told, say, saved } = bound();
    field.type('!'.repeat(TITLE_UNITS_MAX));
    binding.stop();
    expect(hasUnwrittenLetters.value).toBe(false);
    meet(one, two);
    say('She feels unwell');
    meet(one, two);
    const again = new Field();
    bind(again, told.unfit);
    expect([again.value, told.over > 0]).toEqual([field.value, true]);
    again.setSelectionRange(13, again.value.length);
    again.type('');
    expect([saved(), again.value, told.over]).toEqual(['She feels unwell!', 'She feels unwell!', 0]);
  });

  it('FORM-5, UNDO-5: undo takes back what does not fit, change by change, and redo brings it back', () => {
    const { field, binding, told, saved } = bound();
    field.type('p'.repeat(TITLE_UNITS_MAX));
    field.type('q');
    const [all, over] = [field.value, told.over];
    expect(binding.turnUnfit('undo')).toBe('done');
    expect([field.value, told.over]).toEqual([all.slice(0, -1), over - 1]);
    binding.turnUnfit('redo');
    expect([field.value, told.over]).toEqual([all, over]);
    binding.turnUnfit('undo');
    binding.turnUnfit('undo');
    expect([field.value, saved(), told.over]).toEqual(['Feels unwell', 'Feels unwell', 0]);
    // From here on it is the history of the map.
    expect(binding.turnUnfit('undo')).toBe('none');
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

/** The seeds 1 to so many are played each time; one that fails is named with its plan. */
const RANDOM_SEEDS = 120;

describe('undo and redo in a field', () => {
  it('UNDO-5 takes back my newest letters in this field, under edits of others, with the caret where it changed', () => {
    const { one, two, field, say, saved } = bound();
    const part = { kind: 'step', id: one.step } as const;
    field.type(' today');
    meet(one, two);
    say('She Feels unwell today');
    meet(one, two);
    edits.setText(one.map, part, 'detail', { text: 'Elsewhere', caret: 9 });
    one.undo.undo(fieldRun(part, 'title'));
    expect([saved(), field.value, field.selectionEnd]).toEqual(['She Feels unwell', 'She Feels unwell', 16]);
    expect(one.map.step(one.step).value?.detail).toBe('Elsewhere');
    one.undo.redo(fieldRun(part, 'title'));
    expect([field.value, field.selectionEnd]).toEqual(['She Feels unwell today', 22]);
    // Nothing of mine is left there: the words of others and my other fields are not next.
    one.undo.undo(fieldRun(part, 'title'));
    expect(one.undo.undo(fieldRun(part, 'title'))).toBeUndefined();
    expect(saved()).toBe('She Feels unwell');
    expect(one.undo.undo()).toMatchObject({ edit: { verb: 'setText' }, effect: 'changed' });
    expect(one.map.step(one.step).value?.detail).toBe('');
  });

  it(`UNDO-5 with others typing, deleting, undoing and redoing no letter is doubled and nobody's letters are touched by another's undo (${RANDOM_SEEDS} seeds)`, () => {
    for (let seed = 1; seed <= RANDOM_SEEDS; seed += 1) playUndo(seed);
  });
});

/** Two people in one field, at random. Every letter is another one, so that each can be followed. */
function playUndo(seed: number): void {
  const random = seeded(seed);
  const { one, two, field } = bound();
  const part = { kind: 'step', id: one.step } as const;
  edits.setTitle(one.map, part, 'ABCDEFGH');
  meet(one, two);
  one.undo.clear();
  const run = fieldRun(part, 'title');
  const other = new Field();
  const text = two.map.text(part, 'title');
  if (!text) throw new Error('no text');
  bindText(other, text, (value) => edits.setText(two.map, part, 'title', value));
  const people = [{ device: one, field, own: new Set<string>(), removed: new Set<string>() }, { device: two, field: other, own: new Set<string>(), removed: new Set<string>() }];
  const said = (who: (typeof people)[number]) => who.device.map.step(one.step).value?.title ?? '';
  const plan: string[] = [];
  let typed = 0;
  const step = (at: number) => {
    const who = people[random() % 2] as (typeof people)[number];
    const name = who === people[0] ? 'one' : 'two';
    const before = said(who);
    const action = ['type', 'type', 'type', 'delete', 'undo', 'undo', 'redo', 'meet'][random() % 8] as string;
    plan.push(`${at} ${name} ${action}`);
    const log = () => { plan[plan.length - 1] += `: ${before} > ${said(who)}`; };
    if (action === 'meet') return meet(one, two);
    if (action === 'undo' || action === 'redo') who.device.undo[action](run);
    else {
      const start = random() % (who.field.value.length + 1);
      who.field.setSelectionRange(start, action === 'delete' ? Math.min(who.field.value.length, start + 1 + (random() % 3)) : start);
      const letter = action === 'delete' ? '' : String.fromCharCode(0x4e00 + typed);
      if (letter !== '') {
        typed += 1;
        who.own.add(letter);
      }
      who.field.type(letter);
      // Now and then a pause, which begins another thing to undo.
      if (random() % 3 === 0) who.device.undo.pause();
    }
    const after = said(who);
    log();
    const context = `seed ${seed}: ${plan.join(', ')}`;
    expect(who.field.value, context).toBe(after);
    for (const letter of new Set(before)) {
      if (after.includes(letter)) continue;
      if (action === 'undo') expect(who.own.has(letter), `${letter} went by ${name}'s undo; ${context}`).toBe(true);
      who.removed.add(letter);
    }
    if (action !== 'type') for (const letter of new Set(after)) if (!before.includes(letter)) expect(who.removed.has(letter), `${letter} came by ${name}'s ${action}; ${context}`).toBe(true);
  };
  for (let at = 0; at < 50; at += 1) step(at);
  meet(one, two);
  expect(field.value, `seed ${seed}`).toBe(other.value);
  // A letter that both have taken out at the same time can be brought back by each: the engine knows two of them then.
  const [mine, theirs] = people.map((who) => who.removed) as [Set<string>, Set<string>];
  for (const letter of new Set(field.value)) {
    if (!mine.has(letter) || !theirs.has(letter)) expect([...field.value].filter((one) => one === letter).length, `${letter} is doubled; seed ${seed}: ${plan.join(', ')}`).toBe(1);
  }
}

describe('what others put into a text that is no character', () => {
  /** Puts an embed and marks of formatting into a text, somewhere. */
  function hide(text: Y.Text, random: () => number) {
    text.doc?.transact(() => {
      for (let times = random() % 3; times >= 0; times -= 1) {
        const at = random() % (text.length + 1);
        if (random() % 3 > 0) text.insertEmbed(at, random() % 2 === 0 ? { hidden: true } : new Y.Map([['nested', 1]]));
        else if (text.length > at) text.format(at, text.length - at, { bold: true });
      }
    }, 'hostile');
  }

  it('TEXT-7 types where the person types, keeps the caret at its letters and writes an older wording back right', () => {
    const { one, two, field, text } = bound();
    const part = { kind: 'step', id: one.step } as const;
    const theirs = two.map.text(part, 'title');
    if (!theirs) throw new Error('no text');
    field.setSelectionRange(5, 12);
    theirs.insertEmbed(2, { hidden: true });
    theirs.insertEmbed(0, { hidden: true });
    theirs.format(3, 4, { bold: true });
    meet(one, two);
    expect(field.value).toBe('Feels unwell');
    expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe(' unwell');
    field.setSelectionRange(field.value.length, field.value.length);
    field.type(' heavily');
    expect(text.toString()).toBe('Feels unwell heavily');
    field.setSelectionRange(0, 5);
    field.type('Is');
    expect(text.toString()).toBe('Is unwell heavily');
    edits.restoreWording(one.map, part, { kind: 'step', title: 'Feels unwell', detail: '', stage: { id: '', title: '' }, lane: { id: '', title: '' }, mode: '', sector: '', goals: [], leadsTo: [] });
    expect(text.toString()).toBe('Feels unwell');
    expect(field.value).toBe('Feels unwell');
    meet(one, two);
    // The server takes them out: nothing is seen of that, and typing goes on.
    for (const at of [...embedsOf(theirs)].reverse()) theirs.delete(at, 1);
    meet(one, two);
    expect(embedsOf(text)).toEqual([]);
    field.setSelectionRange(0, 0);
    field.type('She ');
    expect(text.toString()).toBe('She Feels unwell');
  });

  it('TEXT-7 every change comes out right and is told right, whatever stands between the characters (2,000 seeded changes)', () => {
    const random = seeded(7);
    const any = () => Array.from({ length: random() % 12 }, () => ['a', 'b', ' ', '😀'][random() % 4]).join('');
    for (let time = 0; time < 2_000; time += 1) {
      const text = new Y.Doc().getText('t');
      text.insert(0, any());
      hide(text, random);
      const [before, after] = [text.toString(), any()];
      const change = diffText(before, after);
      if (!change) continue;
      const embeds = embedsOf(text);
      let told = '';
      text.observe((event) => {
        let at = 0;
        told = before;
        for (const { retain = 0, delete: gone = 0, insert = '' } of plainDelta(embeds, event.delta)) {
          at += retain;
          told = told.slice(0, at) + String(insert) + told.slice(at + gone);
          at += String(insert).length;
        }
      });
      text.doc?.transact(() => changeText(text, change), 'mine');
      expect(text.toString(), JSON.stringify([before, after])).toBe(after);
      expect(told, JSON.stringify([before, after])).toBe(after);
      expect(embedsOf(text)).toHaveLength(embeds.length);
    }
  });

  it('TEXT-7 two people type into one field while somebody hides things in it: no letter is lost or moved into another word', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = seeded(seed);
      const { one, two, field } = bound();
      const text = two.map.text({ kind: 'step', id: one.step }, 'title');
      if (!text) throw new Error('no text');
      const typed: string[] = [];
      for (let at = 0; at < 30; at += 1) {
        const action = random() % 5;
        if (action === 0) hide(text, random);
        else if (action === 1) meet(one, two);
        else if (action === 2) field.emit('compositionstart');
        else if (action === 3) field.emit('compositionend');
        else {
          field.setSelectionRange(field.value.length, field.value.length);
          typed.push(String.fromCharCode(0x4e00 + at));
          field.type(typed.at(-1) ?? '');
        }
      }
      field.emit('compositionend');
      meet(one, two);
      expect(field.value, `seed ${seed}`).toBe(`Feels unwell${typed.join('')}`);
      expect(one.map.step(one.step).value?.title).toBe(field.value);
    }
  });
});
