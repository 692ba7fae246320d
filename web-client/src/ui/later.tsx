/**
 * A part of the page whose code comes only when it is needed, so that the first load stays small. Owns waiting and the
 * words when it cannot come; what it draws is its caller's.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { learn, t } from '../i18n/translate';

const words = () => import('../i18n/later').then(({ later }) => learn(later));

/** What is here already, by its loader: what comes again is drawn at once. */
const here = new Map<() => Promise<unknown>, unknown>();

/** Loads a piece and the words that come later; what was loaded is remembered. */
export async function bring<Module>(load: () => Promise<Module>): Promise<Module> {
  const [module] = await Promise.all([load(), words()]);
  here.set(load, module);
  return module;
}

/** Loads what will probably be needed soon, so that nobody waits for it then. Failing is no matter: it is asked for again. */
export async function loadAhead(load: () => Promise<unknown>): Promise<void> {
  await bring(load).catch(() => undefined);
}

/** Loads, then draws; `children` gets what was loaded. */
export function Later<Module>(props: { readonly load: () => Promise<Module>; readonly children: (module: Module) => ComponentChildren }) {
  const { load, children } = props;
  // One place on a page can be given another loader: the outcome of loading is kept with the loader it came from.
  const [loaded, setLoaded] = useState<{ readonly load: () => Promise<Module>; readonly ended: 'loaded' | 'failed' }>();
  const isHere = here.has(load);
  useEffect(() => {
    // As it was when this was drawn: what has come since, loaded ahead, is still to be drawn.
    if (isHere) return undefined;
    let wanted = true;
    bring(load).then(
      () => wanted && setLoaded({ load, ended: 'loaded' }),
      () => wanted && setLoaded({ load, ended: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [load, isHere]);
  if (isHere) return <>{children(here.get(load) as Module)}</>;
  if (loaded?.load === load && loaded.ended === 'failed') return <p class="pw-note">{t('agree.failed')}</p>;
  return <p class="pw-waiting">{t('agree.loading')}</p>;
}
