/**
 * Which page is shown: the address bar read into one value, and moving to another address without loading the page
 * again. Owns the list of addresses. The only file of the shell that touches the history.
 */
import { signal } from '@preact/signals';
import { at, withinProduct } from '../../config';

/** Every page there is. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'start' }
  | { readonly page: 'join'; readonly secret: string }
  | { readonly page: 'workshop'; readonly workshop: string }
  | { readonly page: 'run'; readonly workshop: string }
  | { readonly page: 'privacy'; readonly workshop: string | undefined }
  | { readonly page: 'accessibility'; readonly workshop: string | undefined }
  | { readonly page: 'device' }
  | { readonly page: 'notFound' };

const WORKSHOP_ID = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** The page at an address; `hash` carries the secret of an invitation and never reaches the server. */
export function readRoute(path: string, hash: string): Route {
  const [first = '', second, third] = path.replace(/^\/+|\/+$/g, '').split('/');
  if (first === 'w' && second !== undefined) {
    if (!WORKSHOP_ID.test(second)) return { page: 'notFound' };
    if (third === 'privacy' || third === 'accessibility') return { page: third, workshop: second };
    if (third === 'run') return { page: 'run', workshop: second };
    return third === undefined ? { page: 'workshop', workshop: second } : { page: 'notFound' };
  }
  if (second !== undefined) return { page: 'notFound' };
  switch (first) {
    case '':
      return { page: 'home' };
    case 'start':
      return { page: 'start' };
    case 'join':
      return { page: 'join', secret: hash.replace(/^#/, '') };
    case 'privacy':
    case 'accessibility':
      return { page: first, workshop: undefined };
    case 'device':
      return { page: 'device' };
    default:
      return { page: 'notFound' };
  }
}

/** The page that is shown now. */
export const route = signal<Route>({ page: 'home' });

/** True once the person has moved within the product; the first page keeps the browser's own focus. */
export const moved = signal(false);

function readAddress(): void {
  const path = withinProduct(location.pathname);
  route.value = path === undefined ? { page: 'notFound' } : readRoute(path, location.hash);
}

/** Goes to an address of the product; in place of this page when there is nothing to come back to, as after joining. */
export function goTo(address: string, back: 'here' | 'notHere' = 'here'): void {
  if (back === 'here') history.pushState(null, '', at(address));
  else history.replaceState(null, '', at(address));
  moved.value = true;
  readAddress();
  window.scrollTo(0, 0);
}

/** True for a press that the browser should follow itself: another tab, a download, another site. */
function leaveToBrowser(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
  return modified || event.defaultPrevented || link.target !== '' || link.download !== '' || link.origin !== location.origin;
}

function follow(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || leaveToBrowser(event, link)) return;
  const path = withinProduct(link.pathname);
  // Something else of the same host.
  if (path === undefined) return;
  const samePage = link.pathname === location.pathname && link.hash !== '';
  if (samePage && path !== '/join') return;
  event.preventDefault();
  goTo(path + link.search + link.hash);
}

/** Reads the address now and whenever it changes; returns how to stop. */
export function watchRoute(): () => void {
  const changed = () => {
    moved.value = true;
    readAddress();
  };
  readAddress();
  window.addEventListener('popstate', changed);
  window.addEventListener('hashchange', changed);
  document.addEventListener('click', follow);
  return () => {
    window.removeEventListener('popstate', changed);
    window.removeEventListener('hashchange', changed);
    document.removeEventListener('click', follow);
  };
}
