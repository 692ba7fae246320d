/**
 * Steps as they are copied: in a form of our own, which keeps everything, and as the cells of a spreadsheet. What is pasted comes
 * from anywhere, so it is read as hostile: nothing is taken that is not of the right kind and within the limits. Pure.
 */
import { MODES, PERSPECTIVES, SECTORS, STEP_KINDS, unitsMaxOf } from '../../model/kinds';
import type { MapModel } from '../../model/map';
import type { NewLink, NewStep } from '../../model/many/many';

/** The name of our own form on a clipboard. */
export const CLIP_TYPE = 'application/x-pairway-steps+json';
/** Most steps and links of a clip, and its longest text in UTF-16 code units. */
export const CLIP_STEPS_MAX = 500;
const CLIP_LINKS_MAX = 2_000;
const CLIP_UNITS_MAX = 2_000_000;
/** Farthest that a step can stand from the first, in stages or lanes. */
const FAR_MAX = 200;
/** Most goals of one step. */
const GOALS_MAX = 100;

/** A copied step: as a new one, but with its place counted from the first stage and lane, and goals by id and title. */
export interface ClipStep extends Omit<NewStep, 'slot' | 'goals'> {
  readonly column: number;
  readonly row: number;
  readonly goals: readonly { readonly id: string; readonly title: string }[];
}

/** What was copied. */
export interface Clip {
  readonly steps: readonly ClipStep[];
  readonly links: readonly NewLink[];
}

/** Steps as a clip, in the order given. */
export function clipOf(map: MapModel, ids: readonly string[]): Clip {
  const [stages, lanes] = [map.stages.peek().map(({ id }) => id), map.lanes.peek().map(({ id }) => id)];
  const found = ids.flatMap((id) => map.step(id).peek() ?? []);
  const placed = found.map((step) => ({ step, column: Math.max(0, stages.indexOf(step.stage)), row: Math.max(0, lanes.indexOf(step.lane)) }));
  const [left, top] = [Math.min(...placed.map(({ column }) => column)), Math.min(...placed.map(({ row }) => row))];
  const steps = placed.map(({ step, column, row }): ClipStep => {
    const { title, detail, options, matters, kind, mode, sector, perspective } = step;
    const goals = map.goalsOf(step.id).peek().map((id) => ({ id, title: map.goal(id).peek()?.title ?? '' }));
    return { title, detail, options, matters, kind, mode, sector, perspective, goals, column: column - left, row: row - top };
  });
  const at = new Map(found.map(({ id }, index) => [id, index]));
  const links = map.links.peek().flatMap((link): NewLink[] => {
    const [from, to] = [at.get(link.from), at.get(link.to)];
    return from === undefined || to === undefined ? [] : [{ from, to, label: link.label }];
  });
  return { steps, links };
}

/** A clip as text of our own form. */
export function writeClip(clip: Clip): string {
  return JSON.stringify({ version: 1, ...clip });
}

/** A cell that no spreadsheet takes for a formula, in quotation marks where it needs them. */
function cellOf(title: string): string {
  const safe = /^[=+\-@]/.test(title) ? `'${title}` : title;
  return /["\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A clip as the cells of a spreadsheet: a column a stage, the lanes below each other. */
export function sheetOf({ steps }: Clip): string {
  const columns = Math.max(0, ...steps.map(({ column }) => column + 1));
  const rows = [...new Set(steps.map(({ row }) => row))].sort((a, b) => a - b);
  const lines = rows.flatMap((row) => {
    const cells = Array.from({ length: columns }, (_, column) => steps.filter((step) => step.row === row && step.column === column).map(({ title }) => cellOf(title)));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) => cells.map((cell) => cell[line] ?? '').join('\t'));
  });
  return lines.join('\n');
}

type Plain = Readonly<Record<string, unknown>>;

function plain(value: unknown): Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
}

function listOf(value: unknown, max: number): readonly unknown[] | undefined {
  return Array.isArray(value) && value.length <= max ? value : undefined;
}

function wordIn<Word extends string>(words: readonly Word[], value: unknown): Word | '' {
  return words.find((word) => word === value) ?? '';
}

function place(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < FAR_MAX ? value : 0;
}

function stepIn(value: unknown): ClipStep | undefined {
  const { title, detail, options, matters, kind, mode, sector, perspective, goals, column, row } = plain(value);
  const texts = { title, detail, options, matters };
  const isText = Object.entries(texts).every(([field, text]) => typeof text === 'string' && text.length <= unitsMaxOf('step', field as keyof typeof texts));
  if (!isText) return undefined;
  const served = (listOf(goals, GOALS_MAX) ?? []).flatMap((goal) => {
    const { id, title: name } = plain(goal);
    return typeof id === 'string' && typeof name === 'string' ? [{ id, title: name }] : [];
  });
  return {
    ...(texts as Record<keyof typeof texts, string>),
    kind: wordIn(STEP_KINDS, kind) || 'step', mode: wordIn(MODES, mode), sector: wordIn(SECTORS, sector), perspective: wordIn(PERSPECTIVES, perspective),
    goals: served, column: place(column), row: place(row),
  };
}

function linkIn(value: unknown, count: number): NewLink | undefined {
  const { from, to, label } = plain(value);
  const isStep = (at: unknown): at is number => typeof at === 'number' && Number.isInteger(at) && at >= 0 && at < count;
  if (!isStep(from) || !isStep(to) || from === to) return undefined;
  return { from, to, label: typeof label === 'string' && label.length <= unitsMaxOf('link', 'label') ? label : '' };
}

/** A clip from text of our own form; nothing when it is not one, or holds too much. */
export function readClip(text: string): Clip | undefined {
  if (text === '' || text.length > CLIP_UNITS_MAX) return undefined;
  try {
    const { version, steps, links } = plain(JSON.parse(text));
    const given = listOf(steps, CLIP_STEPS_MAX);
    if (version !== 1 || !given || given.length === 0) return undefined;
    const read = given.map(stepIn);
    const known = read.filter((step) => step !== undefined);
    if (known.length !== read.length) return undefined;
    // Of two links between the same steps one is enough.
    const joined = new Map((listOf(links, CLIP_LINKS_MAX) ?? []).flatMap((link) => linkIn(link, known.length) ?? []).map((link) => [`${link.from} ${link.to}`, link]));
    return { steps: known, links: [...joined.values()] };
  } catch {
    return undefined;
  }
}

/** The new steps of a clip at a place: its first stage and lane there, the others beside them, the last ones where the map ends. */
export function stepsAtPlace(map: MapModel, clip: Clip, place: { readonly stage: string; readonly lane: string; readonly index?: number | undefined }): readonly NewStep[] {
  const [stages, lanes] = [map.stages.peek(), map.lanes.peek()];
  const goals = map.goals.peek();
  const [column, row] = [stages.findIndex(({ id }) => id === place.stage), lanes.findIndex(({ id }) => id === place.lane)];
  let here = 0;
  return clip.steps.map(({ column: right, row: down, goals: served, ...step }) => {
    const stage = stages[Math.min(stages.length - 1, column + right)]?.id ?? '';
    const lane = lanes[Math.min(lanes.length - 1, row + down)]?.id ?? '';
    const isHere = stage === place.stage && lane === place.lane && place.index !== undefined;
    const known = served.flatMap(({ id, title }) => goals.find((goal) => goal.id === id)?.id ?? goals.find((goal) => title !== '' && goal.title === title)?.id ?? []);
    return { ...step, goals: [...new Set(known)], slot: { stage, lane, index: isHere ? (place.index ?? 0) + here++ : undefined } };
  });
}
