/**
 * Who says a message and when, and what stands where its words were: the same among the comments, in a trail and in the
 * dialog of all comments. Owns these words; a name is read from the roster each time it is drawn.
 */
import { t } from '../../i18n/translate';
import { RoleSymbol, roleWord } from '../../ui/who';
import type { Talk, TalkMessage } from '../../workshop/talk';
import type { EditorState } from '../state/editor-state';
import { nameOf, whenWords } from '../words/talk-words';

interface AuthorProps {
  readonly editor: EditorState;
  readonly message: TalkMessage;
  readonly isNew: boolean;
}

/** What stands where the words of a message were. */
export function goneWords(talk: Talk, message: TalkMessage): string {
  return message.isTakenDown ? t('talk.takenDown') : t('talk.takenBack', { name: nameOf(talk.person(message.by)) });
}

/** Who says it, and when. */
export function Author({ editor, message, isNew }: AuthorProps) {
  const { talk } = editor;
  const person = talk.person(message.by);
  return (
    <p class="pw-message__who">
      {person.role && <RoleSymbol role={person.role} size={1} />}
      <strong>{nameOf(person)}</strong>
      {person.role && <span class="pw-soft">{roleWord(person.role)}</span>}
      {message.scribe !== undefined && <span class="pw-soft">{t('talk.scribe', { name: nameOf(talk.person(message.scribe)) })}</span>}
      <time class="pw-soft" dateTime={new Date(message.at).toISOString()}>{whenWords(message.at)}</time>
      {isNew && <span class="pw-new">{t('talk.isNew')}</span>}
    </p>
  );
}
