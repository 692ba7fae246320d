/**
 * Removed parts with a way to bring each back: nothing on a map is lost. Owns that list; it stands closed at the end of the list view,
 * and in the panel when the menu asks for it.
 */
import { t } from '../i18n/translate';
import { PART_KINDS } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import { restore } from './state/actions';
import type { EditorState } from './state/editor-state';
import { partName } from './words/part-words';

/** The removed parts, closed at first. */
export function RemovedParts({ editor }: { readonly editor: EditorState }) {
  const count = editor.map.removed.value.length;
  if (count === 0) return null;
  return (
    <details class="pw-removed">
      <summary class="pw-summary"><Symbol name="chevron" /><h2 class="pw-summary__title">{t('removed.title')}</h2><span class="pw-soft">{t('removed.count', { count })}</span></summary>
      <RemovedList editor={editor} />
    </details>
  );
}

/** The removed parts. */
export function RemovedList({ editor }: { readonly editor: EditorState }) {
  return (
    <>
      <p class="pw-soft">{t('removed.lead')}</p>
      <ul class="pw-removed__list">
        {editor.map.removed.value.map((part) => {
          const title = partName(editor.map, part);
          const kind = t(PART_KINDS[part.kind].labels.one);
          return (
            <li class="pw-removed__item" data-removed={`${part.kind}-${part.id}`} key={`${part.kind}-${part.id}`}>
              <span>{t('removed.kind', { kind, title })}</span>
              {editor.canEdit.value && (
                <button type="button" class="pw-button pw-button--plain" aria-label={t('removed.restorePart', { kind: kind.toLocaleLowerCase(), title })} onClick={() => restore(editor, part)}>
                  {t('removed.restore')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
