/** Who is simulated in a practice, and what they write: made up, and plain enough to be told from what a person would say. Owns these words. */
import type { Role } from '../model/people';

/** A person to be simulated. */
export interface MadeUp {
  readonly role: Role;
  readonly nickname: string;
  /** What they write alone, one after the other. */
  readonly notes: readonly string[];
}

/** Five people of both sides. */
export const MADE_UP: readonly MadeUp[] = [
  { role: 'patientLeader', nickname: 'Ana (simulated)', notes: ['I did not know whom to call.', 'I want to walk to the shop again.'] },
  { role: 'patientLeader', nickname: 'Ben (simulated)', notes: ['I told my story four times.', 'One sheet with all my medicines would help.'] },
  { role: 'carer', nickname: 'Cleo (simulated)', notes: ['Nobody asked me how I was.', 'Tell us what happens next.'] },
  { role: 'professional', nickname: 'Dan (simulated)', notes: ['We hear too late that somebody goes home.', 'The first visit is too short to listen.'] },
  { role: 'professional', nickname: 'Eva (simulated)', notes: ['Let us agree who calls the person.', 'I would like to know what matters to them first.'] },
];
