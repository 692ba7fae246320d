/**
 * One shared idea in lines: who had it, and what became of it with a way there. The same beside the map, in the list and in the history of
 * a part. Owns these lines; of an idea without a name nobody knows more.
 */
import { t } from '../../i18n/translate';
import type { Became } from '../../model/session/idea-sorting';
import type { Idea } from '../../model/session/shared-notes';
import { Symbol } from '../../styles/symbol';
import type { EditorState } from '../state/editor-state';
import { isThere } from '../words/talk-words';
import { partName } from '../words/part-words';

const SIDE_WORD = { patient: 'side.patient', professional: 'side.professional' } as const;
/** How much of an idea stands in a sentence, in letters. */
const BEGINNING_UNITS = 240;

/** Who had an idea. */
export function IdeaBy({ editor, idea }: { readonly editor: EditorState; readonly idea: Idea }) {
  if (idea.by === '') return <p class="pw-idea__by">{t('idea.unnamed')}</p>;
  return (
    <p class="pw-idea__by" data-side={idea.side}>
      {idea.side && <Symbol name={idea.side} size={0.875} />}
      {idea.side && <span class="pw-hidden">{t(SIDE_WORD[idea.side])}</span>}
      <span dir="auto">{editor.nameOf(idea.by)}</span>
    </p>
  );
}

/** The beginning of an idea, on one line. */
function beginningOf({ text }: Idea): string {
  const words = text.replace(/\s+/g, ' ').trim();
  return words.length <= BEGINNING_UNITS ? words : `${words.slice(0, BEGINNING_UNITS).replace(/\s\S*$/, '').replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** "From the idea of Mair: walk to the shop". */
export function fromIdea(editor: EditorState, idea: Idea): string {
  const words = beginningOf(idea);
  return idea.by === '' ? t('idea.from.unnamed', { words }) : t('idea.from', { name: editor.nameOf(idea.by), words });
}

/** What became of an idea, in words, and whether there is something to go to. */
export function becameWords(editor: EditorState, became: Became): { readonly words: string; readonly isThere: boolean } {
  if (!editor.ideas?.isHere(became)) return { words: t(`idea.became.${became.kind}.elsewhere`), isThere: false };
  if (became.kind === 'comment') {
    const thread = editor.talk.threads.value.find(({ id }) => id === became.part);
    return { words: t(thread ? 'idea.became.comment' : 'idea.became.gone'), isThere: thread !== undefined };
  }
  const part = { kind: became.kind, id: became.part };
  return isThere(editor.map, part) ? { words: partName(editor.map, part), isThere: true } : { words: t('idea.became.gone'), isThere: false };
}

/** Goes to what became of an idea. */
export function goToBecame(editor: EditorState, became: Became): void {
  if (became.kind !== 'comment') {
    editor.goTo({ kind: became.kind, id: became.part });
    return;
  }
  const thread = editor.talk.threads.peek().find(({ id }) => id === became.part);
  if (thread) editor.openComments(thread.part, { thread: thread.id });
}

interface BecameProps {
  readonly editor: EditorState;
  readonly became: Became;
  /** Goes there; the panel may have to make room first. */
  readonly onGo?: (became: Became) => void;
}

/** "Became: Walk to the shop", which leads there. */
export function IdeaBecame({ editor, became, onGo }: BecameProps) {
  const { words, isThere: canGo } = becameWords(editor, became);
  const label = t('idea.became', { words });
  return (
    <p class="pw-idea__became">
      <Symbol name="right" size={1} />
      {canGo
        ? <button type="button" class="pw-idea__go" onClick={() => (onGo ?? ((to) => goToBecame(editor, to)))(became)}><span dir="auto">{label}</span></button>
        : <span dir="auto">{label}</span>}
    </p>
  );
}
