/**
 * Where another person works, in words, and the way there: the same part in the view I have open, once or wherever they go. Owns
 * this line of a person in the list of people; what they show of themselves is presence, and bringing the part into sight is the editor state's.
 */
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { t } from '../../../i18n/translate';
import { announce, showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import type { OpenMap } from '../../../workshop/open';
import { nicknameInWords, partInWords } from '../common/change-words';
import { follow, followedIn } from '../session/lead/followed';

interface WhereProps {
  readonly open: OpenMap;
  readonly participant: string;
  /** The page around makes room: the part is about to get the focus. */
  readonly onGo: () => void;
}

/** The line; nothing of myself, of who is not here, and of who shows nothing. */
export function WorkLocation({ open, participant, onGo }: WhereProps) {
  const person = open.presence.people.value.find((one) => one.participant === participant);
  if (!person || person.isMe) return null;
  const editor = editorStateOf(open);
  const { part, view } = person.at;
  if (!part || !editor.isShown(part)) return view ? <span class="pw-person__where pw-soft pw-small">{t(`goto.${view}`)}</span> : null;
  const nickname = nicknameInWords(person);
  const words = partInWords(open.map, part);
  const go = () => {
    onGo();
    editor.goTo(part);
    announce(t('goto.done', { nickname, part: words }));
  };
  return (
    <span class="pw-person__where">
      <span class="pw-soft pw-small">{t('goto.at', { part: words })}</span>
      <button type="button" class="pw-button pw-button--quiet" onClick={go}>
        <Symbol name="right" size={1.125} />
        {t('goto.button', { nickname })}
      </button>
    </span>
  );
}

/** Follows a person who is here, or no longer; nothing of myself. */
export function FollowButton({ open, participant, onGo }: WhereProps) {
  const person = open.presence.people.value.find((one) => one.participant === participant);
  if (!person || person.isMe) return null;
  const nickname = nicknameInWords(person);
  const isFollowed = followedIn(open.workshop).value === participant;
  const change = () => {
    if (isFollowed) follow(open.workshop, undefined);
    else {
      onGo();
      // Nobody is moved away from under an open dialog, and this one goes with the next drawing.
      setTimeout(() => follow(open.workshop, participant));
    }
    showToast(t(isFollowed ? 'people.unfollowed' : 'people.followed', { nickname }));
  };
  return (
    <button type="button" class="pw-button pw-button--quiet" aria-label={t(isFollowed ? 'people.unfollow.name' : 'people.follow.name', { nickname })} onClick={change}>
      {t(isFollowed ? 'people.unfollow' : 'people.follow')}
    </button>
  );
}
