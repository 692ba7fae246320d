/**
 * One message: who says it and when, the words, the reactions, and for its author the way to take it back, for a
 * facilitator to take it down. Owns that frame.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { listInWords, t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { Menu, MenuItem } from '../../ui/menu';
import type { Talk, TalkMessage } from '../../workshop/talk';
import { REACTIONS, type Reaction } from '../../workshop/talk-part';
import type { EditorState } from '../state/editor-state';
import { Author, goneWords } from '../talk/message-author';
import { Failure, useTalkCommand } from '../talk/use-talk-command';
import { nameOf, piecesOf } from '../words/talk-words';
import { LedTo, SayLedTo } from '../trail/message-trail';

interface MessageProps {
  readonly editor: EditorState;
  readonly message: TalkMessage;
  readonly isNew: boolean;
}

/** How its words can go: its author takes it back, or a facilitator takes it down. */
function removalOf(talk: Talk, message: TalkMessage) {
  if (talk.mayTakeDown(message)) {
    const name = nameOf(talk.person(message.by));
    return {
      button: t('talk.takeDown'), name: t('talk.takeDown.of', { name }), ask: t('talk.takeDown.ask', { name }), keep: t('talk.takeDown.keep'), done: t('talk.takeDown.done'),
      run: () => talk.takeDown(message),
    };
  }
  if (!talk.mayComment.value || !talk.isOurs(message)) return undefined;
  return {
    button: t('talk.takeBack'), name: t('talk.takeBack'), ask: t('talk.takeBack.ask'), keep: t('talk.takeBack.keep'), done: t('talk.takeBack.done'),
    run: () => talk.send({ act: 'takeBack', message: message.id }),
  };
}

/** Stays the same function, so that the focus is taken once. */
const focusNow = (button: HTMLElement | null) => button?.focus();

/** The message. */
export function Message({ editor, message, isNew }: MessageProps) {
  const { talk } = editor;
  const { failure, act } = useTalkCommand(talk);
  const [asking, setAsking] = useState<'yes' | 'no'>('no');
  const name = nameOf(talk.person(message.by));
  const gone = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that was pressed went with the words: the focus stays where they were.
    if (message.isTakenBack && asking === 'yes') gone.current?.focus();
  }, [message.isTakenBack, asking]);
  if (message.isTakenBack) {
    return (
      <li class="pw-message" data-message={message.id}>
        <p class="pw-message__gone" ref={gone} tabIndex={-1}>{goneWords(talk, message)}</p>
        <LedTo editor={editor} message={message} />
      </li>
    );
  }
  const removal = removalOf(talk, message);
  return (
    <li class="pw-message" data-message={message.id}>
      <Author editor={editor} message={message} isNew={isNew} />
      <p class="pw-message__text">
        {piecesOf(talk, message.text).map((piece, index) =>
          typeof piece === 'string' ? piece : <strong class={`pw-mention${piece.isMe ? ' pw-mention--me' : ''}`} key={index}>@{nameOf(piece)}</strong>)}
      </p>
      <div class="pw-message__reactions">
        {REACTIONS.map((reaction) => <GivenReaction editor={editor} message={message} reaction={reaction} key={reaction} onAct={(how) => void act({ act: how, message: message.id, reaction }, t(`talk.reaction.${reaction}`))} />)}
        {talk.mayComment.value && !talk.isListenOnly.value && (
          <Menu label={<><Symbol name="thanks" size={1} />{t('talk.react')}</>} name={t('talk.react.to', { name })} buttonClass="pw-button pw-button--quiet pw-button--small">
            {REACTIONS.map((reaction) => (
              <MenuItem symbol={reaction} key={reaction} onChoose={() => void act({ act: 'react', message: message.id, reaction }, t(`talk.reaction.${reaction}`))}>{t(`talk.reaction.${reaction}`)}</MenuItem>
            ))}
          </Menu>
        )}
        <SayLedTo editor={editor} message={message} />
        {removal && asking === 'no' && (
          <button type="button" class="pw-button pw-button--quiet pw-button--small" aria-label={removal.name} onClick={() => setAsking('yes')}>{removal.button}</button>
        )}
      </div>
      <LedTo editor={editor} message={message} />
      {removal && asking === 'yes' && (
        <div class="pw-note pw-note--warm" role="group" aria-label={removal.name}>
          <p>{removal.ask}</p>
          <div class="pw-row">
            <button type="button" class="pw-button pw-button--small" data-autofocus ref={focusNow} onClick={() => void act(removal.run, removal.done)}>{removal.button}</button>
            <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => setAsking('no')}>{removal.keep}</button>
          </div>
        </div>
      )}
      <Failure words={failure} />
    </li>
  );
}

/** One reaction that somebody gave, with how many did; pressing it gives mine or takes it back. */
function GivenReaction(props: { readonly editor: EditorState; readonly message: TalkMessage; readonly reaction: Reaction; readonly onAct: (act: 'react' | 'unreact') => void }) {
  const { editor, message, reaction, onAct } = props;
  const people = (message.reactions.get(reaction) ?? []).map((id) => editor.talk.person(id));
  if (people.length === 0) return null;
  const given = message.reactions.get(reaction) ?? [];
  const speaker = editor.talk.isForAnother.value ? editor.talk.actsFor.value : people.find((person) => person.isMe);
  const mine = speaker !== undefined && given.includes(speaker.participant);
  const word = t(`talk.reaction.${reaction}`);
  const names = t('talk.reaction.from', { reaction: word, names: listInWords(people.map(nameOf)) });
  const look = <><Symbol name={reaction} size={1} />{word}<span class="pw-reaction__count">{people.length}</span></>;
  // Who is asked to listen only can still take back what they gave.
  if (!editor.talk.mayComment.value || (editor.talk.isListenOnly.value && !mine)) return <span class="pw-reaction" title={names}>{look}</span>;
  return (
    <button type="button" class="pw-reaction" aria-pressed={mine} aria-label={names} title={names} onClick={() => onAct(mine ? 'unreact' : 'react')}>{look}</button>
  );
}
