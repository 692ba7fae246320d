/**
 * The dialogs of agreement: the walk, the counts, and the whole map, each loaded when it is first asked for. Owns where their
 * code is cut from the first load.
 */
import { Later } from '../ui/later';
import type { EditorState } from './state/editor-state';

const walk = () => import('./walk/agreement-walk');
const summary = () => import('./agreement/agreement-summary');
const whole = () => import('./agreement/whole-map-dialog');

/** The walk, the counts, or the whole map. */
export function AgreementDialog({ editor, name, onClose }: { readonly editor: EditorState; readonly name: 'walk' | 'agreed' | 'wholeMap'; onClose(): void }) {
  switch (name) {
    case 'walk': return <Later load={walk}>{({ AgreementWalk }) => <AgreementWalk editor={editor} onClose={onClose} />}</Later>;
    case 'agreed': return <Later load={summary}>{({ AgreementSummary }) => <AgreementSummary editor={editor} onClose={onClose} />}</Later>;
    case 'wholeMap': return <Later load={whole}>{({ WholeMapDialog }) => <WholeMapDialog editor={editor} onClose={onClose} />}</Later>;
  }
}
