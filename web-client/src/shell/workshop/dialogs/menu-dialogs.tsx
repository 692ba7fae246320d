/**
 * The dialogs of the workshop's menu: about, forget this device, delete, and the words that were refused. Owns
 * what each says and asks; doing it is the workshop's own (workshop/open-workshop.ts, workshop/api.ts).
 */
import { useState } from 'preact/hooks';
import { dayInWords, t } from '../../../i18n/translate';
import { Dialog } from '../../../ui/dialog';
import { TextField } from '../../../ui/field';
import { RoleTag } from '../../../ui/who';
import { ApiError } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { Symbol } from '../../../styles/symbol';
import { Confirm } from '../../common/confirm';
import { goTo } from '../../common/route';
import { device } from '../../common/services';
import { RefusedWords } from '../common/refused-words';

/** What every dialog of an open workshop gets. */
export interface WorkshopDialogProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** Title, shared challenge, end date, my own role, agenda. */
export function AboutDialog({ open, onClose }: WorkshopDialogProps) {
  const meta = open.workshop.facts.meta.value;
  const agenda = open.workshop.facts.agenda.value;
  const endsOn = meta?.endsOn ?? open.workshop.entry.endsOn;
  return (
    <Dialog title={t('about.title')} onClose={onClose}>
      <dl class="pw-pairs">
        {meta && meta.challenge !== '' && (
          <div>
            <dt>{t('about.challenge')}</dt>
            <dd>{meta.challenge}</dd>
          </div>
        )}
        <div>
          <dt>{t('about.ends')}</dt>
          <dd>{t('about.ends.then', { day: dayInWords(endsOn) })}</dd>
        </div>
        <div>
          <dt>{t('about.you')}</dt>
          <dd class="pw-row">
            {open.workshop.me.value.nickname} <RoleTag role={open.workshop.me.value.role} />
          </dd>
        </div>
      </dl>
      {agenda.length > 0 && (
        <section>
          <h3>{t('about.agenda')}</h3>
          <ol class="pw-agenda">
            {agenda.map((item, index) => (
              <li key={index}>
                <span>{item.title}</span> <span class="pw-soft">{t('about.minutes', { count: item.min })}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      <p class="pw-soft">{t('product.notice')}</p>
    </Dialog>
  );
}

/** Refusals of leaving that do not keep a device from forgetting. */
const FORGETS_ALL_THE_SAME = ['offline', 'last_facilitator'];

/** Whether nobody else is a facilitator here, as far as this device knows. */
function isOnlyFacilitator({ workshop: { me, entry, facts } }: OpenMap): boolean {
  const others = Array.from(facts.participants.value).filter(([id, { role, state }]) => id !== entry.participant && role === 'facilitator' && state === 'in');
  return me.value.role === 'facilitator' && others.length === 0;
}

/** Leaving for good on this device. */
export function ForgetDialog({ open, onClose }: WorkshopDialogProps) {
  const state = open.saveState.value;
  const settled = state === 'saved' || state === 'readOnly' || state === 'offlineNothingWaiting';
  const forget = async () => {
    try {
      await open.workshop.leave();
    } catch (error) {
      // Forgetting must work without a connection, and for the only facilitator, who stays in the list of people: the
      // server then keeps a key that nobody holds any more.
      if (!(error instanceof ApiError) || !FORGETS_ALL_THE_SAME.includes(error.code)) throw error;
      await open.workshop.close();
      await device.forget(open.workshop.entry.workshop);
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

/** Real deletion, after a word was typed. */
export function DeleteDialog({ open, onClose }: WorkshopDialogProps) {
  const [typed, setTyped] = useState('');
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const word = t('delete.word');
  const remove = async () => {
    if (typed.trim().toLowerCase() !== word) {
      setMistake(t('delete.error', { word }));
      document.getElementById('delete-word')?.focus();
      return 'stay' as const;
    }
    await open.workshop.api.deleteWorkshop();
    return 'done' as const;
  };
  return (
    <Confirm title={t('delete.title')} button={t('delete.button')} onConfirm={remove} onClose={onClose}>
      <p>{t('delete.text')}</p>
      <p>{t('delete.first')}</p>
      <TextField id="delete-word" label={t('delete.label', { word })} error={mistake} value={typed} onInput={setTyped} />
    </Confirm>
  );
}

/** The dialog around {@link RefusedWords}. */
export function RefusedDialog({ open, onClose }: WorkshopDialogProps) {
  const drop = () => {
    for (const each of open.workshop.refused.peek()) open.workshop.dismissRefused(each.id);
    onClose();
  };
  return (
    <Dialog title={t('refused.title')} onClose={onClose}>
      <p>{t('refused.text')}</p>
      <RefusedWords refused={open.workshop.refused.value} />
      <button type="button" class="pw-button pw-button--plain" onClick={drop}>
        {t('refused.drop')}
      </button>
    </Dialog>
  );
}
