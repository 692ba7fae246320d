/** What brings the simulated people of a practice back after a reload: kept for as long as the tab, and never on the device. */

/** Who a simulated person is in the workshop. */
export interface KeptPerson {
  readonly participant: string;
  readonly deviceSecret: string;
  readonly map: string;
}

const keyOf = (workshop: string) => `pairway/practice/${workshop}`;

/** Who came before in this tab, in their order; null for one who could not come. The tab's storage may be forbidden; then others come. */
export function keptIn(workshop: string): readonly (KeptPerson | null)[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(workshop)) ?? '[]');
    return Array.isArray(kept) ? (kept as readonly (KeptPerson | null)[]) : [];
  } catch {
    return [];
  }
}

/** Keeps them. */
export function keep(workshop: string, people: readonly (KeptPerson | null)[]): void {
  try {
    sessionStorage.setItem(keyOf(workshop), JSON.stringify(people));
  } catch {
    // Nobody comes back then.
  }
}

/** Forgets them: the practice is over. */
export function forgetPeople(workshop: string): void {
  try {
    sessionStorage.removeItem(keyOf(workshop));
  } catch {
    // There is nothing in it.
  }
}
