/**
 * The page that lists everything Pairway stores on this device, and forgets it. Owns the list in words; the storing is
 * elsewhere (workshop/device.ts, preferences.ts, the service worker) and must be named here.
 */
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { showToast } from '../../notice/notice';
import type { DeviceEntry } from '../../workshop/device';
import { RoleTag } from '../../ui/who';
import { Confirm } from '../common/confirm';
import { resetPreferences } from '../common/preferences';
import { Page } from '../common/page';
import { device } from '../common/services';

function What() {
  const rows = [
    [t('device.key'), t('device.key.why')],
    [t('device.copy'), t('device.copy.why')],
    [t('device.drafts'), t('device.drafts.why')],
    [t('device.number'), t('device.number.why')],
    [t('device.look'), t('device.look.why')],
    [t('device.app'), t('device.app.why')],
  ] as const;
  return (
    <dl class="pw-pairs">
      {rows.map(([what, why]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{why}</dd>
        </div>
      ))}
    </dl>
  );
}

function Here({ onForget }: { readonly onForget: (entry: DeviceEntry) => void }) {
  const entries = device.entries.value;
  return (
    <section aria-labelledby="here" class="pw-flow">
      <h2 id="here">{t('device.here.heading')}</h2>
      {entries.length === 0 && <p class="pw-soft">{t('device.here.none')}</p>}
      <ul class="pw-here-list">
        {entries.map((entry) => (
          <li class="pw-card pw-here" key={`${entry.workshop}/${entry.participant}`}>
            <div>
              <h3>{entry.title}</h3>
              <p class="pw-soft pw-small">{entry.nickname}</p>
              <RoleTag role={entry.role} />
            </div>
            <button
              type="button"
              class="pw-button pw-button--plain"
              aria-label={t('device.forget.name', { title: entry.title })}
              onClick={() => onForget(entry)}
            >
              {t('device.forget')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function forgetAll(): Promise<'done'> {
  await device.forgetAll();
  resetPreferences();
  showToast(t('device.all.done'));
  return 'done';
}

async function forget(entry: DeviceEntry): Promise<'done'> {
  await device.forgetPerson(entry);
  showToast(t('device.forgotten', { title: entry.title }));
  return 'done';
}

/** What is stored here, and forgetting it. */
export function DevicePage() {
  const [asking, setAsking] = useState<DeviceEntry | 'all' | undefined>(undefined);
  const close = () => setAsking(undefined);
  return (
    <Page title={t('device.title')} back={{ to: '/', label: t('page.back') }}>
      <div class="pw-flow">
        <p class="pw-lead">{t('device.lead')}</p>
        <What />
        <Here onForget={setAsking} />
        <section class="pw-flow">
          <h2>{t('device.all.heading')}</h2>
          <p>{t('device.all.text')}</p>
          <button type="button" class="pw-button pw-button--warning" onClick={() => setAsking('all')}>
            {t('device.all.button')}
          </button>
        </section>
      </div>
      {asking === 'all' && (
        <Confirm title={t('device.all.title')} button={t('device.all.button')} onConfirm={forgetAll} onClose={close}>
          <p>{t('device.all.text')}</p>
        </Confirm>
      )}
      {asking !== undefined && asking !== 'all' && (
        <Confirm
          title={t('device.forget.title', { title: asking.title })}
          button={t('device.forget')}
          onConfirm={() => forget(asking)}
          onClose={close}
        >
          <p>{t('device.forget.text')}</p>
        </Confirm>
      )}
    </Page>
  );
}
