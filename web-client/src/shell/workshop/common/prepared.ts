/**
 * What was prepared for the meeting, as it stands now: how people meet, the agenda, questions and facts. A workshop of before
 * questions and facts were kept has those of its template. Owns putting these together.
 */
import type { AgendaItem } from '../../../workshop/facts';
import type { OpenWorkshop } from '../../../workshop/open';
import { server } from '../../common/services';
import { useAnswer } from '../../common/use-answer';

/** What was prepared. */
export interface Prepared {
  readonly format: string;
  readonly agenda: readonly AgendaItem[];
  readonly discuss: readonly string[];
  readonly facts: readonly string[];
}

/** What was prepared; asks for the templates only where the workshop itself does not tell. */
export function usePrepared(workshop: OpenWorkshop): Prepared {
  const meta = workshop.facts.meta.value;
  const isTold = meta === undefined || meta.template === '' || (meta.discuss !== undefined && meta.facts !== undefined);
  const [asked] = useAnswer(async () => (isTold ? [] : server.templates()), isTold ? 'told' : 'templates');
  const template = asked.state === 'answered' ? asked.answer.find((one) => one.id === meta?.template) : undefined;
  return {
    format: meta?.format ?? '',
    agenda: workshop.facts.agenda.value,
    discuss: meta?.discuss ?? template?.discuss ?? [],
    facts: meta?.facts ?? template?.facts ?? [],
  };
}
