/** Whom I follow. Owns this choice: it lasts as long as the page and is told to nobody. */
import { signal, type Signal } from '@preact/signals';
import type { OpenWorkshop } from '../../../../workshop/open';

const followed = new WeakMap<OpenWorkshop, Signal<string | undefined>>();

/** The person I follow in a workshop, if any. */
export function followedIn(workshop: OpenWorkshop): Signal<string | undefined> {
  const kept = followed.get(workshop) ?? signal<string | undefined>(undefined);
  followed.set(workshop, kept);
  return kept;
}

/** Follows a person, or nobody any more. */
export function follow(workshop: OpenWorkshop, participant: string | undefined): void {
  followedIn(workshop).value = participant;
}
