/**
 * The accessibility statement: what people can do, what is followed, what does not work well yet, and whom to tell. Owns the order of
 * what is said; what it claims is shown rule by rule in docs/ACCESSIBILITY.md.
 */
import { t, type PlainKey } from '../../i18n/translate';
import { Page } from '../common/page';
import { device } from '../common/services';
import { HostContact } from './host-contact';

const SECTIONS = [
  ['accessibility.can.heading', ['accessibility.can.list', 'accessibility.can.keyboard', 'accessibility.can.reader', 'accessibility.can.text', 'accessibility.can.look', 'accessibility.can.quiet', 'accessibility.can.pause', 'accessibility.can.where']],
  ['accessibility.limits.heading', ['accessibility.limits.readers', 'accessibility.limits.pictures', 'accessibility.limits.people', 'accessibility.limits.speech', 'accessibility.limits.language']],
  ['accessibility.wrong.heading', ['accessibility.wrong.who', 'accessibility.wrong.what', 'accessibility.wrong.not']],
  ['accessibility.met.heading', ['accessibility.met.wcag', 'accessibility.met.ctaur', 'accessibility.met.not']],
] as const satisfies readonly (readonly [PlainKey, readonly PlainKey[]])[];

/** The statement; `workshop` is where it was opened from, to go back there. */
export function AccessibilityPage({ workshop }: { readonly workshop: string | undefined }) {
  const entry = workshop === undefined ? undefined : device.entry(workshop);
  const back = entry ? { to: `/w/${entry.workshop}`, label: t('page.backToWorkshop') } : { to: '/', label: t('page.back') };
  return (
    <Page title={t('accessibility.title')} back={back}>
      <div class="pw-flow pw-prose">
        <p class="pw-lead">{t('accessibility.lead')}</p>
        {SECTIONS.map(([heading, sentences]) => (
          <section key={heading}>
            <h2>{t(heading)}</h2>
            <ul class="pw-list">
              {heading === 'accessibility.wrong.heading' && <HostContact />}
              {sentences.map((sentence) => <li key={sentence}>{t(sentence)}</li>)}
            </ul>
          </section>
        ))}
      </div>
    </Page>
  );
}
