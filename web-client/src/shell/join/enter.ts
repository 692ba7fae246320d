/**
 * The last step of every way in: this device remembers the workshop, and it opens. Owns nothing that outlives it.
 */
import type { Joined } from '../../workshop/api';
import { entryOf } from '../../workshop/device';
import { goTo } from '../common/route';
import { device } from '../common/services';

/** In: remembers the workshop on this device and opens it. */
export function enter(joined: Joined): void {
  device.setWaiting(joined.workshop, undefined);
  device.remember(entryOf(joined, 'keep'));
  goTo(`/w/${joined.workshop}`, 'notHere');
}
