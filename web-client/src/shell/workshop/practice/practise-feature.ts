/** The offer to practise, loaded where it is shown. Nobody practises in a practice. */
import { feature } from '../../../ui/feature';
import type { OpenWorkshop } from '../../../workshop/open';

/** The offer. */
export const practise = feature(() => import('./practise'), () => import('../../../i18n/later/practice'));

/** Whether it is made in this workshop. */
export function mayPractise({ entry, facts }: OpenWorkshop): boolean {
  return entry.practiceOf === undefined && facts.agenda.value.length > 0;
}
