/** The looks of steps, kept until something changes that they show. Owns that memory; what a look is, is step-style.ts. */
import type { EditorState } from '../../editor/state/editor-state';
import type { MapChange, PartChange } from '../../model/map';
import { stepStyle, withTalk, type StepStyle } from './step-style';

/** Whether a step came, went, or changed in what links show too: whose it is makes them handovers. */
function isMoreThanItsOwn({ before, after }: PartChange): boolean {
  return !before || !after || before.removed !== after.removed || ('sector' in before && 'sector' in after && before.sector !== after.sector);
}

/** What a change of the words or the places of steps touches. */
export interface Touched {
  /** The steps that have changed. */
  readonly changed: readonly string[];
  /** Those, and the steps that name them in their sentence. */
  readonly looks: readonly string[];
  /** The links at them. */
  readonly links: ReadonlySet<string>;
}

/** The looks of one map's steps. */
export class StepLooks {
  private readonly kept = new Map<string, StepStyle>();

  constructor(private readonly editor: EditorState) {}

  /** The look of a step. */
  of(id: string): StepStyle {
    const known = this.kept.get(id);
    if (known) return known;
    const { map, agreement, talk } = this.editor;
    const look = withTalk(stepStyle(map, agreement, id), talk.countOf({ kind: 'step', id }));
    this.kept.set(id, look);
    return look;
  }

  /** Forgets all of them. */
  clear(): void {
    this.kept.clear();
  }

  /** Forgets what a change touches, and gives it; nothing when more has changed than words and places of steps: then all are forgotten. */
  change(change: MapChange): Touched | undefined {
    if (change.parts.some((part) => part.kind !== 'step') || change.edits.some(isMoreThanItsOwn)) {
      this.clear();
      return undefined;
    }
    const { map } = this.editor;
    const changed = change.parts.map((part) => part.id);
    const looks = new Set(changed);
    const links = new Set<string>();
    for (const id of changed) {
      for (const link of [...map.linksFrom(id).value, ...map.linksTo(id).value]) {
        links.add(link.id);
        // These say in a sentence that they lead to it, or come from it.
        looks.add(link.from).add(link.to);
      }
    }
    for (const id of looks) this.kept.delete(id);
    return { changed, looks: [...looks], links };
  }
}
