/** Made-up votes for the page without a server: one that is open, of the kind asked for, or closed ones of each kind. */
import type { Numbers, Round, VoteKind } from '../src/model/session/votes';
import type { VotesApi } from '../src/workshop/session-api';

const CHOICES = ['One number to ring, day and night', 'A visit at home in the first week', 'A group to walk with', 'Somebody who had it too rings you'].map((text, at) => ({ id: String(at + 1), text }));
const QUESTIONS: Readonly<Record<VoteKind, string>> = { dots: 'What should we do first?', rank: 'Which three matter most to you?', answer: 'Shall we keep this stage as it is?', scale: 'This pathway fits the lives of people here.' };

function round(kind: VoteKind, change: Partial<Round> = {}): Round {
  const hasChoices = kind === 'dots' || kind === 'rank';
  return {
    id: kind, kind, question: QUESTIONS[kind], choices: hasChoices ? CHOICES : [], dotsEach: kind === 'dots' ? 3 : 0, notOwn: false, state: 'open', openedAt: 1, isAnew: false,
    voted: { patient: 2, professional: 1 }, ...change,
  };
}

function numbers(of: Readonly<Record<string, number>>): Numbers {
  return new Map(Object.entries(of));
}

/** The votes. */
export function seedVotes(asked: string | null): readonly Round[] {
  if (asked === null || asked === 'none') return [];
  if (asked !== 'closed') return [round(asked as VoteKind)];
  const voted = { patient: 4, professional: 3 };
  return [
    round('dots', { state: 'closed', result: { voted, total: numbers({ 1: 9, 2: 4, 4: 6 }), patient: numbers({ 1: 7, 4: 5 }), professional: numbers({ 1: 2, 2: 4, 4: 1 }) } }),
    round('scale', { state: 'closed', result: { voted, total: numbers({ 1: 2, 4: 1, 5: 4 }), patient: numbers({ 1: 2, 5: 2 }), professional: numbers({ 4: 1, 5: 2 }) } }),
    round('answer', { state: 'closed', result: { voted: { patient: 4, professional: 1 }, total: numbers({ yes: 3, no: 1, notSure: 1 }) } }),
    round('rank', { state: 'tooFew' }),
  ];
}

const nothing = async () => undefined;
/** Calls that say yes to everything. */
export const votesApi: VotesApi = { open: nothing, cast: nothing, close: nothing, cancel: nothing, mine: async () => ({ round: 'dots', cast: [] }) };
