/** What a person writes alone, and what was shared, as documents hold it (docs/spec/session.md). */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { NOTE_UNITS_MAX, NOTES_MAX, NotesModel } from '../src/model/session/my-notes';
import { readIdeas, readWriting } from '../src/model/session/shared-notes';

describe('writing alone', () => {
  it('NOTE-50 reads counts and ideas as the server wrote them, and odd values as absent', () => {
    const doc = new Y.Doc();
    doc.getMap('writing').set('a', { patient: { opened: 3, finished: 2 }, professional: { opened: 1, finished: 'x' }, givingSince: 5 });
    doc.getMap('writing').set('b', 'odd');
    const idea = { text: 'Walk', activity: 'a', by: 'pat', side: 'patient', note: 'n', at: 2 };
    doc.getMap('ideas').set('later', { ...idea, at: 9, about: { kind: 'stage', id: 's1' } });
    doc.getMap('ideas').set('first', { ...idea, side: '', about: { kind: 'person', id: 's1' } });
    doc.getMap('ideas').set('odd', { text: 5 });
    expect([...readWriting(doc)]).toEqual([['a', { patient: { opened: 3, finished: 2 }, professional: { opened: 1, finished: 0 }, givingSince: 5 }]]);
    expect(readIdeas(doc).map(({ id, side, about }) => [id, side, about])).toEqual([['first', undefined, undefined], ['later', 'patient', { kind: 'stage', id: 's1' }]]);
  });

  it('NOTE-51 notes are added, changed and removed, so many and so long and no more, in the order they were written', () => {
    const model = new NotesModel(new Y.Doc());
    const first = model.add('  Walk to the shop ', { kind: 'goal', id: 'g1' })!;
    const second = model.add('Sleep', undefined)!;
    expect(model.add('  ', undefined)).toBeUndefined();
    model.write(first, { text: 'Walk to the park', caret: 16 });
    model.setAbout(second, { kind: 'step', id: 's1' });
    model.setAbout(first, undefined);
    expect(model.notes.value.map(({ text, about }) => [text, about])).toEqual([['Walk to the park', undefined], ['Sleep', { kind: 'step', id: 's1' }]]);
    model.remove(first);
    expect(model.notes.value.map(({ id }) => id)).toEqual([second]);
    while (model.notes.value.length < NOTES_MAX) model.add('x'.repeat(NOTE_UNITS_MAX + 5), undefined);
    expect(model.notes.value.at(-1)!.text).toHaveLength(NOTE_UNITS_MAX);
    expect(model.add('one more', undefined)).toBeUndefined();
  });

  it('NOTE-51 what does not belong into a document of notes is passed over', () => {
    const doc = new Y.Doc();
    doc.getMap('notes').set('a', 'odd');
    doc.getMap('notes').set('b', new Y.Map());
    doc.getMap('state').set('finished', 'yes');
    const model = new NotesModel(doc);
    expect([model.notes.value, model.isFinished.value]).toEqual([[], false]);
    model.setFinished('finished');
    expect(model.isFinished.value).toBe(true);
  });
});
