// @vitest-environment happy-dom
/**
 * What led to what on the screens (docs/spec/talk.md): at a comment, in the panel of a part, and in "What came of
 * my ideas". Map, record, talk and editor are real; what is sent to the server is looked at instead.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { EditorState } from '../../src/editor/state/editor-state';
import { editorStateOf } from '../../src/editor/state/editor-state-of';
import { Message } from '../../src/editor/comments/message';
import { CommentThreads } from '../../src/editor/comments/threads';
import { TrailSection } from '../../src/editor/trail/trail-section';
import type { Role } from '../../src/model/people';
import { announcement } from '../../src/notice/notice';
import { ContributionsDialog } from '../../src/shell/workshop/dialogs/contributions-dialog';
import { ApiError } from '../../src/workshop/api';
import type { TalkMessage } from '../../src/workshop/talk';
import { agreementOn, furnished, made, TALKERS, talkFor, openMapOf } from '../helpers';
import * as edits from '../short-edits';

const [ANN, LEE, CAI] = TALKERS.map((person) => person.participant) as [string, string, string];
let page: HTMLElement;

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  announcement.value = undefined;
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
});

const settle = () => act(async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
});
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settle();
}
const names = () => [...page.querySelectorAll('button')].map((button) => button.getAttribute('aria-label') ?? button.textContent ?? '');
const find = (name: RegExp) => [...page.querySelectorAll('button')].find((button) => name.test(button.getAttribute('aria-label') ?? button.textContent ?? ''));
async function press(name: RegExp): Promise<void> {
  const button = find(name);
  if (!button) throw new Error(`no button ${name}; there are: ${names().join(' | ')}`);
  await act(async () => button.click());
  await settle();
}
const offers = () => [...page.querySelectorAll('.pw-offers__item label')].map((label) => label.textContent);
async function choose(words: string): Promise<void> {
  const item = [...page.querySelectorAll('.pw-offers__item')].find((one) => one.textContent?.includes(words));
  await act(async () => void item?.querySelector('input')?.dispatchEvent(new Event('change', { bubbles: true })));
  await press(/^Save$/);
}

/** A comment of Lee on a step, seen by Ann or as told. */
function scene(given: Parameters<typeof talkFor>[0] = {}) {
  const doc = new Y.Doc();
  const one = furnished();
  const kit = agreementOn(one.map);
  doc.getMap('threads').set('t', { part: `step:${one.other}`, state: 'open', at: 1 });
  const say = (id: string, by: string, more: object = {}) => doc.getMap('messages').set(id, { thread: 't', by, text: `Words of ${id}`, mentions: [], at: 1, ...more });
  let at = 10;
  const lead = (key: string) => doc.getMap('ledTo').set(key, { by: LEE, at: (at += 1) });
  say('m', LEE);
  const talked = talkFor({ doc, ...given });
  const presence = { people: signal([]), peers: signal([]), show() {}, showAgain() {}, destroy() {} };
  const role = signal<Role>(given.role ?? 'patientLeader');
  const editor = new EditorState({ agreement: kit.agreement, names: signal(new Map()), map: one.map, undo: one.undo, presence, talk: talked.talk, access: signal('readWrite' as const), frozen: signal(false), role });
  const message = () => talked.talk.threads.value[0]?.messages[0] as TalkMessage;
  const atComment = () => draw(<ol><Message editor={editor} message={message()} isNew={false} /></ol>);
  const atPart = (id: string) => draw(<TrailSection editor={editor} part={{ kind: 'step', id }} />);
  return { ...one, ...talked, doc, kit, editor, say, lead, atComment, atPart };
}

describe('at a comment', () => {
  it('TRAIL-11 who may says what it led to, the part of the comment first, and is told when that failed', async () => {
    const { atComment, sent, other } = scene();
    await atComment();
    await press(/^Say what this led to: comment of Ann Lee$/);
    expect(offers()).toEqual([expect.stringMatching(/^Sees GPStep · Idea · The comment is on this part$/), 'Walk to the shopGoal · Idea', 'ReferralStage · Idea', 'Feels unwellStep · Idea', expect.stringContaining('Link · Idea'), 'CareStage · Idea']);
    await choose('Sees GP');
    expect(sent).toEqual([{ act: 'ledTo', from: { kind: 'message', id: 'm' }, part: { kind: 'step', id: other } }]);
    expect([announcement.value?.text, page.querySelector('dialog')]).toEqual(['Kept: this led to Sees GP.', null]);
    const refused = scene({ fails: new ApiError('talk_full', 'This map holds as many as it can.', { status: 409 }) });
    await refused.atComment();
    await press(/^Say what this led to/);
    await choose('Feels unwell');
    expect(page.querySelector('dialog [role=alert]')?.textContent).toBe('This map holds as many as it can.');
  });

  it('TRAIL-11 shows what it led to with present words and state, a way there, and takes it away', async () => {
    const { atComment, lead, step, other, map, kit, sent, editor, say } = scene();
    lead(`message:m/step:${step}`);
    lead('message:m/step:nowhere');
    await atComment();
    expect([...page.querySelectorAll('.pw-trail__one')].map((row) => row.textContent)).toEqual(['Led toStep Feels unwellIdea', 'Led toSomething that was removed']);
    await act(async () => {
      made(edits.setTitle(map, { kind: 'step', id: step }, 'Feels very ill'));
      kit.record.getMap('proposed').set(`step:${step}`, { side: 'patient', by: 'p', at: 1 });
    });
    expect(page.querySelector('.pw-trail__go')?.textContent).toBe('Step Feels very illTo agree');
    await press(/Step Feels very ill/);
    expect(editor.partToReveal.value).toEqual({ kind: 'step', id: step });
    await press(/^Remove that it led to Feels very ill$/);
    expect([sent, announcement.value?.text]).toEqual([[{ act: 'notLedTo', from: { kind: 'message', id: 'm' }, part: { kind: 'step', id: step } }], 'Removed.']);
    // What is said already is not offered again.
    await press(/^Say what this led to/);
    expect(offers().join()).not.toContain('Feels very illStep');
    // Words that were taken back lead to nothing new, and what they led to stays.
    await act(async () => void say('m', LEE, { text: '', takenBack: true }));
    lead(`message:m/step:${other}`);
    await atComment();
    expect(page.querySelectorAll('.pw-trail__one')).toHaveLength(3);
    expect(find(/^Say what this led to/)).toBeUndefined();
  });

  it('TRAIL-5 facilitators, patient leaders, carers and professionals may, also who acts for one; others see it', async () => {
    for (const [given, may] of [
      [{ role: 'facilitator' }, true], [{ role: 'patientLeader' }, true], [{ role: 'carer' }, true], [{ role: 'professional' }, true],
      [{ role: 'observer' }, false], [{ role: 'systemPartner' }, false], [{ role: 'supporter' }, false],
      [{ me: CAI, role: 'supporter', actsFor: ANN }, true], [{ me: ANN, role: 'supporter', actsFor: CAI }, false],
    ] as const) {
      const { lead, step, atComment, atPart } = scene(given);
      lead(`message:m/step:${step}`);
      await atComment();
      expect([find(/^Say what this led to/) !== undefined, find(/^Remove that/) !== undefined], given.role).toEqual([may, may]);
      expect(page.textContent).toContain('Led toStep Feels unwell');
      await atPart(step);
      expect([find(/^Something else led to this/) !== undefined, find(/^Remove that/) !== undefined], given.role).toEqual([may, may]);
      expect(page.textContent).toContain('Words of m');
    }
  });

  it('TRAIL-11 without a connection the buttons stay and say why', async () => {
    const { atComment, atPart, lead, step, connection, sent } = scene();
    lead(`message:m/step:${step}`);
    await atComment();
    await act(async () => void (connection.value = 'offline'));
    await press(/^Say what this led to/);
    expect([page.querySelector('dialog'), page.querySelector('[role=alert]')?.textContent]).toEqual([null, expect.stringContaining('We cannot reach the server.')]);
    expect(find(/^Say what this led to/)?.getAttribute('aria-disabled')).toBe('true');
    await press(/^Remove that/);
    await atPart(step);
    await press(/^Something else led to this/);
    expect([page.querySelector('dialog'), sent]).toEqual([null, []]);
    expect(page.querySelector('[role=alert]')?.textContent).toContain('We cannot reach the server.');
  });
});

describe('in the panel of a part', () => {
  it('TRAIL-13 shows the comments and other parts that led to it, each with a way there, and what it led to itself', async () => {
    const { atPart, lead, say, step, other, goal, editor, sent } = scene();
    await atPart(step);
    expect(page.textContent).toContain('Nobody has said yet where this came from.');
    await act(async () => {
      say('gone', CAI, { text: '', takenBack: true });
      lead('message:gone/step:none');
      lead(`message:gone/step:${step}`);
      lead(`message:m/step:${step}`);
      lead(`goal:${goal}/step:${step}`);
      lead(`step:${step}/step:${other}`);
    });
    expect([...page.querySelectorAll('.pw-trail__said')].map((row) => row.textContent)).toEqual([
      'A comment that was deletedShow the comment', expect.stringMatching(/^Ann LeeProfessional.*Words of mShow the comment$/),
    ]);
    expect([...page.querySelectorAll('.pw-trail__one')].map((row) => row.textContent)).toEqual(['Goal Walk to the shopIdea', 'Step Sees GPIdea']);
    expect([...page.querySelectorAll('h3, h4')].map((one) => one.textContent)).toEqual(['Where this came from', 'What this led to']);
    await press(/^Show the comment of Ann Lee$/);
    await act(async () => new Promise((resolve) => requestAnimationFrame(() => resolve())));
    expect([editor.opened.value, editor.takeCommentsRequest({ kind: 'step', id: other })]).toEqual([{ kind: 'step', id: other }, true]);
    await press(/^Remove that Walk to the shop led to this$/);
    expect(sent).toEqual([{ act: 'notLedTo', from: { kind: 'goal', id: goal }, part: { kind: 'step', id: step } }]);
  });

  it('TRAIL-13 another part is chosen as what led to it: neither itself nor one that is said already', async () => {
    const { atPart, lead, step, other, goal, sent } = scene();
    lead(`goal:${goal}/step:${step}`);
    await atPart(step);
    await press(/^Something else led to this$/);
    expect(offers().join()).not.toMatch(/Walk to the shop|Feels unwellStep/);
    await choose('Sees GPStep');
    expect(sent).toEqual([{ act: 'ledTo', from: { kind: 'step', id: other }, part: { kind: 'step', id: step } }]);
    expect(announcement.value?.text).toBe('Kept: Sees GP led to this.');
  });
});

describe('you said, what changed', () => {
  function dialog(given: Parameters<typeof talkFor>[0] = {}) {
    const whole = scene(given);
    const participants = signal(new Map(TALKERS.map((person) => [person.participant, { ...person, side: person.side ?? undefined }])));
    const role = given.role ?? 'patientLeader';
    const open = openMapOf({
      entry: { participant: ANN, role, nickname: 'Ann', workshop: 'w' }, me: signal({ role }), map: whole.map, undo: whole.undo, agreement: whole.kit.agreement, talk: whole.talk,
      facts: { pairs: signal([]), roster: signal(new Map()), meta: signal(undefined), participants }, presence: { people: signal([]), peers: signal([]), show: () => undefined }, access: signal('readWrite'),
      api: { mine: async () => [] },
    });
    let closed = 0;
    return { ...whole, editor: editorStateOf(open), closed: () => closed, show: () => draw(<ContributionsDialog open={open} onClose={() => { closed += 1; }} />) };
  }

  it('SHOWN-20 my comments that led to a part stand with my words, the part as it is now and a way there; nobody else’s do', async () => {
    const { show, say, lead, step, goal, editor, closed } = dialog();
    await show();
    expect(page.textContent).toContain('No comment of yours is linked to a part yet. At your comment, choose');
    await act(async () => {
      say('mine', ANN);
      say('silent', ANN);
      lead(`message:mine/step:${step}`);
      lead(`message:mine/goal:${goal}`);
      lead(`message:m/step:${step}`);
    });
    expect([...page.querySelectorAll('.pw-trail__said')].map((row) => row.textContent)).toEqual(['Words of mineLed toStep Feels unwellIdeaLed toGoal Walk to the shopIdea']);
    await press(/Step Feels unwell/);
    expect([closed(), editor.partToReveal.value]).toEqual([1, { kind: 'step', id: step }]);
    const observer = dialog({ role: 'observer' });
    await observer.show();
    expect(page.textContent).toContain('People who work on the map can say what it led to.');
  });

  it('SHOWN-21 both sides show how much led to something and how much of it is agreed; others only when there are any', async () => {
    const { show, say, lead, step, other, kit } = dialog();
    say('mine', ANN);
    lead(`message:mine/step:${step}`);
    lead(`message:m/step:${step}`);
    lead(`step:${other}/step:${step}`);
    kit.record.getMap('origins').set(`step:${other}`, 'professional');
    await show();
    const cards = () => [...page.querySelectorAll('.pw-half')].map((card) => card.textContent);
    expect(cards()).toEqual([
      'Patient sideNo part yet1 comment led to a partNone of what these led to is agreed yet',
      'Professional side1 part first writtenNone of them agreed yet1 comment led to a part1 part led to anotherNone of what these led to is agreed yet',
    ]);
    expect(page.querySelector('.pw-contributions__others')).toBeNull();
    await act(async () => {
      say('seen', CAI);
      lead(`message:seen/step:${step}`);
    });
    expect(page.querySelector('.pw-contributions__others')?.textContent).toBe('OthersFor example facilitators, observers or system partners1 comment led to a partNone of what these led to is agreed yet');
    expect([...page.querySelectorAll('.pw-half, .pw-contributions__others')].map((one) => one.textContent).join()).not.toMatch(/Ann|Lee|Cai/);
  });
});

describe('observers who are asked to listen only', () => {
  it('TALK-21 read so instead of the field, live; what they typed is kept and what they gave they can take back', async () => {
    const { talk, editor, doc, meta, other, sent } = scene({ me: CAI });
    doc.getMap('reactions').set(`m/${CAI}/thanks`, true);
    doc.getMap('reactions').set(`m/${LEE}/important`, true);
    const part = { kind: 'step', id: other } as const;
    const show = () => draw(<CommentThreads editor={editor} part={part} onDrawn={undefined} />);
    await show();
    const area = page.querySelector('textarea') as HTMLTextAreaElement;
    await act(async () => {
      area.value = 'Half a thought';
      area.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect([find(/^Reply to/) !== undefined, find(/^React to/) !== undefined]).toEqual([true, true]);
    await act(async () => void (meta.value = { observersComment: false }));
    expect(page.querySelector('textarea')).toBeNull();
    expect(page.querySelector('[role=status]')?.textContent).toBe('The facilitators have asked observers to listen only for now. What you wrote is kept. It comes back when you can comment again.');
    expect([find(/^Reply to/), find(/^React to/), find(/^This matters:/)]).toEqual([undefined, undefined, undefined]);
    await press(/^Thank you:/);
    expect(sent).toEqual([{ act: 'unreact', message: 'm', reaction: 'thanks' }]);
    await act(async () => void (meta.value = { observersComment: true }));
    expect(page.querySelector('textarea')?.value).toBe('Half a thought');
    expect(talk.isListenOnly.value).toBe(false);
    const partner = scene({ role: 'systemPartner' });
    partner.meta.value = { observersComment: false };
    await draw(<CommentThreads editor={partner.editor} part={{ kind: 'step', id: partner.other }} onDrawn={undefined} />);
    expect(page.querySelector('textarea')).not.toBeNull();
  });

  it('TALK-21 a refusal that comes first is shown in plain words, and what was typed stays', async () => {
    const words = 'The facilitators ask observers to listen only for now. You can take back what you said.';
    const { editor, other } = scene({ me: CAI, fails: new ApiError('observers_silent', words, { status: 403 }) });
    await draw(<CommentThreads editor={editor} part={{ kind: 'step', id: other }} onDrawn={undefined} />);
    const area = page.querySelector('textarea') as HTMLTextAreaElement;
    await act(async () => {
      area.value = 'A thought';
      area.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press(/^Send$/);
    expect([page.querySelector('[role=alert]')?.textContent, page.querySelector('textarea')?.value]).toEqual([words, 'A thought']);
  });
});
