/**
 * For whom I write alone: for myself, for the person I act for, for both, or for nobody. Owns that choice; who may is the server's.
 */
import type { Role } from '../../../../model/people';
import type { OpenWorkshop } from '../../../../workshop/open';

/** Somebody whose notes I can open. */
export interface Writer {
  readonly person: string;
  /** The same person, when it is not me. */
  readonly actingFor: string | undefined;
}

/** The roles that write for themselves. */
const WRITE_ALONE: readonly Role[] = ['facilitator', 'patientLeader', 'carer', 'professional'];

/** Whose notes I can open. */
export function writersOf({ entry, me, facts }: OpenWorkshop): readonly Writer[] {
  const { participant } = entry;
  const helped = facts.participants.value.get(participant)?.actsFor;
  const own = WRITE_ALONE.includes(me.value.role) ? [{ person: participant, actingFor: undefined }] : [];
  return helped === undefined ? own : [...own, { person: helped, actingFor: helped }];
}
