/**
 * Invitations: one card a role with its link, code and QR code, each to be copied or shown large. Owns how
 * an invitation is shown; who may see them is the server's matter, the printed sheet is invite-sheet.tsx.
 */
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import type { Invite } from '../../workshop/api';
import { CopyButton } from '../../ui/copy-button';
import { RoleSymbol, roleMeaning, roleWord, sideOfRole } from '../../ui/who';
import { Symbol } from '../../styles/symbol';
import { codeInGroups } from './code';

/**
 * The QR code as the server drew it. An image element never runs what an SVG may hold, and a data address is of this
 * page, so that nothing is fetched.
 */
export function QrPicture({ svg, role }: { readonly svg: string; readonly role: string }) {
  return <img class="pw-qr" alt={t('invite.qr.alt', { role })} src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} />;
}

/** A link that can be selected and copied. */
export function LinkToCopy({ link, role }: { readonly link: string; readonly role: string }) {
  return (
    <div class="pw-copyline">
      <code class="pw-copyline__text">{link}</code>
      <CopyButton text={link} name={t('invite.copy.link', { role })} done={t('invite.copied', { role })} />
    </div>
  );
}

function InviteCard({ invite, onRevoke }: { readonly invite: Invite; readonly onRevoke: ((invite: Invite) => void) | undefined }) {
  const [qr, setQr] = useState<'shown' | 'hidden'>('hidden');
  const role = roleWord(invite.role);
  return (
    <li class={`pw-invite pw-invite--${sideOfRole(invite.role)}`}>
      <div class="pw-invite__head">
        <RoleSymbol role={invite.role} size={1.5} />
        <h3>{role}</h3>
      </div>
      <p class="pw-soft pw-small">{roleMeaning(invite.role)}</p>
      <LinkToCopy link={invite.link} role={role} />
      {invite.code !== null && (
        <div class="pw-copyline">
          <span class="pw-code">
            <span class="pw-soft pw-small">{t('invite.code')}</span> <strong>{codeInGroups(invite.code)}</strong>
          </span>
          <CopyButton text={invite.code} name={t('invite.copy.code', { role })} done={t('invite.copied', { role })} />
        </div>
      )}
      {invite.qrSvg !== null && (
        <>
          <button
            type="button"
            class="pw-button pw-button--quiet"
            aria-expanded={qr === 'shown'}
            aria-label={t('invite.qr.show', { role })}
            onClick={() => setQr(qr === 'shown' ? 'hidden' : 'shown')}
          >
            <Symbol name="chevron" size={1} />
            {t('invite.qr')}
          </button>
          {qr === 'shown' && <QrPicture svg={invite.qrSvg} role={role} />}
        </>
      )}
      {onRevoke && (
        <button type="button" class="pw-button pw-button--quiet" aria-label={t('invite.revoke.name', { role })} onClick={() => onRevoke(invite)}>
          <Symbol name="close" size={1} />
          {t('invite.revoke')}
        </button>
      )}
    </li>
  );
}

/** Invitations for everybody but facilitators, whose links are never listed. */
export function InviteCards({ invites, onRevoke }: { readonly invites: readonly Invite[]; readonly onRevoke?: (invite: Invite) => void }) {
  return (
    <ul class="pw-invites">
      {invites
        .filter((invite) => invite.role !== 'facilitator')
        .map((invite) => (
          <InviteCard key={invite.role} invite={invite} onRevoke={onRevoke} />
        ))}
    </ul>
  );
}
