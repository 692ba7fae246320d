/**
 * Who acts for whom, in words: a supporter helps one person, a scribe writes for one person. Owns the words; a facilitator
 * says so in the people dialog, whoever has a device is asked first (scribe-request.tsx), and the workshop document holds it.
 */
import { t } from '../../../i18n/translate';
import type { WorkshopFacts } from '../../../workshop/facts';

/** For whom a person acts, in words; empty when for nobody. */
export function actsForInWords(facts: WorkshopFacts, participant: string): string {
  const told = facts.participants.value;
  const one = told.get(participant);
  const whom = one?.actsFor ?? one?.asksToActFor;
  const helped = whom === undefined ? undefined : told.get(whom);
  if (!one || !helped || helped.state !== 'in') return '';
  const person = facts.roster.value.get(helped.participant)?.nickname ?? t('people.unnamed');
  if (one.actsFor === undefined) return t('people.asksFor', { person });
  return one.role === 'supporter' ? t('people.supporterOf', { person }) : t('people.scribeOf', { person });
}
