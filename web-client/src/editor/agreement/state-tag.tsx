/**
 * The state of a part as shape and word, wherever a part is shown. Owns the markup; a change of what pairs said draws this
 * tag alone.
 */
import type { AgreePart } from '../../model/meaning';
import type { State } from '../../model/agreement';
import { Symbol } from '../../styles/symbol';
import { stateTag, tagOfPart } from '../words/agreement-words';
import type { EditorState } from '../state/editor-state';
import type { Tag } from '../words/part-words';

/** A state as shape and word. */
export function StateMark({ tag, size = 1 }: { readonly tag: Tag; readonly size?: number }) {
  return (
    <span class={`pw-state pw-state--${tag.symbol}`}>
      <Symbol name={tag.symbol} size={size} />
      <span>{tag.word}</span>
    </span>
  );
}

/** The mark of one state. */
export function StateOf({ state }: { readonly state: State }) {
  return <StateMark tag={stateTag(state)} />;
}

/** The mark of a part as everybody sees it. */
export function StateTag({ editor, part }: { readonly editor: EditorState; readonly part: AgreePart }) {
  return <StateMark tag={tagOfPart(editor.agreement, part)} />;
}
