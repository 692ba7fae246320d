/** Adding an idea with one's name: its words, what it is about, and whose it is. Owns that form; what was typed and not sent is kept. */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { t } from '../../../../i18n/translate';
import { NOTE_UNITS_MAX, type About } from '../../../../model/session/my-notes';
import { Select } from '../../../../editor/fields/select';
import { TextArea } from '../../../../ui/field';
import { newCommand } from '../../../../workshop/api';
import type { OpenMap } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';
import { AboutField } from '../notes/about';
import type { Writer } from '../notes/writers';
import { forWhom } from './who';

/** The place of words that were begun. */
const DRAFT = 'sharedIdea';

interface AddProps {
  readonly open: OpenMap;
  readonly writers: readonly Writer[];
  readonly onClose: () => void;
}

/** The form. */
export function AddIdea({ open, writers, onClose }: AddProps) {
  const { workshop } = open;
  const { formDrafts } = editorStateOf(open);
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const command = useCommand();
  const [text, setText] = useState(formDrafts.get(DRAFT) ?? '');
  const [about, setAbout] = useState<About | undefined>(undefined);
  const [chosen, setChosen] = useState(writers[0]?.person ?? '');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  // The button that was pressed is gone.
  useLayoutEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const writer = writers.find(({ person }) => person === chosen) ?? writers[0];
  const nameOf = (person: string) => workshop.facts.roster.value.get(person)?.nickname || t('others.unknown');
  const write = (next: string) => {
    setText(next);
    setProblem(undefined);
    formDrafts.set(DRAFT, next);
  };
  const over = text.trim().length - NOTE_UNITS_MAX;
  const add = async () => {
    const wrong = text.trim() === '' ? t('ideas.add.empty') : over > 0 ? t('ideas.add.tooLong', { count: over }) : undefined;
    setProblem(wrong);
    if (wrong !== undefined) {
      form.current?.querySelector('textarea')?.focus();
      return;
    }
    const idea = { text: text.trim(), ...(about ? { about: { kind: about.kind, id: about.id } } : {}), ...forWhom(writer) };
    if ((await command.run(() => workshop.api.session.addIdea(newCommand(), idea), t('ideas.added'))) === 'failed') return;
    formDrafts.delete(DRAFT);
    onClose();
  };
  return (
    <form
      class="pw-ideas__add" ref={form} noValidate data-kept="yes"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      {writers.length > 1 && (
        <Select label={t('ideas.whose')} value={writer?.person ?? ''} onPick={setChosen} options={writers.map(({ person, actingFor }) => ({ id: person, words: actingFor === undefined ? t('ideas.whose.mine') : nameOf(actingFor) }))} />
      )}
      <TextArea
        id={`${id}-words`} label={t('ideas.add.words')} value={text} rows={3} onInput={write} error={problem}
        hint={writer?.actingFor === undefined ? t('ideas.add.hint') : t('ideas.add.for', { nickname: nameOf(writer.actingFor) })}
      />
      <AboutField open={open} about={about} onAbout={setAbout} />
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
      <div class="pw-row">
        <button type="submit" class="pw-button" aria-disabled={command.disabled}>{t('ideas.add.do')}</button>
        <button type="button" class="pw-button pw-button--plain" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </form>
  );
}
