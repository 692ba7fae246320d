/**
 * Cleaning up a map that somebody flooded: parts without words go, and on demand what one person added. Owns that question; what
 * goes is the server's to find, and it can be brought back.
 */
import { useState } from 'preact/hooks';
import { Select } from '../../../editor/fields/select';
import { t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { newCommand } from '../../../workshop/api';
import { Confirm } from '../../common/confirm';
import type { PanelProps } from '../common/panel';

/** The question, and what came of it as a message. */
export function CleanUpDialog({ open, onClose }: PanelProps) {
  const [addedBy, setAddedBy] = useState('');
  const people = Array.from(open.workshop.facts.roster.value.values(), ({ participant, nickname }) => ({ id: participant, words: nickname }));
  const cleanUp = async () => {
    const { takenOut } = await open.api.cleanUp(newCommand(), addedBy === '' ? undefined : addedBy);
    showToast(takenOut > 0 ? t('cleanUp.done', { count: takenOut }) : t('cleanUp.nothing'));
    return 'done' as const;
  };
  return (
    <Confirm title={t('menu.cleanUp')} button={t('cleanUp.button')} tone="usual" onConfirm={cleanUp} onClose={onClose}>
      <p>{t('cleanUp.text')}</p>
      <Select label={t('cleanUp.by')} value={addedBy} options={[{ id: '', words: t('cleanUp.by.nobody') }, ...people]} onPick={setAddedBy} />
    </Confirm>
  );
}
