/**
 * Going where a facilitator asks everybody to look. Owns when a view goes there by itself and when it is only offered: whoever chose to
 * stay, is writing, has a dialog open or leads is not moved. Knows no look.
 */
import { effect, signal, untracked, type Signal } from '@preact/signals';
import { KINDS } from '../../../../model/kinds';
import type { PartRef } from '../../../../model/schema';
import type { Call } from '../../../../model/session/lead';
import type { OpenMap, OpenWorkshop } from '../../../../workshop/open';
import { preferences } from '../../../common/preferences';
import { goToMap } from '../../common/map-names';
import { isBusy, showPlace } from './show-place';

/** What became of a call on this device. */
export interface Answer {
  /** When the call was made. */
  readonly at: number;
  readonly how: 'offered' | 'going' | 'brought';
}

/** A call that is older is only offered: whoever comes later was not in the room then, in milliseconds. */
export const FRESH_MS = 30_000;

const answers = new WeakMap<OpenWorkshop, Signal<Answer | undefined>>();

/** What became of the last call. */
export function answerIn(workshop: OpenWorkshop): Signal<Answer | undefined> {
  const kept = answers.get(workshop) ?? signal<Answer | undefined>(undefined);
  answers.set(workshop, kept);
  return kept;
}

/** Whether a call was made just now. */
export function isFresh(workshop: OpenWorkshop, call: Call): boolean {
  return workshop.session.now() - call.at < FRESH_MS;
}

/** The part of a call, when it is a part of the map. */
export function calledPart({ part }: Call): PartRef | undefined {
  const kind = KINDS.find((one) => one === part?.kind);
  return part && kind ? { kind, id: part.id } : undefined;
}

/** Goes to the place of a call, to another map too. */
export function goToCall(open: OpenMap, call: Call): void {
  answerIn(open.workshop).value = { at: call.at, how: 'going' };
  if (call.map !== open.id) goToMap(call.map);
}

/** Follows calls for as long as the map is open; `arrive` makes room for the view. */
export function followCalls(open: OpenMap, arrive: () => void): () => void {
  const { workshop } = open;
  const answer = answerIn(workshop);
  let stopShowing: (() => void) | undefined;
  const stop = effect(() => {
    const call = workshop.session.lead.call.value;
    if (!call || !open.ready.value || call.by === workshop.entry.participant) return;
    const known = answer.value;
    if (known?.at !== call.at) {
      if (isFresh(workshop, call) && workshop.me.peek().role !== 'facilitator' && preferences.peek().follow === 'follow' && !isBusy()) goToCall(open, call);
      else answer.value = { at: call.at, how: 'offered' };
      return;
    }
    if (known.how !== 'going' || call.map !== open.id) return;
    untracked(() => {
      arrive();
      stopShowing?.();
      let isThereAlready = false;
      const end = showPlace(open, { view: call.view, part: calledPart(call) }, () => {
        isThereAlready = true;
        answer.value = { at: call.at, how: 'brought' };
      });
      stopShowing = end;
      if (isThereAlready) end();
    });
  });
  return () => {
    stop();
    stopShowing?.();
  };
}
