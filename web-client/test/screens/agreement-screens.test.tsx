// @vitest-environment happy-dom
/**
 * The screens of agreement (docs/spec/agreement.md, SHOWN rules), drawn into a page that is not a browser. The model, the
 * record and the editor are real; only the server's answer is a stand-in.
 */
import { signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { remove } from '../../src/editor/state/actions';
import { AgreementSection } from '../../src/editor/agreement/agreement-section';
import { AgreementStrip } from '../../src/editor/agreement/agreement-strip';
import { aroundChanged } from '../../src/editor/agreement/around-questions';
import { AroundDialog } from '../../src/editor/agreement/around-dialog';
import { StageDialog } from '../../src/editor/stage/stage-dialog';
import { AgreementSummary } from '../../src/editor/agreement/agreement-summary';
import { PartEditor } from '../../src/editor/step/part-editor';
import { AgreementWalk } from '../../src/editor/walk/agreement-walk';
import { letterKeys } from '../../src/editor/state/letter-keys';
import { walkOnward } from '../../src/editor/state/walk-onward';
import { meaningOfKey, WALK_KEYS, WALK_LETTERS } from '../../src/editor/walk/walk-keys';
import { EditorState } from '../../src/editor/state/editor-state';
import { StateTag } from '../../src/editor/agreement/state-tag';
import { stepStyle } from '../../src/map/layers/step-style';
import { FilteredList } from '../../src/list/filtered-list';
import { AGREE_STATES } from '../../src/model/agreement';
import { TEXT_FIELD_UNITS_MAX } from '../../src/model/limits';
import * as edits from '../short-edits';
import { fingerprintOf, ownHalf } from '../../src/model/fingerprint';
import { meaningOf, nameOfPart, WHOLE_MAP, type AgreePart, type Meaning } from '../../src/model/meaning';
import type { Role } from '../../src/model/people';
import type { PartRef } from '../../src/model/schema';
import { announcement, clearToasts, toasts } from '../../src/notice/notice';
import type { MyPresence, PersonHere } from '../../src/presence/presence';
import { PrintView } from '../../src/print/print-view';
import { agreementInWords } from '../../src/shell/workshop/announcements/agreement';
import { announceReopened } from '../../src/shell/workshop/announcements/reopened';
import type { Access } from '../../src/sync/collab';
import { ApiError } from '../../src/workshop/api';
import { agreementOn, copyOf, furnished, made, meet, PAIR, talkFor, openMapOf } from '../helpers';

let page: HTMLElement;
const nothing = () => undefined;
const OTHER = { ...PAIR, id: 'rs', name: 'Tuesday pair', patient: 'r', professional: 's', since: 2 };
const NAMES = new Map([['p', { nickname: 'Ann' }], ['q', { nickname: 'Ben' }], ['r', { nickname: 'Cai' }], ['s', { nickname: 'Dee' }], ['w', { nickname: 'Wyn' }]]);

/** Lets what was asked and answered run out; no time passes. */
const settle = () => act(async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
});
async function draw(what: ComponentChildren): Promise<void> {
  await act(async () => render(what, page));
  await settle();
}
const button = (words: string | RegExp) => [...page.querySelectorAll('button')].find((each) => {
  const name = each.getAttribute('aria-label') ?? each.textContent ?? '';
  return typeof words === 'string' ? name === words : words.test(name);
});
async function press(words: string | RegExp): Promise<void> {
  const found = button(words);
  if (!found) throw new Error(`no button ${words}; there are: ${[...page.querySelectorAll('button')].map((each) => each.textContent).join(' | ')}`);
  await act(async () => found.click());
  await settle();
}

/** The fingerprint of words that no part says. */
const OTHER_WORDS = `2-${'1'.repeat(64)}-${'1'.repeat(64)}`;

/** A furnished map and editor, seen by somebody. */
function scene(given: { readonly me?: string; readonly role?: Role; readonly pairs?: readonly (typeof PAIR)[]; readonly access?: Access } = {}) {
  const one = furnished();
  const role = given.role ?? 'patientLeader';
  const kit = agreementOn(one.map, { participant: given.me ?? 'p', role });
  kit.pairs.value = given.pairs ?? [PAIR];
  const people = signal<readonly PersonHere[]>([]);
  const shown: Partial<MyPresence>[] = [];
  const presence = { people, peers: signal([]), show: (change: Partial<MyPresence>) => void shown.push(change), showAgain: nothing, destroy: nothing };
  const editor = new EditorState({ talk: talkFor().talk, map: one.map, undo: one.undo, presence, agreement: kit.agreement, names: signal(NAMES), access: signal(given.access ?? 'readWrite'), frozen: signal(false), role: signal(role) });
  const part: AgreePart = { kind: 'step', id: one.step };
  const wording = (of: AgreePart) => meaningOf(one.map, of) as Meaning;
  const present = (of: AgreePart = part) => fingerprintOf(wording(of));
  const yes = (by: string, fingerprint = present()) => ({ yes: { fingerprint, at: 5, by } });
  const says = (halves: object, of: AgreePart = part, pair = 'pq') => {
    kit.record.getMap('wordings').set(present(of), wording(of));
    kit.record.getMap('acts').set(`${pair}/${nameOfPart(of)}`, { patient: {}, professional: {}, past: [], ...halves });
  };
  const agreed = (of: AgreePart = part, pair = PAIR) => says({ patient: yes(pair.patient, present(of)), professional: yes(pair.professional, present(of)), agreed: { fingerprint: present(of), at: 6 } }, of, pair.id);
  const propose = (of: AgreePart) => kit.record.getMap('proposed').set(nameOfPart(of), { side: '', by: 'f', at: 1 });
  return { ...one, kit, editor, people, shown, part, present, yes, says, agreed, propose };
}
const isHere = (participant: string, at: MyPresence, isMe = false): PersonHere => ({ participant, nickname: '', role: undefined, side: undefined, isMe, mark: 0, at });
const buttons = () => [...page.querySelectorAll('button')].map((each) => each.textContent);
const words = () => page.textContent ?? '';

beforeEach(() => {
  page = document.createElement('div');
  document.body.append(page);
  announcement.value = undefined;
  letterKeys.value = 'off';
  walkOnward.value = 'off';
  clearToasts();
});
afterEach(async () => {
  await act(async () => render(null, page));
  page.remove();
});

describe('a text over the limit', () => {
  it('AGREE-35 is shown as changed since both agreed, with why there is no yes to it', async () => {
    const { editor, map, part, agreed } = scene();
    agreed();
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(words()).not.toContain('10,000');
    const title = map.text({ kind: 'step', id: part.id }, 'title');
    await act(async () => title?.insert(title.length, 'x'.repeat(TEXT_FIELD_UNITS_MAX)));
    await settle();
    expect(words()).toContain('Needs a new yes');
    expect(words().includes(`A text here is longer than ${TEXT_FIELD_UNITS_MAX.toLocaleString('en-GB')} letters`)).toBe(true);
    expect(words()).toContain('Changed since both agreed');
    expect(button('I agree')).toBeUndefined();
    await press('Bring back the agreed words');
    expect(words()).not.toContain('10,000');
    expect(words()).not.toContain('Needs a new yes');
  });
});

describe('the state of a part', () => {
  it('SHOWN-8 is a shape and a word everywhere, each state another shape', async () => {
    const { editor, kit, part, says, yes, agreed, present } = scene();
    const shapes = new Map<string, string>();
    const look = async () => {
      await draw(<StateTag editor={editor} part={part} />);
      shapes.set(words(), page.querySelector('svg')?.innerHTML ?? '');
    };
    await look();
    says({ patient: yes('p', OTHER_WORDS) });
    await look();
    const moved = `${ownHalf(present())}-${'1'.repeat(64)}`;
    says({ patient: yes('p', moved), professional: yes('q', moved) });
    await look();
    says({ patient: yes('p') });
    await look();
    says({ professional: yes('q') });
    await look();
    agreed();
    await look();
    says({ patient: { view: { text: 'Too far', at: 1, by: 'p' } } });
    await look();
    says({ patient: { park: 'parked' } });
    await look();
    kit.pairs.value = [PAIR, OTHER];
    agreed();
    await look();
    expect([...shapes.keys()]).toEqual(['Idea', 'To agree', 'Agreed, words around it changed', 'Patient side agrees', 'Professional side agrees', 'Agreed', 'We see it differently', 'Parked', 'Agreed by 1 of 2 pairs']);
    expect(new Set(shapes.values()).size).toBe(shapes.size);
    expect(shapes.size).toBeGreaterThan(AGREE_STATES.length);
    const { state, label } = stepStyle(editor.map, kit.agreement, part.id);
    expect([state.word, label.includes('. Agreed by 1 of 2 pairs.')]).toEqual(['Agreed by 1 of 2 pairs', true]);
  });

  it('SHOWN-8 with several pairs says how many agree, and the panel shows each pair', async () => {
    const { editor, part, agreed, says, yes } = scene({ pairs: [PAIR, OTHER] });
    agreed();
    says({ patient: yes('r') }, part, 'rs');
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(words()).toContain('Agreed by 1 of 2 pairs');
    expect(page.querySelector('details')?.textContent).toContain('Pair: Tuesday pair');
    expect(page.querySelector('details')?.textContent).toContain('Patient side agrees');
  });
});

describe('the panel', () => {
  it('SHOWN-3 offers what fits, and says it once', async () => {
    const { editor, kit, part, present, yes, says } = scene();
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(buttons()).toEqual(['I agree', 'I see it differently', 'Park for now', 'Ask everyone to agree']);
    await press('I agree');
    expect(kit.said).toEqual([{ act: 'agree', part, fingerprint: present() }]);
    expect(announcement.value?.text).toBe('You agree to Feels unwell.');
    await act(async () => says({ patient: yes('p') }));
    expect(buttons()).toEqual(['You agreed', 'I see it differently', 'Park for now', 'Undo my yes']);
    await press('You agreed');
    expect(kit.said).toHaveLength(1);
    await press('Undo my yes');
    expect(kit.said.at(-1)).toEqual({ act: 'withdraw', part });
  });

  it('SHOWN-29 each answer has one place, which no other takes: what was said stands in it and keeps the focus', async () => {
    const { editor, kit, part, goal, says, yes, propose } = scene();
    propose(part);
    const places = () => [...page.querySelectorAll('.pw-answers > *')].map((each) => each.textContent);
    const focused = () => document.activeElement?.textContent;
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(places()).toEqual(['I agree', 'I see it differently', 'Park for now', '']);
    // Nothing that the partner says stands before the answers.
    expect(page.querySelector('.pw-statement')?.compareDocumentPosition(page.querySelector('.pw-halves') as Element)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    await act(async () => button('I agree')?.focus());
    await press('I agree');
    await act(async () => says({ patient: yes('p') }));
    expect([places(), focused()]).toEqual([['You agreed', 'I see it differently', 'Park for now', 'Undo my yes'], 'You agreed']);
    await act(async () => button('Undo my yes')?.focus());
    await press('Undo my yes');
    await act(async () => says({}));
    expect([places(), focused()]).toEqual([['I agree', 'I see it differently', 'Park for now', 'Your yes is undone'], 'Your yes is undone']);
    await act(async () => button('Park for now')?.focus());
    await press('Park for now');
    await act(async () => says({ patient: { park: 'parked' } }));
    expect([places(), focused()]).toEqual([['', '', 'Parked', ''], 'Parked']);
    // To talk about it again is asked elsewhere; once it is said, the answers have the focus.
    await act(async () => button('Talk about it again')?.focus());
    await press('Talk about it again');
    await act(async () => says({}));
    expect(places()).toEqual(['I agree', 'I see it differently', 'Park for now', '']);
    expect(kit.said.map((one) => one.act)).toEqual(['agree', 'withdraw', 'park', 'reopen']);
    // The same places on another kind of part.
    propose({ kind: 'goal', id: goal });
    await draw(<AgreementSection key="goal" editor={editor} part={{ kind: 'goal', id: goal }} />);
    expect(places()).toEqual(['I agree', 'I see it differently', 'Park for now', '']);
  });

  it('SHOWN-3 beside the partner’s view a yes says that it is to the words of the map, and stands beside that view', async () => {
    const { editor, kit, part, present, yes, says } = scene();
    const professional = { view: { text: 'One nurse for three wards', at: 1, by: 'q' } };
    says({ professional });
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(buttons()).toContain('I agree with this as written');
    expect(buttons()).not.toContain('I agree');
    await press('I agree with this as written');
    expect(kit.said).toEqual([{ act: 'agree', part, fingerprint: present() }]);
    await act(async () => says({ patient: yes('p'), professional }));
    expect(page.querySelector('.pw-agree .pw-state')?.textContent).toBe('We see it differently');
    expect(page.querySelector('.pw-half--patient')?.textContent).toContain('Agrees');
    expect(page.querySelector('.pw-half--professional')?.textContent).toContain('One nurse for three wards');
    expect(buttons()).toEqual(['You agreed', 'I see it differently', 'Park for now', 'Undo my yes', 'I can live with this']);
  });

  it('SHOWN-9 shows both halves with equal room, and both views; only my own can be changed', async () => {
    const { editor, kit, part, says } = scene();
    says({ patient: { view: { text: 'Two weeks is too long', at: 1, by: 'p' } }, professional: { view: { text: 'One nurse for three wards', at: 1, by: 'q', scribe: 'w' } } });
    await draw(<AgreementSection editor={editor} part={part} />);
    const halves = [...page.querySelectorAll('.pw-half')];
    expect(halves.map((half) => half.querySelector('blockquote')?.textContent)).toEqual(['Two weeks is too long', 'One nurse for three wards']);
    expect(halves.map((half) => half.querySelector('strong')?.textContent)).toEqual(['Ann', 'Ben']);
    expect(halves[1]?.textContent).toContain('Written down by Wyn');
    expect(buttons()).toEqual(['Change my view', 'Park for now', 'I can live with this']);
    await press('Change my view');
    expect(page.querySelectorAll('textarea')).toHaveLength(1);
    expect(page.querySelector('textarea')?.value).toBe('Two weeks is too long');
    await act(async () => {
      const field = page.querySelector('textarea') as HTMLTextAreaElement;
      field.value = ' ';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press('Keep my view');
    expect(words()).toContain('Write a few words first.');
    await act(async () => {
      const field = page.querySelector('textarea') as HTMLTextAreaElement;
      field.value = 'x'.repeat(2_001);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press('Keep my view');
    expect(words()).toContain('1 letter too many.');
    expect(kit.said).toEqual([]);
    await act(async () => {
      const field = page.querySelector('textarea') as HTMLTextAreaElement;
      field.value = 'x'.repeat(2_000);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press('Keep my view');
    expect(kit.said).toEqual([{ act: 'differ', part, text: 'x'.repeat(2_000) }]);
    expect(page.querySelector('textarea')).toBeNull();
  });

  it('SHOWN-10 a yes that came too late shows what changed, word by word, and is asked again', async () => {
    const { editor, kit, part, map } = scene();
    const other: Meaning = { ...(meaningOf(map, part) as Meaning), title: 'Feels very unwell' } as Meaning;
    kit.answer = () => Promise.reject(new ApiError('changed', 'It changed.', { status: 409, now: { fingerprint: fingerprintOf(other), meaning: other } }));
    await draw(<AgreementSection editor={editor} part={part} />);
    await press('I agree');
    expect(words()).toContain('It changed while you were reading');
    expect(page.querySelector('ins')?.textContent).toContain('very');
    expect(page.querySelector('del')).toBeNull();
    kit.answer = undefined;
    await press('I agree to it as it is now');
    expect(kit.said.at(-1)).toEqual({ act: 'agree', part, fingerprint: fingerprintOf(other) });
    expect(words()).not.toContain('It changed while you were reading');
  });

  it('SHOWN-10 what changed since both agreed is shown, and the agreed words come back with one press', async () => {
    const { editor, map, part, agreed, undo } = scene();
    agreed();
    made(edits.setTitle(map, { kind: 'step', id: part.id }, 'Feels unwell at night'));
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(words()).toContain('Changed since both agreed');
    expect(page.querySelector('ins')?.textContent).toContain('at night');
    await press('Bring back the agreed words');
    expect(map.step(part.id).value?.title).toBe('Feels unwell');
    expect(words()).toContain('Both agreed on');
    await act(async () => void undo.undo());
    expect(map.step(part.id).value?.title).toBe('Feels unwell at night');
  });

  it('SHOWN-11 offline the buttons stay, say why, and send nothing', async () => {
    const { editor, kit, part } = scene();
    kit.connection.value = 'connecting';
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(words()).toContain('You are offline. Agreeing needs a connection.');
    expect(button('I agree')?.getAttribute('aria-disabled')).toBe('true');
    await press('I agree');
    expect(kit.said).toEqual([]);
    expect(announcement.value?.text).toBe('You are offline. Agreeing needs a connection, so nothing was sent.');
  });

  it('SHOWN-3 who cannot agree is told why, and a partner without a pair what to do', async () => {
    const observer = scene({ me: 'o', role: 'observer' });
    await draw(<AgreementSection editor={observer.editor} part={observer.part} />);
    expect(buttons()).toEqual([]);
    expect(words()).toContain('Your role can see what they say.');
    const facilitator = scene({ me: 'f', role: 'facilitator', pairs: [] });
    await draw(<AgreementSection key="f" editor={facilitator.editor} part={facilitator.part} />);
    expect(buttons()).toEqual(['Ask everyone to agree', 'Form a pair']);
    expect(words()).toContain('Facilitators are neutral.');
    const alone = scene({ me: 'p', pairs: [] });
    await draw(<AgreementSection key="p" editor={alone.editor} part={alone.part} />);
    expect(buttons()).toEqual(['Ask everyone to agree', 'Find your partner']);
    await press('Find your partner');
    expect(alone.editor.requestedScreen.value).toBe('pairs');
    const moved = scene({ me: 'p', role: 'professional' });
    await draw(<AgreementSection key="m" editor={moved.editor} part={moved.part} />);
    expect(buttons()).not.toContain('I agree');
  });

  it('SHOWN-3 a scribe speaks for the person who granted it, and it is said for whom', async () => {
    const { editor, kit, part, present } = scene({ me: 'w', role: 'supporter' });
    kit.participants.value = new Map([
      ['w', { participant: 'w', role: 'supporter', side: undefined, state: 'in', actsFor: 'q' }],
      ['q', { participant: 'q', role: 'professional', side: 'professional', state: 'in' }],
    ]);
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(words()).toContain('You write for Ben.');
    await press('I agree');
    expect(kit.said).toEqual([{ act: 'agree', part, fingerprint: present(), actingFor: 'q' }]);
  });

  it('AGREE-27 the whole map waits for its parts, and says for how many', async () => {
    const { editor, kit, part, agreed, propose, goal } = scene();
    agreed();
    propose({ kind: 'goal', id: goal });
    await draw(<AgreementSection editor={editor} part={WHOLE_MAP} />);
    expect(words()).toContain('1 part is still open.');
    await press('I agree');
    expect(kit.said).toEqual([]);
    await act(async () => agreed({ kind: 'goal', id: goal }));
    await press('I agree');
    expect(kit.said).toEqual([{ act: 'agree', part: WHOLE_MAP, fingerprint: kit.agreement.present(WHOLE_MAP).value }]);
    const whole = kit.agreement.meaning(WHOLE_MAP).value as Extract<Meaning, { kind: 'map' }>;
    expect(Object.keys(whole.parts).sort()).toEqual([nameOfPart({ kind: 'goal', id: goal }), nameOfPart(part)].sort());
    const before = kit.agreement.present(WHOLE_MAP).value;
    kit.record.getMap('acts').set('pq/map:map', { patient: { yes: { fingerprint: before, at: 1, by: 'p' } }, professional: { yes: { fingerprint: before, at: 1, by: 'q' } }, agreed: { fingerprint: before, at: 1 }, past: [] });
    expect(kit.agreement.of(WHOLE_MAP).value.state).toBe('agreed');
    made(edits.setTitle(editor.map, { kind: 'goal', id: goal }, 'Walk further'));
    expect(kit.agreement.of(WHOLE_MAP).value).toMatchObject({ state: 'toAgree', changedSince: true });
  });
});

describe('taking out', () => {
  it('SHOWN-12 a part that is not agreed goes at once; an agreed one is only asked for, by those who agreed it', async () => {
    const { editor, kit, map, part, agreed, other } = scene();
    expect(remove(editor, { kind: 'step', id: other })).toBe(true);
    agreed();
    expect(remove(editor, { kind: 'step', id: part.id })).toBe(false);
    await settle();
    expect(map.step(part.id).value?.removed).toBe(false);
    expect(kit.said).toEqual([{ act: 'remove', part }]);
    expect(toasts.value.at(-1)?.text).toBe('Asked to remove Feels unwell. It goes when both partners say so.');
    // An agreed link holds the steps at its ends.
    const linked = scene();
    made(edits.setLinkLabel(linked.map, linked.link, 'then'));
    linked.agreed({ kind: 'link', id: linked.link });
    expect(remove(linked.editor, { kind: 'step', id: linked.other })).toBe(false);
    expect(toasts.value.at(-1)?.text).toBe('Both partners agreed to a link of this step. First agree to remove that link.');
    expect(linked.map.step(linked.other).value?.removed).toBe(false);
    const facilitator = scene({ me: 'f', role: 'facilitator' });
    facilitator.agreed();
    remove(facilitator.editor, { kind: 'step', id: facilitator.part.id });
    expect(facilitator.kit.said).toEqual([]);
    expect(toasts.value.at(-1)?.text).toBe('Both partners agreed to this. Only the two of them can remove it together.');
  });

  it('SHOWN-12 shows who asks, struck through; either keeps it, the other may confirm', async () => {
    const { editor, kit, part, says, yes, present } = scene();
    const fingerprint = present();
    says({ patient: yes('p'), professional: { ...yes('q'), removal: 7 }, agreed: { fingerprint, at: 6 } });
    await draw(<AgreementSection editor={editor} part={part} />);
    expect(words()).toContain('Ben asks to remove this.');
    expect(words()).toContain('Asked to remove it');
    await press('Keep it');
    editor.open({ kind: 'step', id: part.id }, 'stay');
    await press('Yes, remove it');
    expect(kit.said.map((one) => one.act)).toEqual(['keep', 'remove']);
    // It is gone from the screen of who said the last word, who can bring it back.
    expect(toasts.value.at(-1)?.text).toBe('Removed: Feels unwell. You both said so.');
    expect(toasts.value.at(-1)?.action?.label).toBe('Bring back');
    expect(editor.opened.value).toBeUndefined();
  });

  it('SHOWN-12 what somebody asks to take out is among what is still to agree, with both answers', async () => {
    const { editor, kit, agreed, says, yes, present } = scene();
    agreed();
    expect(editor.agreement.openCount.value).toBe(0);
    says({ patient: yes('p'), professional: { ...yes('q'), removal: 7 }, agreed: { fingerprint: present(), at: 6 } });
    expect(editor.agreement.openCount.value).toBe(1);
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    expect(words()).toContain('Ben asks to remove this.');
    await press('Yes, remove it');
    expect(kit.said.map((one) => one.act)).toEqual(['remove']);
    // It stays, like every answer.
    expect(document.activeElement).toBe(button('Next'));
    await press('Next');
    expect(words()).toContain('That was the last one');
  });
});

describe('the walk', () => {
  it('SHOWN-13 goes through what is open in the order of the pathway, moves on by itself only by choice, and ends', async () => {
    const { editor, kit, part, goal, propose } = scene();
    walkOnward.value = 'on';
    propose(part);
    propose({ kind: 'goal', id: goal });
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    expect(page.querySelector('h2')?.textContent).toContain('1 of 2');
    expect(page.querySelector('h3')?.textContent).toBe('Walk to the shop');
    await press('I agree');
    expect(page.querySelector('h3')?.textContent).toBe('Feels unwell');
    expect(words()).toContain('Referral · Person');
    const dialog = page.querySelector('dialog') as HTMLElement;
    letterKeys.value = 'on';
    const key = (name: string) => act(async () => void dialog.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true })));
    await key('b');
    expect(page.querySelector('h3')?.textContent).toBe('Walk to the shop');
    await key('n');
    await key('d');
    expect(page.querySelector('textarea')).not.toBeNull();
    await press('Cancel');
    await key('p');
    await settle();
    expect(kit.said.map((one) => one.act)).toEqual(['agree', 'park']);
    expect(words()).toContain('That was the last one');
  });

  it('SHOWN-30 after an answer it stays, says what both have said, and the way on has the focus', async () => {
    const { editor, kit, part, goal, propose, says, yes, agreed } = scene();
    const goalPart = { kind: 'goal', id: goal } as const;
    propose(part);
    propose(goalPart);
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    const line = () => page.querySelector('.pw-walk__line')?.textContent;
    const isMain = () => !button('Next')?.classList.contains('pw-button--plain');
    expect([line(), isMain()]).toEqual(['Ben has not answered yet.', false]);
    await press('I agree');
    expect(document.activeElement).toBe(button('Next'));
    await act(async () => says({ patient: yes('p', kit.agreement.present(goalPart).value) }, goalPart));
    expect(page.querySelector('h3')?.textContent).toBe('Walk to the shop');
    expect([line(), isMain()]).toEqual(['You agreed. Ben has not answered yet.', true]);
    expect(buttons()).toContain('Undo my yes');
    expect(announcement.value?.text).toBe('You agree to Walk to the shop.');
    await act(async () => says({ patient: yes('p', kit.agreement.present(goalPart).value), professional: { view: { text: 'Not alone', at: 7, by: 'q' } } }, goalPart));
    expect(line()).toBe('You agreed. Ben sees it differently.');
    await act(async () => agreed(goalPart));
    expect(line()).toBe('You both agreed.');
    expect(document.activeElement).toBe(button('Next'));
    await press('Next');
    expect(page.querySelector('h3')?.textContent).toBe('Feels unwell');
    await press('Park for now');
    await act(async () => says({ patient: { park: 'parked' } }));
    expect(page.querySelector('h3')?.textContent).toBe('Feels unwell');
    expect([line(), document.activeElement === button('Next')]).toEqual(['You parked it. Ben has not answered yet.', true]);
    await press('Next');
    expect(words()).toContain('That was the last one');
    expect(words()).not.toContain('waits for your answer');
  });

  it('SHOWN-31 the words of every kind of part are changed where they are read, by who may, and a yes is to the words as they are then', async () => {
    const { editor, kit, map, part, goal, stage, link, propose } = scene();
    made(edits.setLinkLabel(map, link, 'then'));
    const outcome = made(edits.addOutcome(map, 'Fewer falls'));
    const all: readonly (readonly [AgreePart, readonly string[]])[] = [
      [{ kind: 'goal', id: goal }, ['Walk to the shop']], [{ kind: 'outcome', id: outcome }, ['Fewer falls', '']], [{ kind: 'stage', id: stage }, ['Referral']],
      [part, ['Feels unwell', '']], [{ kind: 'link', id: link }, ['then']],
    ];
    for (const [one] of all) propose(one);
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    for (const [one, texts] of all) {
      expect(page.querySelector('textarea')).toBeNull();
      await press('Change the words');
      expect([one.kind, ...[...page.querySelectorAll('textarea')].map(({ value }) => value)]).toEqual([one.kind, ...texts]);
      const field = page.querySelector('textarea') as HTMLTextAreaElement;
      expect(document.activeElement).toBe(field);
      await act(async () => { field.value = `${texts[0]} again`; field.dispatchEvent(new Event('input', { bubbles: true })); });
      await press('Done');
      expect(page.querySelector('.pw-walk__words')?.textContent).toContain(`${texts[0]} again`);
      await press('I agree');
      expect(kit.said.at(-1)).toEqual({ act: 'agree', part: { kind: one.kind, id: one.id }, fingerprint: fingerprintOf(meaningOf(map, one) as Meaning) });
      await press('Next');
    }
    expect(words()).toContain('That was the last one');
    const looks = scene({ me: 'o', role: 'observer', access: 'readOnly' });
    looks.propose(looks.part);
    await draw(<AgreementWalk key="o" editor={looks.editor} onClose={nothing} />);
    expect(button('Change the words')).toBeUndefined();
  });

  it('SHOWN-13 begins with the ideas where nothing was put up, and tells its keys', async () => {
    const { editor } = scene();
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    expect(page.querySelector('h2')?.textContent).toContain(`1 of ${editor.agreement.parts.value.length}`);
    for (const [key] of WALK_KEYS) expect(words()).toContain(key);
    // Letters say nothing for who has not asked for that: somebody who types too early would agree.
    expect(['a', 'd', 'p', 'n', 'b', 'ArrowRight', 'ArrowLeft'].map((key) => meaningOfKey({ key, code: '' }))).toEqual([undefined, undefined, undefined, undefined, undefined, 'next', 'back']);
    await act(async () => { letterKeys.value = 'on'; });
    for (const [key] of WALK_LETTERS) expect(words()).toContain(key);
    expect(['a', 'A', 'd', 'p', 'n', 'ArrowRight', 'b', 'ArrowLeft', 'x'].map((key) => meaningOfKey({ key, code: '' }))).toEqual(['agree', 'agree', 'differ', 'park', 'next', 'next', 'back', 'back', undefined]);
  });
});

describe('a part that others change meanwhile', () => {
  it('SHOWN-25 in the walk a part that was removed says so at once and offers nothing to say; what was begun stays', async () => {
    const { editor, kit, map, step, part, propose } = scene();
    propose(part);
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    await press('I see it differently');
    const field = page.querySelector('textarea') as HTMLTextAreaElement;
    await act(async () => { field.value = 'It is too far'; field.dispatchEvent(new Event('input', { bubbles: true })); });
    await act(async () => void edits.removeStep(map, step));
    await settle();
    expect(announcement.value?.text).toBe('“Feels unwell” was removed meanwhile. There is nothing to agree here any more.');
    expect(words()).toContain('This was removed meanwhile.');
    expect(words()).toContain('It is too far');
    for (const name of ['I agree', 'I see it differently', 'Park for now', 'Keep my view']) expect(button(name)).toBeUndefined();
    expect([button('Back'), button('Next')]).not.toContain(undefined);
    letterKeys.value = 'on';
    await act(async () => void page.querySelector('dialog')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true })));
    await settle();
    expect(kit.said).toEqual([]);
    await act(async () => void edits.restoreStep(map, step));
    await settle();
    expect(words()).not.toContain('taken out meanwhile');
  });

  it('SHOWN-25 the panel of a part that was removed keeps its words and offers to bring it back, not to agree', async () => {
    const { editor, map, goal } = scene();
    await draw(<PartEditor editor={editor} part={{ kind: 'goal', id: goal }} focusFirst="yes" onClose={nothing} />);
    expect(button('Remove this goal')).toBeDefined();
    await act(async () => void edits.removeGoal(map, goal));
    await settle();
    expect(words()).toContain('This was removed.');
    expect(page.querySelector('textarea')?.value).toBe('Walk to the shop');
    expect([button('Remove this goal'), button('I agree')]).toEqual([undefined, undefined]);
    await press('Bring back');
    expect(button('Remove this goal')).toBeDefined();
  });

  it('SHELL-41 a yes to words that others changed, and I do not see yet, is not sent: the change is shown and asked about', async () => {
    const { editor, kit, map, doc, undo, part, propose, present } = scene();
    propose(part);
    await draw(<AgreementSection editor={editor} part={part} />);
    map.hold();
    const theirs = copyOf({ map, doc, undo });
    edits.setTitle(theirs.map, { kind: 'step', id: part.id }, 'Feels very unwell');
    meet({ map, doc, undo }, theirs);
    expect(map.step(part.id).value?.title).toBe('Feels unwell');
    await press('I agree');
    expect(kit.said).toEqual([]);
    expect(map.step(part.id).value?.title).toBe('Feels very unwell');
    expect(words()).toContain('It changed while you were reading');
    await press('I agree to it as it is now');
    expect(kit.said.map(({ act: what, fingerprint }) => [what, fingerprint])).toEqual([['agree', present()]]);
  });
});

describe('the walk of two', () => {
  it('SHOWN-23 shows where my partner is and leads there; others see where I am, and afterwards where I was before', async () => {
    const { editor, kit, people, shown, part, goal, other, propose } = scene();
    propose(part);
    await draw(<AgreementStrip editor={editor} />);
    expect(buttons()[0]).toBe('Agree together (1 to agree)');
    people.value = [isHere('p', { view: 'list', part: { kind: 'step', id: other } }, true), isHere('q', { view: 'map' })];
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    expect(words()).toContain('Ben is not in “Agree together” now.');
    expect(shown.at(-1)).toEqual({ view: 'walk', part: { kind: 'step', id: part.id } });
    await act(async () => { people.value = [isHere('q', { view: 'walk', part: { kind: 'step', id: part.id } })]; });
    expect(words()).toContain('Ben is at this part too.');
    // An idea is not in my list yet: going there brings it in.
    await act(async () => { people.value = [isHere('q', { view: 'walk', part: { kind: 'goal', id: goal } })]; });
    expect(words()).toContain('Ben is at “Walk to the shop”.');
    await press('Go to Ben');
    expect(page.querySelector('h3')?.textContent).toBe('Walk to the shop');
    expect(page.querySelector('h2')?.textContent).toContain(`1 of ${editor.agreement.parts.value.length}`);
    expect(shown.at(-1)).toEqual({ view: 'walk', part: { kind: 'goal', id: goal } });
    // What others show of themselves need not be true.
    for (const at of [{ kind: 'lane', id: 'x' }, { kind: 'step', id: 'nowhere' }] as const) {
      await act(async () => { people.value = [isHere('q', { view: 'walk', part: at })]; });
      expect(words()).toContain('Ben is at the end.');
    }
    await act(async () => { people.value = []; });
    expect(words()).not.toContain('Ben is');
    await act(async () => render(null, page));
    expect(shown.at(-1)).toEqual({ view: 'list', part: { kind: 'step', id: other } });
    expect(kit.said).toEqual([]);
  });

  it('SHOWN-27 the way in counts first what waits for my answer', async () => {
    const { editor, kit, people, part, goal, propose, says, yes, present } = scene();
    const goalPart = { kind: 'goal', id: goal } as const;
    propose(part);
    propose(goalPart);
    const way = async () => { await draw(<AgreementStrip editor={editor} />); return buttons()[0]; };
    expect(await way()).toBe('Agree together (2 to agree)');
    says({ patient: yes('p') });
    expect(await way()).toBe('Agree together (1 for you, 2 to agree)');
    people.value = [isHere('q', { view: 'walk', part: { kind: 'step', id: part.id } })];
    expect(await way()).toBe('Agree together with Ben (1 for you, 2 to agree)');
    people.value = [];
    says({ patient: yes('p', present(goalPart)) }, goalPart);
    expect(await way()).toBe('Agree together (2 wait for your partner)');
    // Who has a view of their own has answered; where both have, nobody waits for anybody.
    const view = (by: string) => ({ view: { text: 'Too far', at: 8, by } });
    says({ patient: view('p') });
    expect(await way()).toBe('Agree together (2 wait for your partner)');
    says({ patient: view('p'), professional: view('q') });
    expect(await way()).toBe('Agree together (1 waits for your partner, 1 to talk about)');
    says({ patient: yes('p', present(goalPart)), professional: view('q') }, goalPart);
    expect(await way()).toBe('Agree together (2 to talk about)');
    says({ patient: yes('p', present(goalPart)) }, goalPart);
    says({ patient: yes('p'), professional: { ...yes('q'), removal: 7 }, agreed: { fingerprint: present(), at: 6 } });
    expect(await way()).toBe('Agree together (1 for you, 2 to agree)');
    // Who is in no pair is asked nothing.
    kit.pairs.value = [OTHER];
    expect(await way()).toBe('Agree together (2 to agree)');
  });

  it('SHOWN-23 begins beside a partner who has begun, and the way in says with whom', async () => {
    const { editor, people, goal, part, propose, says, yes } = scene();
    propose(part);
    people.value = [isHere('q', { view: 'walk', part: { kind: 'goal', id: goal } })];
    await draw(<AgreementStrip editor={editor} />);
    expect(buttons()[0]).toBe('Agree together with Ben (1 to agree)');
    // What waits for my answer goes first: Ben is one press away.
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    expect(page.querySelector('h3')?.textContent).toBe('Feels unwell');
    expect(words()).toContain('Ben is at “Walk to the shop”.');
    await act(async () => render(null, page));
    says({ patient: yes('p') });
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    expect(page.querySelector('h3')?.textContent).toBe('Walk to the shop');
    expect(words()).toContain('Ben is at this part too.');
  });

  it('SHOWN-9 a view that was begun is there again after going on, closing and coming back, until it is kept or given up', async () => {
    const { editor, kit, part, propose, goal } = scene();
    propose({ kind: 'goal', id: goal });
    propose(part);
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    await press('I see it differently');
    const field = page.querySelector('textarea') as HTMLTextAreaElement;
    await act(async () => { field.value = 'It is too far'; field.dispatchEvent(new Event('input', { bubbles: true })); });
    await press('Next');
    expect(page.querySelector('textarea')).toBeNull();
    expect(words()).toContain('Your view of “Walk to the shop” is not kept yet.');
    await press('Go back to it');
    expect(words()).not.toContain('is not kept yet');
    expect(page.querySelector('textarea')?.value).toBe('It is too far');
    await act(async () => render(null, page));
    await draw(<AgreementSection editor={editor} part={{ kind: 'goal', id: goal }} />);
    expect(page.querySelector('textarea')?.value).toBe('It is too far');
    await press('Keep my view');
    expect(kit.said).toEqual([expect.objectContaining({ act: 'differ', text: 'It is too far' })]);
    expect(editor.viewDrafts.size).toBe(0);
  });

  it('SHOWN-13 says what came of a yes where it goes on by itself, and at the end what nobody has put up; the whole map is for when nothing is left', async () => {
    const { editor, part, goal, propose, says, yes, agreed } = scene();
    walkOnward.value = 'on';
    propose({ kind: 'goal', id: goal });
    propose(part);
    await draw(<AgreementWalk editor={editor} onClose={nothing} />);
    await press('I agree');
    expect(words()).toContain('You say yes to “Walk to the shop”. Your partner is asked.');
    await act(async () => says({ patient: yes('p'), professional: { view: { text: 'Not alone', at: 7, by: 'q' } } }, { kind: 'goal', id: goal }));
    await press('Go back to it');
    expect(page.querySelector('h3')?.textContent).toBe('Walk to the shop');
    expect(words()).toContain('Not alone');
    await act(async () => says({ professional: yes('q') }, { kind: 'goal', id: goal }));
    await press('I agree');
    await act(async () => agreed({ kind: 'goal', id: goal }));
    expect(words()).toContain('Agreed: you both say yes to “Walk to the shop”.');
    await press('Next');
    expect(words()).not.toContain('Walk to the shop');
    await act(async () => says({ patient: yes('p'), professional: yes('q') }));
    await act(async () => agreed());
    expect(words()).toContain('Nothing that everyone was asked to agree to is open any more.');
    expect(words()).toContain('3 parts are still ideas. Nobody has asked everyone to agree to them.');
    expect(button('Agree the whole map')).toBeUndefined();
    await press('Show the 3 ideas too');
    expect(page.querySelector('h2')?.textContent).toContain('1 of 3');
    for (const one of editor.agreement.parts.value) await act(async () => agreed(one));
    for (let at = 0; at < 3; at += 1) await press('Next');
    expect(button('Agree the whole map')).toBeDefined();
  });
});

describe('the count', () => {
  it('SHOWN-14 counts by state, stage and pair, and each number leads to these parts in the list', async () => {
    const { editor, part, goal, agreed, propose } = scene({ pairs: [PAIR, OTHER] });
    agreed();
    propose({ kind: 'goal', id: goal });
    const { all, byStage, byPair } = editor.agreement.summary.value;
    expect(all).toEqual({ idea: 3, parked: 0, differ: 0, toAgree: 1, oneAgrees: 0, aroundChanged: 0, somePairsAgree: 1, agreed: 0 });
    expect([...byStage.values()].map((tally) => tally.toAgree)).toEqual([1, 0, 0]);
    expect(byPair.get('pq')?.agreed).toBe(1);
    expect(byPair.get('rs')?.agreed).toBe(0);
    await draw(<AgreementSummary editor={editor} onClose={nothing} />);
    expect(words()).toContain('Ann · Ben');
    const stages = [...page.querySelectorAll('dd > .pw-button')].map((each) => [each.getAttribute('aria-label'), each.closest('div')?.querySelector('dt')?.textContent]);
    expect(stages.length).toBeGreaterThan(1);
    for (const [name, stage] of stages) expect([`Read this stage and agree: ${stage}`, `Read these and agree: ${stage}`]).toContain(name);
    await press('1 Agreed. Show in the list');
    expect(editor.requestedScreen.value).toBe('list');
    expect(editor.filter.value).toEqual({ states: ['agreed'], pair: 'pq' });
    await draw(<FilteredList editor={editor} filter={editor.filter.value ?? { states: [] }} />);
    expect(words()).toContain('1 part: Agreed · as Ann · Ben sees it');
    await press(/Feels unwell/);
    expect(editor.opened.value).toEqual({ kind: 'step', id: part.id });
    await press('Show everything');
    expect(editor.filter.value).toBeUndefined();
  });

  it('AGREE-36 a pair formed later turns nothing back, counts by itself, and decides only about the stages it chose', async () => {
    const { editor, kit, map, part, agreed, says, yes, propose } = scene({ pairs: [PAIR] });
    const [stage, other] = map.stages.value.map(({ id }) => id);
    propose(part);
    agreed();
    const { agreement } = editor;
    const now = () => { const { state, agreed: by, of } = agreement.of(part).value; return [state, by, of]; };
    expect(now()).toEqual(['agreed', 1, 1]);
    kit.pairs.value = [PAIR, OTHER];
    expect(now()).toEqual(['somePairsAgree', 1, 2]);
    expect(agreement.summary.value.byPair.get('rs')).toMatchObject({ toAgree: 1, idea: 4 });
    await draw(<StateTag editor={editor} part={part} />);
    expect(words()).toBe('Agreed by 1 of 2 pairs');
    expect(stepStyle(map, agreement, part.id).label).toContain('Agreed by 1 of 2 pairs');
    kit.pairs.value = [PAIR, { ...OTHER, scope: { m: [other ?? ''] } }];
    expect(now()).toEqual(['agreed', 1, 1]);
    // What it does not decide about is not counted for it: goals and what is not placed are.
    expect(agreement.summary.value.byPair.get('rs')?.toAgree).toBe(0);
    // Whoever has spoken of it goes on deciding about it.
    says({ patient: yes('r') }, part, 'rs');
    expect(now()).toEqual(['somePairsAgree', 1, 2]);
    // My own pair is asked only about what it decides about, and told so where it does not.
    kit.pairs.value = [{ ...PAIR, scope: { m: [stage ?? '', other ?? ''] } }, OTHER];
    expect(agreement.waits(part)).toBe(false);
    const stagePart = { kind: 'stage', id: other ?? '' } as const;
    propose(stagePart);
    expect(agreement.waits(stagePart)).toBe(true);
    kit.pairs.value = [{ ...PAIR, scope: { m: [stage ?? ''] } }, OTHER];
    expect([agreement.waits(stagePart), agreement.concernsMe(stagePart)]).toEqual([false, false]);
    await draw(<AgreementSection editor={editor} part={stagePart} />);
    expect(words()).toContain('This is not in the stages that your pair chose.');
    expect(buttons()).toContain('I agree');
  });

  it('AGREE-40 where one pair’s part has other words around it and a later pair has said nothing, it says how many agreed, everywhere', async () => {
    const { editor, kit, map, part, says, yes, propose, present } = scene({ pairs: [PAIR, OTHER] });
    propose(part);
    const moved = `${ownHalf(present())}-${'1'.repeat(64)}`;
    says({ patient: yes('p', moved), professional: yes('q', moved), agreed: { fingerprint: moved, at: 6 } });
    const { agreement } = editor;
    expect(agreement.of(part).value).toMatchObject({ state: 'aroundChanged', agreed: 0, around: 1, of: 2 });
    const truth = 'Agreed by 1 of 2 pairs, words around it changed';
    await draw(<StateTag editor={editor} part={part} />);
    expect(words()).toBe(truth);
    expect(stepStyle(map, agreement, part.id).label).toContain(truth);
    await draw(<FilteredList editor={editor} filter={{ states: ['aroundChanged'] }} />);
    expect(words()).toContain(truth);
    await draw(<AgreementSummary editor={editor} onClose={nothing} />);
    expect(button('1 Words around changed. Show in the list')).toBeDefined();
    // For the pair that agreed, the whole of it is so.
    expect(button('1 Agreed, words around it changed. Show in the list')).toBeDefined();
    expect(agreement.summary.value.byPair.get('rs')).toMatchObject({ toAgree: 1 });
    kit.pairs.value = [PAIR];
    await draw(<StateTag key="one" editor={editor} part={part} />);
    expect(words()).toBe('Agreed, words around it changed');
  });

  it('AGREE-27 what another pair has still to say keeps mine from no whole map', () => {
    const { editor, kit, part, agreed, says, propose } = scene({ pairs: [PAIR, OTHER] });
    propose(part);
    agreed();
    const { agreement } = editor;
    const whole = { kind: 'map', id: 'map' } as const;
    const yesTo = (by: string) => ({ yes: { fingerprint: agreement.present(whole).value, at: 5, by } });
    propose(whole);
    kit.record.getMap('acts').set('pq/map:map', { patient: yesTo('p'), professional: yesTo('q'), past: [] });
    const mine = () => agreement.of(whole).value.pairs.map(({ pair, state }) => [pair.id, state]);
    expect(mine()).toEqual([['pq', 'agreed'], ['rs', 'toAgree']]);
    expect([...agreement.openForMap]).toEqual([['pq', 0], ['rs', 1]]);
    expect(agreement.of(whole).value.state).toBe('somePairsAgree');
    says({ professional: { view: { text: 'Too far', at: 1, by: 's' } } }, part, 'rs');
    expect(mine()[0]).toEqual(['pq', 'agreed']);
    kit.pairs.value = [OTHER];
    expect([...agreement.openForMap]).toEqual([['rs', 1]]);
  });
});

describe('a stage read as a page', () => {
  /** What the browser tells of the edges of parts; without a layout nothing is ever in view by itself. */
  let look: (inView: (edge: string) => boolean) => Promise<void>;
  const realObserver = globalThis.IntersectionObserver;
  beforeEach(() => {
    const watchers = new Set<{ readonly tell: IntersectionObserverCallback; readonly edges: Set<Element> }>();
    globalThis.IntersectionObserver = class {
      readonly #watcher: { readonly tell: IntersectionObserverCallback; readonly edges: Set<Element> };
      constructor(tell: IntersectionObserverCallback) { this.#watcher = { tell, edges: new Set() }; watchers.add(this.#watcher); }
      observe(edge: Element): void { this.#watcher.edges.add(edge); }
      disconnect(): void { watchers.delete(this.#watcher); }
    } as unknown as typeof IntersectionObserver;
    look = (inView) => act(async () => {
      for (const { tell, edges } of watchers) tell([...edges].map((target) => ({ target, isIntersecting: inView(target.getAttribute('data-seen') ?? '') }) as IntersectionObserverEntry), {} as IntersectionObserver);
    });
  });
  afterEach(() => { globalThis.IntersectionObserver = realObserver; });
  const stagePage = async () => {
    const all = scene();
    const { editor, other, stage, present } = all;
    await draw(<StageDialog editor={editor} stage={stage} onClose={nothing} />);
    const seenAs = (part: AgreePart) => ({ kind: part.kind, id: part.id, fingerprint: present(part) });
    return { ...all, stagePart: { kind: 'stage', id: stage } as const, second: { kind: 'step', id: other } as const, seenAs };
  };

  it('SHOWN-28 says yes to all that was on the screen but what is left out first, and to nothing else', async () => {
    const { kit, part, stagePart, second, seenAs } = await stagePage();
    expect([...page.querySelectorAll('.pw-stage-page h3')].map((each) => each.textContent)).toEqual(['Referral', 'Feels unwell', 'Sees GP']);
    expect(words()).toContain('3 parts were not on your screen yet.');
    await press('I agree with these');
    expect(kit.saidOfSeveral).toEqual([]);
    // The beginning of a long part alone is not the part.
    await look((edge) => edge.startsWith('start') || edge === `end ${nameOfPart(stagePart)}`);
    expect(words()).toContain('2 parts were not on your screen yet.');
    await look((edge) => edge === `end ${nameOfPart(part)}`);
    await look((edge) => edge === `end ${nameOfPart(second)}`);
    expect(words()).not.toContain('on your screen yet');
    await act(async () => page.querySelectorAll<HTMLInputElement>('input[type=checkbox]')[1]?.click());
    await press('I agree with these 2');
    expect(kit.saidOfSeveral).toEqual([{ parts: [seenAs(stagePart), seenAs(second)] }]);
    expect(announcement.value?.text).toBe('You agree to 2 parts.');
  });

  it('SHOWN-28 what changes on the page is read anew, and what is agreed waits no more', async () => {
    const { kit, map, part, stagePart, second, seenAs, says, yes, present } = await stagePage();
    await look(() => true);
    await look(() => false);
    expect(buttons()).toContain('I agree with these 3');
    await act(async () => { made(edits.setTitle(map, part as PartRef, 'Feels very ill')); });
    await settle();
    expect(words()).toContain('1 part was not on your screen yet.');
    await press('I agree with these 2');
    expect(kit.saidOfSeveral).toEqual([{ parts: [seenAs(stagePart), seenAs(second)] }]);
    await act(async () => { for (const one of [stagePart, second]) says({ patient: yes('p', present(one)) }, one); });
    await look(() => true);
    expect(buttons()).toContain('I agree with this 1');
    kit.refused = [{ kind: 'step', id: part.id, code: 'changed' }];
    await press('I agree with this 1');
    expect(page.querySelector('[role=alert]')?.textContent).toBe('1 part changed meanwhile. Read it again.');
    await act(async () => says({ patient: yes('p', present(part)) }));
    expect(button('Nothing here waits for your yes')).toBeDefined();
  });

  it('SHOWN-28 without a connection nothing is sent; who is in no pair reads the page', async () => {
    const { kit } = await stagePage();
    await look(() => true);
    await act(async () => { kit.connection.value = 'offline'; });
    await press('I agree with these 3');
    expect(kit.saidOfSeveral).toEqual([]);
    expect(words()).toContain('You are offline.');
    const looks = scene({ me: 'f', role: 'facilitator' });
    await draw(<StageDialog key="f" editor={looks.editor} stage={looks.stage} onClose={nothing} />);
    expect(page.querySelectorAll('input')).toHaveLength(0);
    expect(words()).toContain('Facilitators are neutral.');
  });
});

describe('what others say', () => {
  it('SHOWN-16 is told by name and part; what I said myself is not news', () => {
    const { kit, map, says, yes, agreed } = scene();
    const told: string[] = [];
    const open = openMapOf({ map, entry: { participant: 'p' }, facts: { roster: signal(NAMES) }, agreement: kit.agreement });
    kit.agreement.record.subscribe((changes) => told.push(...changes.flatMap((change) => agreementInWords(open, change))));
    says({ professional: yes('q') });
    agreed();
    says({ professional: { view: { text: 'No', at: 9, by: 'q' } } });
    says({ patient: yes('p') });
    says({ professional: { removal: 9 } });
    says({ patient: { removal: 9 } });
    expect(told).toEqual(['Ben agrees to Feels unwell.', 'Both partners agree to Feels unwell.', 'Ben sees Feels unwell differently.', 'Ben asks to remove Feels unwell.']);
  });

  it('SHOWN-24 both partners are told that what they agreed has changed, once, with the way to it; who came later is not', async () => {
    vi.useFakeTimers();
    const { editor, map, kit, part, goal, agreed } = scene();
    const open = openMapOf({ map, entry: { participant: 'p' }, agreement: kit.agreement, ready: signal(true), connection: kit.connection, editor });
    agreed();
    agreed({ kind: 'goal', id: goal });
    made(edits.setTitle(map, { kind: 'goal', id: goal }, 'Walk further'));
    const stop = announceReopened(open);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(toasts.value).toEqual([]);
    for (const title of ['Feels v', 'Feels ve', 'Feels very unwell']) made(edits.setTitle(map, { kind: 'step', id: part.id }, title));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(toasts.value.map(({ text, action }) => [text, action?.label])).toEqual([['“Feels very unwell” has changed since you both agreed. It needs a new yes.', 'Show it']]);
    await draw(<StateTag editor={editor} part={part} />);
    expect(words()).toBe('Needs a new yes');
    stop();
    vi.useRealTimers();
  });
});

describe('on paper', () => {
  it('SHOWN-19 every part has its state, and both views where they differ', async () => {
    const { editor, map, kit, says, agreed, goal } = scene();
    agreed({ kind: 'goal', id: goal });
    says({ patient: { view: { text: 'Too far', at: 1, by: 'p' } }, professional: { view: { text: 'Too dear', at: 1, by: 'q' } } });
    await draw(<PrintView map={map} agreement={kit.agreement} title="Heart" challenge="" on={new Date(0)} />);
    expect(words()).toContain('Agreement: 1 of 5 parts agreed');
    expect(words()).toContain('Patient side: “Too far”');
    expect(words()).toContain('Professional side: “Too dear”');
    expect([...page.querySelectorAll('.pw-print__step .pw-state')].map((each) => each.textContent)).toEqual(['We see it differently', 'Idea']);
    expect(editor.agreement.parts.value).toHaveLength(5);
  });

  it('AGREE-36 counts what some pairs agree, and says how far the whole map is', async () => {
    const { map, kit, agreed, goal, propose } = scene({ pairs: [PAIR, OTHER] });
    agreed({ kind: 'goal', id: goal });
    propose({ kind: 'map', id: 'map' });
    await draw(<PrintView map={map} agreement={kit.agreement} title="Heart" challenge="" on={new Date(0)} />);
    expect(words()).toContain('Agreement: 0 of 5 parts agreed1 more agreed by some pairs');
    expect(words()).toContain('The whole map: To agree');
    expect(words()).toContain('Agreed by 1 of 2 pairs');
  });
});

describe('a link without words', () => {
  it('AGREE-38 is agreed with its step, taken out by both alone, and leads to that step', async () => {
    const { editor, kit, map, part, agreed, link, other, yes, says } = scene();
    const asLink: AgreePart = { kind: 'link', id: link };
    await draw(<AgreementSection editor={editor} part={asLink} />);
    expect(words()).toContain('you agree it together with the step it starts from: Feels unwell');
    expect(buttons()).toEqual(['Go to that step']);
    await act(async () => agreed());
    expect(page.querySelector('.pw-state')?.textContent).toBe('Agreed');
    expect(remove(editor, { kind: 'link', id: link })).toBe(false);
    await settle();
    expect([kit.said, map.link(link).value?.removed]).toEqual([[{ act: 'remove', part: asLink }], false]);
    expect(remove(editor, { kind: 'step', id: other })).toBe(false);
    expect(toasts.value.at(-1)?.text).toBe('Both partners agreed to a link of this step. First agree to remove that link.');
    // That the partner asks is among what waits for me, and can be answered.
    expect(kit.agreement.parts.value).not.toContainEqual({ ...asLink, stage: map.step(part.id).value?.stage });
    await act(async () => says({ professional: { removal: 7 } }, asLink));
    expect(kit.agreement.openCount.value).toBe(1);
    expect(page.querySelector('.pw-note--warm')?.textContent).toContain('Ben asks to remove this');
    expect(buttons()).toEqual(['Keep it', 'Yes, remove it', 'Go to that step']);
    await press('Keep it');
    expect(kit.said.at(-1)).toEqual({ act: 'keep', part: asLink });
    // The step says something else without it.
    made(edits.removeLink(map, link));
    expect(kit.agreement.of(part).value).toMatchObject({ state: 'toAgree', changedSince: true });
    expect(yes('p').yes.by).toBe('p');
  });
});

describe('words around agreed parts that changed', () => {
  it('SHOWN-26 are asked about once for all parts that one rename touches, each as it is on the screen', async () => {
    const { editor, kit, map, part, other, goal, lane, agreed, present } = scene();
    const second: AgreePart = { kind: 'step', id: other };
    for (const one of [part, second, { kind: 'goal', id: goal } as const]) agreed(one);
    await draw(<AgreementSummary editor={editor} onClose={nothing} />);
    expect(buttons().join()).not.toContain('Words around');
    await act(async () => { made(edits.setTitle(map, { kind: 'lane', id: lane }, 'GP surgery')); });
    await settle();
    expect(buttons()).toContain('Words around 2 agreed parts changed');
    expect([kit.agreement.of(part).value.state, kit.agreement.summary.value.all.agreed, kit.agreement.openCount.value]).toEqual(['aroundChanged', 1, 2]);
    await draw(<AroundDialog editor={editor} onClose={nothing} />);
    expect(words()).toContain('The lane is now called “GP surgery” (was “Person”).');
    expect(words()).toContain('2 parts that you agreed to use it. Do you still agree to all?');
    expect([...page.querySelectorAll('.pw-around__parts button')].map((each) => each.textContent)).toEqual(['Feels unwell', 'Sees GP']);
    kit.refused = [{ kind: 'step', id: other, code: 'changed' }];
    await press('Yes, I still agree to all 2');
    expect(kit.saidOfSeveral).toEqual([{ parts: [part, second].map((one) => ({ ...one, fingerprint: present(one) })) }]);
    expect(page.querySelector('[role=alert]')?.textContent).toBe('1 part changed meanwhile. Look at it again.');
    await act(async () => { agreed(part); agreed(second); });
    expect(words()).toContain('Nothing waits for you here now.');
  });

  it('SHOWN-26 of several changes each is a question of its own, and what else was said of a part comes first', async () => {
    const { editor, kit, map, other, lane, stage, agreed, says, yes } = scene();
    const second: AgreePart = { kind: 'step', id: other };
    agreed();
    made(edits.setTitle(map, { kind: 'lane', id: lane }, 'GP surgery'));
    agreed(second);
    made(edits.setTitle(map, { kind: 'stage', id: stage }, 'Before'));
    await draw(<AroundDialog editor={editor} onClose={nothing} />);
    expect([...page.querySelectorAll('.pw-around')].map((one) => [...one.querySelectorAll('.pw-around__change')].length)).toEqual([2, 1]);
    await act(async () => says({ patient: yes('p'), professional: { park: 'parked' } }));
    expect(page.querySelectorAll('.pw-around')).toHaveLength(1);
    expect(aroundChanged(kit.agreement).map((one) => one.part.id)).toEqual([other]);
    await act(async () => { made(edits.setTitle(map, second as PartRef, 'Sees the nurse')); });
    expect(aroundChanged(kit.agreement)).toEqual([]);
  });

  it('SHOWN-26 without a connection nothing is sent, and who is in no pair is asked nothing', async () => {
    const { editor, kit, map, lane, agreed } = scene();
    agreed();
    made(edits.setTitle(map, { kind: 'lane', id: lane }, 'GP surgery'));
    kit.connection.value = 'offline';
    await draw(<AroundDialog editor={editor} onClose={nothing} />);
    await press('Yes, I still agree');
    expect([kit.saidOfSeveral, announcement.value?.text]).toEqual([[], 'You are offline. Agreeing needs a connection, so nothing was sent.']);
    const looks = scene({ me: 'f', role: 'facilitator' });
    looks.agreed();
    made(edits.setTitle(looks.map, { kind: 'lane', id: looks.lane }, 'GP surgery'));
    expect([looks.kit.agreement.of(looks.part).value.state, aroundChanged(looks.kit.agreement)]).toEqual(['aroundChanged', []]);
  });
});
