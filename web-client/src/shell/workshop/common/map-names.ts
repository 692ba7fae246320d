/**
 * What a map of a workshop is called, by itself and with its workshop, and asking the page to show another one. Owns these; which map is shown is
 * map-choice.ts.
 */
import { signal } from '@preact/signals';
import { t } from '../../../i18n/translate';
import type { MapFact } from '../../../workshop/facts';
import type { OpenMap } from '../../../workshop/open';

/** What a map is called: its name, or what it shows. */
export function mapName({ name, kind }: Pick<MapFact, 'name' | 'kind'>): string {
  if (name !== '') return name;
  return t(kind === '' ? 'maps.one' : `maps.${kind}`);
}

/** The title of the workshop; where it has several maps, with the one that is open: on paper, in files and in the browser. */
export function titleWithMap(open: OpenMap): string {
  const { facts, entry } = open.workshop;
  const title = facts.meta.value?.title ?? entry.title;
  const shown = facts.maps.value.filter((map) => !map.isRemoved);
  const mine = shown.find((map) => map.id === open.id);
  return mine && shown.length > 1 ? t('maps.titled', { title, map: mapName(mine) }) : title;
}

/** The map that somebody wants to see, until the page shows it. */
export const wantedMap = signal<string | undefined>(undefined);

/** Shows another map of the workshop, as soon as the workshop tells of it. */
export function goToMap(map: string): void {
  wantedMap.value = map;
}
