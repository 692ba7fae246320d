/**
 * The first moment of typing on the map: a field takes the focus within the press or key that asked for it (a phone opens its
 * keyboard only then), and letters typed before the rest is loaded are kept for it.
 *
 * Owns that moment. Small, because it is part of the first load; the fields are typing.tsx.
 */
import { t } from '../../i18n/translate';
import { feature } from '../../ui/feature';
import { make } from '../layers/draw';
import type { MapSurface } from '../layers/surface';
import type { TypingRequest } from './request';

/** The fields on the map. */
export const typing = feature(() => import('./typing'), () => import('../../i18n/later/map'), () => import('../../i18n/later/typing'));

/** Opens a field on the map for typing, or says why nothing can be changed. `words` stand in it at first. */
export function startTyping(surface: MapSurface, request: TypingRequest, words = ''): void {
  const { editor } = surface;
  if (!editor.canEdit.peek()) {
    editor.announceReadOnly();
    return;
  }
  const module = typing.loaded();
  if (module) {
    module.openTyping(surface, request, words);
    return;
  }
  const catcher = make('textarea', 'pw-hidden');
  catcher.setAttribute('aria-label', t('add.step'));
  catcher.dataset['typing'] = '';
  catcher.dir = 'auto';
  catcher.value = words;
  surface.root.append(catcher);
  catcher.focus({ preventScroll: true });
  let composing = false;
  catcher.addEventListener('compositionstart', () => { composing = true; });
  const composed = new Promise<void>((done) => catcher.addEventListener('compositionend', () => {
    composing = false;
    done();
  }));
  const open = async () => {
    const loaded = await typing.load();
    if (composing) await composed;
    loaded.openTyping(surface, request, catcher.value);
    catcher.remove();
  };
  open().catch(() => {
    // The question that asks for the same is another piece of the page, which may be there.
    if (request.kind === 'step') {
      editor.formDrafts.set('step', catcher.value);
      editor.openDialog({ name: 'addStep', stage: request.stage, lane: request.lane });
    } else editor.announce(t('feature.failed'));
    catcher.remove();
  });
}
