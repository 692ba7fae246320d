/**
 * The dialogs of agreement: the walk, the counts, and the whole map, each loaded when it is first asked for. Owns where their
 * code is cut from the first load.
 */
import { Later } from '../ui/later';
import type { Desk } from './state/editor-state';

const walk = () => import('./walk/agreement-walk');
const summary = () => import('./agreement/agreement-summary');
const whole = () => import('./agreement/whole-map-dialog');

/** The walk, the counts, or the whole map. */
export function AgreementDialog({ desk, ask, onClose }: { readonly desk: Desk; readonly ask: 'walk' | 'agreed' | 'wholeMap'; onClose(): void }) {
  switch (ask) {
    case 'walk': return <Later load={walk}>{({ AgreeWalk }) => <AgreeWalk desk={desk} onClose={onClose} />}</Later>;
    case 'agreed': return <Later load={summary}>{({ AgreeSummary }) => <AgreeSummary desk={desk} onClose={onClose} />}</Later>;
    case 'wholeMap': return <Later load={whole}>{({ AgreeWhole }) => <AgreeWhole desk={desk} onClose={onClose} />}</Later>;
  }
}
