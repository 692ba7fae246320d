/**
 * All comments: what is said about the whole map, and every other thread part by part, each with a way to where it is.
 * Owns the filter and the list; it marks nothing as read, because it shows only how each thread begins.
 */
import { useSignalEffect } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { editorStateOf } from '../../../editor/state/editor-state-of';
import type { EditorState } from '../../../editor/state/editor-state';
import { countWords } from '../../../editor/talk/talk-count';
import { Author, goneWords } from '../../../editor/talk/message-author';
import { CommentsSection } from '../../../editor/comments/comments-section';
import { TALK_ORDER } from '../../../editor/comments/next-comment';
import { beginningOf, isThere, talkPartName } from '../../../editor/words/talk-words';
import '../../../editor/talk/talk.scss';
import { t } from '../../../i18n/translate';
import { announce } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { Choices } from '../../../ui/field';
import type { OpenMap } from '../../../workshop/open';
import type { Talk, TalkThread } from '../../../workshop/talk';
import { WHOLE_MAP, partKey, type TalkPart } from '../../../workshop/talk-part';

const FILTERS = ['open', 'mine', 'mentions', 'unread', 'resolved'] as const;
type Filter = (typeof FILTERS)[number];

/** How much of a message is shown, in letters. */
const BEGINNING_UNITS = 160;

function fits(talk: Talk, thread: TalkThread, filter: Filter): boolean {
  switch (filter) {
    case 'open': return thread.state === 'open';
    case 'resolved': return thread.state === 'resolved';
    case 'mine': return thread.messages.some((message) => talk.person(message.by).isMe);
    case 'mentions': return thread.messages.some((message) => talk.mentionsMe(message));
    case 'unread': return talk.unreadIn(thread).length > 0;
  }
}

/** Threads by part, kind by kind as people meet them on the map; within these by when they were begun. */
function byPart(threads: readonly TalkThread[]): readonly (readonly [TalkPart, readonly TalkThread[]])[] {
  const groups = new Map<string, { readonly part: TalkPart; readonly threads: TalkThread[] }>();
  for (const thread of threads) {
    const key = partKey(thread.part);
    const group = groups.get(key) ?? { part: thread.part, threads: [] };
    group.threads.push(thread);
    groups.set(key, group);
  }
  const ordered = [...groups.values()].sort((a, b) => TALK_ORDER.indexOf(a.part.kind) - TALK_ORDER.indexOf(b.part.kind));
  return ordered.map(({ part, threads: own }) => [part, own] as const);
}

function Beginning({ editor, thread }: { readonly editor: EditorState; readonly thread: TalkThread }) {
  const { talk } = editor;
  const first = thread.messages.find((message) => !message.isTakenBack) ?? thread.messages[0];
  if (!first) return null;
  const replies = thread.messages.length - 1;
  const unread = talk.unreadIn(thread).length;
  return (
    <li class="pw-beginning">
      <Author editor={editor} message={first} isNew={false} />
      <p class="pw-beginning__text">{first.isTakenBack ? goneWords(talk, first) : beginningOf(talk, first, BEGINNING_UNITS)}</p>
      <p class="pw-row pw-small">
        {replies > 0 && <span class="pw-soft">{t('talk.replies', { count: replies })}</span>}
        {thread.state === 'resolved' && <span class="pw-soft"><Symbol name="check" size={1} />{t('talk.resolved')}</span>}
        {unread > 0 && <span class="pw-new">{t('talk.new', { count: unread })}</span>}
      </p>
    </li>
  );
}

/** Closes the dialog when a part is opened or gone to from a comment in it: it would cover that part. */
function useLeaving(editor: EditorState, onClose: () => void): void {
  const at = useRef({ opened: editor.opened.peek(), asked: editor.dialog.peek(), wanted: editor.partToReveal.peek() });
  useSignalEffect(() => {
    const { opened, asked, wanted } = at.current;
    // A view that has brought a part into sight wants none any more: that is no way out of here.
    const isLeft = editor.opened.value !== opened || editor.dialog.value !== asked || (editor.partToReveal.value !== wanted && editor.partToReveal.value !== undefined);
    if (isLeft) onClose();
  });
}

/** The dialog. */
export function TalkDialog({ open, onClose }: { readonly open: OpenMap; readonly onClose: () => void }) {
  const editor = editorStateOf(open);
  const { talk } = editor;
  const [filter, setFilter] = useState<Filter>('open');
  useLeaving(editor, onClose);
  const groups = byPart(talk.threads.value.filter((thread) => thread.part.kind !== 'map' && fits(talk, thread, filter)));
  const show = (part: TalkPart) => {
    onClose();
    // After the dialog has closed and given the focus back.
    requestAnimationFrame(() => editor.openComments(part));
  };
  return (
    <Dialog title={t('talk.all')} onClose={onClose} size="wide">
      <p>{t('talk.all.lead')}</p>
      <section class="pw-all-talk__whole" aria-label={t('talk.wholeMap')}>
        <h3>{t('talk.wholeMap')}</h3>
        <CommentsSection editor={editor} part={WHOLE_MAP} />
      </section>
      <Choices name="talk-filter" legend={t('talk.all.filter')} value={filter} onChoose={setFilter} choices={FILTERS.map((value) => ({ value, label: t(`talk.all.${value}`) }))} />
      {groups.length === 0 && <p class="pw-soft">{t('talk.all.none')}</p>}
      {groups.map(([part, threads]) => {
        const name = talkPartName(open.map, part);
        return (
          <section class="pw-all-talk__part" key={partKey(part)} aria-label={name}>
            <header class="pw-all-talk__head">
              <h3>{part.kind !== 'map' && <span class="pw-soft">{t(`${part.kind}.one`)}: </span>}{name}</h3>
              <span class="pw-hidden">{countWords(talk.countOf(part))}</span>
              {part.kind !== 'map' && isThere(open.map, { kind: part.kind, id: part.id }) && (
                <button type="button" class="pw-button pw-button--plain pw-button--small" aria-label={t('talk.all.go', { part: name })} onClick={() => show(part)}>{t('talk.say.show')}</button>
              )}
            </header>
            <ul class="pw-all-talk__threads">{threads.map((thread) => <Beginning editor={editor} thread={thread} key={thread.id} />)}</ul>
          </section>
        );
      })}
      {talk.unread.value > 0 && (
        <button type="button" class="pw-button pw-button--quiet" onClick={() => { talk.markRead(talk.threads.peek()); announce(t('talk.all.read.done')); }}>
          <Symbol name="check" size={1} />{t('talk.all.read')}
        </button>
      )}
    </Dialog>
  );
}
