/** A ballot by chance, valid for its vote. Pure. */
import { ANSWERS, PLACES_MAX, POINTS, type Round } from '../model/session/votes';

/** What a simulated person votes. */
export interface VoteBallot {
  readonly round: string;
  readonly marks: Readonly<Record<string, number>>;
}

/** A ballot for a vote; nothing where there is nothing to vote for. `random` gives a number from 0 up to 1. */
export function ballotFor(round: Pick<Round, 'id' | 'kind' | 'choices' | 'dotsEach'>, random: () => number): VoteBallot | undefined {
  const marks = marksFor(round, random);
  return Object.keys(marks).length === 0 ? undefined : { round: round.id, marks };
}

function marksFor({ kind, choices, dotsEach }: Pick<Round, 'kind' | 'choices' | 'dotsEach'>, random: () => number): Record<string, number> {
  const oneOf = <One>(all: readonly One[]) => all[Math.floor(random() * all.length)];
  const ids = choices.map(({ id }) => id);
  switch (kind) {
    case 'answer':
    case 'scale':
      return { [oneOf<string>(kind === 'answer' ? ANSWERS : POINTS) ?? '']: 1 };
    case 'dots': {
      const marks: Record<string, number> = {};
      for (let dot = 0; dot < dotsEach; dot += 1) {
        const id = oneOf(ids);
        if (id !== undefined) marks[id] = (marks[id] ?? 0) + 1;
      }
      return marks;
    }
    default: {
      const first = Math.floor(random() * ids.length);
      const ranked = [...ids.slice(first), ...ids.slice(0, first)].slice(0, PLACES_MAX);
      return Object.fromEntries(ranked.map((id, place) => [id, place + 1]));
    }
  }
}
