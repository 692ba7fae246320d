/**
 * What is to be done after the meeting: who does what by when. Facilitators and partners write, change and tick; everybody reads. Owns
 * that list; in the closing of a session, and in a dialog of its own.
 */
import { useRef, useState } from 'preact/hooks';
import { dayInWords, t } from '../../../i18n/translate';
import type { Action } from '../../../model/session/close';
import { partnerSide } from '../../../model/pairs';
import { Symbol } from '../../../styles/symbol';
import { newCommand } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand, useSwitch, type CommandRun } from '../common/use-command';
import { ActionForm, type ActionDraft } from './action-form';
import './actions.scss';

interface ListProps {
  readonly workshop: OpenWorkshop;
}

/** An action as the server takes it. */
function wordsOf({ text, owner, due, isDone }: Pick<Action, 'text' | 'owner' | 'due' | 'isDone'>) {
  return { text: text.trim(), done: isDone, ...(owner === '' ? {} : { owner }), ...(due === '' ? {} : { due }) };
}

function ownerName({ facts }: OpenWorkshop, owner: string): string {
  if (owner === '') return t('actions.owner.nobody');
  return facts.roster.value.get(owner)?.nickname ?? t('actions.owner.gone');
}

interface ItemProps extends ListProps {
  readonly action: Action;
  readonly command: CommandRun;
  readonly mayWrite: boolean;
}

/** One action: shown, or being changed. */
function Item({ workshop, action, command, mayWrite }: ItemProps) {
  // As it was when changing began: the server refuses what was changed on top of something else.
  const [was, setWas] = useState<Action | undefined>(undefined);
  const { session } = workshop.api;
  const change = (next: Pick<Action, 'text' | 'owner' | 'due' | 'isDone'>, before: Action, done?: string) =>
    command.run(() => session.changeAction(newCommand(), action.id, { was: wordsOf(before), now: wordsOf(next) }), done);
  const tick = useSwitch(action.isDone, (next) => change({ ...action, isDone: next === 'on' }, action));
  if (was) {
    const save = async (draft: ActionDraft) => {
      if ((await change({ ...draft, isDone: was.isDone }, was, t('actions.changed'))) === 'done') setWas(undefined);
    };
    return (
      <li class="pw-actions__item">
        <ActionForm workshop={workshop} command={command} action={was} onSave={(draft) => void save(draft)} onCancel={() => setWas(undefined)} />
        <button type="button" class="pw-button pw-button--quiet" aria-disabled={command.disabled} onClick={() => void command.run(() => session.removeAction(newCommand(), action.id), t('actions.removed'))}>
          <Symbol name="bin" size={1.125} />
          {t('actions.remove')}
        </button>
      </li>
    );
  }
  return (
    <li class="pw-actions__item" data-done={tick.isOn || undefined} data-item={`action:${action.id}`}>
      <label class="pw-actions__tick">
        <input type="checkbox" checked={tick.isOn} disabled={!mayWrite} aria-label={t('actions.done', { text: action.text })} onChange={tick.flip} />
      </label>
      <div class="pw-actions__words">
        <p dir="auto"><strong>{action.text}</strong></p>
        <p class="pw-soft pw-small"><span dir="auto">{ownerName(workshop, action.owner)}</span>{action.due !== '' && ` · ${t('actions.by', { day: dayInWords(action.due) })}`}</p>
      </div>
      {mayWrite && <button type="button" class="pw-button pw-button--quiet pw-button--small" aria-label={t('actions.change.name', { text: action.text })} onClick={() => setWas(action)}>{t('actions.change')}</button>}
    </li>
  );
}

/** The list. */
export function ActionsList({ workshop }: ListProps) {
  const command = useCommand();
  const [isAdding, setIsAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const actions = workshop.session.actions.value;
  const { role } = workshop.me.value;
  const mayWrite = role === 'facilitator' || partnerSide(role) !== undefined;
  const save = async ({ text, owner, due }: ActionDraft) => {
    const { done: _, ...action } = wordsOf({ text, owner, due, isDone: false });
    if ((await command.run(() => workshop.api.session.addAction(newCommand(), action), t('actions.added'))) === 'done') setIsAdding(false);
  };
  return (
    <div class="pw-actions">
      {actions.length === 0 && <p class="pw-soft">{t('actions.none')}</p>}
      <ul class="pw-actions__list">
        {actions.map((action) => <Item workshop={workshop} action={action} command={command} mayWrite={mayWrite} key={action.id} />)}
      </ul>
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
      {mayWrite && (isAdding
        ? <ActionForm workshop={workshop} command={command} onSave={(draft) => void save(draft)} onCancel={() => setIsAdding(false)} />
        : <button type="button" class="pw-button pw-button--plain" ref={add} onClick={() => setIsAdding(true)}><Symbol name="add" size={1.125} />{t('actions.add')}</button>)}
    </div>
  );
}
