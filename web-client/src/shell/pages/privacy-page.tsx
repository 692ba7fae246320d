/**
 * The privacy notice, for the product and, with a workshop's end date, for one workshop. Owns the order of what is said.
 */
import type { ComponentChildren } from 'preact';
import { at } from '../../config';
import { dayInWords, t } from '../../i18n/translate';
import { Page } from '../common/page';
import { device } from '../common/services';
import { HostContact } from './host-contact';

function Section({ title, children, more }: { readonly title: string; readonly children: readonly string[]; readonly more?: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul class="pw-list">
        {children.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {more}
      </ul>
    </section>
  );
}

/** Who sees what, what is kept, where and until when. */
export function PrivacyPage({ workshop }: { readonly workshop: string | undefined }) {
  const entry = workshop === undefined ? undefined : device.entry(workshop);
  const title = entry ? t('privacy.title.workshop', { title: entry.title }) : t('privacy.title');
  const until = entry ? t('privacy.until.workshop', { day: dayInWords(entry.endsOn) }) : t('privacy.until.general');
  const back = entry ? { to: `/w/${entry.workshop}`, label: t('page.backToWorkshop') } : { to: '/', label: t('page.back') };
  return (
    <Page title={title} back={back}>
      <div class="pw-flow pw-prose">
        <p class="pw-lead">{t('privacy.lead')}</p>
        <Section title={t('privacy.who.heading')}>
          {[t('privacy.who.people'), t('privacy.who.outside'), t('privacy.who.others'), t('privacy.who.host')]}
        </Section>
        <Section title={t('privacy.kept.heading')}>
          {[t('privacy.kept.map'), t('privacy.kept.names'), t('privacy.kept.help'), t('privacy.kept.mark'), t('privacy.kept.device'), t('privacy.kept.not')]}
        </Section>
        <Section title={t('privacy.until.heading')}>{[until, t('privacy.until.backup')]}</Section>
        <Section title={t('privacy.you.heading')} more={<HostContact />}>
          {[t('privacy.you.nickname'), t('privacy.you.people'), t('privacy.you.check'), t('privacy.you.forget'), t('privacy.you.remove')]}
        </Section>
        <p>
          <a href={at('/device')}>{t('page.device')}</a>
        </p>
      </div>
    </Page>
  );
}
