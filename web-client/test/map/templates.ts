/** The seven templates as the server seeds them, read from its own file, for tests of how they look. */
import { readFileSync } from 'node:fs';
import type { GridInput } from '../../src/map/layout/shapes';

const FILE = new URL('../../../crdt/data/templates.yaml', import.meta.url);

/** The value of a key within `{a: b, c: d}`, up to the next key. */
function valueOf(line: string, key: string): string {
  return new RegExp(`[{ ]${key}: (.*?)(?:, \\w+: |}$)`).exec(line)?.[1] ?? '';
}

/** The stages, lanes and steps of each template. */
export function templates(): { id: string; input: GridInput }[] {
  const lines = readFileSync(FILE, 'utf8').split('\n');
  const found: { id: string; stages: string[]; lanes: string[]; steps: GridInput['steps'][number][] }[] = [];
  const common: string[] = [];
  for (const line of lines) {
    const id = /^- id: (.*)$/.exec(line)?.[1];
    if (id !== undefined) found.push({ id, stages: [], lanes: [], steps: [] });
    const template = found.at(-1);
    if (line.includes('sector: ') && line.includes('{id: ')) (template?.lanes ?? common).push(valueOf(line, 'id'));
    if (!template) continue;
    if (line.startsWith('  lanes: *')) template.lanes.push(...common);
    const stages = /^  stages: \[(.*)\]$/.exec(line)?.[1];
    if (stages !== undefined) template.stages.push(...stages.split(', '));
    if (/^ +- \{stage: /.test(line)) {
      template.steps.push({ id: `t${template.steps.length}`, stage: valueOf(line, 'stage'), lane: valueOf(line, 'lane'), title: valueOf(line, 'text'), tags: ['With people'] });
    }
  }
  return found.map(({ id, stages, lanes, steps }) => ({
    id, input: { stages, lanes, steps, links: steps.slice(1).map((step, index) => ({ id: `k${index}`, from: steps[index]!.id, to: step.id })) },
  }));
}
