/**
 * The maps of the workshop beside its title: which one is open, and a list to open another. It is there when there are
 * several, and for facilitators, who add them. Owns the button; what is in the list is loaded on first use (map-items.tsx).
 */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { feature, FeatureView } from '../../ui/feature';
import { Menu } from '../../ui/menu';
import type { OpenMap } from '../../workshop/open';
import { mapName } from './common/map-names';
import type { PanelName } from './panels';

/** What the switch needs of the page. */
export interface MapSwitchProps {
  readonly open: OpenMap;
  readonly onPanel: (panel: PanelName) => void;
}

const mapItems = feature(() => import('./map-items'), () => import('../../i18n/later/maps'));

/** The button with the name of the open map. */
export function MapSwitch(props: MapSwitchProps) {
  const { facts, me } = props.open.workshop;
  const maps = facts.maps.value.filter((map) => !map.isRemoved);
  const mine = facts.maps.value.find((map) => map.id === props.open.id);
  if (!mine || (maps.length < 2 && me.value.role !== 'facilitator')) return null;
  const name = mapName(mine);
  return (
    <Menu
      buttonClass="pw-map-switch"
      name={t('maps.switch', { name })}
      label={
        <>
          <bdi class="pw-map-switch__name">{name}</bdi>
          <Symbol name="chevron" size={1} />
        </>
      }
    >
      <FeatureView feature={mapItems}>{({ MapItems }) => <MapItems {...props} />}</FeatureView>
    </Menu>
  );
}
