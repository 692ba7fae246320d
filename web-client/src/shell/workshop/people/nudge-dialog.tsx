/** What a facilitator says to one person alone, while an activity is on. Owns the form; only that person reads it, and who writes for them. */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { Dialog } from '../../../ui/dialog';
import { TextField } from '../../../ui/field';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand } from '../common/use-command';

/** The form, with a sentence to begin with. */
export function NudgeDialog({ workshop, person, onClose }: { readonly workshop: OpenWorkshop; readonly person: RosterPerson; readonly onClose: () => void }) {
  const { nickname, participant } = person;
  const command = useCommand();
  const [text, setText] = useState(() => t('people.nudge.words'));
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if ((await command.run(() => workshop.api.session.nudge(newCommand(), participant, text))) === 'failed') return;
    showToast(t('people.nudge.sent', { nickname }));
    onClose();
  };
  return (
    <Dialog title={t('people.nudge.title', { nickname })} onClose={onClose}>
      <form noValidate onSubmit={(event) => void send(event)}>
        <TextField id="nudge" label={t('people.nudge.label')} hint={t('people.nudge.hint', { nickname })} error={command.failure} value={text} onInput={setText} />
        <button type="submit" class="pw-button" aria-disabled={command.disabled}>{t('people.nudge.send')}</button>
      </form>
    </Dialog>
  );
}
