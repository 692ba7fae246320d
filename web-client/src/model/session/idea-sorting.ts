/**
 * How ideas are sorted, as the `session` document tells it: the themes they stand in and what became of them; and by which stage of a map an
 * idea stands. Reads only, and never throws on unexpected content. The layout is PROTOCOL.md section 1.5.
 */
import type * as Y from 'yjs';
import type { MapModel } from '../map';
import { plainOf } from '../read';
import type { About } from './my-notes';

/** A name under which ideas stand. */
export interface Theme {
  readonly id: string;
  readonly name: string;
}

/** What an idea can become. */
export const BECOMES = ['step', 'goal', 'comment'] as const;
export type Becomes = (typeof BECOMES)[number];

/** What an idea became, and where that is. */
export interface Became {
  readonly kind: Becomes;
  readonly map: string;
  /** Id of the step or goal; of a comment, that of its thread. */
  readonly part: string;
}

/** How one idea is sorted. */
export interface Sorted {
  /** Id of the theme. */
  readonly theme: string | undefined;
  readonly became: Became | undefined;
}

/** How all ideas are sorted. */
export interface Sorting {
  /** In the order in which they were first named. */
  readonly themes: readonly Theme[];
  /** By the id of the idea. */
  readonly ideas: ReadonlyMap<string, Sorted>;
}

/** Longest name of a theme, and most themes. */
export const THEME_CHARS_MAX = 60;
const THEMES_MAX = 100;
const IDEAS_MAX = 1_000;
const PART_ID = /^[A-Za-z0-9_-]{1,64}$/u;

/** Nothing is sorted. */
export const NOT_SORTED: Sorting = { themes: [], ideas: new Map() };
const NOWHERE: Sorted = { theme: undefined, became: undefined };

/** Reads how ideas are sorted. */
export function readSorting(doc: Y.Doc): Sorting {
  const themes: (Theme & { readonly at: number })[] = [];
  for (const [id, raw] of doc.getMap('themes').entries()) {
    const said = plainOf(raw);
    if (themes.length >= THEMES_MAX || typeof said?.['name'] !== 'string' || typeof said['at'] !== 'number') continue;
    themes.push({ id, name: said['name'], at: said['at'] });
  }
  const known = new Set(themes.map(({ id }) => id));
  const ideas = new Map<string, Sorted>();
  for (const [id, raw] of doc.getMap('ideaSorting').entries()) {
    const said = plainOf(raw);
    if (!said || ideas.size >= IDEAS_MAX) continue;
    const { theme } = said;
    const sorted = { theme: typeof theme === 'string' && known.has(theme) ? theme : undefined, became: readBecame(said['became']) };
    if (sorted.theme !== undefined || sorted.became) ideas.set(id, sorted);
  }
  return { themes: themes.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ id, name }) => ({ id, name })), ideas };
}

function readBecame(value: unknown): Became | undefined {
  const said = plainOf(value);
  const kind = BECOMES.find((one) => one === said?.['kind']);
  const [map, part] = [said?.['map'], said?.['part']];
  return kind && typeof map === 'string' && typeof part === 'string' && PART_ID.test(map) && PART_ID.test(part) ? { kind, map, part } : undefined;
}

/** How an idea is sorted; in no theme, and nothing, where nobody said so. */
export function sortedOf(sorting: Sorting, idea: string): Sorted {
  return sorting.ideas.get(idea) ?? NOWHERE;
}

/** The stage of a map by which an idea stands: the one it is about, or that of its step; `''` for none. */
export function stageOf(map: MapModel, about: About | undefined): string {
  const stage = about?.kind === 'stage' ? about.id : about?.kind === 'step' ? map.step(about.id).value?.stage : undefined;
  return stage !== undefined && map.stages.value.some(({ id }) => id === stage) ? stage : '';
}
