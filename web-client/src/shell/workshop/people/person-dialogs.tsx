/**
 * What a facilitator changes about a person: the name, the role, who writes for whom; and adding somebody who takes part by
 * phone. Owns these two forms; whether it is allowed is the server's matter, in its own plain words.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { givenName, ROLES, type Role } from '../../../model/people';
import { showToast } from '../../../notice/notice';
import { TextField } from '../../../ui/field';
import { roleWord } from '../../../ui/who';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import { mistakeInNickname } from '../../common/nickname';

interface FormProps {
  readonly workshop: OpenWorkshop;
  readonly onClose: () => void;
}

function Select(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly words: string }[];
  readonly onChoose: (value: string) => void;
}) {
  const { id, label, hint, value, options, onChoose } = props;
  return (
    <div class="nhsuk-form-group">
      <label class="nhsuk-label nhsuk-label--s" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <select class="nhsuk-select pw-input" id={id} aria-describedby={hint === undefined ? undefined : `${id}-hint`} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </div>
  );
}

function roleOptions(roles: readonly Role[]) {
  return roles.map((role) => ({ value: role, words: roleWord(role) }));
}

function roleOf(value: string, otherwise: Role): Role {
  return ROLES.find((role) => role === value) ?? otherwise;
}

function personOptions(people: readonly RosterPerson[]) {
  return [{ value: '', words: t('people.acts.nobody') }, ...people.map((other) => ({ value: other.participant, words: other.nickname }))];
}

/** Name, role, who writes for the person, and for whom the person writes. */
export function ChangePerson({ workshop, person, onClose }: FormProps & { readonly person: RosterPerson }) {
  const { participant } = person;
  const told = workshop.facts.participants.peek();
  const actsFor = told.get(participant)?.actsFor ?? told.get(participant)?.asksToActFor ?? '';
  const [nickname, setNickname] = useState(givenName(person));
  const [role, setRole] = useState<Role>(person.role);
  const [helped, setHelped] = useState(actsFor);
  const scribe = [...told.values()].find((one) => one.state === 'in' && (one.actsFor ?? one.asksToActFor) === participant)?.participant ?? '';
  const [writer, setWriter] = useState(scribe);
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const others = [...workshop.facts.roster.value.values()].filter((other) => other.state === 'in' && other.participant !== participant);
  const inPairs = new Set(workshop.facts.pairs.value.filter((pair) => pair.state === 'open').flatMap((pair) => [pair.patient, pair.professional]));
  const mayWrite = (one: RosterPerson) => one.takesPart === 'device' && !inPairs.has(one.participant);
  const save = async () => {
    const name = nickname.trim();
    const wrong = mistakeInNickname(name);
    if (wrong !== undefined) {
      setMistake(wrong);
      document.getElementById('person-name')?.focus();
      return 'stay' as const;
    }
    const people = workshop.api.people;
    if (name !== givenName(person)) await people.rename(newCommand(), participant, name);
    if (role !== person.role) await people.changeRole(newCommand(), participant, role);
    if (helped !== actsFor) await people.setActsFor(newCommand(), participant, helped === '' ? null : helped);
    if (writer !== scribe) {
      if (scribe !== '') await people.setActsFor(newCommand(), scribe, null);
      if (writer !== '') await people.setActsFor(newCommand(), writer, participant);
    }
    // Whoever has a device is asked before anybody writes for them.
    const asked = [helped !== actsFor ? helped : '', writer !== scribe && writer !== '' ? participant : ''].map((one) => workshop.facts.roster.peek().get(one)).find((one) => one?.takesPart === 'device');
    showToast(asked ? t('people.acts.asked', { nickname: asked.nickname }) : t('people.changed', { nickname: name }));
    return 'done' as const;
  };
  return (
    <Confirm title={t('people.change.title', { nickname: person.nickname })} button={t('people.save')} tone="usual" onConfirm={save} onClose={onClose}>
      <TextField id="person-name" label={t('people.name.label')} error={mistake} value={nickname} onInput={setNickname} />
      <Select id="person-role" label={t('people.role.label')} hint={t('people.role.hint')} value={role} options={roleOptions(ROLES)} onChoose={(value) => setRole(roleOf(value, role))} />
      <Select
        id="person-writer"
        label={t('people.writer.label', { nickname: person.nickname })}
        hint={t('people.writer.hint')}
        value={writer}
        options={personOptions(others.filter((other) => mayWrite(other) || other.participant === scribe))}
        onChoose={setWriter}
      />
      {(mayWrite(person) || actsFor !== '') && (
        <Select
          id="person-acts"
          label={t('people.acts.label', { nickname: person.nickname })}
          hint={t('people.acts.hint')}
          value={helped}
          options={personOptions(others)}
          onChoose={setHelped}
        />
      )}
    </Confirm>
  );
}

const PHONE_ROLES = ROLES.filter((role) => role !== 'facilitator');

/** Somebody who takes part by phone: a name and a role. */
export function AddByPhone({ workshop, onClose }: FormProps) {
  const [nickname, setNickname] = useState('');
  const [role, setRole] = useState<Role>('patientLeader');
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const [command] = useState(newCommand);
  const add = async () => {
    const name = nickname.trim();
    const wrong = mistakeInNickname(name);
    if (wrong !== undefined) {
      setMistake(wrong);
      document.getElementById('phone-name')?.focus();
      return 'stay' as const;
    }
    await workshop.api.people.addByPhone(command, { nickname: name, role });
    showToast(t('people.phone.added', { nickname: name }));
    return 'done' as const;
  };
  return (
    <Confirm title={t('people.phone.title')} button={t('people.phone.button')} tone="usual" onConfirm={add} onClose={onClose}>
      <p>{t('people.phone.text')}</p>
      <TextField id="phone-name" label={t('people.name.label')} error={mistake} value={nickname} onInput={setNickname} />
      <Select id="phone-role" label={t('people.role.label')} value={role} options={roleOptions(PHONE_ROLES)} onChoose={(value) => setRole(roleOf(value, role))} />
    </Confirm>
  );
}
