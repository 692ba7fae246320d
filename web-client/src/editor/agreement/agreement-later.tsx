/**
 * "Agreement" in the panel of a part, loaded when a panel is first opened: nobody waits for it before the map is seen. Owns
 * where its code is cut from the first load.
 */
import type { AgreePart } from '../../model/meaning';
import { Later } from '../../ui/later';
import type { EditorState } from '../state/editor-state';

const section = () => import('./agreement-section');

/** "Agreement" in the panel of a part. */
export function AgreementLater({ editor, part }: { readonly editor: EditorState; readonly part: AgreePart }) {
  return <Later load={section}>{({ AgreementSection }) => <AgreementSection editor={editor} part={part} />}</Later>;
}
