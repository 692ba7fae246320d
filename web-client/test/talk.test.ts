/**
 * What people say about the map, read from its document: order, what is new, who is meant, and what of a broken document
 * is left out.
 */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { goneWords } from '../src/editor/talk/message-author';
import { keptNames, movedNames, readNames } from '../src/editor/words/chosen-names';
import { addressed, beginningOf, readable } from '../src/editor/words/talk-words';
import type { Role } from '../src/model/people';
import type { RosterPerson } from '../src/workshop/api';
import { deviceMemory, entryOf, marksKey } from '../src/workshop/device';
import { readMarks } from '../src/workshop/read-marks';
import { COMMENT_UNITS_MAX, MENTIONS_MAX } from '../src/workshop/talk';
import { partKey } from '../src/workshop/talk-part';
import { TALKERS, talkFor } from './helpers';

const [ANN, LEE, CAI] = TALKERS.map((person) => person.participant) as [string, string, string];
const STEP = { kind: 'step', id: 's1' } as const;

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/** A document with a thread about a step; later messages are written over `messages`. */
function said() {
  const doc = new Y.Doc();
  doc.getMap('threads').set('t1', { part: 'step:s1', state: 'open', at: 10 });
  const say = (id: string, by: string, at: number, more: object = {}) => doc.getMap('messages').set(id, { thread: 't1', by, text: `words of ${id}`, mentions: [], at, ...more });
  say('m1', LEE, 10);
  return { doc, say };
}

describe('talk', () => {
  it('TALK-1 lists threads and messages in the order the server gave them', () => {
    const { doc, say } = said();
    say('m0', CAI, 12);
    say('m9', ANN, 11, { scribe: CAI });
    doc.getMap('threads').set('t0', { part: 'map:map', state: 'resolved', at: 5 });
    doc.getMap('messages').set('m5', { thread: 't0', by: CAI, text: 'earlier', mentions: [], at: 5 });
    const { talk } = talkFor({ doc });
    expect(talk.threads.value.map((thread) => [thread.id, partKey(thread.part), thread.state])).toEqual([['t0', 'map:map', 'resolved'], ['t1', 'step:s1', 'open']]);
    expect(talk.threadsOf(STEP)[0]?.messages.map((message) => [message.id, message.scribe])).toEqual([['m1', undefined], ['m9', CAI], ['m0', undefined]]);
    expect(talk.countOf(STEP)).toEqual({ open: 3, unread: 1 + 1 });
    expect(talk.countOf({ kind: 'map', id: 'map' })).toEqual({ open: 0, unread: 1 });
  });

  it('TALK-6 reads what fits the layout and leaves out the rest', () => {
    const { doc, say } = said();
    const odd: [string, unknown][] = [['x1', 7], ['x2', null], ['x3', []], ['x4', { thread: 't1', by: 7, at: 1 }], ['x5', { thread: 't1', by: ANN, at: '1' }], ['x6', { thread: 'none', by: ANN, at: 1 }]];
    for (const [id, value] of odd) doc.getMap('messages').set(id, value);
    doc.getMap('messages').set('x7', new Y.Text('no message'));
    doc.getMap('threads').set('t2', { part: 'cell:s1', state: 'open', at: 1 });
    doc.getMap('threads').set('t3', { part: 'step:s1', state: 'open', at: 1 });
    say('long', ANN, 20, { text: 'x'.repeat(COMMENT_UNITS_MAX + 1), mentions: [...Array.from({ length: MENTIONS_MAX + 1 }, () => CAI), 7] });
    say('gone', ANN, 21, { text: 'still here', mentions: [CAI], takenBack: true });
    for (const key of [`m1/${ANN}/thanks`, `m1/${CAI}/thanks`, `m1/${CAI}/applause`, 'm1/thanks', `m1/${CAI}/thanks/more`]) doc.getMap('reactions').set(key, true);
    doc.getMap('reactions').set(`m1/${LEE}/thanks`, 'true');
    const { talk } = talkFor({ doc });
    expect(talk.threads.value).toHaveLength(1);
    const [first, long, gone, ...more] = talk.threads.value[0]?.messages ?? [];
    expect(more).toEqual([]);
    expect([...(first?.reactions ?? [])]).toEqual([['thanks', [ANN, CAI]]]);
    expect([long?.text.length, long?.mentions.length]).toEqual([COMMENT_UNITS_MAX, MENTIONS_MAX]);
    expect([gone?.text, gone?.mentions, gone?.isTakenBack]).toEqual(['', [], true]);
  });

  it('TALK-32 shows as new what others said since I looked, on this device, and forgets it with the workshop', async () => {
    const { doc, say } = said();
    const disk = storage();
    const { talk } = talkFor({ doc, storage: disk });
    say('m2', ANN, 11);
    say('m3', CAI, 12, { takenBack: true });
    say('m4', CAI, 13, { scribe: ANN });
    expect(talk.unread.value).toBe(1);
    talk.markRead(talk.threads.value);
    expect(talk.unread.value).toBe(0);
    say('m5', CAI, 14);
    expect(talk.countOf(STEP).unread).toBe(1);
    expect(talkFor({ doc, storage: disk }).talk.unread.value).toBe(1);
    expect(talkFor({ doc, storage: disk, me: CAI }).talk.unread.value, 'another person on this device has read nothing').toBe(2);
    expect(disk.kept.get(marksKey('w'))).not.toContain('words');
    const memory = deviceMemory(disk);
    memory.remember(entryOf({ workshop: 'w', map: 'm', participant: ANN, role: 'patientLeader', side: 'patient', nickname: 'Ann', state: 'in', token: 't', tokenExpiresAt: 1, tokenLifeMs: 1, membership: 'ms', server: { key: 'k', epoch: 'e' }, deviceSecret: 's', title: 'Heart', endsOn: '2027-01-01' }, 'keep'));
    await memory.forgetPerson({ workshop: 'w', participant: ANN }).catch(() => undefined);
    expect(disk.kept.has(marksKey('w'))).toBe(false);
  });

  it('TALK-32 keeps the later of two looks, nothing when nothing may stay, and survives what it cannot read', () => {
    const disk = storage();
    disk.setItem(marksKey('w'), '{"participant":"p","until":[["t1",5],["t2"],7]}');
    const marks = readMarks({ workshop: 'w', participant: 'p', keepCopy: 'keep' }, disk);
    expect([marks.of('t1'), marks.of('t2')]).toEqual([5, 0]);
    marks.read(new Map([['t1', 3], ['t3', 9]]));
    expect([marks.of('t1'), marks.of('t3')]).toEqual([5, 9]);
    const silent = storage();
    readMarks({ workshop: 'w', participant: 'p', keepCopy: 'doNotKeep' }, silent).read(new Map([['t1', 1]]));
    expect(silent.kept.size).toBe(0);
    disk.setItem(marksKey('w'), 'no JSON');
    expect(readMarks({ workshop: 'w', participant: 'p', keepCopy: 'keep' }, disk).of('t1')).toBe(0);
  });

  it('TALK-33 sends people who are mentioned as ids and shows them by the name they have now', () => {
    const { talk, roster } = talkFor();
    const typed = 'Hello @Ann Lee and @Cai, not @Annabel or cai@example; @Cai again';
    const { text, mentions } = addressed(typed, talk.people(), []);
    expect(text).toBe(`Hello @${LEE} and @${CAI}, not @Annabel or cai@example; @${CAI} again`);
    expect(mentions).toEqual([LEE, CAI]);
    expect(readable(talk, text)).toBe(typed);
    roster.value = new Map([...roster.value].map(([id, person]) => [id, id === CAI ? { ...person, nickname: 'Cerys' } : person]));
    expect(readable(talk, text)).toContain('@Cerys again');
    const twins = [{ participant: ANN, nickname: 'Ann', role: undefined, isMe: false }, { participant: LEE, nickname: 'Ann', role: undefined, isMe: false }];
    expect(addressed('@Ann', twins, [{ at: 0, name: 'Ann', participant: LEE }]).mentions, 'of two with one name the one who was chosen').toEqual([LEE]);
    expect(readable(talk, `@${'z'.repeat(26)}`)).toBe('@Someone');
    const message = { id: 'm', thread: 't', by: ANN, scribe: undefined, text: `@${CAI} ${'word '.repeat(50)}`, mentions: [], at: 1, isTakenBack: false, isTakenDown: false, reactions: new Map() };
    expect(beginningOf(talk, message, 20)).toBe('@Cerys word word…');
  });

  it('TALK-38 a name means the person who was chosen at its place, also of two with one name, and is taken literally', () => {
    const person = (participant: string, nickname: string) => ({ participant, nickname, role: undefined, isMe: false });
    const people = [person(ANN, 'Ann'), person(LEE, 'Ann'), person(CAI, 'Ca$$h $& Co')];
    const both = addressed('  @Ann asks @Ann and @Ca$$h $& Co.', people, [{ at: 2, name: 'Ann', participant: LEE }, { at: 12, name: 'Ann', participant: ANN }]);
    expect(both).toEqual({ text: `@${LEE} asks @${ANN} and @${CAI}.`, mentions: [LEE, ANN, CAI], unclear: undefined });
    expect(addressed('Please @Ann', people, []).unclear, 'of two with one name nobody guesses').toBe('Ann');
    // A name that goes on is another word, although it was chosen.
    expect(addressed('@Annabel', people, [{ at: 0, name: 'Ann', participant: LEE }])).toEqual({ text: '@Annabel', mentions: [], unclear: undefined });
    // A name that looks like an id is a name, and what became an id is not read again.
    const odd = person('e'.repeat(26), ANN.slice(0, 3));
    expect(addressed('@Ann', [person(ANN, 'Ann'), odd], []).text).toBe(`@${ANN}`);
  });

  it('TALK-38 the places of chosen names move with what is typed before them, and end with their names', () => {
    const chosen = [{ at: 4, name: 'Ann', participant: LEE }];
    const moved = (before: string, text: string, caret: number) => movedNames(chosen, before, { text, caret });
    expect(moved('Hi, @Ann ', 'Hi there, @Ann ', 8)).toEqual([{ at: 10, name: 'Ann', participant: LEE }]);
    expect(moved('Hi, @Ann ', 'Hi, @Ann thanks', 15)).toEqual(chosen);
    expect(moved('Hi, @Ann ', ' @Ann ', 0)).toEqual([{ at: 1, name: 'Ann', participant: LEE }]);
    expect(moved('Hi, @Ann ', 'Hi, @An ', 7)).toEqual([]);
    expect(readNames(keptNames(chosen), 'Hi, @Ann ')).toEqual(chosen);
    expect(readNames(keptNames(chosen), 'Hi, @Bob ')).toEqual([]);
    for (const rubbish of [undefined, '', '{', '7', '[7, null]', '[{"at":0}]']) expect(readNames(rubbish, '@Ann')).toEqual([]);
  });

  it('TALK-20 lets a facilitator, and nobody else, take down what another said, in no name but their own', async () => {
    const { doc, say } = said();
    say('mine', ANN, 11);
    say('old', LEE, 12, { text: '', takenBack: true });
    say('down', LEE, 13, { text: 'still here', mentions: [CAI], takenBack: true, takenDown: true });
    const offered = (given: Parameters<typeof talkFor>[0]) => {
      const { talk } = talkFor({ doc, ...given });
      return talk.threads.value[0]?.messages.slice(0, 2).map((message) => talk.mayTakeDown(message));
    };
    expect(offered({ role: 'facilitator' }), 'of Lee, of myself').toEqual([true, false]);
    for (const role of ['patientLeader', 'carer', 'professional', 'observer', 'systemPartner', 'supporter'] as const) expect(offered({ role }), role).toEqual([false, false]);
    const { talk, sent } = talkFor({ doc, role: 'facilitator', actsFor: CAI });
    talk.setActsForAnother('another');
    const [first, , old, down] = talk.threads.value[0]?.messages ?? [];
    if (!first || !old || !down) throw new Error('the messages are there');
    await talk.takeDown(first);
    expect(sent).toEqual([{ act: 'takeBack', message: 'm1' }]);
    expect([down.text, down.mentions, down.isTakenBack]).toEqual(['', [], true]);
    expect([goneWords(talk, old), goneWords(talk, down)]).toEqual(['Ann Lee deleted this comment.', 'A facilitator removed this comment.']);
  });

  it('TALK-34 speaks for oneself, for the person one acts for, or not at all', async () => {
    const one = talkFor({ me: CAI });
    expect([one.talk.mayComment.value, one.talk.mayResolve.value]).toEqual([true, false]);
    await one.talk.send({ act: 'reply', thread: 't', text: 'x', mentions: [] });
    expect(one.sent).toEqual([{ act: 'reply', thread: 't', text: 'x', mentions: [] }]);
    expect(talkFor({ role: 'supporter' }).talk.mayComment.value).toBe(false);
    const helper = talkFor({ me: CAI, role: 'supporter', actsFor: LEE });
    expect([helper.talk.mayComment.value, helper.talk.mayResolve.value]).toEqual([true, true]);
    await helper.talk.send({ act: 'resolve', thread: 't' });
    expect(helper.sent).toEqual([{ act: 'resolve', thread: 't', actingFor: LEE }]);
    const scribe = talkFor({ me: ANN, actsFor: CAI });
    await scribe.talk.send({ act: 'resolve', thread: 't' });
    scribe.talk.setActsForAnother('another');
    expect([scribe.talk.isForAnother.value, scribe.talk.mayResolve.value]).toEqual([true, false]);
    await scribe.talk.send({ act: 'takeBack', message: 'm' });
    expect(scribe.sent).toEqual([{ act: 'resolve', thread: 't' }, { act: 'takeBack', message: 'm', actingFor: CAI }]);
    expect(talkFor({ me: ANN, actsFor: TALKERS[3]?.participant ?? '' }).talk.actsFor.value, 'who was removed says nothing').toBeUndefined();
  });

  it('TALK-34 follows the role one has now, not the one at the opening of the page', () => {
    const { talk, participants } = talkFor({ me: CAI });
    const become = (role: Role) => void (participants.value = new Map([...participants.value, [CAI, { ...participants.value.get(CAI) as RosterPerson, role }]]));
    expect([talk.hasOwnVoice.value, talk.mayComment.value, talk.mayResolve.value]).toEqual([true, true, false]);
    become('carer');
    expect([talk.hasOwnVoice.value, talk.mayComment.value, talk.mayResolve.value]).toEqual([true, true, true]);
    become('supporter');
    expect([talk.hasOwnVoice.value, talk.mayComment.value, talk.mayResolve.value]).toEqual([false, false, false]);
    participants.value = new Map();
    expect(talk.mayComment.value, 'before the facts are there the role of the device counts').toBe(true);
  });
});
