/**
 * The words that only one of two copies of a map has: what a person wrote and the server refused. Pure.
 */
import type { MapModel } from './map';
import type { PartKind, PartRef, TextField } from './schema';

const FIELDS: Record<PartKind, readonly TextField[]> = {
  stage: ['title'],
  lane: ['title'],
  goal: ['title'],
  step: ['title', 'detail'],
  link: ['label'],
};

/** Every text of `mine` that `theirs` does not say the same way, with the title of its part. */
export function wordsOnlyIn(mine: MapModel, theirs: MapModel): readonly { readonly name: string; readonly text: string }[] {
  const out: { name: string; text: string }[] = [];
  for (const part of everyPart(mine)) {
    for (const field of FIELDS[part.kind]) {
      const text = mine.text(part, field)?.toString() ?? '';
      const other = theirs.text(part, field)?.toString() ?? '';
      if (text.trim() !== '' && text !== other) out.push({ name: titleOf(theirs, part) || titleOf(mine, part), text });
    }
  }
  return out;
}

function everyPart(map: MapModel): readonly PartRef[] {
  const ordered = (['stage', 'lane', 'goal'] as const).flatMap((kind) => {
    const list = kind === 'stage' ? map.stages : kind === 'lane' ? map.lanes : map.goals;
    return list.peek().map(({ id }) => ({ kind, id }));
  });
  const steps = map.reading.peek().map((id) => ({ kind: 'step', id }) as const);
  const links = map.links.peek().map(({ id }) => ({ kind: 'link', id }) as const);
  return [...ordered, ...steps, ...links];
}

function titleOf(map: MapModel, part: PartRef): string {
  return map.text(part, 'title')?.toString() ?? '';
}
