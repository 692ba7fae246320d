/**
 * The sheet with every invitation, for the wall of a room or the envelope: made when it is printed and gone afterwards.
 * Owns the paper; the page behind is not printed with it.
 */
import { render } from 'preact';
import { dayInWords, t } from '../i18n/translate';
import type { Invite } from '../workshop/api';
import { RoleSymbol, roleWord } from '../ui/who';
import { codeInGroups } from './code';
import { QrPicture } from './invites';
import { Mark } from './page';

/** What the sheet says. */
export interface InviteSheetProps {
  readonly title: string;
  /** `YYYY-MM-DD` */
  readonly endsOn: string;
  readonly invites: readonly Invite[];
}

/** The sheet itself. */
export function InviteSheet({ title, endsOn, invites }: InviteSheetProps) {
  return (
    <section class="pw-sheet">
      <Mark size={1.5} />
      <h1>{t('invite.sheet.title', { title })}</h1>
      <p>{t('invite.sheet.how', { address: `${location.host}/join` })}</p>
      <p>
        {t('invite.sheet.until', { day: dayInWords(endsOn) })} {t('product.notice')}
      </p>
      <ul class="pw-sheet__invites">
        {invites
          .filter((invite) => invite.role !== 'facilitator')
          .map((invite) => (
            <li key={invite.role}>
              <h2>
                <RoleSymbol role={invite.role} size={1.5} />
                {roleWord(invite.role)}
              </h2>
              {invite.qrSvg !== null && <QrPicture svg={invite.qrSvg} role={roleWord(invite.role)} />}
              {invite.code !== null && <p class="pw-sheet__code">{codeInGroups(invite.code)}</p>}
              <p class="pw-sheet__link">{invite.link}</p>
            </li>
          ))}
      </ul>
    </section>
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
