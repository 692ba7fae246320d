/**
 * How much is said about a part, as a button that shows it: symbol, number and, when something is new, the word. Owns that
 * sign and its sentence; draws nothing for a part nobody talks about, unless it is the only way there.
 */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { TalkCount } from '../../workshop/talk';
import type { TalkPart } from '../../workshop/talk-part';
import type { EditorState } from '../state/editor-state';
import { talkPartName } from '../words/talk-words';

/** How much is said, in words; empty when nothing is. */
export function countWords(count: TalkCount): string {
  const words = [count.open > 0 ? t('talk.count', { count: count.open }) : '', count.unread > 0 ? t('talk.count.new', { count: count.unread }) : ''];
  return words.filter((word) => word !== '').join(', ');
}

/** The button. `when` says whether it stands there also while nothing is said. */
export function TalkCountButton({ editor, part, when = 'said' }: { readonly editor: EditorState; readonly part: TalkPart; readonly when?: 'said' | 'always' }) {
  const count = editor.talk.countOf(part);
  const words = countWords(count);
  if (words === '' && when === 'said') return null;
  const name = `${t('talk.all.go', { part: talkPartName(editor.map, part) })}${words === '' ? '' : `: ${words}`}`;
  return (
    <button type="button" class="pw-talk-count" data-new={count.unread > 0 ? '' : undefined} aria-label={name} onClick={() => editor.openComments(part)}>
      <Symbol name="comment" size={1} />
      {count.open > 0 && <span>{count.open}</span>}
      {count.unread > 0 && <span class="pw-new">{t('talk.new', { count: count.unread })}</span>}
    </button>
  );
}
