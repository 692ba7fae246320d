/** What a question says of itself: why it cannot be answered now, that what it asks about is gone, why an answer was refused. Owns these notes. */
import { t } from '../../i18n/translate';
import { isAgreed } from '../../model/kinds';
import { nameOfPart } from '../../model/meaning';
import { restore } from '../state/actions';
import type { EditorState } from '../state/editor-state';
import type { PartRef } from '../../model/schema';

/** Why nothing can be changed now; what was typed stays, and the question can be answered when that is over. */
export function ReadOnlyNote({ editor }: { readonly editor: EditorState }) {
  const reason = editor.readOnlyReason.value;
  return reason ? <p class="pw-note pw-note--warm" role="status">{t(reason)} {t('look.kept')}</p> : null;
}

/** Why the answer was refused. */
export function Refused({ words }: { readonly words: string | undefined }) {
  return words === undefined || words === '' ? null : <p class="nhsuk-error-message" role="alert">{words}</p>;
}

/** Says that a part was taken out meanwhile; what was typed in it is kept, and it can be brought back. */
export function GoneNote({ editor, part }: { readonly editor: EditorState; readonly part: PartRef }) {
  return (
    <div class="pw-note pw-note--warm" role="status">
      <p>{t('edit.gone')}</p>
      {isAgreed(part) && editor.viewDrafts.has(nameOfPart(part)) && <p>{t('edit.gone.view')}</p>}
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => restore(editor, part)}>{t('removed.restore')}</button>
      )}
    </div>
  );
}
