/** What the panel lists instead of a part: what was removed, or the steps without a place. Owns what is said when there is nothing. */
import { t } from '../i18n/translate';
import { NotPlacedList } from './not-placed';
import { RemovedList } from './removed-parts';
import type { EditorState, Tray } from './state/editor-state';

/** The list. */
export function TrayList({ editor, tray }: { readonly editor: EditorState; readonly tray: Tray }) {
  const count = (tray === 'removed' ? editor.map.removed : editor.map.notPlaced).value.length;
  if (count === 0) return <p class="pw-editor">{t(tray === 'removed' ? 'removed.none' : 'notPlaced.none')}</p>;
  return (
    <div class="pw-editor">
      {tray === 'removed' ? <RemovedList editor={editor} /> : <><p class="pw-soft">{t('notPlaced.lead')}</p><NotPlacedList editor={editor} /></>}
    </div>
  );
}
