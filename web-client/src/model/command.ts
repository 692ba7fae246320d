/**
 * What a person did, as the origin of the transaction that did it: undo names things by it, views tell their own edits
 * from others'. Pure values.
 */
import type { PartRef } from './schema';

/** What a command did, for the words "Undo …" and for spoken messages. */
export type EditVerb = 'add' | 'setText' | 'move' | 'setMeta' | 'setGoal' | 'link' | 'remove' | 'restore' | 'reword' | ManyVerb;

/** What one command did to several steps at once; its words name their number instead of a title. */
export type ManyVerb = 'addMany' | 'moveMany' | 'setMany' | 'removeMany';

/** The run key of typing in one field of a part: what is undone together, and by a key in that field. */
export function fieldRun(part: PartRef, field: string): string {
  return `${part.kind}/${part.id}/${field}`;
}

/** How a command shows in the history. */
export interface Naming {
  /** The title of the part as it was when edited; may be empty. */
  readonly name: string;
  /** Edits with the same run key (typing in one field) are undone together. */
  readonly run?: string | undefined;
  /** The parts besides the first that one command touched. */
  readonly others?: readonly PartRef[];
}

/** The origin of each of my transactions: what I did, and to what. */
export class MyEdit {
  readonly name: string;
  readonly run: string | undefined;
  readonly verb: EditVerb;
  readonly part: PartRef;
  /** Every part that the command touched, {@link part} first. */
  readonly parts: readonly PartRef[];

  constructor(verb: EditVerb, part: PartRef, naming: Naming) {
    this.verb = verb;
    this.part = part;
    this.parts = [part, ...(naming.others ?? [])];
    this.name = naming.name;
    this.run = naming.run;
  }
}

/** The origin of the untracked first half of a creation ("born removed"). */
export const BIRTH = Symbol('birth');
