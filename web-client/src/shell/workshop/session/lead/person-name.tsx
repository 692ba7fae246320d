/** A person by sign and name, as they stand in the lines of a session. Owns that look. */
import { t } from '../../../../i18n/translate';
import { RoleSymbol } from '../../../../ui/who';
import type { OpenWorkshop } from '../../../../workshop/open';
import { nameOf, roleOf } from './people';

interface PersonNameProps {
  readonly workshop: OpenWorkshop;
  readonly person: string;
  /** A sentence with the name in it; only the name without. */
  readonly before?: 'turn.now' | 'turn.next';
}

/** The sign, and the name by itself or in a sentence. */
export function PersonName({ workshop, person, before }: PersonNameProps) {
  const role = roleOf(workshop, person);
  const name = nameOf(workshop, person);
  return <span class="pw-lead__person">{role && <RoleSymbol role={role} size={0.875} />}<bdi>{before ? t(before, { name }) : name}</bdi></span>;
}
