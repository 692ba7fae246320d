/**
 * Features: pieces of the page whose code and words are loaded on first use, so that the first load stays small. Owns
 * loading, waiting, and what is shown when it fails; what a feature draws is its caller's.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Message } from '../i18n/message';
import { addWords, t } from '../i18n/translate';

/** Loads a file of i18n/later; whatever that file exports are words. */
export type LoadWords = () => Promise<Readonly<Record<string, Readonly<Record<string, Message>>>>>;

/** One piece of the page. */
export interface Feature<Module> {
  /** Loads code and words; the same promise for everybody, until it has failed. */
  load(): Promise<Module>;
  /** What was loaded; `undefined` before. */
  loaded(): Module | undefined;
}

/** Loads words and makes them known. */
export async function loadWords(words: readonly LoadWords[]): Promise<void> {
  for (const areas of await Promise.all(words.map((load) => load()))) {
    for (const area of Object.values(areas)) addWords(area);
  }
}

/** A feature by what loads its code and each file of words that this code asks for. */
export function feature<Module>(code: () => Promise<Module>, ...words: readonly LoadWords[]): Feature<Module> {
  let running: Promise<Module> | undefined;
  let module: Module | undefined;
  const start = async () => {
    try {
      [module] = await Promise.all([code(), loadWords(words)]);
      return module;
    } catch (error) {
      // The next one who needs it tries again.
      running = undefined;
      throw error;
    }
  };
  return { load: () => (running ??= start()), loaded: () => module };
}

/** Loads what will probably be needed soon, so that nobody waits for it then. Failing is no matter: it is asked for again. */
export async function loadAhead(wanted: Feature<unknown>): Promise<void> {
  await wanted.load().catch(() => undefined);
}

/** Loads a feature, then draws; `children` gets what was loaded. */
export function FeatureView<Module>(props: { readonly feature: Feature<Module>; readonly children: (module: Module) => ComponentChildren }) {
  const { feature: wanted, children } = props;
  // One place on a page can be given another feature: the outcome of loading is kept with the feature it came from.
  const [ended, setEnded] = useState<{ readonly feature: Feature<Module>; readonly how: 'loaded' | 'failed' }>();
  const module = wanted.loaded();
  const isHere = module !== undefined;
  useEffect(() => {
    // As it was when this was drawn: what has come since, loaded ahead, is still to be drawn.
    if (isHere) return undefined;
    let isWanted = true;
    wanted.load().then(
      () => isWanted && setEnded({ feature: wanted, how: 'loaded' }),
      () => isWanted && setEnded({ feature: wanted, how: 'failed' }),
    );
    return () => {
      isWanted = false;
    };
  }, [wanted, isHere]);
  if (module !== undefined) return <>{children(module)}</>;
  if (ended?.feature === wanted && ended.how === 'failed') return <p class="pw-note">{t('feature.failed')}</p>;
  return <p class="pw-waiting">{t('feature.loading')}</p>;
}
