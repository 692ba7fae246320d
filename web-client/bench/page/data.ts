/**
 * The map that both pages show: `?steps=2500`, as many links (`&links=nearby`, `&links=none`), the same every time. Owns which map it
 * is, and what others change in it.
 */
import * as Y from 'yjs';
import { seedMany, type LinksOf } from '../../dev/seed';
import { MapModel } from '../../src/model/map';

/** The map, and the ids of its steps. */
export function manySteps(): { readonly map: MapModel; readonly ids: readonly string[] } {
  const map = new MapModel(new Y.Doc());
  const asked = new URLSearchParams(location.search);
  seedMany(map, Number(asked.get('steps') ?? 2500), (asked.get('links') ?? 'anywhere') as LinksOf);
  return { map, ids: [...map.cells.value.values()].flat() };
}

/** How many people write, each in a step of their own. */
const WRITERS = 25;

/** So many letters as others type them, one update each, in the steps given by turns. */
export function lettersOfOthers(map: MapModel, ids: readonly string[], count: number): Uint8Array[] {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(map.doc));
  const updates: Uint8Array[] = [];
  other.on('update', (update: Uint8Array) => updates.push(update));
  for (let letter = 0; letter < count; letter += 1) {
    const step = other.getMap<Y.Map<unknown>>('steps').get(ids[letter % WRITERS] ?? '');
    const title = step?.get('title');
    if (title instanceof Y.Text) title.insert(title.length, Math.floor(letter / WRITERS) % 6 === 0 ? ' ' : 'e');
  }
  return updates;
}
