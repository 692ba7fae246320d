/**
 * The last step of every way in: this device remembers the workshop, and it opens. Owns nothing that outlives it.
 */
import { t } from '../../i18n/translate';
import { showToast } from '../../notice/notice';
import type { Joined } from '../../workshop/api';
import { entryOf } from '../../workshop/device';
import { goTo } from '../common/route';
import { device } from '../common/services';

/** In: remembers the workshop on this device and opens it. */
export function enter(joined: Joined): void {
  device.setWaiting(joined.workshop, undefined);
  if (device.remember(entryOf(joined, 'keep')) === 'notKept') showToast(t('join.notKept'));
  goTo(`/w/${joined.workshop}`, 'notHere');
}
