/**
 * What is said about one part: its open threads, a field for a new comment, and the resolved threads, closed. Marks as
 * read what it shows. Owns that order; one message is message.tsx, the field compose.tsx.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { TalkThread } from '../../workshop/talk';
import { partKey, type TalkPart } from '../../workshop/talk-part';
import type { EditorState } from '../state/editor-state';
import { FromIdeas } from '../ideas/from-ideas';
import { Failure, useTalkCommand } from '../talk/use-talk-command';
import { Compose } from './compose';
import { Message } from './message';
import { goToComment, threadsInOrder } from './next-comment';
import { nameOf } from '../words/talk-words';
import '../talk/talk.scss';

/** Ids of messages that were new when they were first drawn here; they are marked as read at once. */
function useNew(editor: EditorState, threads: readonly TalkThread[]): ReadonlySet<string> {
  const seen = useRef(new Set<string>());
  for (const thread of threads) for (const message of editor.talk.unreadIn(thread)) seen.current.add(message.id);
  useEffect(() => editor.talk.markRead(threads));
  return seen.current;
}

/** The comments on one part; `onDrawn` is called when they take up their room: until then a panel may be too short to scroll. */
export function CommentThreads({ editor, part, onDrawn }: { readonly editor: EditorState; readonly part: TalkPart; readonly onDrawn: (() => void) | undefined }) {
  const { talk } = editor;
  useLayoutEffect(() => onDrawn?.(), [onDrawn]);
  const threads = talk.threadsOf(part);
  const news = useNew(editor, threads);
  const open = threads.filter((thread) => thread.state === 'open');
  const resolved = threads.filter((thread) => thread.state === 'resolved');
  return (
    <div class="pw-talk__body">
      {open.length === 0 && <p class="pw-soft">{t(resolved.length > 0 ? 'talk.noneOpen' : 'talk.none')}</p>}
      {open.map((thread) => <Thread editor={editor} thread={thread} news={news} key={thread.id} />)}
      {part.kind !== 'map' && threadsInOrder(editor).length > 1 && <Onward editor={editor} />}
      <Say editor={editor} part={part} />
      {/* Open when a reply was begun in a thread that somebody resolved meanwhile. */}
      {resolved.length > 0 && (
        <details class="pw-talk__resolved" open={resolved.some((thread) => talk.drafts.has(`reply:${thread.id}`)) || undefined}>
          <summary class="pw-summary"><Symbol name="chevron" />{t('talk.resolved.list', { count: resolved.length })}</summary>
          {resolved.map((thread) => <Thread editor={editor} thread={thread} news={news} key={thread.id} />)}
        </details>
      )}
    </div>
  );
}

/** The way to the next comment, wherever on the map it is. */
function Onward({ editor }: { readonly editor: EditorState }) {
  return (
    <div class="pw-row pw-talk__onward">
      <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={() => goToComment(editor, -1)}><Symbol name="left" size={1} />{t('talk.next.before')}</button>
      <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={() => goToComment(editor, 1)}>{t('talk.next.after')}<Symbol name="right" size={1} /></button>
    </div>
  );
}

/** The field for a comment, or why there is none. What was typed before is kept, and comes back with the field. */
function Say({ editor, part }: { readonly editor: EditorState; readonly part: TalkPart }) {
  const { talk } = editor;
  const place = partKey(part);
  if (!talk.mayComment.value) return <p class="pw-note">{t('talk.noVoice')}</p>;
  if (talk.isListenOnly.value) return <p class="pw-note" role="status">{t('talk.listenOnly')}{talk.drafts.has(place) ? ` ${t('talk.listenOnly.kept')}` : ''}</p>;
  return <Compose talk={talk} place={place} label={t('talk.label')} onSend={(said) => talk.send({ act: 'comment', part, ...said })} />;
}

interface ThreadProps {
  readonly editor: EditorState;
  readonly thread: TalkThread;
  readonly news: ReadonlySet<string>;
}

/** One thread: its messages, and what can be done about it. */
function Thread({ editor, thread, news }: ThreadProps) {
  const { talk } = editor;
  const place = `reply:${thread.id}`;
  const [replying, setReplying] = useState<'yes' | 'no'>(talk.drafts.has(place) ? 'yes' : 'no');
  const { failure, act } = useTalkCommand(talk);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLElement>(null);
  const first = thread.messages[0];
  if (!first) return null;
  const name = nameOf(talk.person(first.by));
  const mayReply = talk.mayComment.value && !talk.isListenOnly.value;
  const settle = async () => {
    // The thread goes to another list, and the button with it: the focus stays with the comments.
    const around = box.current?.closest('.pw-talk')?.querySelector<HTMLElement>('summary');
    if (thread.state === 'open') await act({ act: 'resolve', thread: thread.id }, t('talk.resolved.done'));
    else await act({ act: 'reopen', thread: thread.id }, t('talk.reopened.done'));
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) around?.focus({ preventScroll: true });
    });
  };
  return (
    <section class="pw-thread" ref={box} role="group" tabIndex={-1} aria-label={t('talk.thread', { name })} data-thread={thread.id}>
      {thread.state === 'resolved' && <p class="pw-thread__state"><Symbol name="check" size={1} />{t('talk.resolved')}</p>}
      <FromIdeas editor={editor} kind="comment" part={thread.id} />
      <ol class="pw-thread__messages">
        {thread.messages.map((message) => <Message editor={editor} message={message} isNew={news.has(message.id)} key={message.id} />)}
      </ol>
      <Failure words={failure} />
      {replying === 'yes' && mayReply && (
        <Compose
          talk={talk} place={place} label={t('talk.label.reply')} focus="first"
          onSend={(said) => talk.send({ act: 'reply', thread: thread.id, ...said })}
          onSent={() => {
            setReplying('no');
            requestAnimationFrame(() => button.current?.focus());
          }}
        />
      )}
      <div class="pw-row pw-thread__tools">
        {mayReply && replying === 'no' && (
          <button type="button" ref={button} class="pw-button pw-button--plain pw-button--small" aria-label={t('talk.reply.to', { name })} onClick={() => setReplying('yes')}>{t('talk.reply')}</button>
        )}
        {talk.mayResolve.value && (
          <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={() => void settle()}>
            <Symbol name={thread.state === 'open' ? 'check' : 'undo'} size={1} />{t(thread.state === 'open' ? 'talk.resolve' : 'talk.reopen')}
          </button>
        )}
      </div>
    </section>
  );
}
