/**
 * The words for people in a workshop: roles and sides, as `server/src/auth/role.rs` has them, and names that are told apart. Pure.
 */

/** Every role, in the order the invite sheet lists them. */
export const ROLES = ['facilitator', 'patientLeader', 'carer', 'professional', 'supporter', 'observer', 'systemPartner'] as const;
/** The role a person has in a workshop. */
export type Role = (typeof ROLES)[number];
/** One of the two sides whose balance counts. */
export type Side = 'patient' | 'professional';

/** Somebody with an id and a name. */
export interface Named {
  readonly participant: string;
  readonly nickname: string;
}

/** A person with the name that they are shown by. */
export type Shown<Person extends Named> = Person & {
  /** The name that they gave, where another has the same. */
  readonly given?: string;
};

/** The name that a person gave, without what tells them apart. */
export function givenName(person: Shown<Named>): string {
  return person.given ?? person.nickname;
}

/** What of people says who writes for whom. */
type WritersFor = ReadonlyMap<string, { readonly state: string; readonly actsFor?: string | undefined }>;

/** The person somebody writes for, while that one is in. */
export function helpedBy(participants: WritersFor, participant: string): string | undefined {
  const helped = participants.get(participant)?.actsFor;
  return helped !== undefined && participants.get(helped)?.state === 'in' ? helped : undefined;
}

/** Whose words somebody brings: their own, and those of the person they write for. */
export function voicesOf(participants: WritersFor, participant: string): readonly string[] {
  const helped = helpedBy(participants, participant);
  return helped === undefined ? [participant] : [participant, helped];
}

/** Names that differ only in case or space around them are one name to a reader. */
function fold(name: string): string {
  return name.trim().toLocaleLowerCase();
}

/**
 * The people by their id, in the order given; those with one name told apart: "Jo", "Jo 2". The same on every device, because it goes
 * by their ids; what they gave is kept beside it.
 */
export function toldApart<Person extends Named>(people: readonly Person[]): ReadonlyMap<string, Shown<Person>> {
  const taken = new Set(people.map(({ nickname }) => fold(nickname)));
  const first = new Map<string, string>();
  const shown = new Map<string, string>();
  for (const { participant, nickname } of [...people].sort((a, b) => (a.participant < b.participant ? -1 : 1))) {
    const name = fold(nickname);
    if (!first.has(name)) {
      first.set(name, participant);
      continue;
    }
    let number = 2;
    while (taken.has(fold(`${nickname.trim()} ${number}`))) number += 1;
    taken.add(fold(`${nickname.trim()} ${number}`));
    shown.set(participant, `${nickname.trim()} ${number}`);
  }
  return new Map(people.map((person) => {
    const name = shown.get(person.participant);
    return [person.participant, name === undefined ? person : { ...person, nickname: name, given: person.nickname }];
  }));
}
