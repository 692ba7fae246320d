/**
 * My words that the server did not take, to be copied and put away. Owns that dialog; the list is common/refused-words.tsx.
 */
import { t } from '../../../i18n/translate';
import { Dialog } from '../../../ui/dialog';
import { RefusedWords } from '../common/refused-words';
import type { PanelProps } from '../common/panel';

/** The dialog around {@link RefusedWords}. */
export function RefusedDialog({ open, onClose }: PanelProps) {
  const drop = () => {
    for (const each of open.workshop.refused.peek()) open.workshop.dismissRefused(each.id);
    onClose();
  };
  return (
    <Dialog title={t('refusedWords.title')} onClose={onClose}>
      <p>{t('refusedWords.text')}</p>
      <RefusedWords refused={open.workshop.refused.value} />
      <button type="button" class="pw-button pw-button--plain" onClick={drop}>
        {t('refusedWords.drop')}
      </button>
    </Dialog>
  );
}
