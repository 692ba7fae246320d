/**
 * Everybody of the workshop: who is here now and who is not, each with role as symbol and word, and for whom they act.
 * Facilitators find here who waits, and everything they may do with a person. Owns the dialog and its list; the questions
 * it leads to are in person-dialogs.tsx. Names come from the roster, presence from the connection.
 */
import { useState } from 'preact/hooks';
import { listInWords, t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { RoleTag } from '../../../ui/who';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import { actsForInWords } from './scribe';
import { ScribeRequest } from './scribe-request';
import { ObserversSwitch } from './observers';
import { absentIn, RefuseAll, RemoveAbsent } from './many-people';
import { AddByPhone, ChangePerson } from './person-dialogs';
import { WaitingList } from './waiting-list';
import { WorkLocation } from './work-location';

interface PeopleProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** What a facilitator is asked about whom. */
type Question = { readonly ask: 'remove' | 'change'; readonly person: RosterPerson } | { readonly ask: 'addByPhone' | 'refuseAll' | 'removeAbsent' };

/** What else is to be said of a person. */
function notesOn(open: OpenMap, person: RosterPerson): readonly string[] {
  const names = (person.sameDeviceAs ?? []).map((other) => open.workshop.facts.roster.value.get(other)?.nickname ?? t('people.unnamed'));
  return [
    actsForInWords(open.workshop.facts, person.participant),
    person.takesPart === 'phone' ? t('people.byPhone') : '',
    person.neverCame === true ? t('people.neverCame') : '',
    names.length > 0 ? t('people.sameDevice', { people: listInWords(names) }) : '',
  ].filter((note) => note !== '');
}

interface RowProps extends PeopleProps {
  readonly person: RosterPerson;
  readonly onAsk: ((question: Question) => void) | undefined;
}

function PersonRow({ open, onClose, person, onAsk }: RowProps) {
  const isMe = person.participant === open.workshop.entry.participant;
  const { nickname } = person;
  return (
    <li class="pw-person">
      <div class="pw-person__who">
        <span class="pw-person__name">{isMe ? t('people.me', { nickname }) : nickname}</span>
        <RoleTag role={person.role} />
        {notesOn(open, person).map((note) => (
          <span key={note} class="pw-person__note pw-soft pw-small">
            {note}
          </span>
        ))}
      </div>
      {onAsk && (
        <span class="pw-person__tools">
          <button type="button" class="pw-button pw-button--quiet" aria-label={t('people.change.name', { nickname })} onClick={() => onAsk({ ask: 'change', person })}>
            <Symbol name="edit" size={1.125} />
            {t('people.change')}
          </button>
          {!isMe && (
            <button type="button" class="pw-button pw-button--quiet" aria-label={t('people.remove.name', { nickname })} onClick={() => onAsk({ ask: 'remove', person })}>
              <Symbol name="remove" size={1.125} />
              {t('people.remove')}
            </button>
          )}
        </span>
      )}
      <ScribeRequest workshop={open.workshop} person={person} />
      <WorkLocation open={open} participant={person.participant} onGo={onClose} />
    </li>
  );
}

function Group(props: { readonly title: string; readonly people: readonly RosterPerson[] } & Omit<RowProps, 'person'>) {
  if (props.people.length === 0) return null;
  return (
    <section>
      <h3>{props.title}</h3>
      <ul class="pw-people">
        {props.people.map((person) => (
          <PersonRow key={person.participant} open={props.open} onClose={props.onClose} person={person} onAsk={props.onAsk} />
        ))}
      </ul>
    </section>
  );
}

function RemovePerson({ open, person, onClose }: PeopleProps & { readonly person: RosterPerson }) {
  const { nickname } = person;
  const remove = async () => {
    await open.workshop.api.removePerson(newCommand(), person.participant);
    showToast(t('people.removed', { nickname }));
    return 'done' as const;
  };
  return (
    <Confirm title={t('people.remove.title', { nickname })} button={t('people.remove.button', { nickname })} onConfirm={remove} onClose={onClose}>
      <p>{t('people.remove.text')}</p>
    </Confirm>
  );
}

function Asked({ open, question, onClose }: PeopleProps & { readonly question: Question }) {
  switch (question.ask) {
    case 'remove':
      return <RemovePerson open={open} person={question.person} onClose={onClose} />;
    case 'change':
      return <ChangePerson workshop={open.workshop} person={question.person} onClose={onClose} />;
    case 'addByPhone':
      return <AddByPhone workshop={open.workshop} onClose={onClose} />;
    case 'refuseAll':
      return <RefuseAll workshop={open.workshop} onClose={onClose} />;
    case 'removeAbsent':
      return <RemoveAbsent workshop={open.workshop} onClose={onClose} />;
  }
}

/** The people of an open workshop. */
export function PeopleDialog({ open, onClose }: PeopleProps) {
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const here = new Set(open.presence.people.value.map((person) => person.participant));
  const everyone = [...open.workshop.facts.roster.value.values()].filter((person) => person.state === 'in');
  const isFacilitator = open.workshop.me.value.role === 'facilitator';
  const onAsk = isFacilitator ? setQuestion : undefined;
  return (
    <>
      <Dialog title={t('people.title')} onClose={onClose}>
        <div class="pw-flow">
          {isFacilitator && <WaitingList workshop={open.workshop} onRefuseAll={() => setQuestion({ ask: 'refuseAll' })} />}
          {isFacilitator && <ObserversSwitch workshop={open.workshop} />}
          <Group title={t('people.here')} people={everyone.filter((person) => here.has(person.participant))} open={open} onClose={onClose} onAsk={onAsk} />
          <Group title={t('people.away')} people={everyone.filter((person) => !here.has(person.participant))} open={open} onClose={onClose} onAsk={onAsk} />
          {isFacilitator && absentIn(everyone).length > 1 && (
            <button type="button" class="pw-button pw-button--quiet" onClick={() => setQuestion({ ask: 'removeAbsent' })}>
              {t('people.absent', { count: absentIn(everyone).length })}
            </button>
          )}
          {isFacilitator && (
            <button type="button" class="pw-button pw-button--plain" onClick={() => setQuestion({ ask: 'addByPhone' })}>
              <Symbol name="add" />
              {t('people.phone.add')}
            </button>
          )}
        </div>
      </Dialog>
      {question && <Asked open={open} question={question} onClose={() => setQuestion(undefined)} />}
    </>
  );
}
