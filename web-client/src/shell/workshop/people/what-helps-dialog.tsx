/** What helps me to take part, in my words, for facilitators alone. Owns the dialog; the server keeps the words until the session ends. */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { Dialog } from '../../../ui/dialog';
import { TextArea } from '../../../ui/field';
import { newCommand } from '../../../workshop/api';
import type { PanelProps } from '../common/panel';
import { useCommand } from '../common/use-command';

/** Says it, changes it, or takes it back by leaving the field empty. */
export function WhatHelpsDialog({ open, onClose }: PanelProps) {
  const { workshop } = open;
  const said = workshop.facts.roster.value.get(workshop.entry.participant)?.help ?? '';
  const command = useCommand();
  const [text, setText] = useState(said);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const done = text.trim() === '' ? t('help.takenBack') : t('help.saved');
    if ((await command.run(() => workshop.api.sayWhatHelps(newCommand(), text))) === 'failed') return;
    showToast(done);
    onClose();
  };
  return (
    <Dialog title={t('menu.help')} onClose={onClose}>
      <form noValidate onSubmit={(event) => void save(event)}>
        <TextArea id="what-helps" label={t('help.label')} hint={t('help.hint')} error={command.failure} value={text} onInput={setText} />
        <button type="submit" class="pw-button" aria-disabled={command.disabled}>{t('help.save')}</button>
      </form>
    </Dialog>
  );
}
