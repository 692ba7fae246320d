/**
 * What leads the room, as it is now: hands, turns, what everybody is told, and where everybody is asked to look. Follows the `session`
 * document; each of them changes alone, so that a hand draws nothing else anew. Knows no page.
 */
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type * as Y from 'yjs';
import { readHands } from '../../model/session/hands';
import { readCall, readMessages, readRound, type Call, type Message, type Round } from '../../model/session/lead';

/** What leads the room. */
export interface LiveLead {
  /** Whose hands are up, in the order in which they speak; also of people who are gone by now. */
  readonly hands: ReadonlySignal<readonly string[]>;
  /** Oldest first. */
  readonly messages: ReadonlySignal<readonly Message[]>;
  readonly call: ReadonlySignal<Call | undefined>;
  /** The turns of the activity that is on. */
  readonly round: ReadonlySignal<Round | undefined>;
}

/** Follows it; `version` moves on with each change of the document, `current` is the activity that is on. */
export function liveLead(doc: Y.Doc, version: ReadonlySignal<number>, current: ReadonlySignal<string | undefined>): LiveLead {
  return {
    hands: settled(() => (void version.value, readHands(doc))),
    messages: settled(() => (void version.value, readMessages(doc))),
    call: settled(() => (void version.value, readCall(doc))),
    round: settled(() => {
      void version.value;
      return current.value === undefined ? undefined : readRound(doc, current.value);
    }),
  };
}

/** A value that is a new one only when it says something else. */
function settled<Value>(read: () => Value): ReadonlySignal<Value> {
  const text = computed(() => JSON.stringify(read()) ?? '');
  return computed(() => (text.value === '' ? (undefined as Value) : (JSON.parse(text.value) as Value)));
}
