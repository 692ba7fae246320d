/**
 * What is said when somebody comments: a sentence for the ears, and for who is mentioned a message with a way there. Owns
 * the gathering of bursts; the kind `talk` can be silenced (notice/notice.ts).
 */
import { effect } from '@preact/signals';
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { nameOf, talkPartName } from '../../../editor/words/talk-words';
import { t } from '../../../i18n/translate';
import { announce, showToast } from '../../../notice/notice';
import type { OpenMap } from '../../../workshop/open';
import type { TalkMessage, TalkThread } from '../../../workshop/talk';
import type { Pace, Teller } from './pace';

/** How long comments are gathered into one sentence, in milliseconds. */
const GATHER_MS = 1_500;

/** Says it until stopped. */
export function announceTalk(open: OpenMap, pace: Pace): () => void {
  const { talk } = open;
  let known: ReadonlySet<string> | undefined;
  let waiting: (readonly [TalkThread, TalkMessage])[] = [];
  const mention = (thread: TalkThread, message: TalkMessage) => {
    const words = t('talk.say.mention', { name: nameOf(talk.person(message.by)), part: talkPartName(open.map, thread.part) });
    showToast(words, { kind: 'talk', action: { label: t('talk.say.show'), run: () => editorStateOf(open).openComments(thread.part) } });
  };
  const say = () => {
    const said = waiting;
    waiting = [];
    const only = said[0];
    if (said.length === 1 && only) announce(t('talk.say.comment', { name: nameOf(talk.person(only[1].by)), part: talkPartName(open.map, only[0].part) }), 'talk');
    else if (said.length > 1) announce(t('talk.say.many', { count: said.length }), 'talk');
    return 'said' as const;
  };
  const teller: Teller = { kind: 'talk', gatherMs: GATHER_MS, say };
  const stop = effect(() => {
    const threads = talk.threads.value;
    // Before the comments of this device or the server have come, what arrives was said earlier.
    const isKnown = open.isTalkKnown.value;
    const isNews = known !== undefined && isKnown;
    for (const thread of threads) {
      for (const message of thread.messages) {
        if (!isNews || known?.has(message.id) || message.isTakenBack || talk.person(message.by).isMe) continue;
        // Who is mentioned is asked something.
        if (talk.mentionsMe(message)) mention(thread, message);
        else waiting.push([thread, message]);
      }
    }
    if (waiting.length > 0) pace.ask(teller);
    if (isKnown) known = new Set(threads.flatMap((thread) => thread.messages.map((message) => message.id)));
  });
  return stop;
}
