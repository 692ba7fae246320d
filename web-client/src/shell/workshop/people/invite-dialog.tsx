/**
 * The dialog with all invitations: a card a role, ended ones to be made anew, more facilitator links, and the sheets to
 * print. Owns what a facilitator does with invitations; how one looks is shell/invites/invites.tsx.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { ROLES, type Role } from '../../../model/people';
import { showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { TextField } from '../../../ui/field';
import { RoleTag, roleWord } from '../../../ui/who';
import { newCommand, type Invite } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { useAnswer, wordsForFailure } from '../../common/use-answer';
import { Confirm } from '../../common/confirm';
import { printInvites } from '../../invites/invite-sheet';
import { InviteCards, LinkToCopy } from '../../invites/invites';
import type { PanelProps } from '../common/panel';

function MoreFacilitators({ open }: { readonly open: OpenMap }) {
  const [link, setLink] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const make = async () => {
    try {
      setFailure(undefined);
      setLink(await open.workshop.api.newFacilitatorLink(newCommand()));
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

/** The roles whose invitation was ended, each with a button that makes a new one. */
function EndedInvites({ open, roles, onMade }: { readonly open: OpenMap; readonly roles: readonly Role[]; readonly onMade: () => void }) {
  const [failure, setFailure] = useState<string | undefined>(undefined);
  if (roles.length === 0) return null;
  const make = async (role: Role) => {
    try {
      setFailure(undefined);
      await open.workshop.api.renewInvite(newCommand(), role);
      onMade();
    } catch (error) {
      setFailure(wordsForFailure(error));
    }
  };
  return (
    <section class="pw-flow">
      <h3>{t('invite.ended')}</h3>
      <ul class="pw-people">
        {roles.map((role) => (
          <li class="pw-person" key={role}>
            <RoleTag role={role} />
            <button type="button" class="pw-button pw-button--plain pw-person__tools" aria-label={t('invite.renew.name', { role: roleWord(role) })} onClick={() => void make(role)}>
              {t('invite.renew')}
            </button>
          </li>
        ))}
      </ul>
      {failure !== undefined && (
        <p class="nhsuk-error-message" role="alert">
          {failure}
        </p>
      )}
    </section>
  );
}

function RevokeInvite(props: PanelProps & { readonly invite: Invite; readonly onDone: () => void }) {
  const { open, invite, onClose, onDone } = props;
  const role = roleWord(invite.role);
  const revoke = async () => {
    await open.workshop.api.revokeInvite(newCommand(), invite.role);
    showToast(t('invite.revoked', { role }));
    onDone();
    return 'done' as const;
  };
  return (
    <Confirm title={t('invite.revoke.title', { role })} button={t('invite.revoke')} onConfirm={revoke} onClose={onClose}>
      <p>{t('invite.revoke.text')}</p>
    </Confirm>
  );
}

function Invites({ open, invites, again }: { readonly open: OpenMap; readonly invites: readonly Invite[]; readonly again: () => void }) {
  const [ending, setEnding] = useState<Invite | undefined>(undefined);
  const [when, setWhen] = useState('');
  const meta = open.workshop.facts.meta.value;
  const sheet = {
    title: meta?.title ?? open.workshop.entry.title, endsOn: meta?.endsOn ?? open.workshop.entry.endsOn, invites,
    when, agenda: open.workshop.facts.agenda.value,
  };
  const ended = ROLES.filter((role) => role !== 'facilitator' && !invites.some((invite) => invite.role === role));
  return (
    <>
      {/* Printed from here and kept nowhere: closing the dialog need not ask. */}
      <div data-kept>
        <TextField id="invite-when" label={t('invite.when')} hint={t('invite.when.hint')} value={when} onInput={setWhen} />
      </div>
      <button type="button" class="pw-button pw-button--plain" onClick={() => void printInvites(sheet)}>
        <Symbol name="print" />
        {t('invite.print')}
      </button>
      <InviteCards invites={invites} onRevoke={setEnding} />
      <EndedInvites open={open} roles={ended} onMade={again} />
      <MoreFacilitators open={open} />
      {ending && <RevokeInvite open={open} invite={ending} onDone={again} onClose={() => setEnding(undefined)} />}
    </>
  );
}

/** Links, codes and QR codes for every role, and the sheets to print. */
export function InviteDialog({ open, onClose }: PanelProps) {
  const [asked, again] = useAnswer(() => open.workshop.api.invites(), open.workshop.entry.workshop);
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
      {asked.state === 'answered' && <Invites open={open} invites={asked.answer} again={again} />}
    </Dialog>
  );
}
