/**
 * Deleting a workshop for good, after a word was typed. Owns that question; deleting is the server's.
 */
import { useState } from 'preact/hooks';
import { folded } from '../../../i18n/folded';
import { t } from '../../../i18n/translate';
import { TextField } from '../../../ui/field';
import { Confirm } from '../../common/confirm';
import type { PanelProps } from '../common/panel';

/** Real deletion, after a word was typed. */
export function DeleteDialog({ open, onClose }: PanelProps) {
  const [typed, setTyped] = useState('');
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const word = t('delete.word');
  const remove = async () => {
    if (folded(typed.trim()) !== folded(word)) {
      setMistake(t('delete.error', { word }));
      document.getElementById('delete-word')?.focus();
      return 'stay' as const;
    }
    await open.workshop.api.deleteWorkshop();
    return 'done' as const;
  };
  return (
    <Confirm title={t('delete.title')} button={t('delete.button')} onConfirm={remove} onClose={onClose}>
      <p>{t('delete.text')}</p>
      <p>{t('delete.first')}</p>
      {/* A word that only confirms is nobody's to lose. */}
      <div data-kept="yes">
        <TextField id="delete-word" label={t('delete.label', { word })} error={mistake} value={typed} onInput={setTyped} />
      </div>
    </Confirm>
  );
}
