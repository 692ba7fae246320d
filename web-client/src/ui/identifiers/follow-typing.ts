/**
 * The first letter that somebody types on the page loads the check for what may point to a real person; every later one is passed on to it.
 * Small, because it is part of the first load; what is done with a field is written-field.tsx.
 */
import { feature } from '../feature';

const fields = feature(() => import('./written-field'), () => import('../../i18n/later/identifiers'));

/** Follows what is typed until the page goes. */
export function followTyping(): void {
  document.addEventListener('input', ({ target }) => void fields.load().then(({ typedIn }) => typedIn(target), () => undefined), true);
}
