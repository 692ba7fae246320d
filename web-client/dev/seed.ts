/**
 * Content for the harness: the cardiac map as the first template has it, or a map of many steps for measuring.
 * Owns that content; not part of the product's build.
 */
import { addPart, addStep, linkSteps, setStepGoal, setText } from '../test/short-edits';
import * as Y from 'yjs';
import type { MapModel } from '../src/model/map';
import type { Mode, Perspective, Sector } from '../src/model/kinds';
import { mapRoots, newId } from '../src/model/schema';

const LANES: readonly [string, Sector][] = [
  ['Person and family', 'self_family'],
  ['Peers and community groups', 'vcse'],
  ['GP practice and primary care', 'nhs'],
  ['Specialist or hospital team', 'nhs'],
  ['Community health and therapy', 'nhs'],
  ['Social care and council', 'social_care'],
];
const STAGES = ['Something is wrong', 'Diagnosis and treatment', 'Going home', 'Rehabilitation that fits me', 'Review', 'Living well and coming back'];
const GOALS = ['I know what happened to my heart and what to look out for', 'I feel safe to be active again', 'My family knows how to help'];
/** stage, lane, title, mode, perspective, goals */
const STEPS: readonly [number, number, string, Mode, Perspective, number[]][] = [
  [0, 0, 'Notices symptoms and decides whether to call', 'by', 'lived', [0]],
  [1, 3, 'Explains the result in plain words with a written summary', 'for', 'both', [0]],
  [2, 3, 'Offers rehabilitation before leaving and sends the referral', 'for', 'professional', [1]],
  [2, 4, 'Phones in the first days to hear what matters', 'with', '', [0, 2]],
  [3, 4, 'First assessment agrees my own goals', 'with', 'both', [1]],
  [3, 0, 'Chooses group at home online or one to one', 'by', 'lived', [1]],
  [3, 1, 'Heart support group or walking group', 'with', 'lived', [1, 2]],
  [4, 4, 'Final review against my goals', 'with', '', []],
  [5, 2, 'One known way back in if worried', 'for', 'professional', [0]],
];
const LINKS: readonly [number, number][] = [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [4, 7], [6, 7], [7, 8], [8, 1]];

function made(result: { done: true; id: string } | { done: false; why: string }): string {
  if (!result.done) throw new Error(result.why);
  return result.id;
}

/** The cardiac map. */
export function seedCardiac(map: MapModel): void {
  const stages = STAGES.map((title) => made(addPart(map, 'stage', title)));
  const lanes = LANES.map(([title, sector]) => made(addPart(map, 'lane', title, { words: { sector } })));
  const goals = GOALS.map((title) => made(addPart(map, 'goal', title)));
  const steps = STEPS.map(([stage, lane, title, mode, perspective, served]) => {
    const id = made(addStep(map, title, { stage: stages[stage]!, lane: lanes[lane]! }, { mode, perspective, sector: LANES[lane]![1] }));
    for (const goal of served) setStepGoal(map, id, { id: goals[goal]!, serves: 'yes' });
    return id;
  });
  for (const [from, to] of LINKS) linkSteps(map, steps[from]!, steps[to]!);
  setText(map, { kind: 'step', id: steps[3]! }, 'detail', { text: 'A nurse or therapist who knows the person phones on day two or three.' });
}

const PATHWAY_STAGES = ['Noticing', 'First contact', 'Finding out', 'Deciding together', 'Living with it', 'When it flares'];
const PATHWAY_LANES: readonly [string, Sector][] = [
  ['Person and family', 'self_family'], ['Peers and community', 'vcse'], ['GP practice', 'nhs'], ['Hospital clinic', 'nhs'], ['Social care', 'social_care'],
];
const PATHWAY_GOALS = ['I get an answer within six weeks', 'I know what will happen', 'I live my life, not my illness'];
/** lane, stage, title, goals, steps that it leads to */
const PATHWAY_STEPS: readonly [number, number, string, number[], number[]][] = [
  [0, 0, 'Feels tired and puts it down to age', [0], [2]], [0, 0, 'Looks for trustworthy information', [1], [2]],
  [0, 1, 'Calls and says what worries me most', [0], [12]], [0, 2, 'Chooses day and place of the test', [1], [18]],
  [0, 3, 'Brings someone to hear the result', [2], [15]], [0, 4, 'Uses my own plan every day', [2], [10]],
  [0, 4, 'Says when I want less, or more', [], [16]], [0, 5, 'Knows the signs and where to call', [2], [17]],
  [1, 0, 'Walking group talks about early signs', [0], [2]], [1, 2, 'Volunteer comes along to the test', [1], [18]],
  [1, 4, 'Cooking and moving together on Fridays', [2], [11]], [1, 5, 'Peer phones after a bad week', [2], []],
  [2, 1, 'One long appointment, not three short ones', [0], [13]], [2, 1, 'Listens, examines, asks what matters', [0], [14, 3]],
  [2, 2, 'Blood tests on the same day', [], [18]], [2, 3, 'Explains options in plain words', [1], [20]],
  [2, 4, 'Checks in by text, as agreed', [], [6]], [2, 5, 'Same-day call back', [2], [22]],
  [3, 2, 'Scan within two weeks', [1], [19]], [3, 2, 'Result in writing within two days', [0], [4, 20]],
  [3, 3, 'Which treatment first?', [1], [5, 21, 24]], [3, 4, 'Nurse visits in the first month', [], [16]],
  [3, 5, 'Short stay, or hospital at home', [2], [27]], [4, 0, 'Council leaflet names the first step', [], [2]],
  [4, 3, 'Benefits and work advice offered', [], [25]], [4, 4, 'Home made ready before it is needed', [2], []],
  [4, 4, 'Carer has a break every week', [2], []], [4, 5, 'Extra help for two weeks', [], [5]], [1, 3, 'Meets somebody with the same illness', [2], [4]],
];
const MODES: readonly Mode[] = ['for', 'by', 'with'];

/** A pathway as a workshop really builds it: 29 steps in 6 stages and 5 lanes. `titles` are words put before each title. */
export function seedPathway(map: MapModel, titles = ''): void {
  const stages = PATHWAY_STAGES.map((title) => made(addPart(map, 'stage', title)));
  const lanes = PATHWAY_LANES.map(([title, sector]) => made(addPart(map, 'lane', title, { words: { sector } })));
  const goals = PATHWAY_GOALS.map((title) => made(addPart(map, 'goal', title)));
  const steps = PATHWAY_STEPS.map(([lane, stage, title, served], index) => {
    const id = made(addStep(map, `${titles}${title}`, { stage: stages[stage]!, lane: lanes[lane]! }, { mode: MODES[index % 3]!, perspective: '', sector: PATHWAY_LANES[lane]![1] }));
    for (const goal of served) setStepGoal(map, id, { id: goals[goal]!, serves: 'yes' });
    return id;
  });
  PATHWAY_STEPS.forEach(([, , , , to], from) => { for (const end of to) linkSteps(map, steps[from]!, steps[end]!); });
}

/** Words for every sixth link. */
export function nameLinks(map: MapModel): void {
  const words = ['by letter', 'the same day', 'if the pain is worse than last week', 'with a warm handover'];
  map.links.value.forEach((link, index) => { if (index % 6 === 2) setText(map, { kind: 'link', id: link.id }, 'label', { text: words[(index / 6 | 0) % words.length]! }); });
}

/** Order keys that rise with the index. */
function ord(index: number): string {
  return `a${String(index).padStart(5, '0')}`;
}

/** A part as the document holds it. */
function part(title: string, rest: Record<string, unknown>): Y.Map<unknown> {
  return new Y.Map<unknown>(Object.entries({ title: new Y.Text(title), ...rest }));
}

/** Where the links of a map of many steps lead: to any step, mostly to one in the same stage or the next, or there are none. */
export type LinksOf = 'anywhere' | 'nearby' | 'none';

/** A map of `count` steps and about as many links, the same every time. */
export function seedMany(map: MapModel, count: number, links: LinksOf = 'anywhere'): void {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  // Written straight into the document, as the server seeds a template: thousands of single edits would be measured too.
  const roots = mapRoots(map.doc);
  map.doc.transact(() => {
    const stages = Array.from({ length: 25 }, () => newId());
    stages.forEach((id, index) => roots.stage.set(id, part(`Stage number ${index + 1}`, { ord: ord(index) })));
    const lanes = Array.from({ length: 10 }, () => newId());
    lanes.forEach((id, index) => roots.lane.set(id, part(`Lane number ${index + 1}`, { ord: ord(index), sector: LANES[index % LANES.length]![1] })));
    roots.goal.set(newId(), part('One goal for all', { ord: ord(0) }));
    const steps = Array.from({ length: count }, () => newId());
    const byStage = new Map<number, string[]>();
    const stageOf = new Map<string, number>();
    steps.forEach((id, index) => {
      const [stage, lane] = [Math.floor(random() * stages.length), Math.floor(random() * lanes.length)];
      stageOf.set(id, stage);
      byStage.set(stage, [...(byStage.get(stage) ?? []), id]);
      const meta = { kind: 'step', mode: 'with', sector: LANES[lane % LANES.length]![1], perspective: 'lived' };
      roots.step.set(id, part(`Step ${index} does something for someone`, { detail: new Y.Text(), pos: { stage: stages[stage], lane: lanes[lane], ord: ord(index) }, meta }));
    });
    if (links === 'none') return;
    steps.forEach((id) => {
      const among = links === 'nearby' ? byStage.get((stageOf.get(id) ?? 0) + Math.floor(random() * 2)) ?? steps : steps;
      roots.link.set(newId(), new Y.Map<unknown>(Object.entries({ ends: { from: id, to: among[Math.floor(random() * among.length)] }, kind: 'leadsTo', label: new Y.Text() })));
    });
  });
}
