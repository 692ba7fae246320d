/**
 * Steps whose stage or lane was removed, with a way to place each: nothing is lost. Owns that list, in the list view and in the
 * panel beside the map.
 */
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import type { EditorState } from './state/editor-state';
import { stepName } from './words/part-words';

/** The steps that are not placed. */
export function NotPlaced({ editor }: { readonly editor: EditorState }) {
  const steps = editor.map.notPlaced.value;
  if (steps.length === 0) return null;
  return (
    <section class="pw-tray" aria-label={t('notPlaced.title')}>
      <h2 class="pw-tray__title"><Symbol name="warning" />{t('notPlaced.title')}</h2>
      <p class="pw-soft">{t('notPlaced.count', { count: steps.length })}. {t('notPlaced.lead')}</p>
      <NotPlacedList editor={editor} />
    </section>
  );
}

/** Each of them, with its way to a place. */
export function NotPlacedList({ editor }: { readonly editor: EditorState }) {
  return (
    <ul class="pw-tray__list">
      {editor.map.notPlaced.value.map((id) => {
        const title = stepName(editor.map, id);
        return (
          <li class="pw-tray__item" data-item={`step-${id}`} key={id}>
            <button type="button" class="pw-tray__open" data-part={`step-${id}`} onClick={() => editor.open({ kind: 'step', id }, 'field')}>{title}</button>
            {editor.canEdit.value && (
              <button type="button" class="pw-button pw-button--plain" aria-label={t('move.stepTo', { title })} onClick={() => editor.openDialog({ name: 'moveStep', step: id })}>{t('notPlaced.place')}</button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
