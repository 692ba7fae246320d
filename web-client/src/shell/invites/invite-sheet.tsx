/**
 * The invitations on paper, one page a role in large print, for the wall of a room or the envelope: made when they are
 * printed and gone afterwards. Owns the paper; the page behind is not printed with it.
 */
import { render } from 'preact';
import { dayInWords, t } from '../../i18n/translate';
import type { Invite } from '../../workshop/api';
import { RoleSymbol, roleMeaning, roleWord } from '../../ui/who';
import { codeInGroups } from './code';
import { QrPicture } from './invites';
import { Mark } from '../common/page';

/** What the sheet says. */
export interface InviteSheetProps {
  readonly title: string;
  /** `YYYY-MM-DD` */
  readonly endsOn: string;
  readonly invites: readonly Invite[];
}

/** Where a code is typed: on the server of the link beside it, which need not be called what this page was opened by. */
function joinAddress(link: string): string {
  const { host, pathname } = new URL(link);
  return host + pathname;
}

function RolePage({ title, endsOn, invite }: { readonly title: string; readonly endsOn: string; readonly invite: Invite }) {
  const role = roleWord(invite.role);
  return (
    <section class="pw-sheet">
      <Mark size={1.5} />
      <h1>{t('invite.sheet.title', { title })}</h1>
      <h2>
        <RoleSymbol role={invite.role} size={2} />
        {t('invite.sheet.role', { role })}
      </h2>
      <p>{roleMeaning(invite.role)}</p>
      <ol class="pw-sheet__steps">
        <li>
          {t('invite.sheet.scan')}
          {invite.qrSvg !== null && <QrPicture svg={invite.qrSvg} role={role} />}
        </li>
        <li>
          {t('invite.sheet.code', { address: joinAddress(invite.link) })}
          {invite.code !== null && <strong class="pw-sheet__code">{codeInGroups(invite.code)}</strong>}
        </li>
        <li>
          {t('invite.sheet.link')}
          <span class="pw-sheet__link">{invite.link}</span>
        </li>
      </ol>
      <p>{t('invite.sheet.then')}</p>
      <p>{t('invite.sheet.until', { day: dayInWords(endsOn) })}</p>
      <p>{t('product.notice')}</p>
    </section>
  );
}

/** A page for each role but facilitators, whose links are never printed. */
export function InviteSheet({ title, endsOn, invites }: InviteSheetProps) {
  return (
    <>
      {invites
        .filter((invite) => invite.role !== 'facilitator')
        .map((invite) => (
          <RolePage key={invite.role} title={title} endsOn={endsOn} invite={invite} />
        ))}
    </>
  );
}

/** Prints the sheet, and nothing of the page behind it. */
export async function printInvites(sheet: InviteSheetProps): Promise<void> {
  const paper = document.createElement('div');
  paper.className = 'pw-sheet-place';
  document.body.append(paper);
  render(<InviteSheet {...sheet} />, paper);
  const tidy = () => {
    render(null, paper);
    paper.remove();
  };
  // Not after `print()` returns: on tablets it returns at once, while the paper is still being made.
  window.addEventListener('afterprint', tidy, { once: true });
  // A picture that is not decoded yet would be a white square on the paper.
  await Promise.all([...paper.querySelectorAll('img')].map((picture) => picture.decode().catch(() => undefined)));
  window.print();
}
