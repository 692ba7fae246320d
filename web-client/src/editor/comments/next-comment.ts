/**
 * Going from comment to comment, whatever part it is about: the order in which all comments are listed. Owns that order and finding
 * where one is; showing a part with its comments is the editor's.
 */
import { t } from '../../i18n/translate';
import { KINDS_AS_SHOWN } from '../../model/kinds';
import type { TalkThread } from '../../workshop/talk';
import { partKey, type TalkPart } from '../../workshop/talk-part';
import type { EditorState } from '../state/editor-state';
import { isThere, talkPartName } from '../words/talk-words';

/** Kinds of parts in the order in which people meet what is said about them. */
export const TALK_ORDER: readonly TalkPart['kind'][] = ['map', ...KINDS_AS_SHOWN];

/** Where among its kind a part stands. */
function placeOf(editor: EditorState, { kind, id }: TalkPart): number {
  if (kind === 'step') return editor.map.placeInReading(id) ?? Number.MAX_SAFE_INTEGER;
  if (kind === 'map') return 0;
  const ids = kind === 'link' ? editor.map.links.value.map((link) => link.id) : editor.map.ordered(kind).value.map((part) => part.id);
  const at = ids.indexOf(id);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

/** Every open thread whose part is there, in reading order; of one part in the order in which they were begun. */
export function threadsInOrder(editor: EditorState): readonly TalkThread[] {
  const there = editor.talk.threads.value.filter(({ part, state }) => state === 'open' && part.kind !== 'map' && isThere(editor.map, { kind: part.kind, id: part.id }));
  const keys = new Map(there.map((thread) => [thread, [TALK_ORDER.indexOf(thread.part.kind), placeOf(editor, thread.part)] as const]));
  return [...there].sort((a, b) => {
    const [[kindA, placeA], [kindB, placeB]] = [keys.get(a) ?? [0, 0], keys.get(b) ?? [0, 0]];
    return kindA - kindB || placeA - placeB || partKey(a.part).localeCompare(partKey(b.part));
  });
}

/** The thread that was gone to last, by map. */
const lastThread = new WeakMap<EditorState, string>();

/** Goes to the next comment, or to the one before; from the last to the first again. */
export function goToComment(editor: EditorState, way: 1 | -1): void {
  const threads = threadsInOrder(editor);
  const here = document.activeElement?.closest<HTMLElement>('[data-thread]')?.dataset['thread'] ?? lastThread.get(editor);
  const at = threads.findIndex(({ id }) => id === here);
  const next = at < 0 ? (way === 1 ? 0 : threads.length - 1) : (at + way + threads.length) % threads.length;
  const thread = threads[next];
  if (!thread) {
    editor.announce(t('talk.next.none'));
    return;
  }
  lastThread.set(editor, thread.id);
  editor.openComments(thread.part, { thread: thread.id });
  editor.announce(t('talk.next.at', { index: next + 1, count: threads.length, part: talkPartName(editor.map, thread.part) }));
}
