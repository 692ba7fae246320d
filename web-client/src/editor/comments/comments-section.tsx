/**
 * "Comments (2)" in the panel of a part: closed at first, so that what is not looked at does not count as read; and below
 * what led to the part. Owns that heading and the order; the comments are threads.tsx, whose code comes when it is
 * first opened, the other is trail-section.tsx.
 */
import { useSignalEffect } from '@preact/signals';
import { useCallback, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { TalkPart } from '../../workshop/talk-part';
import type { EditorState } from '../state/editor-state';
import { feature, FeatureView } from '../../ui/feature';

const threads = feature(() => import('./threads'), () => import('../../i18n/later/talk'), () => import('../../i18n/later/trail'), () => import('../../i18n/later/idea'));
const trail = feature(() => import('../trail/trail-section'), () => import('../../i18n/later/talk'), () => import('../../i18n/later/trail'), () => import('../../i18n/later/idea'));

/** The comments on one part, and what led to it: below them, so that comments that were asked for stay where they are. */
export function CommentsSection({ editor, part }: { readonly editor: EditorState; readonly part: TalkPart }) {
  return (
    <>
      <Comments editor={editor} part={part} />
      {part.kind !== 'map' && <FeatureView feature={trail}>{({ TrailSection }) => <TrailSection editor={editor} part={part} />}</FeatureView>}
    </>
  );
}

/** The comments. */
function Comments({ editor, part }: { readonly editor: EditorState; readonly part: TalkPart }) {
  const { open, unread } = editor.talk.countOf(part);
  const [shown, setShown] = useState<'shown' | 'asked' | 'closed'>('closed');
  const summary = useRef<HTMLElement>(null);
  const bringIntoSight = useCallback(() => {
    const { commentsFor } = editor;
    if (typeof commentsFor === 'object') {
      const thread = summary.current?.parentElement?.querySelector<HTMLElement>(`[data-thread="${CSS.escape(commentsFor.thread)}"]`);
      thread?.focus({ preventScroll: true });
      thread?.scrollIntoView({ block: 'nearest' });
      return;
    }
    summary.current?.scrollIntoView({ block: 'start' });
    // Who asked in order to write finds the field ready; a finger would bring up the keyboard over what was said.
    if (commentsFor === 'write' && !matchMedia('(pointer: coarse)').matches) summary.current?.parentElement?.querySelector('textarea')?.focus({ preventScroll: true });
  }, [editor]);
  useSignalEffect(() => {
    if (!editor.takeCommentsRequest(part)) return;
    setShown('asked');
    // After the panel has opened and taken the focus itself.
    requestAnimationFrame(() => {
      summary.current?.focus({ preventScroll: true });
      bringIntoSight();
    });
  });
  // Opening for a jump is told here too: it stays one.
  const follow = ({ open: isOpen }: HTMLDetailsElement) => setShown((before) => (!isOpen ? 'closed' : before === 'closed' ? 'shown' : before));
  return (
    <details class="pw-talk" open={shown !== 'closed'} onToggle={(event) => follow(event.currentTarget)}>
      <summary class="pw-summary pw-talk__summary" ref={summary}>
        <Symbol name="chevron" />
        <h3 class="pw-talk__title">{t('talk.section', { count: open })}</h3>
        {unread > 0 && <span class="pw-new">{t('talk.new', { count: unread })}</span>}
      </summary>
      {shown !== 'closed' && <FeatureView feature={threads}>{({ CommentThreads }) => <CommentThreads editor={editor} part={part} onDrawn={shown === 'asked' ? bringIntoSight : undefined} />}</FeatureView>}
    </details>
  );
}
