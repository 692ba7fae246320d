/**
 * The start of the page: draws the application and registers the service worker. Knows nothing else.
 */
import { render, h } from 'preact';
import { at } from './config';
import { App } from './app';

const root = document.getElementById('app');
if (root) render(h(App, {}), root);

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  // A failed registration only means that an offline reload will not work; the page itself is fine.
  navigator.serviceWorker.register(at('/sw.js')).catch(() => undefined);
}
