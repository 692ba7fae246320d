/**
 * The tables of all kinds of parts of one map, and what is read from all of them together: the lists in display order, what was
 * removed, how many are shown. Which part of a document is read how goes by the row of its kind.
 */
import { computed } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import { KINDS, ORDERED_KINDS } from './kinds';
import type { ListedPart, OrderedKind, PartKind } from './kinds';
import { PartTable } from './parts';
import { byOrd, readLink, readListed, readStep } from './read';
import type { Link, MapRoots, PartOf, PartRef, Step } from './schema';

/** The kinds in the order in which removed parts are listed and changes are told. */
export const IN_ORDER: readonly PartKind[] = [...ORDERED_KINDS, 'step', 'link'];

/** A table a kind of part. */
export type Tables = { readonly [Kind in PartKind]: PartTable<PartOf<Kind>> };
/** A list a kind of part that stands in one order of its own. */
export type Lists = { readonly [Kind in OrderedKind]: ReadonlySignal<readonly ListedPart<Kind>[]> };

/** Removed parts, kind by kind. Subscribes to their coming and going. */
export function removedIn(tables: Tables): readonly PartRef[] {
  const out: PartRef[] = [];
  for (const kind of IN_ORDER) {
    const table = tables[kind];
    void table.structure.value;
    for (const part of table.values()) if (part.removed) out.push({ kind, id: part.id });
  }
  return out;
}

/** How many parts are shown. Subscribes likewise. */
export function shownIn(tables: Tables): number {
  let count = 0;
  for (const kind of KINDS) {
    void tables[kind].structure.value;
    count += tables[kind].shownCount;
  }
  return count;
}

function stepMoved(before: Step, after: Step): boolean {
  return before.stage !== after.stage || before.lane !== after.lane || before.ord !== after.ord;
}

function linkMoved(before: Link, after: Link): boolean {
  return before.from !== after.from || before.to !== after.to;
}

/** A table of each kind; how its parts are read goes by the row of the kind. */
export function tablesOf(roots: MapRoots): Tables {
  const special = {
    step: new PartTable(roots.step, { read: readStep, movesOthers: stepMoved }),
    link: new PartTable(roots.link, { read: readLink, movesOthers: linkMoved }),
  };
  const listed = ORDERED_KINDS.map((kind) => [kind, new PartTable(roots[kind], { read: (id, raw) => readListed(kind, id, raw), movesOthers: () => true })] as const);
  return { ...Object.fromEntries(listed), ...special } as unknown as Tables;
}

/** The list of each kind that has one. */
export function listsOf(tables: Tables): Lists {
  return Object.fromEntries(ORDERED_KINDS.map((kind) => [kind, inOrder(tables[kind] as PartTable<ListedPart>)])) as unknown as Lists;
}

function inOrder<T extends ListedPart>(table: PartTable<T>): ReadonlySignal<readonly T[]> {
  return computed(() => {
    void table.version.value;
    return Array.from(table.values())
      .filter((part) => !part.removed)
      .sort(byOrd);
  });
}
