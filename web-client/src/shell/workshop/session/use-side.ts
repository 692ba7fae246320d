/**
 * Which panel of the session is open beside the map: the one that runs it, for facilitators, the one of an activity, or the shared ideas. The one
 * of an activity closes by itself with it. Owns that choice; in the first load, so it knows no panel.
 */
import { useState } from 'preact/hooks';
import type { OpenMap } from '../../../workshop/open';

/** The panels. */
export type SideName = 'run' | 'activity' | 'ideas';

/** Which panel is open, and how to open or close one. */
export interface Side {
  readonly name: SideName | undefined;
  readonly mayRun: boolean;
  toggle(name: SideName): void;
  /** Opens a panel, or leaves it open. */
  show(name: SideName): void;
  close(): void;
}

/** The panel of an open workshop. */
export function useSide({ workshop }: OpenMap): Side {
  const [asked, setAsked] = useState<{ readonly name: SideName; readonly of: string | undefined } | undefined>(undefined);
  const mayRun = workshop.me.value.role === 'facilitator';
  const current = workshop.session.current.value?.id;
  const isFor = asked?.name === 'ideas' || (asked?.name === 'run' ? mayRun : asked?.of === current && current !== undefined);
  const name = isFor ? asked?.name : undefined;
  return {
    name, mayRun,
    toggle: (wanted) => setAsked(name === wanted ? undefined : { name: wanted, of: current }),
    show: (wanted) => setAsked({ name: wanted, of: current }),
    close: () => setAsked(undefined),
  };
}
