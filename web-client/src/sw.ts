/**
 * The service worker: keeps the application shell so that a reload works offline. Never touches /api, /collab, /yjs or
 * /health. Imports nothing; the build writes the list of files and the version into it.
 */
declare const self: ServiceWorkerGlobalScope;

/** The folder that this worker is in, with a slash at its end: the root of a host, or the path that the server is below. */
const ROOT = new URL('.', self.location.href).pathname;
const FILES = ('__PAIRWAY_FILES__' as unknown as readonly string[]).map((file) => ROOT + file);
/** Servers below several paths of one host share its caches. */
const PREFIX = ROOT === '/' ? 'pairway-shell-' : `pairway-shell ${ROOT} `;
const CACHE = `${PREFIX}__PAIRWAY_VERSION__`;

self.addEventListener('install', (event) => {
  // Every file or none: a half-filled shell would break the next offline start.
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

/** Old shells go, but the newest old one stays: an open page may still ask for one of its chunks. */
async function tidy(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

self.addEventListener('fetch', (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!isServerPath(url.pathname)) event.respondWith(page(request));
    return;
  }
  if (url.pathname.startsWith(`${ROOT}assets/`) || FILES.includes(url.pathname)) event.respondWith(asset(request));
});

/** Paths that belong to the server and are never kept or replaced by the page. */
function isServerPath(path: string): boolean {
  return /^(api|collab|yjs|health)(\/|$)/.test(path.slice(ROOT.length));
}

/** The page: from the network when it answers well, else the kept one. Not kept from here: install keeps whole sets only. */
async function page(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
    return (await caches.match(ROOT, { cacheName: CACHE })) ?? answer;
  } catch (error) {
    const kept = await caches.match(ROOT, { cacheName: CACHE });
    if (kept) return kept;
    throw error;
  }
}

/** A hashed file never changes, so the kept one is right. */
async function asset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

export {};
