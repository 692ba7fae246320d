/** The whole map as a part that pairs agree on, in a dialog of its own. Owns that dialog; the section is the same as in a panel. */
import { t } from '../../i18n/translate';
import { WHOLE_MAP } from '../../model/meaning';
import { Dialog } from '../../ui/dialog';
import { AgreementSection } from './agreement-section';
import type { EditorState } from '../state/editor-state';

/** The dialog. */
export function WholeMapDialog({ editor, onClose }: { readonly editor: EditorState; onClose(): void }) {
  return (
    <Dialog title={t('agree.whole')} onClose={onClose}>
      <p>{t('agree.whole.text')}</p>
      <AgreementSection editor={editor} part={WHOLE_MAP} />
    </Dialog>
  );
}
