/** Who people in a session are: names and signs, whether they are here, and for whom I speak. Owns these readings; knows no screen. */
import { t } from '../../../../i18n/translate';
import * as people from '../../../../model/people';
import type { Role } from '../../../../model/people';
import type { OpenMap, OpenWorkshop } from '../../../../workshop/open';

/** What a person is called. */
export function nameOf({ facts }: OpenWorkshop, person: string): string {
  const nickname = facts.roster.value.get(person)?.nickname ?? '';
  return nickname === '' ? t('people.unnamed') : nickname;
}

/** Their role, while they are in the workshop. */
export function roleOf({ facts }: OpenWorkshop, person: string): Role | undefined {
  const told = facts.participants.value.get(person);
  return told?.state === 'in' ? told.role : undefined;
}

/** The person I write for, while both of us are in. */
export function helpedBy({ facts, entry }: OpenWorkshop): string | undefined {
  return people.helpedBy(facts.participants.value, entry.participant);
}

/** Whose words I bring: mine, and those of the person I write for. */
export function voicesOf({ facts, entry }: OpenWorkshop): readonly string[] {
  return people.voicesOf(facts.participants.value, entry.participant);
}

/** Everybody whose hand is up and who is in, in the order in which they speak. */
export function handsUp(workshop: OpenWorkshop): readonly string[] {
  return workshop.session.lead.hands.value.filter((person) => roleOf(workshop, person) !== undefined);
}

/** Whether somebody with a device is not connected now. */
export function isAway(open: OpenMap, person: string): boolean {
  const takesPart = open.workshop.facts.roster.value.get(person)?.takesPart;
  return takesPart !== 'phone' && !open.presence.people.value.some(({ participant }) => participant === person);
}
