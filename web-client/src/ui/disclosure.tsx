/** A button that shows what not everybody needs, and hides it again. Owns the pair; what is typed inside belongs to whoever uses it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Symbol } from '../styles/symbol';

/** The button, and below it what it shows. */
export function Disclosure({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  const [shown, setShown] = useState<'shown' | 'hidden'>('hidden');
  return (
    <div class="pw-disclosure pw-flow">
      <button type="button" class="pw-button pw-button--quiet" aria-expanded={shown === 'shown'} onClick={() => setShown(shown === 'shown' ? 'hidden' : 'shown')}>
        <Symbol name="chevron" size={1} />
        {label}
      </button>
      {shown === 'shown' && children}
    </div>
  );
}
