// @vitest-environment happy-dom
/** Voting, results and the facilitator's part of a vote, on the page (docs/spec/session.md). */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { seedVotes } from '../../dev/votes';
import type { Round } from '../../src/model/session/votes';
import { announcement } from '../../src/notice/notice';
import { announceVotes } from '../../src/shell/workshop/announcements/votes';
import { VotePanel } from '../../src/shell/workshop/session/votes/vote-panel';
import { VoteRun } from '../../src/shell/workshop/session/votes/vote-run';
import type { OpenWorkshop } from '../../src/workshop/open';
import { openMapOf } from '../helpers';
import { press, write } from '../on-page';
import '../words';

type Said = { round?: string; cast: readonly string[] };

function page(kind: string, change: { side?: 'patient' | 'professional' | null; actsFor?: string; mine?: Said; refuse?: string } = {}) {
  const sent: unknown[] = [];
  const note = (what: string) => async (_: string, body: unknown) => {
    if (change.refuse !== undefined) throw Object.assign(new Error(change.refuse), { code: 'vote_closed' });
    sent.push([what, body]);
  };
  const person = (side: string, actsFor?: string) => ({ state: 'in', side, actsFor });
  const votes = signal<readonly Round[]>(seedVotes(kind));
  const open = openMapOf({
    entry: { workshop: 'w', participant: 'me' }, me: signal({ side: change.side === undefined ? 'patient' : change.side }), connection: signal('connected'),
    session: { votes, state: signal({ beganAt: 1 }), current: signal(undefined) },
    facts: { participants: signal(new Map([['me', person('patient', change.actsFor)], ['ann', person('patient')], ['bo', person('professional')]])), roster: signal(new Map([['ann', { nickname: 'Ann' }]])), meta: signal({ map: '' }) },
    api: { votes: { open: note('open'), cast: note('cast'), close: note('close'), cancel: note('cancel'), mine: async () => change.mine ?? { round: kind, cast: [] } } },
  });
  const show = async (part: 'panel' | 'run') => {
    const workshop = open.workshop as OpenWorkshop;
    await act(async () => render(part === 'panel' ? <VotePanel open={open} /> : <VoteRun workshop={workshop} />, document.body));
  };
  return { open, votes, sent, show };
}

const text = () => document.body.textContent ?? '';
const named = (selector: string) => [...document.querySelectorAll(selector)].map((each) => each.getAttribute('aria-label') ?? each.textContent);

afterEach(() => {
  render(null, document.body);
  document.body.replaceChildren();
});

describe('voting', () => {
  it('VOTE-22 dots are put with + and -, never more than there are, and sent by one press', async () => {
    const { sent, show } = page('dots');
    await show('panel');
    const [first = ''] = named('.pw-vote__words');
    for (let at = 0; at < 4; at += 1) await press(`One more dot: ${first}`);
    expect(text()).toContain('No dots left.');
    await press(`One dot less: ${first}`);
    expect(text()).toContain('1 dot left');
    await press('Send my vote');
    expect(sent).toEqual([['cast', { round: 'dots', marks: { [String(seedVotes('dots')[0]?.choices.find((choice) => choice.text === first)?.id)]: 2 } }]]);
  });

  it('VOTE-22 three choices are pressed in turn, and one answer is sent at once', async () => {
    const rank = page('rank');
    await rank.show('panel');
    const names = named('.pw-vote__words');
    for (const button of [...document.querySelectorAll<HTMLButtonElement>('.pw-vote__press')].slice(0, 3)) await act(async () => button.click());
    expect(named('.pw-vote__press[aria-pressed=true]')).toEqual(names.slice(0, 3).map((name, at) => `${['1st', '2nd', '3rd'][at]}${name}`));
    await press('Send my vote');
    const [, body] = rank.sent[0] as [string, { marks: object }];
    expect(Object.values(body.marks).toSorted()).toEqual([1, 2, 3]);
    render(null, document.body);
    const answer = page('answer');
    await answer.show('panel');
    await press('Not sure');
    expect(answer.sent).toEqual([['cast', { round: 'answer', marks: { notSure: 1 } }]]);
  });

  it('VOTE-23 a vote that is in is said so, also after the page was loaded again, and nothing of it is kept on the device', async () => {
    const first = page('answer');
    await first.show('panel');
    expect(text()).not.toContain('Your vote is in.');
    await press('Yes');
    await vi.waitFor(() => expect(text()).toContain('Your vote is in. You can change it until it closes.'));
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('yes');
    render(null, document.body);
    const again = page('answer', { mine: { round: 'answer', cast: ['me'] } });
    await again.show('panel');
    await vi.waitFor(() => expect(text()).toContain('This page does not show what you chose.'));
    expect(named('.pw-vote__press[aria-pressed=true]')).toEqual([]);
    render(null, document.body);
    const refused = page('answer', { refuse: 'This vote is closed.' });
    await refused.show('panel');
    await press('Yes');
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toBeTruthy());
    expect(text()).not.toContain('Your vote is in.');
  });

  it('VOTE-15 a scribe votes for the person they write for; who only looks on has no ballot', async () => {
    const { sent, show } = page('answer', { side: null, actsFor: 'ann' });
    await show('panel');
    await press('No');
    expect(sent).toEqual([['cast', { round: 'answer', marks: { no: 1 }, actingFor: 'ann' }]]);
    await vi.waitFor(() => expect(text()).toContain('The vote of Ann is in.'));
    render(null, document.body);
    const observer = page('answer', { side: null });
    await observer.show('panel');
    expect(named('button')).toEqual([]);
    expect(text()).toContain('People are voting.');
  });
});

describe('results', () => {
  it('VOTE-24 are said in words beside the bars, by side where that is told, and why not where it is not', async () => {
    await page('closed').show('panel');
    const rows = named('.pw-vote__rows > li');
    expect(rows[0]).toBe('One number to ring, day and night: 9 dotsPatient side 7, professional side 2');
    expect(rows).toContain('Yes: 3 people');
    expect(text()).toContain('The sides are not shown apart');
    expect(text()).toContain('Fewer than 3 people voted, so no result is shown.');
    for (const bar of document.querySelectorAll('.pw-vote__bar')) expect(bar.getAttribute('aria-hidden')).toBe('true');
  });
});

describe('the facilitator', () => {
  it('VOTE-25 sees how many of each side have voted, and closes the vote', async () => {
    const { sent, show } = page('dots', { side: null });
    await show('run');
    expect(named('.pw-vote__voted > div')).toEqual(['Patient side2 of 2', 'Professional side1 of 1']);
    await press('Close the vote and show the result');
    expect(sent).toEqual([['close', 'dots']]);
  });

  it('VOTE-25 opens one from what is typed, and is told what is missing', async () => {
    const { sent, show } = page('none', { side: null });
    await show('run');
    await press('Open the vote');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('Type the question');
    await write(document.querySelector('input[type=text]'), 'What first?');
    await write(document.querySelector('textarea'), 'A number to ring\n\n A visit ');
    await press('Open the vote');
    expect(sent).toEqual([['open', { kind: 'dots', question: 'What first?', choices: [{ text: 'A number to ring' }, { text: 'A visit' }], dotsEach: 3, notOwn: false }]]);
  });
});

describe('what is said of votes', () => {
  it('VOTE-26 a vote is spoken when it opens and when it closes; ballots and what I find are not', async () => {
    const { open, votes } = page('dots');
    announcement.value = undefined;
    const stop = announceVotes(open.workshop as OpenWorkshop);
    const said = async () => {
      await act(async () => undefined);
      await vi.dynamicImportSettled();
      const words = announcement.value?.text;
      announcement.value = undefined;
      return words;
    };
    expect(await said()).toBeUndefined();
    const [first] = votes.value as [Round];
    votes.value = [{ ...first, voted: { patient: 3, professional: 1 } }];
    expect(await said()).toBeUndefined();
    votes.value = [{ ...first, state: 'closed' }];
    expect(await said()).toBe('The vote is closed: What should we do first?');
    votes.value = [{ ...first, state: 'closed' }, { ...first, id: 'next', question: 'And then?' }];
    expect(await said()).toBe('You can vote now: And then?');
    stop();
  });
});
