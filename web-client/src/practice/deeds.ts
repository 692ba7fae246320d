/**
 * When simulated people do what in a session: they see what everybody sees, and do it after a while, as people would. Owns these times and
 * what is done once. Knows no page and no connection.
 */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Round as Turns } from '../model/session/lead';
import type { Reveal } from '../model/session/reveals';
import type { Writing } from '../model/session/shared-notes';
import type { Round } from '../model/session/votes';
import { ballotFor } from './ballot';
import type { SimulatedPerson } from './simulated-person';

/** What is seen of a session. */
export interface SeenSession {
  readonly current: ReadonlySignal<{ readonly id: string; readonly mode: string; readonly startedAt: number } | undefined>;
  readonly writing: ReadonlySignal<ReadonlyMap<string, Writing>>;
  readonly reveals: ReadonlySignal<ReadonlyMap<string, Reveal>>;
  readonly votes: ReadonlySignal<readonly Round[]>;
  readonly lead: { readonly round: ReadonlySignal<Turns | undefined> };
}

/** Who acts. */
export type Actor = Pick<SimulatedPerson, 'who' | 'writeNotes' | 'giveNotes' | 'vote' | 'takeTurn' | 'raiseHand'>;

/** How long somebody takes, in milliseconds: this long, and by chance up to twice of it. */
const WRITE_MS = 6_000;
const GIVE_MS = 3_000;
const VOTE_MS = 4_000;
const SPEAK_MS = 5_000;
const HAND_MS = 8_000;
/** How many of them raise a hand while everybody talks. */
const HANDS = 2;

/** Lets people act for as long as it is not stopped. `random` gives a number from 0 up to 1. */
export function letAct(people: readonly Actor[], session: SeenSession, random: () => number = Math.random): () => void {
  const done = new Set<string>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const later = (what: string, ms: number, deed: () => Promise<void>) => {
    if (done.has(what)) return;
    done.add(what);
    const timer = setTimeout(() => {
      timers.delete(timer);
      // The facilitator may have gone on meanwhile: then it is refused, as a person's would be.
      void deed().catch(() => undefined);
    }, ms * (1 + random()));
    timers.add(timer);
  };
  const stops = [
    effect(() => {
      const activity = session.current.value;
      if (activity?.mode === 'silent') {
        for (const person of people) later(`write ${activity.id} ${person.who.participant}`, WRITE_MS, () => person.writeNotes(activity.id));
      }
      if (activity?.mode === 'plenary') {
        for (const person of people.slice(0, HANDS)) later(`hand ${activity.id} ${activity.startedAt} ${person.who.participant}`, HAND_MS, () => person.raiseHand());
      }
    }),
    effect(() => {
      for (const [activity, { givingSince }] of session.writing.value) {
        const reveal = session.reveals.value.get(activity);
        if (givingSince === undefined || (reveal && reveal.state !== 'open')) continue;
        for (const person of people) later(`give ${activity} ${givingSince} ${person.who.participant}`, GIVE_MS, () => person.giveNotes(activity, reveal ? 'unnamed' : 'named'));
      }
    }),
    effect(() => {
      for (const round of session.votes.value.filter(({ state }) => state === 'open')) {
        for (const person of people) {
          const ballot = ballotFor(round, random);
          if (ballot) later(`vote ${round.id} ${round.openedAt} ${person.who.participant}`, VOTE_MS, () => person.vote(ballot));
        }
      }
    }),
    effect(() => {
      const round = session.lead.round.value;
      const activity = session.current.value;
      const person = people.find(({ who }) => who.participant === round?.now);
      if (!round || !activity || !person) return;
      // Who is last of the five speaks later the first time, so that the facilitator sees what that looks like.
      const isFirst = !done.has(`later ${activity.id}`);
      const act = person === people.at(-1) && isFirst && round.waiting.length > 0 ? 'later' : 'done';
      if (act === 'later') done.add(`later ${activity.id}`);
      later(`turn ${activity.id} ${round.done.length} ${round.waiting.join()} ${person.who.participant}`, SPEAK_MS, () => person.takeTurn(activity.id, act));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const timer of timers) clearTimeout(timer);
  };
}
