/**
 * Checks what the server states of an end: that this workshop was deleted, or this person is out of it. A device forgets
 * only by such a statement, under the key it was told when it joined, and recorded in the history of the data that it
 * knows. Owns that check. Knows no call and no page.
 */

/** What a device knows of the server it joined. */
export interface KnownServer {
  /** The public key of its statements: a point of P-256 in base64url. */
  readonly serverKey?: string | undefined;
  /** Which history of its data the device was with last. */
  readonly epoch?: string | undefined;
}

/** What has ended, and for whom. */
export interface Ending {
  readonly is: 'deleted' | 'removed';
  readonly workshop: string;
  readonly participant: string;
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Whether the server that this device joined states this. `false`, too, where the browser cannot check it (no https). */
export async function isStated(statement: string, ending: Ending, known: KnownServer): Promise<boolean> {
  const { serverKey, epoch } = known;
  if (serverKey === undefined || epoch === undefined || globalThis.crypto?.subtle === undefined) return false;
  const [header, payload, signature, ...more] = statement.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return false;
  try {
    const key = await crypto.subtle.importKey('raw', bytesOf(serverKey), CURVE, false, ['verify']);
    const said = new TextEncoder().encode(`${header}.${payload}`);
    if (!(await crypto.subtle.verify(SIGNING, key, bytesOf(signature), said))) return false;
    return isAbout(JSON.parse(new TextDecoder().decode(bytesOf(payload))), ending, epoch);
  } catch {
    // Not a key, not a signature, not a statement.
    return false;
  }
}

function isAbout(payload: unknown, ending: Ending, epoch: string): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  const said = payload as Readonly<Record<string, unknown>>;
  if (said['is'] !== ending.is || said['workshop'] !== ending.workshop || said['epoch'] !== epoch) return false;
  return ending.is === 'deleted' || said['participant'] === ending.participant;
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (one) => one.charCodeAt(0));
}
