/**
 * The field for a comment or a reply: words, people to mention, sending. What was typed and not sent is kept for as long as
 * the page is open, and stays in the field when sending fails. Owns the field; its list of people is mention.tsx.
 */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { announce } from '../../notice/notice';
import { Symbol } from '../../styles/symbol';
import { NotePlace } from '../../ui/note-place';
import { COMMENT_UNITS_MAX, MENTIONS_MAX, type Talk } from '../../workshop/talk';
import { wordsForFailure } from '../words/failure-words';
import { MentionList, useMentions } from './mention';
import { addressed, nameOf, type Addressed } from '../words/talk-words';
import { keptNames, movedNames, readNames, type ChosenName } from '../words/chosen-names';

/** From how many letters on the rest is told. */
const LEFT_SHOWN = 200;

/** A text and who is mentioned in it, as the server takes them. */
type Said = Omit<Addressed, 'unclear'>;

interface ComposeProps {
  readonly talk: Talk;
  /** Which field this is; drafts are kept by it. */
  readonly place: string;
  readonly label: string;
  readonly focus?: 'first' | 'not';
  readonly onSend: (said: Said) => Promise<void>;
  readonly onSent?: () => void;
}

/** What is wrong with a text, in words. */
function problemWith({ text, mentions, unclear }: Addressed): string | undefined {
  if (text === '') return t('talk.empty');
  if (text.length > COMMENT_UNITS_MAX) return t('talk.tooLong', { count: text.length - COMMENT_UNITS_MAX });
  if (unclear !== undefined) return t('talk.mention.unclear', { name: unclear });
  return mentions.length > MENTIONS_MAX ? t('talk.mention.tooMany', { count: MENTIONS_MAX }) : undefined;
}

/** The text of a field, kept as a draft, and how it is sent. */
function useDraft({ talk, place, onSend, onSent }: ComposeProps) {
  const [text, setText] = useState(() => talk.drafts.get(place) ?? '');
  const [chosen, setChosen] = useState(() => readNames(talk.mentionDrafts.get(place), text));
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<'resting' | 'sending'>('resting');
  const write = (next: string, caret: number, pick?: ChosenName) => {
    const kept = movedNames(chosen, text, { text: next, caret }).filter((one) => next.startsWith(`@${one.name}`, one.at));
    const all = pick ? [...kept.filter((one) => one.at !== pick.at), pick] : kept;
    setText(next);
    setChosen(all);
    setProblem(undefined);
    if (next === '') {
      talk.drafts.delete(place);
      talk.mentionDrafts.delete(place);
    } else {
      talk.drafts.set(place, next);
      talk.mentionDrafts.set(place, keptNames(all));
    }
  };
  const send = async ({ unclear, ...said }: Addressed) => {
    const wrong = talk.isConnected.peek() ? problemWith({ ...said, unclear }) : t('talk.offline');
    setProblem(wrong);
    if (wrong !== undefined || state === 'sending') return;
    setState('sending');
    try {
      await onSend(said);
      write('', 0);
      announce(t('talk.sent'));
      onSent?.();
    } catch (error) {
      setProblem(wordsForFailure(error));
    } finally {
      setState('resting');
    }
  };
  return { text, chosen, problem, state, write, send };
}

/** Who acts for somebody says for whom this is; a supporter always writes for the person they help. */
function SpokenFor({ talk }: { readonly talk: Talk }) {
  const helped = talk.actsFor.value;
  if (!helped) return null;
  const name = nameOf(helped);
  if (!talk.hasOwnVoice.value) return <p class="pw-note">{t('talk.for.only', { name })}</p>;
  return (
    <label class="pw-choice">
      <input type="checkbox" checked={talk.isForAnother.value} onChange={(event) => talk.setActsForAnother(event.currentTarget.checked ? 'another' : 'myself')} />
      <span>{t('talk.for', { name })}</span>
    </label>
  );
}

/** The field. */
export function Compose(props: ComposeProps) {
  const { talk, label, focus = 'not' } = props;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, chosen, problem, state, write, send } = useDraft(props);
  const mentions = useMentions({ talk, listId: `${id}-people`, area, write });
  useLayoutEffect(() => {
    if (focus === 'first') area.current?.focus();
  }, [focus]);
  const said = addressed(text, talk.people(), chosen);
  const left = COMMENT_UNITS_MAX - said.text.length;
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing || mentions.takesKey(event)) return;
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send(said);
  };
  return (
    <form class="pw-compose" data-kept="yes" noValidate onSubmit={(event) => { event.preventDefault(); area.current?.focus(); void send(said); }}>
      <label class="nhsuk-label pw-field__label" for={id}>{label}</label>
      <SpokenFor talk={talk} />
      <div class="nhsuk-hint pw-field__hint" id={`${id}-hint`}>{t('talk.hint')}</div>
      {problem !== undefined && <p class="nhsuk-error-message" id={`${id}-problem`} role="alert">{problem}</p>}
      <textarea
        dir="auto"
        id={id} ref={area} rows={3} style={{ '--pw-rows': 3 }} value={text} aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? `${id}-hint` : `${id}-hint ${id}-problem`}
        class="nhsuk-textarea pw-field__area pw-compose__area"
        onInput={(event) => { write(event.currentTarget.value, event.currentTarget.selectionEnd); mentions.look(); }} onKeyDown={onKey} onClick={mentions.look}
      />
      {mentions.found.length > 0 && <MentionList id={`${id}-people`} people={mentions.found} onPick={mentions.pick} onBack={mentions.back} />}
      <NotePlace />
      {left < LEFT_SHOWN && left >= 0 && <p class="pw-soft pw-small">{t('talk.left', { count: left })}</p>}
      {!talk.isConnected.value && <p class="pw-note" role="status">{t('talk.offline')}</p>}
      <div class="pw-row">
        <button type="submit" class="pw-button pw-button--small" aria-disabled={state === 'sending' ? 'true' : undefined}>{t('talk.send')}</button>
        <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={mentions.ask}><Symbol name="at" size={1} />{t('talk.mention')}</button>
      </div>
    </form>
  );
}
