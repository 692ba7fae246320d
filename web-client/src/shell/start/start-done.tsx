/**
 * What one sees when a workshop was started: one's own link, then an invitation for each role. Owns nothing; the
 * facilitator's link is shown here and never again.
 */
import { withinProduct } from '../../config';
import { t } from '../../i18n/translate';
import type { CreatedWorkshop } from '../../workshop/api';
import { Symbol } from '../../styles/symbol';
import { roleWord } from '../../ui/who';
import { printInvites } from '../invites/invite-sheet';
import { InviteCards, LinkToCopy } from '../invites/invites';
import { Page } from '../common/page';

/** The part of a link that this page can open without asking the server for a page again. */
function addressWithin(link: string): string {
  const url = new URL(link, location.origin);
  return (withinProduct(url.pathname) ?? url.pathname) + url.hash;
}

/** What was made, with what the person called it and when it ends (`YYYY-MM-DD`). */
export interface StartDoneProps {
  readonly created: CreatedWorkshop;
  readonly title: string;
  readonly endsOn: string;
}

/** The page after starting. */
export function StartDone({ created, title, endsOn }: StartDoneProps) {
  return (
    <Page title={t('start.done.title')} heading={t('start.done.heading', { title })}>
      <div class="pw-flow">
        <section class="pw-card pw-card--main pw-flow" aria-labelledby="own">
          <h2 id="own">{t('start.done.own.heading')}</h2>
          <p>{t('start.done.own.text')}</p>
          <LinkToCopy link={created.facilitatorLink} role={roleWord('facilitator')} />
          <p>
            <a class="pw-button pw-button--large" href={addressWithin(created.facilitatorLink)}>
              {t('start.done.own.open')}
            </a>
          </p>
        </section>
        <section class="pw-flow" aria-labelledby="invite">
          <h2 id="invite">{t('start.done.invite.heading')}</h2>
          <p>{t('start.done.invite.text')}</p>
          <button type="button" class="pw-button pw-button--plain" onClick={() => void printInvites({ title, endsOn, invites: created.invites })}>
            <Symbol name="print" />
            {t('invite.print')}
          </button>
          <InviteCards invites={created.invites} />
        </section>
      </div>
    </Page>
  );
}
