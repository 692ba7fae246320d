/**
 * The words for people in a workshop: roles and sides, as `server/src/auth/role.rs` has them. Pure values.
 */

/** Every role, in the order the invite sheet lists them. */
export const ROLES = ['facilitator', 'patientLeader', 'carer', 'professional', 'supporter', 'observer', 'systemPartner'] as const;
/** The role a person has in a workshop. */
export type Role = (typeof ROLES)[number];
/** One of the two sides whose balance counts. */
export type Side = 'patient' | 'professional';
