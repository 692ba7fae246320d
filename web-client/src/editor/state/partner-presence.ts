/** Who my partner is and whether they go through what is open just now. Reads the editor state's signals; draws nothing. */
import { otherSide } from '../../model/agreement';
import type { PersonHere } from '../../presence/presence';
import type { EditorState } from './editor-state';

/** My partner, or that of the person I write for, when they are here now. */
export function partnerHere(editor: EditorState): PersonHere | undefined {
  const speaker = editor.agreement.speaker.value;
  const pair = editor.agreement.myPair.value;
  if (speaker.can !== 'speak' || !pair) return undefined;
  const partner = pair[otherSide(speaker.side)];
  return editor.presence.people.value.find((person) => person.participant === partner);
}

/** The same, only while they have the walk open. */
export function partnerInWalk(editor: EditorState): PersonHere | undefined {
  const partner = partnerHere(editor);
  return partner?.at.view === 'walk' ? partner : undefined;
}
