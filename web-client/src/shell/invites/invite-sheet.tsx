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
  /** When and how people meet, in words. */
  readonly when?: string;
  /** What will happen, in the order of the day. */
  readonly agenda?: readonly { readonly title: string; readonly min: number }[];
}

/** Where a code is typed: on the server of the link beside it, which need not be called what this page was opened by. */
function joinAddress(link: string): string {
  const { host, pathname } = new URL(link);
  return host + pathname;
}

/** What will happen, in the order of the day. */
function Agenda({ agenda }: { readonly agenda: NonNullable<InviteSheetProps['agenda']> }) {
  if (agenda.length === 0) return null;
  return (
    <>
      <h3>{t('invite.sheet.agenda')}</h3>
      <ul class="pw-sheet__agenda">
        {agenda.map(({ title, min }, at) => <li key={at}><span dir="auto">{title}</span> <span>{t('invite.sheet.minutes', { count: min })}</span></li>)}
      </ul>
    </>
  );
}

function RolePage({ title, endsOn, invite, when = '', agenda = [] }: Omit<InviteSheetProps, 'invites'> & { readonly invite: Invite }) {
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
      {when.trim() !== '' && <p class="pw-sheet__when" dir="auto">{t('invite.sheet.when', { when: when.trim() })}</p>}
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
      <Agenda agenda={agenda} />
      <h3>{t('invite.sheet.sees')}</h3>
      <p>{t('invite.sheet.sees.text')}</p>
      <p>{t('invite.sheet.until', { day: dayInWords(endsOn) })}</p>
      <p>{t('product.notice')}</p>
    </section>
  );
}

/** A page for each role but facilitators, whose links are never printed. */
export function InviteSheet({ invites, ...sheet }: InviteSheetProps) {
  return (
    <>
      {invites
        .filter((invite) => invite.role !== 'facilitator')
        .map((invite) => (
          <RolePage key={invite.role} invite={invite} {...sheet} />
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
