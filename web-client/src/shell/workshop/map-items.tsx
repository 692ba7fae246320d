/**
 * What is in the list of maps beside the title: every map, which one is open, and for facilitators the way to add, name and
 * remove maps. Loaded when the list is first opened.
 */
import { t } from '../../i18n/translate';
import { announce } from '../../notice/notice';
import { MenuItem } from '../../ui/menu';
import type { OpenMap } from '../../workshop/open';
import { goToMap, mapName } from './common/map-names';
import type { PanelName } from './panels';

interface MapItemsProps {
  readonly open: OpenMap;
  readonly onPanel: (panel: PanelName) => void;
}

/** The items. */
export function MapItems({ open, onPanel }: MapItemsProps) {
  const { facts, me } = open.workshop;
  const choose = (map: string, name: string) => {
    if (map === open.id) return;
    goToMap(map);
    announce(t('maps.shown', { name }));
  };
  return (
    <>
      {facts.maps.value.filter((map) => !map.isRemoved).map((map) => {
        const name = mapName(map);
        return (
          <MenuItem key={map.id} symbol={map.id === open.id ? 'check' : 'map'} current={map.id === open.id} onChoose={() => choose(map.id, name)}>
            <bdi>{name}</bdi>
            {map.kind !== '' && map.name !== '' && <span class="pw-menu__more">{t(`maps.kind.${map.kind}`)}</span>}
          </MenuItem>
        );
      })}
      {me.value.role === 'facilitator' && (
        <MenuItem symbol="add" onChoose={() => onPanel('maps')}>
          {t('menu.maps')}
        </MenuItem>
      )}
    </>
  );
}
