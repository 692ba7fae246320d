/** One action while it is written or changed: what, who, by when. Owns that form; the server checks again. */
import { useId, useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import type { Action } from '../../../model/session/close';
import { Select } from '../../../editor/fields/select';
import { DateField } from '../../../ui/date-field';
import { TextField } from '../../../ui/field';
import type { OpenWorkshop } from '../../../workshop/open';
import type { CommandRun } from '../common/use-command';

/** What is written. */
export interface ActionDraft {
  readonly text: string;
  readonly owner: string;
  readonly due: string;
}

interface FormProps {
  readonly workshop: OpenWorkshop;
  readonly command: CommandRun;
  /** What is changed; nothing for a new one. */
  readonly action?: Action;
  readonly onSave: (draft: ActionDraft) => void;
  readonly onCancel: () => void;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Who can do something: the people of the workshop, and whoever is named already. */
function peopleIn(workshop: OpenWorkshop, named: string) {
  const { participants, roster } = workshop.facts;
  const people = [...roster.value.values()].filter(({ participant }) => participant === named || participants.value.get(participant)?.state === 'in');
  const gone = named !== '' && !people.some(({ participant }) => participant === named) ? [{ id: named, words: t('actions.owner.gone') }] : [];
  return [{ id: '', words: t('actions.owner.nobody') }, ...people.map(({ participant, nickname }) => ({ id: participant, words: nickname })), ...gone];
}

/** The form. */
export function ActionForm({ workshop, command, action, onSave, onCancel }: FormProps) {
  const id = useId();
  const [draft, setDraft] = useState<ActionDraft>({ text: action?.text ?? '', owner: action?.owner ?? '', due: action?.due ?? '' });
  const [mistake, setMistake] = useState<'text' | 'due' | undefined>(undefined);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const wrong = draft.text.trim() === '' ? 'text' : draft.due !== '' && !DAY.test(draft.due) ? 'due' : undefined;
    setMistake(wrong);
    if (wrong) document.getElementById(`${id}-${wrong}`)?.focus();
    else onSave(draft);
  };
  return (
    <form class="pw-actions__form" noValidate onSubmit={save}>
      <TextField id={`${id}-text`} label={t('actions.text')} value={draft.text} error={mistake === 'text' ? t('actions.text.empty') : undefined} onInput={(text) => setDraft({ ...draft, text })} />
      <Select label={t('actions.owner')} value={draft.owner} options={peopleIn(workshop, action?.owner ?? '')} onPick={(owner) => setDraft({ ...draft, owner })} />
      <DateField id={`${id}-due`} label={t('actions.due')} value={draft.due} error={mistake === 'due' ? t('actions.due.wrong') : undefined} onInput={(due) => setDraft({ ...draft, due })} />
      <div class="pw-row">
        <button type="submit" class="pw-button" aria-disabled={command.disabled}>{t(action ? 'actions.change.save' : 'actions.add.save')}</button>
        <button type="button" class="pw-button pw-button--plain" onClick={onCancel}>{t('button.cancel')}</button>
      </div>
    </form>
  );
}
