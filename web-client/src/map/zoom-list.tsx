/**
 * What opens at the size of the map: sizes by name, the whole map, this stage, and moving the map by buttons, which stay open for the
 * next press. Owns this list; loaded when it is first opened.
 */
import { t, type PlainKey } from '../i18n/translate';
import type { SymbolName } from '../styles/symbols';
import { Symbol } from '../styles/symbol';
import { MenuItem } from '../ui/menu';
import type { Picture } from './picture';
import { fitAndSay, moveMap, showStage, zoomAndSay, ZOOMS, type Way } from './zoom';

const WAYS: readonly { readonly way: Way; readonly symbol: SymbolName; readonly name: PlainKey }[] = [
  { way: 'left', symbol: 'left', name: 'map.move.left' },
  { way: 'up', symbol: 'up', name: 'map.move.up' },
  { way: 'down', symbol: 'down', name: 'map.move.down' },
  { way: 'right', symbol: 'right', name: 'map.move.right' },
];

/** The list. */
export function ZoomList({ picture }: { readonly picture: Picture }) {
  return (
    <>
      {ZOOMS.map((zoom) => <MenuItem symbol="zoomIn" key={zoom} onChoose={() => zoomAndSay(picture, zoom)}>{t('map.zoom', { percent: zoom * 100 })}</MenuItem>)}
      <MenuItem symbol="fit" onChoose={() => fitAndSay(picture)}>{t('map.fit')}</MenuItem>
      <MenuItem symbol="map" onChoose={() => showStage(picture)}>{t('map.showStage')}</MenuItem>
      <div class="pw-menu__group" role="group" aria-label={t('map.move')}>
        <p class="pw-menu__title" aria-hidden="true">{t('map.move')}</p>
        <div class="pw-tools__move">
          {WAYS.map(({ way, symbol, name }) => (
            <button type="button" class="pw-button pw-button--plain pw-button--symbol" aria-label={t(name)} title={t(name)} key={way} onClick={() => moveMap(picture, way)}><Symbol name={symbol} /></button>
          ))}
        </div>
      </div>
    </>
  );
}
