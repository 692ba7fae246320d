/** The row of tools above the map: add structure, zoom. Owns the buttons; what they do is elsewhere. */
import { AgreementStrip } from '../editor/agreement/agreement-strip';
import type { EditorState } from '../editor/state/editor-state';
import { t } from '../i18n/translate';
import { PART_KINDS, PLAIN_KINDS } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import type { Picture } from './picture';
import { OVERVIEW_ZOOM, ZOOM_STEP } from './layout/viewport';

/** What the tools add; a goal is added where the goals stand. */
const ADDED = ['stage', 'lane', ...PLAIN_KINDS] as const;

/** What the tools act on; the picture is there once it is on the page. */
export interface MapToolsProps {
  readonly editor: EditorState;
  readonly picture: Picture | undefined;
  readonly zoom: number;
}

/** The tools. */
export function MapTools({ editor, picture, zoom }: MapToolsProps) {
  const percent = Math.round(zoom * 100);
  const zoomTo = (next: number) => {
    if (!picture) return;
    picture.zoomTo(next);
    editor.announce(t('announce.zoom', { percent: Math.round(picture.view.zoom * 100) }));
  };
  return (
    <div class="pw-tools" role="group" aria-label={t('map.tools')}>
      {editor.canEdit.value && (
        ADDED.map((kind) => (
          <button type="button" class="pw-button pw-button--quiet" key={kind} onClick={() => editor.openDialog({ name: 'addPart', kind })}><Symbol name="add" />{t(PART_KINDS[kind].labels.add)}</button>
        ))
      )}
      <AgreementStrip editor={editor} />
      <span class="pw-tools__space" />
      {zoom < OVERVIEW_ZOOM && <span class="pw-tools__hint">{t('map.overview')}</span>}
      <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('map.zoomOut')} title={t('map.zoomOut')} onClick={() => zoomTo(zoom / ZOOM_STEP)}><Symbol name="zoomOut" /></button>
      <button type="button" class="pw-button pw-button--quiet pw-tools__percent" title={t('map.normalSize')} aria-label={`${t('map.zoom', { percent })}. ${t('map.normalSize')}`} onClick={() => zoomTo(1)}>{t('map.zoom', { percent })}</button>
      <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('map.zoomIn')} title={t('map.zoomIn')} onClick={() => zoomTo(zoom * ZOOM_STEP)}><Symbol name="zoomIn" /></button>
      <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('map.fit')} title={t('map.fit')} onClick={() => picture?.fit()}><Symbol name="fit" /></button>
      <button type="button" class="pw-button pw-button--quiet pw-tools__keys" onClick={() => editor.openDialog({ name: 'keys' })}>{t('map.keys')}</button>
    </div>
  );
}
