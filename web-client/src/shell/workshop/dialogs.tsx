/**
 * The dialogs of the workshop's menu: about, invite, forget this device, delete, and the words that were refused. Owns
 * what each says and asks; doing it is the workshop's own (workshop/open.ts, workshop/api.ts).
 */
import { useState } from 'preact/hooks';
import { dayInWords, t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { RoleTag, roleWord } from '../../ui/who';
import { ApiError, newCommand } from '../../workshop/api';
import type { OpenWorkshop } from '../../workshop/open';
import { Symbol } from '../../styles/symbol';
import { useAnswer, wordsForFailure } from '../ask';
import { Confirm } from '../confirm';
import { printInvites } from '../invite-sheet';
import { InviteCards, LinkToCopy } from '../invites';
import { goTo } from '../route';
import { device } from '../services';
import { RefusedWords } from './refused-words';

/** What every dialog of an open workshop gets. */
export interface WorkshopDialogProps {
  readonly open: OpenWorkshop;
  readonly onClose: () => void;
}

/** Title, shared challenge, end date, my own role, agenda. */
export function AboutDialog({ open, onClose }: WorkshopDialogProps) {
  const meta = open.facts.meta.value;
  const agenda = open.facts.agenda.value;
  const endsOn = meta?.endsOn ?? open.entry.endsOn;
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
            {open.entry.nickname} <RoleTag role={open.entry.role} />
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

function MoreFacilitators({ open }: { readonly open: OpenWorkshop }) {
  const [link, setLink] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const make = async () => {
    try {
      setFailure(undefined);
      setLink(await open.api.newFacilitatorLink(newCommand()));
    } catch (error) {
      setFailure(wordsForFailure(error));
    }
  };
  return (
    <section class="pw-flow">
      <h3>{t('invite.facilitators')}</h3>
      <p>{t('invite.facilitator.text')}</p>
      {link === undefined ? (
        <button type="button" class="pw-button pw-button--plain" onClick={() => void make()}>
          {t('invite.facilitator.new')}
        </button>
      ) : (
        <div role="status">
          <p>{t('invite.facilitator.made')}</p>
          <LinkToCopy link={link} role={roleWord('facilitator')} />
        </div>
      )}
      {failure !== undefined && (
        <p class="nhsuk-error-message" role="alert">
          {failure}
        </p>
      )}
    </section>
  );
}

/** Links, codes and QR pictures for every role, and the sheet to print. */
export function InviteDialog({ open, onClose }: WorkshopDialogProps) {
  const [asked, again] = useAnswer(() => open.api.invites(), open.entry.workshop);
  const meta = open.facts.meta.value;
  return (
    <Dialog title={t('invite.title')} onClose={onClose} size="wide">
      <p>{t('invite.text')}</p>
      {asked.state === 'waiting' && <p class="pw-waiting">{t('invite.loading')}</p>}
      {asked.state === 'failed' && (
        <>
          <p>{wordsForFailure(asked.error)}</p>
          <button type="button" class="pw-button" onClick={again}>
            {t('button.tryAgain')}
          </button>
        </>
      )}
      {asked.state === 'answered' && (
        <>
          <button type="button" class="pw-button pw-button--plain" onClick={() => void printInvites({ title: meta?.title ?? open.entry.title, endsOn: meta?.endsOn ?? open.entry.endsOn, invites: asked.answer })}>
            <Symbol name="print" />
            {t('invite.print')}
          </button>
          <InviteCards invites={asked.answer} />
          <MoreFacilitators open={open} />
        </>
      )}
    </Dialog>
  );
}

/** Leaving for good on this device. */
export function ForgetDialog({ open, onClose }: WorkshopDialogProps) {
  const state = open.saveState.value;
  const settled = state === 'saved' || state === 'readOnly' || state === 'offlineNothingWaiting';
  const forget = async () => {
    try {
      await open.leave();
    } catch (error) {
      // Forgetting must work without a connection too; the server then keeps a key that nobody holds any more.
      if (!(error instanceof ApiError) || error.code !== 'offline') throw error;
      await open.close();
      await device.forget(open.entry.workshop);
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
    await open.api.deleteWorkshop();
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
    for (const each of open.refused.peek()) open.dismissRefused(each.id);
    onClose();
  };
  return (
    <Dialog title={t('refused.title')} onClose={onClose}>
      <p>{t('refused.text')}</p>
      <RefusedWords refused={open.refused.value} />
      <button type="button" class="pw-button pw-button--plain" onClick={drop}>
        {t('refused.drop')}
      </button>
    </Dialog>
  );
}
