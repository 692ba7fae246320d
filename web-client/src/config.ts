/**
 * Where the server is and how long we wait: the settings of the client in one place. All derived from the page's own
 * address, so that one build serves every host.
 */

/** The address of the document socket for a page served from `origin`. */
export function collabUrl(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}/collab`;
}
