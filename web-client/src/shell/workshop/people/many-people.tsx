/**
 * What a facilitator does about many people at once, after a link went around: nobody who waits is let in, and whoever
 * joined and never came is taken out. Owns the two questions; the list they are asked from is people-dialog.tsx.
 */
import { t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import { waitingIn } from '../common/waiting';

interface ManyProps {
  readonly workshop: OpenWorkshop;
  readonly onClose: () => void;
}

/** Who joined some time ago and whose device has never come. */
export function absentIn(people: readonly RosterPerson[]): readonly RosterPerson[] {
  return people.filter((person) => person.neverCame === true);
}

/** Asks whether nobody who waits is to be let in. */
export function RefuseAll({ workshop, onClose }: ManyProps) {
  const refuse = async () => {
    const count = await workshop.api.people.refuseAll(newCommand());
    showToast(t('waiting.none.done', { count }));
    return 'done' as const;
  };
  return (
    <Confirm title={t('waiting.none.title', { count: waitingIn(workshop).length })} button={t('waiting.none')} onConfirm={refuse} onClose={onClose}>
      <p>{t('waiting.none.text')}</p>
    </Confirm>
  );
}

/** Asks whether everybody who never came is to be taken out. */
export function RemoveAbsent({ workshop, onClose }: ManyProps) {
  const count = absentIn([...workshop.facts.roster.value.values()]).length;
  const remove = async () => {
    showToast(t('people.absent.done', { count: await workshop.api.people.removeAbsent(newCommand()) }));
    return 'done' as const;
  };
  return (
    <Confirm title={t('people.absent.title', { count })} button={t('people.absent.button')} onConfirm={remove} onClose={onClose}>
      <p>{t('people.absent.text')}</p>
    </Confirm>
  );
}
