/**
 * Sentences about the parts of a map, for labels and announcements: the same words in the map, the list and the panel.
 *
 * Owns how a part is named and where it is said to stand. Reads the model, writes nothing, knows no page.
 */
import { listInWords, t, type PlainKey } from '../../i18n/translate';
import { PART_KINDS, rowOf, type Family, type Mode, type OrderedKind, type Perspective, type Sector, type WordField } from '../../model/kinds';
import { cellKey } from '../../model/placement';
import type { MapModel } from '../../model/map';
import type { PartRef, Step } from '../../model/schema';
import type { EditVerb, MyEdit } from '../../model/command';
import type { SymbolName } from '../../styles/symbols';

/** A word with its symbol: colour is never the only sign. */
export interface Tag {
  readonly symbol: SymbolName;
  readonly word: string;
  /** The word where there is little room, when it is another one. */
  readonly short?: string;
}

/** The name of a part, or words that say that it has none. */
export function partName(map: MapModel, part: PartRef): string {
  const { kind, id } = part;
  if (kind === 'step') return stepName(map, id);
  if (kind === 'link') {
    const link = map.link(id).value;
    return t('link.between', { from: stepName(map, link?.from ?? ''), to: stepName(map, link?.to ?? '') });
  }
  return map.at(kind, id).value?.title.trim() || t(PART_KINDS[kind].labels.untitled);
}

/** The title of a step, or words that say that it has none. */
export function stepName(map: MapModel, step: string): string {
  return map.step(step).value?.title.trim() || t('step.untitled');
}

/** Titles as a list within a sentence, each in quotation marks. */
export function quotedSteps(map: MapModel, steps: readonly string[]): string {
  return listInWords(steps.map((id) => t('step.quoted', { title: stepName(map, id) })));
}

/** One word of a part with its symbol; nothing when it is not said. */
export function wordTag(field: WordField, word: string): Tag | undefined {
  // The tests hold every word of the table to a message and a symbol.
  return word === '' || field.label === undefined ? undefined : { symbol: word as SymbolName, word: t(`${field.label}.${word}` as PlainKey) };
}

/** The words of a part that stands in a list. */
export function wordTags(kind: OrderedKind, part: object): Tag[] {
  const said = part as Readonly<Record<string, string>>;
  return Object.entries(rowOf(kind).words).map(([key, field]) => wordTag(field, said[key] ?? '')).filter((tag) => tag !== undefined);
}

/** The texts of a part beside its title, as sentences; empty ones are left out. */
export function shownTexts(kind: OrderedKind, part: object): string[] {
  const said = part as Readonly<Record<string, string>>;
  const texts = Object.entries(rowOf(kind).shown ?? {}).map(([key, message]) => ({ message, text: said[key]?.trim() ?? '' }));
  return texts.filter(({ text }) => text !== '').map(({ message, text }) => t(message as 'outcome.measure', { text }));
}

/** The word for what kind of change an outcome is; empty when not said. */
export function familyTag(family: Family): Tag | undefined {
  return family === '' ? undefined : { symbol: family, word: t(`family.${family}`) };
}

/** The sign of a step that is a shared decision. */
export function decisionTag(step: Step): Tag | undefined {
  return step.kind === 'decision' ? { symbol: 'decision', word: t('decision.one') } : undefined;
}

/** The options of a shared decision: one a line, empty lines left out. */
export function optionsOf(step: Step): readonly string[] {
  return step.kind === 'decision' ? step.options.split('\n').map((line) => line.trim()).filter((line) => line !== '') : [];
}

/** The word for a sector; empty when not said. */
export function sectorTag(sector: Sector): Tag | undefined {
  return sector === '' ? undefined : { symbol: sector, word: t(`sector.${sector}`) };
}

/** The word for who does it; empty when not said. */
export function modeTag(mode: Mode): Tag | undefined {
  return mode === '' ? undefined : { symbol: mode, word: t(`mode.${mode}`) };
}

const PERSPECTIVE_SYMBOL = { lived: 'patient', professional: 'professional', both: 'both', other: 'other' } as const;

/** The word for whose knowledge it is; empty when not said. */
export function perspectiveTag(perspective: Perspective): Tag | undefined {
  return perspective === '' ? undefined : { symbol: PERSPECTIVE_SYMBOL[perspective], word: t(`perspective.${perspective}`) };
}

/** What is said about a step, in the order shown. */
export function stepTags(step: Step): Tag[] {
  return [decisionTag(step), sectorTag(step.sector), modeTag(step.mode), perspectiveTag(step.perspective)].filter((tag) => tag !== undefined);
}

/** What is said about a step in the few words that fit on the map. */
export function shortTags(step: Step): Tag[] {
  return [
    decisionTag(step),
    sectorTag(step.sector),
    step.mode === '' ? undefined : { symbol: step.mode, word: t(`tag.mode.${step.mode}`) },
    step.perspective === '' ? undefined : { symbol: PERSPECTIVE_SYMBOL[step.perspective], word: t(`tag.perspective.${step.perspective}`) },
  ].filter((tag) => tag !== undefined);
}

/** The same where its lane stands beside it: who provides it goes without saying when the lane says so. */
export function tagsInLane(step: Step, laneSector: Sector): Tag[] {
  return shortTags(step).filter((tag) => step.sector !== laneSector || tag.symbol !== step.sector);
}

/** The number of a goal, from 1, or 0 when it is not there. */
export function goalNumber(map: MapModel, goal: string): number {
  return (map.placeOfGoal(goal) ?? -1) + 1;
}

/** Goals with their short sign and full name. */
export function goalSigns(map: MapModel, goals: readonly string[]): { id: string; short: string; name: string }[] {
  return goals.map((id) => {
    const number = goalNumber(map, id);
    return { id, short: t('goal.short', { number }), name: t('goal.name', { number, title: partName(map, { kind: 'goal', id }) }) };
  });
}

/** Where a step stands among those of its cell; undefined when it is not placed. */
export function stepPlace(map: MapModel, step: Step): { index: number; count: number } | undefined {
  const ids = map.cells.value.get(cellKey(step.stage, step.lane)) ?? [];
  const [place, first] = [map.placeInReading(step.id), map.placeInReading(ids[0] ?? '')];
  return place === undefined || first === undefined ? undefined : { index: place - first + 1, count: ids.length };
}

/** Where a step stands, in words. */
export function whereWords(map: MapModel, step: Step): string {
  const place = stepPlace(map, step);
  if (!place) return t('step.notPlaced');
  return t('step.where', { ...place, stage: partName(map, { kind: 'stage', id: step.stage }), lane: partName(map, { kind: 'lane', id: step.lane }) });
}

/**
 * Everything about a step in one line, for people who listen to the map. What is written on the step comes first, word for
 * word: people who speak to their device call it by what they see.
 */
export function stepSentence(map: MapModel, id: string, state?: string): string {
  const step = map.step(id).value;
  if (!step) return t('step.untitled');
  const goals = goalSigns(map, map.goalsOf(id).value);
  const noGoal = map.goals.value.length > 0 && goals.length === 0;
  const leads = map.linksFrom(id).value.map((link) => link.to);
  const comes = map.linksTo(id).value.map((link) => link.from);
  const drawn = tagsInLane(step, map.lane(step.lane).value?.sector ?? '');
  const more = shortTags(step).filter((tag) => drawn.every((other) => other.symbol !== tag.symbol));
  const parts = [
    stepName(map, id),
    ...(noGoal ? [t('step.noGoal')] : []),
    ...(goals.length > 0 ? [goals.map((goal) => goal.short).join(', ')] : []),
    ...drawn.map((tag) => tag.word),
    ...(state === undefined ? [] : [state]),
    whereWords(map, step),
    ...more.map((tag) => tag.word),
    ...(goals.length > 0 ? [t('step.serves', { goals: listInWords(goals.map((goal) => goal.name)) })] : []),
    ...(leads.length > 0 ? [t('step.leadsTo', { steps: quotedSteps(map, leads) })] : []),
    ...(comes.length > 0 ? [t('step.comesFrom', { steps: quotedSteps(map, comes) })] : []),
  ];
  return `${parts.map((part) => part.replace(/[.\s]+$/, '')).join('. ')}.`;
}

const DID = {
  add: 'did.add', setText: 'did.setText', move: 'did.move', setMeta: 'did.setMeta', setGoal: 'did.setGoal', link: 'did.link',
  remove: 'did.remove', restore: 'did.restore', reword: 'did.reword',
  addMany: 'did.addMany', moveMany: 'did.moveMany', setMany: 'did.setMany', removeMany: 'did.removeMany',
} as const satisfies Record<EditVerb, string>;

/** What an edit did, in words. */
export function editWords(map: MapModel, edit: MyEdit): string {
  return t(DID[edit.verb], { name: edit.name.trim() || partName(map, edit.part), count: edit.parts.length });
}
