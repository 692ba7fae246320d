/** How much is still to agree, and the ways to it, above the map and at the top of the list. Owns these buttons. */
import { useComputed } from '@preact/signals';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { EditorState } from '../state/editor-state';
import { partnerInWalk } from '../state/partner-presence';
import { walkWords } from '../words/agreement-words';

/** The buttons. */
export function AgreementStrip({ editor }: { readonly editor: EditorState }) {
  // A word, not the person: cursors move ten times a second, and these buttons need not be drawn for it.
  const partner = useComputed(() => {
    const walking = partnerInWalk(editor);
    return walking ? editor.nameOf(walking.participant) : '';
  }).value;
  return (
    <>
      <button type="button" class="pw-button pw-button--quiet pw-strip" onClick={() => editor.openDialog({ name: 'walk' })}>
        <Symbol name="toAgree" />{walkWords(editor.agreement, partner)}
      </button>
      <button type="button" class="pw-button pw-button--quiet pw-strip" onClick={() => editor.openDialog({ name: 'agreed' })}>
        <Symbol name="agreed" />{t('summary.open')}
      </button>
    </>
  );
}
