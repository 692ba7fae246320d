/**
 * The screens of agreement, each loaded when it is first needed: nobody waits for them before the map is seen. Owns where
 * their code is cut from the first load.
 */
import type { AgreePart } from '../model/meaning';
import type { Desk } from './desk';
import { Later } from './later';

const section = () => import('./agree-section');
const walk = () => import('./agree-walk');
const summary = () => import('./agree-summary');
const whole = () => import('./agree-whole');

/** "Agreement" in the panel of a part. */
export function AgreementLater({ desk, part }: { readonly desk: Desk; readonly part: AgreePart }) {
  return <Later load={section}>{({ AgreementSection }) => <AgreementSection desk={desk} part={part} />}</Later>;
}

/** The walk, the counts, or the whole map. */
export function AgreementQuestion({ desk, ask, onClose }: { readonly desk: Desk; readonly ask: 'walk' | 'agreed' | 'wholeMap'; onClose(): void }) {
  switch (ask) {
    case 'walk': return <Later load={walk}>{({ AgreeWalk }) => <AgreeWalk desk={desk} onClose={onClose} />}</Later>;
    case 'agreed': return <Later load={summary}>{({ AgreeSummary }) => <AgreeSummary desk={desk} onClose={onClose} />}</Later>;
    case 'wholeMap': return <Later load={whole}>{({ AgreeWhole }) => <AgreeWhole desk={desk} onClose={onClose} />}</Later>;
  }
}
