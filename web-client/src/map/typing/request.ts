/** What can be typed on the map, and what a field tells the box around it. Types only. */
import type { EditorState } from '../../editor/state/editor-state';
import type { PartRef } from '../../model/schema';

/** A place for a new step: below the step `after`, or at the end of its cell. */
export interface StepPlace {
  readonly stage: string;
  readonly lane: string;
  readonly after?: string | undefined;
}

/** New steps of a cell, or new stages or lanes. */
export type AddRequest = (StepPlace & { readonly kind: 'step' }) | { readonly kind: 'stage' | 'lane' };

/** A part whose title stands on the map. */
export type TitledPart = PartRef & { readonly kind: 'step' | 'stage' | 'lane' };

/** What is typed, and where. */
export type TypingRequest = AddRequest | { readonly kind: 'title'; readonly part: TitledPart };

/** The box around a field. */
export interface TypingHost {
  readonly editor: EditorState;
  /** Words that stand in the field at first. */
  readonly words: string;
  /** Something else is typed from now on: the next step, in another place. */
  moveTo(place: StepPlace): void;
  /** The words so far; empty ones are no draft. */
  draft(words: string): void;
  /** This was added; it gets the focus in the end. */
  added(part: TitledPart): void;
  /** Gives the field the focus, for whoever pressed one of its buttons. */
  focus(): void;
  /** Closes; `focus` gives the focus to what was added last, else to where it came from. */
  close(focus: 'focus' | 'stay'): void;
  /** Who asks the field to add what it holds and to close. */
  onFinish(finish: (focus: 'focus' | 'stay') => void): void;
}
