/**
 * The first moment of choosing several steps: the tools for them are loaded once something is chosen. Small, because it is part
 * of the first load; the tools are selection.tsx, what is chosen is editor/state/chosen.ts.
 */
import { effect } from '@preact/signals';
import { t } from '../../i18n/translate';
import { feature } from '../../ui/feature';
import type { MapSurface } from '../layers/surface';

/** The tools for several steps, copying and pasting. */
export const selection = feature(() => import('./selection'), () => import('../../i18n/later/selection'), () => import('../../i18n/later/map'));

type Selection = NonNullable<ReturnType<typeof selection.loaded>>;

/** Does something with the tools, as soon as they are there; says so when they cannot be loaded. */
export function withSelection(surface: MapSurface, run: (loaded: Selection) => void): void {
  const module = selection.loaded();
  if (module) run(module);
  else selection.load().then(run, () => surface.editor.announce(t('feature.failed')));
}

/** Shows the tools while something is chosen, draws what is chosen, and tells others; returns how to stop. */
export function watchChosen(surface: MapSurface): () => void {
  const { chosen, presence } = surface.editor;
  let told = 0;
  const stop = effect(() => {
    const { size } = chosen.ids.value;
    if (size > 0 || told > 0) presence.show({ selection: size > 0 ? [...chosen.ids.value] : undefined });
    told = size;
    surface.draw();
    if (size > 0 || chosen.mode.value === 'on') withSelection(surface, (loaded) => loaded.showTools(surface));
  });
  return () => {
    stop();
    selection.loaded()?.hideTools();
    chosen.clear();
  };
}
