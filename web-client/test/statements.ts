/**
 * A server's key and its signed statements, for tests of what lets a device forget. Made as the real server makes them; that
 * both fit each other is shown by the tests against the real one.
 */

const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** A key pair of its own. */
export async function statementKey() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const serverKey = encode(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  /** Signs what is stated. */
  const sign = async (payload: unknown) => {
    const words = [{ alg: 'ES256', typ: 'pairway-statement' }, payload].map((one) => encode(new TextEncoder().encode(JSON.stringify(one))));
    const said = words.join('.');
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new TextEncoder().encode(said));
    return `${said}.${encode(new Uint8Array(signature))}`;
  };
  return { serverKey, sign };
}
