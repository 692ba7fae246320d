/** Putting an idea into a theme: one that is there, a new one, or none; and giving a theme another name. Owns these two dialogs. */
import { useId, useState } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import { sortedOf, THEME_CHARS_MAX, type Theme } from '../../../../model/session/idea-sorting';
import type { Idea } from '../../../../model/session/shared-notes';
import { Dialog } from '../../../../ui/dialog';
import { Choices, TextField } from '../../../../ui/field';
import { newCommand } from '../../../../workshop/api';
import type { OpenWorkshop } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';
import type { Writer } from '../notes/writers';
import { forWhom } from './who';

/** What is chosen beside the themes that are there. */
const NONE = '';
const NEW = 'new';

interface DialogProps {
  readonly workshop: OpenWorkshop;
  readonly sorter: Writer | undefined;
  readonly onClose: () => void;
}

/** The buttons below a form, and what failed. */
function End({ command, onClose }: { readonly command: ReturnType<typeof useCommand>; readonly onClose: () => void }) {
  return (
    <>
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
      <div class="pw-row pw-dialog__actions">
        <button type="submit" class="pw-button" aria-disabled={command.disabled}>{t('ideas.theme.save')}</button>
        <button type="button" class="pw-button pw-button--plain" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </>
  );
}

/** Chooses the theme of an idea. */
export function ThemeDialog({ workshop, sorter, idea, onClose }: DialogProps & { readonly idea: Idea }) {
  const id = useId();
  const command = useCommand();
  const { themes } = workshop.session.sorting.value;
  const [chosen, setChosen] = useState(() => sortedOf(workshop.session.sorting.peek(), idea.id).theme ?? (themes.length === 0 ? NEW : NONE));
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  // A theme that somebody emptied meanwhile is gone.
  const value = chosen === NEW || chosen === NONE || themes.some((theme) => theme.id === chosen) ? chosen : NONE;
  const save = async () => {
    const isEmpty = value === NEW && name.trim() === '';
    setProblem(isEmpty ? t('ideas.theme.empty') : undefined);
    if (isEmpty) {
      document.getElementById(`${id}-name`)?.focus();
      return;
    }
    const into = value === NEW ? { name: name.trim() } : value === NONE ? {} : { theme: value };
    const put = () => workshop.api.session.putIdeaInTheme(newCommand(), idea.id, { ...into, ...forWhom(sorter) });
    if ((await command.run(put, t('ideas.theme.saved'))) === 'done') onClose();
  };
  return (
    <Dialog title={t('ideas.theme.title')} onClose={onClose}>
      <form
        class="pw-flow" noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <blockquote class="pw-ideas__quote" dir="auto">{idea.text}</blockquote>
        <Choices
          name={`${id}-theme`} legend={t('ideas.theme.which')} value={value} onChoose={setChosen}
          choices={[...themes.map((theme) => ({ value: theme.id, label: theme.name })), { value: NEW, label: t('ideas.theme.new') }, { value: NONE, label: t('ideas.theme.none') }]}
        />
        {value === NEW && <TextField id={`${id}-name`} label={t('ideas.theme.name')} hint={t('ideas.theme.name.hint')} error={problem} value={name} onInput={(next) => setName(next.slice(0, THEME_CHARS_MAX))} />}
        <End command={command} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** Gives a theme another name. */
export function RenameTheme({ workshop, sorter, theme, onClose }: DialogProps & { readonly theme: Theme }) {
  const id = useId();
  const command = useCommand();
  const [name, setName] = useState(theme.name);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const save = async () => {
    setProblem(name.trim() === '' ? t('ideas.theme.empty') : undefined);
    if (name.trim() === '') return;
    const rename = () => workshop.api.session.renameTheme(newCommand(), theme.id, { name: name.trim(), ...forWhom(sorter) });
    if ((await command.run(rename, t('ideas.theme.saved'))) === 'done') onClose();
  };
  return (
    <Dialog title={t('ideas.theme.rename.title')} onClose={onClose}>
      <form
        class="pw-flow" noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField id={`${id}-name`} label={t('ideas.theme.name')} error={problem} value={name} onInput={(next) => setName(next.slice(0, THEME_CHARS_MAX))} />
        <End command={command} onClose={onClose} />
      </form>
    </Dialog>
  );
}
