/**
 * What the map shows, read from the model: the input of the layout, and for each drawn step its words, symbols and the
 * sentence that is spoken for it. Owns the way from model to picture; draws nothing.
 */
import { shortState, tagOfPart } from '../../editor/words/agreement-words';
import { countWords } from '../../editor/talk/talk-count';
import { t } from '../../i18n/translate';
import { goalSigns, stepName, stepSentence, tagsInLane, type Tag } from '../../editor/words/part-words';
import type { MapModel } from '../../model/map';
import type { Sector } from '../../model/kinds';
import type { Step } from '../../model/schema';
import type { Agreement } from '../../workshop/agreement';
import type { TalkCount } from '../../workshop/talk';
import type { GridInput, GridStep } from '../layout/shapes';

/** Everything a drawn step shows. */
export interface StepStyle {
  readonly title: string;
  readonly tags: readonly Tag[];
  readonly goals: readonly { readonly short: string; readonly name: string }[];
  /** Gently flagged: the map has goals and the step serves none. */
  readonly noGoal: boolean;
  /** What the pairs say of it, and the word for it where there is little room; empty where its shape says it. */
  readonly state: Tag;
  readonly stateShort: string;
  /** How much is said about it. */
  readonly talk: TalkCount;
  /** The spoken sentence. */
  readonly label: string;
  /** The sector, for the colour beside symbol and word. */
  readonly sector: string;
}

/** The look of a step. */
export function stepStyle(map: MapModel, agreement: Agreement, id: string): StepStyle {
  const step = map.step(id).value;
  const tags = step ? tagsInLane(step, map.lane(step.lane).value?.sector ?? '') : [];
  const state = tagOfPart(agreement, { kind: 'step', id });
  return {
    title: stepName(map, id),
    tags,
    goals: goalSigns(map, map.goalsOf(id).value),
    noGoal: map.goals.value.length > 0 && map.goalsOf(id).value.length === 0,
    state,
    stateShort: shortState(state),
    talk: { open: 0, unread: 0 },
    label: stepSentence(map, id, state.word),
    sector: step?.sector ?? '',
  };
}

/** The look of a step that people talk about. */
export function withTalk(look: StepStyle, talk: TalkCount): StepStyle {
  const words = countWords(talk);
  return words === '' ? look : { ...look, talk, label: `${look.label} ${words}.` };
}

/** A look as one string: the same string means that nothing is to be drawn again. */
export function styleKey(look: StepStyle): string {
  return JSON.stringify([look.title, look.label, look.sector, look.noGoal, look.state, look.talk, look.tags.map((tag) => tag.symbol), look.goals.map((goal) => goal.short)]);
}

const NO_TAGS: readonly string[] = [];

/** What the layout must know of one step that stands in a cell. */
export function gridStep(map: MapModel, id: string): GridStep | undefined {
  const step = map.step(id).value;
  if (!step) return undefined;
  const tags = tagsInLane(step, map.lane(step.lane).value?.sector ?? '').map((tag) => tag.word);
  return { id, stage: step.stage, lane: step.lane, title: stepName(map, id), tags };
}

/** Whether a link between steps of these sectors leads from one organisation to another. */
function isHandover(from: Sector | undefined, to: Sector | undefined): boolean {
  return from !== undefined && to !== undefined && from !== '' && to !== '' && from !== to;
}

/** What the layout must know of the map. Read without signals: thousands of them would be made for it alone. */
export function gridInput(map: MapModel): GridInput {
  const stages = map.stages.value.map((stage) => stage.id);
  const lanes = map.lanes.value.map((lane) => lane.id);
  const steps: GridStep[] = [];
  const untitled = t('step.untitled');
  // A map has few different combinations of tags: thousands of steps share their words.
  const words = new Map<string, readonly string[]>();
  const tagsOf = (step: Step, laneSector: Sector): readonly string[] => {
    const key = `${step.kind}|${step.sector}|${step.mode}|${step.perspective}|${laneSector}`;
    const known = words.get(key) ?? tagsInLane(step, laneSector).map((tag) => tag.word);
    words.set(key, known);
    return known;
  };
  for (const stage of stages) {
    for (const cell of map.cellsOf(stage)) {
      const sector = map.lane(cell.lane).value?.sector ?? '';
      for (const id of cell.steps) {
        const step = map.peekStep(id);
        steps.push({ id, stage, lane: cell.lane, title: step?.title.trim() || untitled, tags: step ? tagsOf(step, sector) : NO_TAGS });
      }
    }
  }
  const sectorOf = (id: string) => map.peekStep(id)?.sector;
  return { stages, lanes, steps, links: map.links.value.map((link) => ({ id: link.id, from: link.from, to: link.to, label: link.label, handover: isHandover(sectorOf(link.from), sectorOf(link.to)) })) };
}
