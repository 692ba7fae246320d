/** Beginning and ending a practice on this device: the way into it, and back. */
import { forgetPeople } from '../../../practice/kept-people';
import { newCommand } from '../../../workshop/api';
import { entryOf } from '../../../workshop/device';
import type { OpenWorkshop } from '../../../workshop/open';
import { goTo } from '../../common/route';
import { device, server } from '../../common/services';

/** Forgets practices of a workshop on this device. */
async function forgetPractices(of: string): Promise<void> {
  for (const entry of device.entries.peek()) {
    if (entry.practiceOf !== of) continue;
    forgetPeople(entry.workshop);
    await device.forgetPerson(entry);
  }
}

/** Makes a workshop to practise in and opens it, as a facilitator under the same name. */
export async function beginPractice(workshop: OpenWorkshop): Promise<void> {
  const of = workshop.entry.workshop;
  const { facilitatorLink } = await workshop.api.makePractice(newCommand());
  // The server has deleted an earlier one.
  await forgetPractices(of);
  const joined = await server.join(newCommand(), facilitatorLink.split('#')[1] ?? '', { nickname: workshop.me.peek().nickname, device: device.number() });
  if (joined.state !== 'in') return;
  device.remember({ ...entryOf(joined, 'doNotKeep'), practiceOf: of });
  goTo(`/w/${joined.workshop}`);
}

/** Deletes the practice and goes back to the workshop. */
export async function endPractice(workshop: OpenWorkshop, of: string): Promise<void> {
  await workshop.api.deleteWorkshop();
  // The device forgets by itself a workshop that is gone, and may have done so already.
  forgetPeople(workshop.entry.workshop);
  goTo(`/w/${of}`, 'notHere');
  await forgetPractices(of);
}
