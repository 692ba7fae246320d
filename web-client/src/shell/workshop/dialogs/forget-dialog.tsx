/**
 * Forgetting a workshop on this device, with what is lost and what to do first. Owns that question; doing it is the
 * workshop's own (workshop/open-workshop.ts).
 */
import { t } from '../../../i18n/translate';
import { Symbol } from '../../../styles/symbol';
import { ApiError } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import { goTo } from '../../common/route';
import { device } from '../../common/services';
import type { PanelProps } from '../common/panel';

/** Refusals of leaving that do not keep a device from forgetting. */
const FORGETS_ALL_THE_SAME = ['offline', 'last_facilitator', 'not_signed_in', 'removed', 'workshop_deleted', 'workshop_unknown', 'workshop_ended', 'waiting', 'turned_away'];

/** Whether nobody else is a facilitator here, as far as this device knows. */
function isOnlyFacilitator({ workshop: { me, entry, facts } }: OpenMap): boolean {
  const others = Array.from(facts.participants.value).filter(([id, { role, state }]) => id !== entry.participant && role === 'facilitator' && state === 'in');
  return me.value.role === 'facilitator' && others.length === 0;
}

/** Leaving for good on this device. */
export function ForgetDialog({ open, onClose }: PanelProps) {
  const state = open.saveState.value;
  const settled = state === 'saved' || state === 'readOnly' || state === 'offlineNothingWaiting' || state === 'deniedNothingWaiting';
  const forget = async () => {
    try {
      await open.workshop.leave();
    } catch (error) {
      // Forgetting must work without a connection, for a device or a workshop that the server does not know, and for the only
      // facilitator, who stays in the list of people: the server then keeps a key that nobody holds any more.
      if (!(error instanceof ApiError) || !FORGETS_ALL_THE_SAME.includes(error.code)) throw error;
      await open.workshop.close();
      await device.forgetPerson(open.workshop.entry);
    }
    goTo('/');
    return 'done' as const;
  };
  return (
    <Confirm title={t('forget.title')} button={t('forget.button')} onConfirm={forget} onClose={onClose}>
      {!settled && (
        <p class="pw-warning">
          <Symbol name="warning" />
          {t('forget.unsaved')}
        </p>
      )}
      {isOnlyFacilitator(open) && (
        <p class="pw-warning">
          <Symbol name="warning" />
          {t('forget.onlyFacilitator')}
        </p>
      )}
      <p>{t('forget.text')}</p>
      <p>{t('forget.back')}</p>
    </Confirm>
  );
}
