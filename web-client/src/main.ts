/**
 * The start of the page: draws the application, follows what a person used last and what is typed, registers the service worker, and a little later
 * has copies of workshops dropped that ended long ago. Knows nothing else.
 */
import { render, h } from 'preact';
import { at } from './config';
import { App } from './app';
import { device, server } from './shell/common/services';
import { followTyping } from './ui/identifiers/follow-typing';
import { followLastInput } from './ui/last-input';

/** Wait before old copies are looked at, in milliseconds: the page comes first. */
const TIDY_AFTER_MS = 5_000;

followLastInput();
followTyping();
const root = document.getElementById('app');
if (root) render(h(App, {}), root);

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  // A failed registration only means that an offline reload will not work; the page itself is fine.
  navigator.serviceWorker.register(at('/sw.js')).catch(() => undefined);
}

setTimeout(() => {
  import('./workshop/old-copies')
    .then(({ dropOldCopies }) => dropOldCopies(device, server, Date.now()))
    // The next start of the page tries again.
    .catch(() => undefined);
}, TIDY_AFTER_MS);
