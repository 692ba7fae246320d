/**
 * Everybody of the workshop: who is here now and who is not, each with role as symbol and word. Facilitators remove a
 * person here. Owns the dialog; names come from the roster, presence from the connection.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { showToast } from '../../notice/notice';
import { Symbol } from '../../styles/symbol';
import { Dialog } from '../../ui/dialog';
import { RoleTag } from '../../ui/who';
import { newCommand, type RosterPerson } from '../../workshop/api';
import type { OpenWorkshop } from '../../workshop/open';
import { Confirm } from '../confirm';

interface PeopleProps {
  readonly open: OpenWorkshop;
  readonly onClose: () => void;
}

function PersonRow(props: { readonly person: RosterPerson; readonly isMe: boolean; readonly onRemove: (() => void) | undefined }) {
  const { person, isMe, onRemove } = props;
  return (
    <li class="pw-person">
      <span class="pw-person__name">{isMe ? t('people.me', { nickname: person.nickname }) : person.nickname}</span>
      <RoleTag role={person.role} />
      {onRemove && (
        <button
          type="button"
          class="pw-button pw-button--quiet pw-person__remove"
          aria-label={t('people.remove.name', { nickname: person.nickname })}
          onClick={onRemove}
        >
          <Symbol name="remove" size={1.125} />
          {t('people.remove')}
        </button>
      )}
    </li>
  );
}

function Group(props: {
  readonly title: string;
  readonly people: readonly RosterPerson[];
  readonly me: string;
  readonly onRemove: ((person: RosterPerson) => void) | undefined;
}) {
  if (props.people.length === 0) return null;
  return (
    <section>
      <h3>{props.title}</h3>
      <ul class="pw-people">
        {props.people.map((person) => {
          const isMe = person.participant === props.me;
          const { onRemove } = props;
          return (
            <PersonRow
              key={person.participant}
              person={person}
              isMe={isMe}
              onRemove={onRemove && !isMe ? () => onRemove(person) : undefined}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** The people of an open workshop. */
export function PeopleDialog({ open, onClose }: PeopleProps) {
  const [leaving, setLeaving] = useState<RosterPerson | undefined>(undefined);
  const me = open.entry.participant;
  const here = new Set(open.presence.people.value.map((person) => person.participant));
  const everyone = [...open.facts.roster.value.values()].filter((person) => person.state === 'in');
  const onRemove = open.entry.role === 'facilitator' ? setLeaving : undefined;
  const remove = async (person: RosterPerson) => {
    await open.api.removePerson(newCommand(), person.participant);
    showToast(t('people.removed', { nickname: person.nickname }));
    return 'done' as const;
  };
  const list = useRef<HTMLDivElement>(null);
  // The button that was pressed goes away with the person, sooner or later than the question: the focus stays in the dialog.
  useEffect(() => {
    if (leaving || document.activeElement !== document.body) return;
    list.current?.closest('dialog')?.querySelector<HTMLElement>('h2')?.focus();
  });
  return (
    <>
      <Dialog title={t('people.title')} onClose={onClose}>
        <div class="pw-flow" ref={list}>
          <Group title={t('people.here')} people={everyone.filter((person) => here.has(person.participant))} me={me} onRemove={onRemove} />
          <Group title={t('people.away')} people={everyone.filter((person) => !here.has(person.participant))} me={me} onRemove={onRemove} />
        </div>
      </Dialog>
      {leaving && (
        <Confirm
          title={t('people.remove.title', { nickname: leaving.nickname })}
          button={t('people.remove.button', { nickname: leaving.nickname })}
          onConfirm={() => remove(leaving)}
          onClose={() => setLeaving(undefined)}
        >
          <p>{t('people.remove.text')}</p>
        </Confirm>
      )}
    </>
  );
}
