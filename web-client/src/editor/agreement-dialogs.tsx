/**
 * The dialogs of agreement: the walk, the counts, and the whole map, each loaded when it is first asked for. Owns where their
 * code is cut from the first load.
 */
import { feature, FeatureView } from '../ui/feature';
import type { EditorState } from './state/editor-state';

const walk = feature(() => import('./walk/agreement-walk'), () => import('../i18n/later/agreement'), () => import('../i18n/later/map'));
const summary = feature(() => import('./agreement/agreement-summary'), () => import('../i18n/later/agreement'));
const whole = feature(() => import('./agreement/whole-map-dialog'), () => import('../i18n/later/agreement'));

/** The walk, the counts, or the whole map. */
export function AgreementDialog({ editor, name, onClose }: { readonly editor: EditorState; readonly name: 'walk' | 'agreed' | 'wholeMap'; onClose(): void }) {
  switch (name) {
    case 'walk': return <FeatureView feature={walk}>{({ AgreementWalk }) => <AgreementWalk editor={editor} onClose={onClose} />}</FeatureView>;
    case 'agreed': return <FeatureView feature={summary}>{({ AgreementSummary }) => <AgreementSummary editor={editor} onClose={onClose} />}</FeatureView>;
    case 'wholeMap': return <FeatureView feature={whole}>{({ WholeMapDialog }) => <WholeMapDialog editor={editor} onClose={onClose} />}</FeatureView>;
  }
}
