/**
 * How large the map is, as one small row at its lower right corner: out, in, a list of sizes with the whole map and this stage, and
 * buttons that move the map for whoever cannot drag it. Owns the buttons; what they do is zoom.ts.
 */
import { t } from '../i18n/translate';
import { feature, FeatureView } from '../ui/feature';
import { Symbol } from '../styles/symbol';
import { Menu } from '../ui/menu';
import { OVERVIEW_ZOOM, ZOOM_STEP } from './layout/viewport';
import type { Picture } from './picture';
import { fitAndSay, zoomAndSay } from './zoom';

/** The list of sizes: not needed before somebody opens it. */
const zoomList = feature(() => import('./zoom-list'), () => import('../i18n/later/map'));

/** What the tools act on; the picture is there once it is on the page. */
export interface MapToolsProps {
  readonly picture: Picture | undefined;
  readonly zoom: number;
}

/** The tools. */
export function MapTools({ picture, zoom }: MapToolsProps) {
  const percent = Math.round(zoom * 100);
  const chosen = picture?.editor.chosen;
  const button = 'pw-button pw-button--quiet pw-button--symbol';
  return (
    <div class="pw-tools" role="group" aria-label={t('map.tools')}>
      {zoom < OVERVIEW_ZOOM && <span class="pw-tools__hint">{t('map.overview')}</span>}
      <button type="button" class={button} aria-label={t('map.zoomOut')} title={t('map.zoomOut')} onClick={() => picture && zoomAndSay(picture, zoom / ZOOM_STEP)}><Symbol name="zoomOut" /></button>
      <Menu buttonClass="pw-button pw-button--quiet pw-tools__percent" name={t('map.zoom.name', { percent })} label={t('map.zoom', { percent })}>
        <FeatureView feature={zoomList}>{({ ZoomList }) => (picture ? <ZoomList picture={picture} /> : null)}</FeatureView>
      </Menu>
      <button type="button" class={button} aria-label={t('map.zoomIn')} title={t('map.zoomIn')} onClick={() => picture && zoomAndSay(picture, zoom * ZOOM_STEP)}><Symbol name="zoomIn" /></button>
      <button type="button" class={button} aria-label={t('map.fit')} title={t('map.fit')} onClick={() => picture && fitAndSay(picture)}><Symbol name="fit" /></button>
      {chosen && <button type="button" class={button} aria-pressed={chosen.mode.value === 'on'} aria-label={t('menu.choose')} title={t('menu.choose')} onClick={() => chosen.turn()}><Symbol name="check" /></button>}
    </div>
  );
}
