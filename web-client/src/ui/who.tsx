/**
 * A person or a role as symbol and word. Circle for the patient side, square for the professional side, of equal size
 * and strength; other roles have a shape of their own. Owns these pictures; must not know presence or rosters.
 */
import { t, type PlainKey } from '../i18n/translate';
import type { Role, Side } from '../model/people';
import { Symbol } from '../styles/symbol';
import type { SymbolName } from '../styles/symbols';

const ROLE_SYMBOL: Record<Role, SymbolName> = {
  facilitator: 'facilitator',
  patientLeader: 'patient',
  carer: 'patient',
  professional: 'professional',
  supporter: 'supporter',
  observer: 'observer',
  systemPartner: 'systemPartner',
};

const ROLE_WORD: Record<Role, PlainKey> = {
  facilitator: 'role.facilitator',
  patientLeader: 'role.patientLeader',
  carer: 'role.carer',
  professional: 'role.professional',
  supporter: 'role.supporter',
  observer: 'role.observer',
  systemPartner: 'role.systemPartner',
};

const ROLE_MEANING: Record<Role, PlainKey> = {
  facilitator: 'role.facilitator.is',
  patientLeader: 'role.patientLeader.is',
  carer: 'role.carer.is',
  professional: 'role.professional.is',
  supporter: 'role.supporter.is',
  observer: 'role.observer.is',
  systemPartner: 'role.systemPartner.is',
};

/** The word for a role. */
export function roleWord(role: Role): string {
  return t(ROLE_WORD[role]);
}

/** One sentence that says what a role does. */
export function roleMeaning(role: Role): string {
  return t(ROLE_MEANING[role]);
}

/** The side a role counts for, as a name for styles. */
export function sideOfRole(role: Role): Side | 'neutral' {
  if (role === 'patientLeader' || role === 'carer') return 'patient';
  return role === 'professional' ? 'professional' : 'neutral';
}

/** The symbol of a role in the colour of its side. The word beside it is the caller's. */
export function RoleSymbol({ role, size = 1.25 }: { readonly role: Role; readonly size?: number }) {
  return (
    <span class={`pw-side pw-side--${sideOfRole(role)}`}>
      <Symbol name={ROLE_SYMBOL[role]} size={size} />
    </span>
  );
}

/** A role as symbol and word. */
export function RoleTag({ role }: { readonly role: Role }) {
  return (
    <span class={`pw-tag pw-tag--${sideOfRole(role)}`}>
      <RoleSymbol role={role} size={1} />
      <span>{roleWord(role)}</span>
    </span>
  );
}
