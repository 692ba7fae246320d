/**
 * Where the server is and how long we wait: the settings of the client in one place. All derived from the page's own
 * address and from where its code came from, so that one build serves every host, below a path too.
 */

/** The path that this server is served below, such as `/pairway`; nothing at the root of a host. */
export const BELOW: string = import.meta.env.PROD ? pathAbove(import.meta.url) : '';

/** The path of what holds the folder of a file: of the server, for a file in `assets/`. */
export function pathAbove(file: string): string {
  return new URL('..', file).pathname.replace(/\/$/, '');
}

/** The address on this host of an address of the product, such as `/start`. */
export function at(address: string, below = BELOW): string {
  return below + address;
}

/** The address of the product at a path of this host; nothing when the path is somebody else's. */
export function withinProduct(path: string, below = BELOW): string | undefined {
  if (below === '') return path;
  if (path === below) return '/';
  return path.startsWith(`${below}/`) ? path.slice(below.length) : undefined;
}

/** The address of the server for a page of `origin`. */
export function serverUrl(origin: string): string {
  return origin + BELOW;
}

/** The address of the document socket of a server. */
export function collabUrl(server: string): string {
  return `${server.replace(/^http/, 'ws')}/collab`;
}
