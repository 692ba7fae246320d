/**
 * Which map of the workshop is before the person, and whether as a map or as a list: both are kept in the address, so that a
 * reload shows the same. Who has not chosen sees the one that is shown first. A map that a facilitator removes gives way to
 * that one. Owns this choice; opening maps is the workshop's.
 */
import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { showToast } from '../../notice/notice';
import type { OpenMap, OpenWorkshop } from '../../workshop/open';
import { moved } from '../common/route';
import { mapName, wantedMap } from './common/map-names';

/** The two ways to see and edit a map. */
export type View = 'map' | 'list';

/** From this width on the map is shown first; below it the list. */
const MAP_FIRST = '(min-width: 48em)';
const MAP_ID = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** `#map` or `#list`, and behind a stroke the id of a map that was chosen. */
function inAddress(): { readonly view: View | undefined; readonly map: string | undefined } {
  const [word, map = ''] = location.hash.replace(/^#/, '').split('/');
  return { view: word === 'map' || word === 'list' ? word : undefined, map: MAP_ID.test(map) ? map : undefined };
}

/** What the address says at first. */
export function viewAtFirst(): View {
  return inAddress().view ?? (window.matchMedia(MAP_FIRST).matches ? 'map' : 'list');
}

/** Keeps the address in step. */
export function keepInAddress(view: View, map: string | undefined): void {
  const hash = map === undefined ? `#${view}` : `#${view}/${map}`;
  if (location.hash !== hash) history.replaceState(null, '', hash);
}

/** The map before the person. */
export interface MapChoice {
  readonly open: OpenMap | undefined;
  /** The map that was chosen; `undefined` while it is the one that was shown first. */
  readonly chosen: string | undefined;
}

/** What the workshop says that is to be shown in place of this map; nothing while it is a good choice. */
function changeOf(workshop: OpenWorkshop, id: string): { readonly to: string; readonly words?: string } | undefined {
  const { meta, maps } = workshop.facts;
  const wanted = maps.value.find((map) => map.id === wantedMap.value && !map.isRemoved);
  if (wanted && wanted.id !== id) return { to: wanted.id };
  const main = meta.value?.map ?? '';
  if (main === '' || main === id || maps.value.length === 0) return undefined;
  const mine = maps.value.find((map) => map.id === id);
  // An address can name a map of nobody; what was removed is said.
  if (!mine) return { to: main };
  return mine.isRemoved ? { to: main, words: t('maps.gone', { name: mapName(mine) }) } : undefined;
}

/** One map of an open workshop as long as it is shown, and anew each time its copy was replaced by the server's. */
export function useMapChoice(workshop: OpenWorkshop | undefined, atFirst: string): MapChoice {
  const [chosen, setChosen] = useState(() => inAddress().map);
  const [open, setOpen] = useState<OpenMap | undefined>(undefined);
  const [times, setTimes] = useState(1);
  const id = chosen ?? atFirst;
  useEffect(() => {
    if (!workshop || workshop.stopped.peek() !== undefined || workshop.replaced.peek()) return undefined;
    workshop.showMap(id);
    const opened = workshop.openMap(id);
    setOpen(opened);
    return effect(() => {
      if (opened.replaced.value) setTimes((before) => before + 1);
    });
  }, [workshop, id, times]);
  useEffect(() => {
    if (!workshop) return undefined;
    return effect(() => {
      const change = changeOf(workshop, id);
      if (!change) return;
      wantedMap.value = undefined;
      // The focus goes to the heading of the page that comes, as after every move.
      moved.value = true;
      setChosen(change.to);
      if (change.words !== undefined) showToast(change.words, { kind: 'me' });
    });
  }, [workshop, id]);
  // Nothing until the other one is open: never the parts of one under the name of another.
  return { open: open?.id === id ? open : undefined, chosen };
}
