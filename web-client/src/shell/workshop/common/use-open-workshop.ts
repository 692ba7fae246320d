/** A workshop that is open for as long as a page shows it. Owns opening and closing it with the page. */
import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { DeviceEntry } from '../../../workshop/device';
import type { OpenWorkshop } from '../../../workshop/open';
import { openWorkshop } from '../../../workshop/open-workshop';
import { device } from '../../common/services';

/** Opens the workshop as long as it is shown, and anew each time its copy was replaced by the server's. */
export function useOpenWorkshop(entry: DeviceEntry): OpenWorkshop | undefined {
  const [open, setOpen] = useState<OpenWorkshop | undefined>(undefined);
  const [times, setTimes] = useState(1);
  useEffect(() => {
    const opened = openWorkshop(entry, device);
    setOpen(opened);
    const watch = effect(() => {
      if (opened.replaced.value) setTimes((before) => before + 1);
    });
    return () => {
      watch();
      void opened.close();
    };
  }, [entry, times]);
  return open;
}
