/**
 * The quiet look at the device before joining: one line when all is well, plain words when something is not. It never
 * stands in the way. Owns the words' order; what is looked at is workshop/device-check.ts.
 */
import { useEffect, useState } from 'preact/hooks';
import { serverUrl } from '../../config';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { checkDevice, type DeviceCheck } from '../../workshop/device-check';
import { server } from '../common/services';

function wordsOf(check: DeviceCheck): readonly string[] {
  return [
    ...(check.live === 'closed' ? [t('check.live')] : []),
    ...(check.keeps === 'keepsNothing' ? [t('check.keeps')] : []),
    ...(check.line === 'slow' ? [t('check.slow')] : []),
  ];
}

/** What the device and its line can do, in words. */
export function DeviceReady() {
  const [check, setCheck] = useState<DeviceCheck | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void checkDevice(serverUrl(location.origin), () => server.config()).then((found) => wanted && setCheck(found));
    return () => {
      wanted = false;
    };
  }, []);
  const words = check ? wordsOf(check) : [];
  return (
    <div class="pw-check" role="status">
      {!check && <p class="pw-soft pw-small">{t('check.looking')}</p>}
      {check && words.length === 0 && (
        <p class="pw-soft pw-small">
          <Symbol name="check" size={1.125} /> {t('check.ready')}
        </p>
      )}
      {words.map((word) => (
        <p key={word} class="pw-small">
          <Symbol name="info" size={1.125} /> {word}
        </p>
      ))}
    </div>
  );
}
