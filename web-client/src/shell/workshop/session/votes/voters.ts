/**
 * Of whom I can put a ballot in, and of whom one is in: mine, and that of the person I write for. What a ballot holds is known to nobody, so
 * a page that was loaded again knows only that it is in.
 */
import { useEffect, useState } from 'preact/hooks';
import type { OpenWorkshop } from '../../../../workshop/open';

/** Somebody whose ballot I can put in. */
export interface Voter {
  readonly participant: string;
  /** The name, of somebody else. */
  readonly name?: string | undefined;
}

/** Those whose ballot I can put in; nobody for a facilitator and for who only looks on. */
export function votersOf({ entry, me, facts }: OpenWorkshop): readonly Voter[] {
  const { participant } = entry;
  const other = facts.participants.value.get(participant)?.actsFor;
  const person = other === undefined ? undefined : facts.participants.value.get(other);
  const mine = me.value.side ? [{ participant }] : [];
  const theirs = other !== undefined && person?.state === 'in' && person.side ? [{ participant: other, name: facts.roster.value.get(other)?.nickname ?? '' }] : [];
  return [...mine, ...theirs];
}

/** Of whom a ballot is in; `undefined` until the server has said it. */
export interface CastBallots {
  readonly of: ReadonlySet<string> | undefined;
  /** A ballot was answered. */
  add(participant: string): void;
}

/** Asks of whom a ballot is in: for each round, when it began anew, and when the connection came back. */
export function useCastBallots(workshop: OpenWorkshop, round: string): CastBallots {
  const [known, setKnown] = useState<{ readonly round: string; readonly of: ReadonlySet<string> } | undefined>(undefined);
  const isConnected = workshop.connection.value === 'connected';
  useEffect(() => {
    if (!isConnected) return undefined;
    let isWanted = true;
    void (async () => {
      const mine = await workshop.api.votes.mine().catch(() => undefined);
      if (isWanted && mine?.round === round) setKnown((before) => ({ round, of: new Set([...(before?.round === round ? before.of : []), ...mine.cast]) }));
    })();
    return () => {
      isWanted = false;
    };
  }, [workshop, round, isConnected]);
  const of = known?.round === round ? known.of : undefined;
  return { of, add: (participant) => setKnown((before) => ({ round, of: new Set([...(before?.round === round ? before.of : []), participant]) })) };
}
