/**
 * Content for the harness: the cardiac map as the first template has it, or a map of many steps for measuring.
 * Owns that content; not part of the product's build.
 */
import { addPart, addStep, linkSteps, setStepGoal, setText } from '../src/model/edits';
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

/** Order keys that rise with the index. */
function ord(index: number): string {
  return `a${String(index).padStart(5, '0')}`;
}

/** A part as the document holds it. */
function part(title: string, rest: Record<string, unknown>): Y.Map<unknown> {
  return new Y.Map<unknown>(Object.entries({ title: new Y.Text(title), ...rest }));
}

/** A map of `count` steps and about as many links, the same every time. */
export function seedMany(map: MapModel, count: number): void {
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
    steps.forEach((id, index) => {
      const [stage, lane] = [Math.floor(random() * stages.length), Math.floor(random() * lanes.length)];
      const meta = { kind: 'step', mode: 'with', sector: LANES[lane % LANES.length]![1], perspective: 'lived' };
      roots.step.set(id, part(`Step ${index} does something for someone`, { detail: new Y.Text(), pos: { stage: stages[stage], lane: lanes[lane], ord: ord(index) }, meta }));
    });
    steps.forEach((id) => {
      roots.link.set(newId(), new Y.Map<unknown>(Object.entries({ ends: { from: id, to: steps[Math.floor(random() * count)] }, kind: 'leadsTo', label: new Y.Text() })));
    });
  });
}
