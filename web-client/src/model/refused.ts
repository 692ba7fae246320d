/**
 * The words that only this device has: what a person wrote and the server refused, or never got. Reads only.
 */
import type * as Y from 'yjs';
import { MyEdit } from './command';
import { ORDERED_KINDS, textsOf } from './kinds';
import type { MapModel } from './map';
import type { PartRef } from './schema';

/** Every text of `mine` that `theirs` does not say the same way, with the title of its part. */
export function wordsOnlyIn(mine: MapModel, theirs: MapModel): readonly { readonly name: string; readonly text: string }[] {
  const out: { name: string; text: string }[] = [];
  for (const part of everyPart(mine)) {
    for (const field of textsOf(part.kind)) {
      const text = mine.text(part, field)?.toString() ?? '';
      const other = theirs.text(part, field)?.toString() ?? '';
      if (text.trim() !== '' && text !== other) out.push({ name: titleOf(theirs, part) || titleOf(mine, part), text });
    }
  }
  return out;
}

/** Remembers which parts I worked on, so that their words can be given back when they can no longer be sent. */
export class MyWork {
  readonly #map: MapModel;
  readonly #parts = new Map<string, PartRef>();
  readonly #look = (transaction: Y.Transaction) => {
    const edit: unknown = transaction.origin;
    if (edit instanceof MyEdit) for (const part of edit.parts) this.#parts.set(`${part.kind} ${part.id}`, part);
  };

  constructor(map: MapModel) {
    this.#map = map;
    map.doc.on('afterTransaction', this.#look);
  }

  /** Everything so far has reached the server. */
  clear(): void {
    this.#parts.clear();
  }

  /** The words of the parts I worked on since. */
  words(): readonly { readonly name: string; readonly text: string }[] {
    return Array.from(this.#parts.values()).flatMap((part) =>
      textsOf(part.kind)
        .map((field) => ({ name: titleOf(this.#map, part), text: this.#map.text(part, field)?.toString() ?? '' }))
        .filter((one) => one.text.trim() !== ''),
    );
  }

  destroy(): void {
    this.#map.doc.off('afterTransaction', this.#look);
  }
}

function everyPart(map: MapModel): readonly PartRef[] {
  const ordered = ORDERED_KINDS.flatMap((kind) => map.ordered(kind).peek().map(({ id }) => ({ kind, id })));
  const steps = map.reading.peek().map((id) => ({ kind: 'step', id }) as const);
  const links = map.links.peek().map(({ id }) => ({ kind: 'link', id }) as const);
  return [...ordered, ...steps, ...links];
}

function titleOf(map: MapModel, part: PartRef): string {
  return map.text(part, 'title')?.toString() ?? '';
}
