/**
 * "Agreement" in the panel of a part, loaded when a panel is first opened: nobody waits for it before the map is seen. Owns
 * where its code is cut from the first load.
 */
import type { AgreePart } from '../../model/meaning';
import { feature, FeatureView } from '../../ui/feature';
import type { EditorState } from '../state/editor-state';

const section = feature(() => import('./agreement-section'), () => import('../../i18n/later/agreement'));

/** "Agreement" in the panel of a part. */
export function AgreementFeature({ editor, part }: { readonly editor: EditorState; readonly part: AgreePart }) {
  return <FeatureView feature={section}>{({ AgreementSection }) => <AgreementSection editor={editor} part={part} />}</FeatureView>;
}
