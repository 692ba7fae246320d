/**
 * The waiting room as facilitators see it: open or closed, who waits, let in or not. Owns that section of the people
 * dialog; what a waiting person sees is shell/join/waiting-room.tsx.
 */
import { listInWords, t } from '../../../i18n/translate';
import { RoleTag } from '../../../ui/who';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand, useSwitch, type CommandRun } from '../common/use-command';
import { waitingIn } from '../common/waiting';

function WaitingPerson(props: { readonly workshop: OpenWorkshop; readonly person: RosterPerson; readonly run: CommandRun['run'] }) {
  const { workshop, person, run } = props;
  const { nickname, participant } = person;
  const people = workshop.api.people;
  const same = (person.sameDeviceAs ?? []).map((other) => workshop.facts.roster.value.get(other)?.nickname ?? t('people.unnamed'));
  return (
    <li class="pw-person">
      <div class="pw-person__who">
        <span class="pw-person__name">{nickname}</span>
        <RoleTag role={person.role} />
        {person.help !== undefined && <span dir="auto" class="pw-person__note pw-soft pw-small">{t('people.help', { text: person.help })}</span>}
        {same.length > 0 && <span class="pw-person__note pw-soft pw-small">{t('people.sameDevice', { people: listInWords(same) })}</span>}
      </div>
      <span class="pw-person__tools">
        <button type="button" class="pw-button" aria-label={t('waiting.admit.name', { nickname })} onClick={() => void run(() => people.admit(newCommand(), participant), t('waiting.admitted', { nickname }))}>
          {t('waiting.admit')}
        </button>
        <button type="button" class="pw-button pw-button--quiet" aria-label={t('waiting.refuse.name', { nickname })} onClick={() => void run(() => people.refuse(newCommand(), participant), t('waiting.notAdmitted', { nickname }))}>
          {t('waiting.refuse')}
        </button>
      </span>
    </li>
  );
}

/** The section with the switch and who waits; `onRefuseAll` asks whether nobody is to be let in. */
export function WaitingList({ workshop, onRefuseAll }: { readonly workshop: OpenWorkshop; readonly onRefuseAll: () => void }) {
  const { failure, run } = useCommand();
  const waiting = waitingIn(workshop);
  const people = workshop.api.people;
  const { isOn, flip } = useSwitch(workshop.facts.meta.value?.waitingRoom === true, (next) =>
    run(() => people.setWaitingRoom(newCommand(), next), next === 'off' ? t('waiting.off.done') : t('waiting.on.done')));
  return (
    <section class="pw-flow">
      <h3>{t('waiting.heading')}</h3>
      <label class="pw-choice">
        <input type="checkbox" checked={isOn} onChange={flip} />
        <span>{t('waiting.switch')}</span>
      </label>
      {waiting.length > 0 && (
        <>
          {!isOn && <p class="pw-soft">{t('waiting.held')}</p>}
          <ul class="pw-people">
            {waiting.map((person) => (
              <WaitingPerson key={person.participant} workshop={workshop} person={person} run={run} />
            ))}
          </ul>
          {waiting.length > 1 && (
            <div class="pw-row">
              <button type="button" class="pw-button pw-button--plain" onClick={() => void run(() => people.admitAll(newCommand()), t('waiting.all.done'))}>
                {t('waiting.all')}
              </button>
              <button type="button" class="pw-button pw-button--quiet" onClick={onRefuseAll}>
                {t('waiting.none')}
              </button>
            </div>
          )}
        </>
      )}
      {isOn && waiting.length === 0 && <p class="pw-soft">{t('waiting.nobody')}</p>}
      {failure !== undefined && (
        <p class="nhsuk-error-message" role="alert">
          {failure}
        </p>
      )}
    </section>
  );
}
