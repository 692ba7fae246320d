/**
 * Everybody of the workshop: who is here now and who is not, each with role as symbol and word, and for whom they act.
 * Facilitators find here who waits, and everything they may do with a person. Owns the dialog and its list; the questions
 * it leads to are in person-dialogs.tsx. Names come from the roster, presence from the connection.
 */
import { useState } from 'preact/hooks';
import { holdsWords } from '../../../editor/fields/part-picker';
import { listInWords, t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { RoleTag, roleWord, sideOfRole } from '../../../ui/who';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import { mapName } from '../common/map-names';
import { actsForInWords } from './scribe';
import { ScribeRequest } from './scribe-request';
import { ObserversSwitch } from './observers';
import { absentIn, RefuseAll, RemoveAbsent } from './many-people';
import { NudgeDialog } from './nudge-dialog';
import { AddByPhone, ChangePerson } from './person-dialogs';
import { WaitingList } from './waiting-list';
import { FollowButton, WorkLocation } from './work-location';

interface PeopleProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** What a facilitator is asked about whom. */
type Question = { readonly ask: 'remove' | 'change' | 'nudge'; readonly person: RosterPerson } | { readonly ask: 'addByPhone' | 'refuseAll' | 'removeAbsent' };

/** What else is to be said of a person. */
function notesOn(open: OpenMap, person: RosterPerson): readonly string[] {
  const names = (person.sameDeviceAs ?? []).map((other) => open.workshop.facts.roster.value.get(other)?.nickname ?? t('people.unnamed'));
  const elsewhere = open.presence.people.value.find((one) => one.participant === person.participant)?.elsewhere;
  const map = open.workshop.facts.maps.value.find((one) => one.id === elsewhere);
  return [
    map ? t('people.elsewhere', { map: mapName(map) }) : '',
    actsForInWords(open.workshop.facts, person.participant),
    person.takesPart === 'phone' ? t('people.byPhone') : '',
    person.neverCame === true ? t('people.neverCame') : '',
    person.help === undefined ? '' : t('people.help', { text: person.help }),
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
          <span key={note} dir="auto" class="pw-person__note pw-soft pw-small">
            {note}
          </span>
        ))}
      </div>
      {onAsk && (
        <span class="pw-person__tools">
          {!isMe && open.workshop.session.current.value && (
            <button type="button" class="pw-button pw-button--quiet" aria-label={t('people.nudge.name', { nickname })} onClick={() => onAsk({ ask: 'nudge', person })}>
              <Symbol name="comment" size={1.125} />
              {t('people.nudge')}
            </button>
          )}
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
      <FollowButton open={open} participant={person.participant} onGo={onClose} />
    </li>
  );
}

/** From so many people on they stand by sides, and can be searched. */
const MANY = 8;

/** The sides in the order that people are listed by, and what each is called. */
const SIDES = [['patient', 'side.patient'], ['professional', 'side.professional'], ['neutral', 'people.others']] as const;

type GroupProps = { readonly title: string; readonly people: readonly RosterPerson[]; readonly bySide: boolean } & Omit<RowProps, 'person'>;

function Rows({ people, ...props }: Omit<GroupProps, 'title' | 'bySide'>) {
  return (
    <ul class="pw-people">
      {people.map((person) => <PersonRow key={person.participant} {...props} person={person} />)}
    </ul>
  );
}

function Group({ title, bySide, people, ...props }: GroupProps) {
  if (people.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      {!bySide && <Rows {...props} people={people} />}
      {bySide && SIDES.map(([side, name]) => {
        const here = people.filter((person) => sideOfRole(person.role) === side);
        return here.length > 0 && <section key={side}><h4 class="pw-people__side">{t(name)}</h4><Rows {...props} people={here} /></section>;
      })}
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
    case 'nudge':
      return <NudgeDialog workshop={open.workshop} person={question.person} onClose={onClose} />;
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
  const isMany = everyone.length > MANY;
  const [find, setFind] = useState('');
  const found = isMany ? everyone.filter((person) => holdsWords(`${person.nickname} ${roleWord(person.role)}`, find)) : everyone;
  const group = { open, onClose, onAsk, bySide: isMany };
  return (
    <>
      <Dialog title={t('people.title')} onClose={onClose}>
        <div class="pw-flow">
          {isFacilitator && <WaitingList workshop={open.workshop} onRefuseAll={() => setQuestion({ ask: 'refuseAll' })} />}
          {isFacilitator && <ObserversSwitch workshop={open.workshop} />}
          {isMany && (
            <div class="nhsuk-form-group">
              <label class="nhsuk-label pw-field__label" for="people-find">{t('people.find')}</label>
              <input id="people-find" dir="auto" class="nhsuk-input pw-input" type="search" autocomplete="off" value={find} onInput={(event) => setFind(event.currentTarget.value)} />
              <p class="pw-hidden" role="status">{find === '' ? '' : t('people.found', { count: found.length })}</p>
            </div>
          )}
          {found.length === 0 && <p class="pw-soft">{t('people.found', { count: 0 })}</p>}
          <Group {...group} title={t('people.here')} people={found.filter((person) => here.has(person.participant))} />
          <Group {...group} title={t('people.away')} people={found.filter((person) => !here.has(person.participant))} />
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
