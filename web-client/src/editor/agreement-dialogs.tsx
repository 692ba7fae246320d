/**
 * The dialogs of agreement: the walk, the counts, words around that changed, a stage, and the whole map, each loaded when it is first asked for. Owns where their
 * code is cut from the first load.
 */
import { feature, FeatureView } from '../ui/feature';
import type { EditorState } from './state/editor-state';

const walk = feature(() => import('./walk/agreement-walk'), () => import('../i18n/later/agreement'), () => import('../i18n/later/map'));
const summary = feature(() => import('./agreement/agreement-summary'), () => import('../i18n/later/agreement'));
const around = feature(() => import('./agreement/around-dialog'), () => import('../i18n/later/agreement'));
const stagePage = feature(() => import('./stage/stage-dialog'), () => import('../i18n/later/agreement'), () => import('../i18n/later/map'));
const whole = feature(() => import('./agreement/whole-map-dialog'), () => import('../i18n/later/agreement'));

/** A stage read as a page, to be agreed in one. */
export function StagePageDialog({ editor, stage, onClose }: { readonly editor: EditorState; readonly stage: string; onClose(): void }) {
  return <FeatureView feature={stagePage}>{({ StageDialog }) => <StageDialog editor={editor} stage={stage} onClose={onClose} />}</FeatureView>;
}

/** The walk, the counts, or the whole map. */
export function AgreementDialog({ editor, name, onClose }: { readonly editor: EditorState; readonly name: 'walk' | 'agreed' | 'around' | 'wholeMap'; onClose(): void }) {
  switch (name) {
    case 'walk': return <FeatureView feature={walk}>{({ AgreementWalk }) => <AgreementWalk editor={editor} onClose={onClose} />}</FeatureView>;
    case 'agreed': return <FeatureView feature={summary}>{({ AgreementSummary }) => <AgreementSummary editor={editor} onClose={onClose} />}</FeatureView>;
    case 'around': return <FeatureView feature={around}>{({ AroundDialog }) => <AroundDialog editor={editor} onClose={onClose} />}</FeatureView>;
    case 'wholeMap': return <FeatureView feature={whole}>{({ WholeMapDialog }) => <WholeMapDialog editor={editor} onClose={onClose} />}</FeatureView>;
  }
}
