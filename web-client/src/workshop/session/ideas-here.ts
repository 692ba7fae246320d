/**
 * The ideas that people have shared, beside one map: by which stage each stands, and which parts of this map came from one. Follows the
 * session and the map; each is worked out when it is first asked for. Knows no page.
 */
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { MapModel } from '../../model/map';
import { sortedOf, stageOf, type Became, type Becomes, type Sorting } from '../../model/session/idea-sorting';
import type { Idea } from '../../model/session/shared-notes';

/** What the ideas beside a map are made of. */
export interface IdeasHereParts {
  readonly session: { readonly ideas: ReadonlySignal<readonly Idea[]>; readonly sorting: ReadonlySignal<Sorting> };
  readonly map: MapModel;
  /** Id of the map. */
  readonly id: string;
}

const NONE: readonly Idea[] = [];

/** The ideas beside one map. */
export class IdeasHere {
  /** By the id of the stage; `''` for those that are about none of this map. */
  readonly byStage: ReadonlySignal<ReadonlyMap<string, readonly Idea[]>>;
  /** How many there are at each stage, as one text: it is another one only when a number is. */
  readonly counts: ReadonlySignal<string>;
  readonly #byPart: ReadonlySignal<ReadonlyMap<string, readonly Idea[]>>;
  readonly #parts: IdeasHereParts;

  constructor(parts: IdeasHereParts) {
    this.#parts = parts;
    this.byStage = computed(() => grouped(parts.session.ideas.value, ({ about }) => stageOf(parts.map, about)));
    this.counts = computed(() => [...this.byStage.value].map(([stage, ideas]) => `${stage}:${ideas.length}`).join(' '));
    this.#byPart = computed(() => grouped(parts.session.ideas.value, ({ id }) => {
      const became = sortedOf(parts.session.sorting.value, id).became;
      return became?.map === parts.id ? `${became.kind}:${became.part}` : undefined;
    }));
  }

  /** The ideas at a stage, the first given first. */
  at(stage: string): readonly Idea[] {
    return this.byStage.value.get(stage) ?? NONE;
  }

  /** The ideas from which a step, a goal or a thread of comments of this map came. */
  from(kind: Becomes, part: string): readonly Idea[] {
    return this.#byPart.value.get(`${kind}:${part}`) ?? NONE;
  }

  /** Every idea from which something of this map came. */
  get cameTo(): readonly Idea[] {
    return [...this.#byPart.value.values()].flat();
  }

  /** What became of an idea. */
  became(idea: string): Became | undefined {
    return sortedOf(this.#parts.session.sorting.value, idea).became;
  }

  /** Whether something stands on this map. */
  isHere({ map }: Became): boolean {
    return map === this.#parts.id;
  }
}

function grouped(ideas: readonly Idea[], keyOf: (idea: Idea) => string | undefined): ReadonlyMap<string, readonly Idea[]> {
  const groups = new Map<string, Idea[]>();
  for (const idea of ideas) {
    const key = keyOf(idea);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(idea);
    else groups.set(key, [idea]);
  }
  return groups;
}
