/**
 * Content for the harness: the cardiac map as the first template has it, or a map of many steps for measuring.
 * Owns that content; not part of the product's build.
 */
import { addGoal, addLane, addStage, addStep, linkSteps, setStepDetail, setStepGoal } from '../src/model/edits';
import type { MapModel } from '../src/model/map';
import type { Mode, Perspective, Sector } from '../src/model/schema';

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
  const stages = STAGES.map((title) => made(addStage(map, title)));
  const lanes = LANES.map(([title, sector]) => made(addLane(map, title, { sector })));
  const goals = GOALS.map((title) => made(addGoal(map, title)));
  const steps = STEPS.map(([stage, lane, title, mode, perspective, served]) => {
    const id = made(addStep(map, title, { stage: stages[stage]!, lane: lanes[lane]! }, { mode, perspective, sector: LANES[lane]![1] }));
    for (const goal of served) setStepGoal(map, id, { id: goals[goal]!, serves: 'yes' });
    return id;
  });
  for (const [from, to] of LINKS) linkSteps(map, steps[from]!, steps[to]!);
  setStepDetail(map, steps[3]!, 'A nurse or therapist who knows the person phones on day two or three.');
}

/** A map of `count` steps and about as many links, the same every time. */
export function seedMany(map: MapModel, count: number): void {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  map.doc.transact(() => {
    const stages = Array.from({ length: 25 }, (_, index) => made(addStage(map, `Stage number ${index + 1}`)));
    const lanes = Array.from({ length: 10 }, (_, index) => made(addLane(map, `Lane number ${index + 1}`, { sector: LANES[index % LANES.length]![1] })));
    made(addGoal(map, 'One goal for all'));
    const steps = Array.from({ length: count }, (_, index) => {
      const [stage, lane] = [Math.floor(random() * stages.length), Math.floor(random() * lanes.length)];
      return made(addStep(map, `Step ${index} does something for someone`, { stage: stages[stage]!, lane: lanes[lane]! }, { sector: LANES[lane % LANES.length]![1], mode: 'with' }));
    });
    for (let index = 0; index < count; index += 1) linkSteps(map, steps[index]!, steps[Math.floor(random() * count)]!);
  });
}
