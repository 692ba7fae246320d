/** The whole map as a part that pairs agree on, in a dialog of its own. Owns that dialog; the section is the same as in a panel. */
import { t } from '../../i18n/translate';
import { WHOLE_MAP } from '../../model/meaning';
import { Dialog } from '../../ui/dialog';
import { AgreementSection } from './agreement-section';
import type { Desk } from '../state/editor-state';

/** The dialog. */
export function AgreeWhole({ desk, onClose }: { readonly desk: Desk; onClose(): void }) {
  return (
    <Dialog title={t('agree.whole')} onClose={onClose}>
      <p>{t('agree.whole.text')}</p>
      <AgreementSection desk={desk} part={WHOLE_MAP} />
    </Dialog>
  );
}
