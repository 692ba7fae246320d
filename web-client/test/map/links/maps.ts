/** Maps whose links are measured: a pathway of 29 steps as a workshop builds it, the templates, and maps of any size. */
import { readFileSync } from 'node:fs';
import type { GridInput, GridStep } from '../../../src/map/layout/shapes';
import { grid, seeded, step } from '../fixtures';
import { PATHWAY } from './pathway';

/** A map of these steps, in the order in which maps list them. */
function mapOf(size: { stages: number; lanes: number }, steps: readonly GridStep[], links: readonly string[]): GridInput {
  const place = (each: GridStep) => Number(each.stage.slice(1)) * 1_000 + Number(each.lane.slice(1));
  return grid(size, [...steps].sort((a, b) => place(a) - place(b)), links);
}

/** The pathway, with titles as they are or longer. */
export function pathway(titled: (title: string) => string = (title) => title): GridInput {
  const steps = PATHWAY.map(([lane, stage, title], index) => step(`p${index}`, `s${stage}.l${lane}`, titled(title)));
  return mapOf({ stages: 6, lanes: 5 }, steps, PATHWAY.flatMap(([, , , leadsTo], from) => leadsTo.map((to) => `p${from}>p${to}`)));
}

/** The templates' maps: their steps lead to one another in the order written, as the server seeds them. */
export function templates(): { id: string; input: GridInput }[] {
  const yaml = readFileSync(new URL('../../../../crdt/data/templates.yaml', import.meta.url), 'utf8');
  const names = (line: string): string[] => line.slice(line.indexOf('[') + 1, line.lastIndexOf(']')).split(',').map((name) => name.trim().replaceAll('"', ''));
  const common = [...yaml.slice(0, yaml.indexOf('\ntemplates:')).matchAll(/id: (\w+)/g)].map((match) => match[1]!);
  return yaml.split(/\n- id: /).slice(1).map((text) => {
    const stages = names(/\n {2}stages: (.*)/.exec(text)![1]!);
    const own = [...text.slice(text.indexOf('\n  lanes:'), text.indexOf('\n  goals:')).matchAll(/id: (\w+)/g)].map((match) => match[1]!);
    const lanes = own.length > 0 ? own : common;
    const steps = [...text.matchAll(/\{stage: ([^,]+), lane: (\w+), text: (.*?), with:/g)]
      .map(([, stage, lane, title], index) => step(`t${index}`, `s${stages.indexOf(stage!.replaceAll('"', ''))}.l${lanes.indexOf(lane!)}`, title!));
    return { id: text.slice(0, text.indexOf('\n')), input: mapOf({ stages: stages.length, lanes: lanes.length }, steps, steps.slice(1).map((_, index) => `t${index}>t${index + 1}`)) };
  });
}

/** A map of any size; links lead to a step nearby, as in a pathway, or anywhere. */
export function randomMap(seed: number, size: { stages: number; lanes: number; steps: number; links: number }, nearby = true): GridInput {
  const random = seeded(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const places = Array.from({ length: size.steps }, () => [pick(size.stages), pick(size.lanes)] as const);
  const steps = places.map(([stage, lane], index) => step(`n${index}`, `s${stage}.l${lane}`, 'word '.repeat(2 + pick(7))));
  const links = new Set<string>();
  for (let tries = 0; links.size < size.links && tries < size.links * 50; tries += 1) {
    const [from, to] = [pick(size.steps), pick(size.steps)];
    const [a, b] = [places[from]!, places[to]!];
    const isNear = b[0] - a[0] >= 0 && b[0] - a[0] <= 1 && Math.abs(a[1] - b[1]) <= 2;
    if (from !== to && (!nearby || isNear || random() < 0.05)) links.add(`n${from}>n${to}`);
  }
  return mapOf(size, steps, [...links]);
}
