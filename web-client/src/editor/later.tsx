/**
 * A part of the page whose code comes only when it is needed, so that the first load stays small. Owns waiting and the
 * words when it cannot come; what it draws is its caller's.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { learn, t } from '../i18n/translate';

const words = () => import('../i18n/later').then(({ later }) => learn(later));

/** Loads, then draws; `children` gets what was loaded. */
export function Later<Module>(props: { readonly load: () => Promise<Module>; readonly children: (module: Module) => ComponentChildren }) {
  const { load, children } = props;
  const [state, setState] = useState<{ readonly module: Module } | 'waiting' | 'failed'>('waiting');
  useEffect(() => {
    let wanted = true;
    Promise.all([load(), words()]).then(
      ([module]) => wanted && setState({ module }),
      () => wanted && setState('failed'),
    );
    return () => {
      wanted = false;
    };
    // The caller gives the same loader all its life.
  }, [load]);
  if (state === 'waiting') return <p class="pw-waiting">{t('agree.loading')}</p>;
  if (state === 'failed') return <p class="pw-note">{t('agree.failed')}</p>;
  return <>{children(state.module)}</>;
}
