/** What a pair is called, on every screen. Owns these words. */
import { SIDES } from '../../model/agreement';
import type { Pair } from '../../model/pairs';
import type { EditorState } from './editor-state';

/** Its name, else the names of the two. */
export function pairName(editor: Pick<EditorState, 'nameOf'>, pair: Pair): string {
  return pair.name.trim() || SIDES.map((side) => editor.nameOf(pair[side])).join(' · ');
}
