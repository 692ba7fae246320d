/** Small maps for the tests of the map's geometry: words are measured by counting letters. */
import type { GridInput, GridStep, Measure } from '../../src/map/layout/shapes';

/** Eight pixels a letter. */
export const measure: Measure = { title: (text) => text.length * 8, tag: (text) => text.length * 7 };

/** A step at `stage.lane`, for example `step('a', 's0.l1')`. */
export function step(id: string, cell: string, title = 'A short title'): GridStep {
  const [stage = '', lane = ''] = cell.split('.');
  return { id, stage, lane, title, tags: ['NHS', 'With people'] };
}

/** A grid of stages `s0…` and lanes `l0…` with the steps and links given; a link is `'from>to'` and has that as its id. */
export function grid(size: { stages: number; lanes: number }, steps: readonly GridStep[], links: readonly string[] = []): GridInput {
  return {
    stages: Array.from({ length: size.stages }, (_, index) => `s${index}`),
    lanes: Array.from({ length: size.lanes }, (_, index) => `l${index}`),
    steps,
    links: links.map((id) => ({ id, from: id.split('>')[0] ?? '', to: id.split('>')[1] ?? '' })),
  };
}

/** A generator of the same numbers every time, from 0 up to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
