/**
 * The home page: what Pairway is, the two ways in (a code, a new workshop), and the workshops this device has joined.
 * Owns nothing that outlives it.
 */
import { at } from '../../config';
import { dayInWords, t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { RoleTag, roleWord } from '../../ui/who';
import type { DeviceEntry } from '../../workshop/device';
import { isLongOver } from '../../workshop/old-copies';
import { CodeForm } from '../join/code-form';
import { Journey } from './journey';
import { Page } from '../common/page';
import { device } from '../common/services';

/** Opens it as this person, who may have joined it twice. */
function WorkshopHere({ entry }: { readonly entry: DeviceEntry }) {
  const isTwice = device.entries.value.some((other) => other.workshop === entry.workshop && other.participant !== entry.participant);
  return (
    <li class="pw-card pw-here">
      <div>
        <h3>
          <a class="pw-card__link" href={at(`/w/${entry.workshop}`)} aria-label={t('home.here.open', { title: entry.title })} onClick={() => void device.remember(entry)}>
            {entry.title}
          </a>
        </h3>
        <p class={isTwice ? 'pw-small' : 'pw-hidden'}>{t('home.here.as', { nickname: entry.nickname, role: roleWord(entry.role) })}</p>
        <p class="pw-soft pw-small">{t(isLongOver(entry) ? 'home.here.over' : 'home.here.until', { day: dayInWords(entry.endsOn) })}</p>
      </div>
      <RoleTag role={entry.role} />
    </li>
  );
}

function WorkshopsHere() {
  const entries = device.entries.value;
  return (
    <section class="pw-section" aria-labelledby="here">
      <h2 id="here">{t('home.here.heading')}</h2>
      {entries.length === 0 ? (
        <p class="pw-soft">{t('home.here.none')}</p>
      ) : (
        <ul class="pw-here-list">
          {entries.map((entry) => (
            <WorkshopHere key={`${entry.workshop}/${entry.participant}`} entry={entry} />
          ))}
        </ul>
      )}
    </section>
  );
}

function WaysIn() {
  return (
    <div class="pw-ways">
      <section class="pw-card pw-card--main" aria-labelledby="join">
        <h2 id="join">{t('home.join.heading')}</h2>
        <CodeForm label={t('home.join.label')} hint={t('home.join.hint')} button={t('home.join.button')} />
      </section>
      <section class="pw-card" aria-labelledby="start">
        <h2 id="start">{t('home.start.heading')}</h2>
        <p>{t('home.start.text')}</p>
        <a class="pw-button pw-button--plain" href={at('/start')}>
          {t('home.start.button')}
          <Symbol name="right" size={1.125} />
        </a>
      </section>
    </div>
  );
}

function HowItWorks() {
  return (
    <section class="pw-section" aria-labelledby="how">
      <h2 id="how">{t('home.how.heading')}</h2>
      <ol class="pw-how">
        <li>
          <Symbol name="goal" size={1.75} />
          <h3>{t('home.how.goals.heading')}</h3>
          <p>{t('home.how.goals.text')}</p>
        </li>
        <li>
          <Symbol name="both" size={1.75} />
          <h3>{t('home.how.together.heading')}</h3>
          <p>{t('home.how.together.text')}</p>
        </li>
        <li>
          <Symbol name="print" size={1.75} />
          <h3>{t('home.how.take.heading')}</h3>
          <p>{t('home.how.take.text')}</p>
        </li>
      </ol>
    </section>
  );
}

/** The home page. */
export function HomePage() {
  return (
    <Page title={t('home.title')} heading={t('home.heading')} width="full">
      <div class="pw-hero">
        <p class="pw-lead">{t('home.lead')}</p>
        <p class="pw-soft">{t('home.lead.more')}</p>
        <Journey />
      </div>
      <WaysIn />
      <WorkshopsHere />
      <HowItWorks />
    </Page>
  );
}
