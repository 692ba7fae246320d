/** Running the session in a window of its own, or on a phone: the controls without the map. Owns that page. */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import type { DeviceEntry } from '../../../workshop/device';
import { Page } from '../../common/page';
import { device } from '../../common/services';
import { useOpenWorkshop } from '../common/use-open-workshop';
import { RunControls } from './run-panel';

function Controls({ entry }: { readonly entry: DeviceEntry }) {
  const workshop = useOpenWorkshop(entry);
  if (!workshop) return null;
  // Who may not is refused by the server; a page that is left open must say so, too.
  if (workshop.me.value.role !== 'facilitator') return <p class="pw-note">{t('run.notYours')}</p>;
  return (
    <>
      {workshop.connection.value === 'offline' && <p class="pw-note pw-note--warm" role="status">{t('run.offline')}</p>}
      <RunControls workshop={workshop} />
    </>
  );
}

/** The page of one workshop, by its id. */
export function RunPage({ workshop }: { readonly workshop: string }) {
  const [entry] = useState(() => device.entry(workshop));
  return (
    <Page title={t('run.title')} width="reading">
      {entry ? <><p class="pw-soft" dir="auto">{entry.title}</p><Controls entry={entry} /></> : <p class="pw-note">{t('run.notJoined')}</p>}
    </Page>
  );
}
