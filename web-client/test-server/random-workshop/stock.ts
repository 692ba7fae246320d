/**
 * Stock Yjs clients in a random workshop: a provider that anybody may write with, and the raw operations that no screen of ours
 * would make. Owns these operations; must not know what a test asserts.
 */
import * as Y from 'yjs';
import { CLIENTS } from '../../../tests/interop/clients.mjs';
import type { StockClient } from '../../../tests/interop/clients.mjs';
import type { Dice } from '../hostile-maps';
import { server } from '../real-server';

/** Opens a document with a stock client: of the wire with many documents a socket, or of the one with one. */
export function stockClient(wire: 'collab' | 'yjs', document: string, token: string): StockClient {
  const kind = CLIENTS.find((client) => client.wire === wire && client.name !== '@y/websocket 4' && (wire === 'collab' || client.name.includes('3.1')));
  if (!kind) throw new Error(`no stock client for ${wire}`);
  return kind.connect({ ws: server.base.replace('http', 'ws') }, document, { token });
}

/** A document as the server gives it to somebody who comes now. */
export async function fromServer(document: string, token: string): Promise<Y.Doc> {
  const client = stockClient('collab', document, token);
  await client.synced(15_000);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(client.doc), 'wire');
  client.stop();
  return doc;
}

/** A part, a text or a root as the client's own copy of Yjs has it: another module than ours, so nothing here is an instance of it. */
interface AnyMap { get(key: string): unknown; set(key: string, value: unknown): void; delete(key: string): void; keys(): Iterable<string> }
interface AnyText { readonly length: number; insert(at: number, text: string): void; delete(at: number, count: number): void; toString(): string }

const asMap = (value: unknown) => (typeof value === 'object' && value !== null && 'keys' in value && 'set' in value ? (value as AnyMap) : undefined);
const asText = (value: unknown) => (typeof value === 'object' && value !== null && 'insert' in value && 'toDelta' in value ? (value as unknown as AnyText) : undefined);

const ROOTS = ['stages', 'lanes', 'goals', 'outcomes', 'steps', 'steps', 'steps', 'links', 'links'];

/** One operation of somebody who writes the document by hand; says what it was. */
export function writeByHand(dice: Dice, doc: Y.Doc): string {
  const root = dice.one(ROOTS);
  const parts = doc.getMap(root);
  const ids = Array.from(parts.keys()).sort();
  const id = ids[Math.min(dice.below(ids.length || 1), dice.below(ids.length || 1))];
  const part = asMap(id === undefined ? undefined : parts.get(id));
  if (id === undefined || !part) return 'nothing there';
  const other = (of: string) => dice.one(Array.from(doc.getMap(of).keys()).sort());
  const write = (what: string, change: () => void) => {
    doc.transact(change);
    return `${what} of ${root} ${id}`;
  };
  const text = asText(part.get(root === 'links' ? 'label' : 'title'));
  switch (dice.below(13)) {
    case 0: return write('deletes the part', () => parts.delete(id));
    case 1: return write('hides the part', () => part.set('rm', true));
    case 2: return write('shows the part', () => part.delete('rm'));
    case 3: return write('takes the text', () => part.delete(root === 'links' ? 'label' : 'title'));
    case 4: return write('takes what is said', () => part.delete('meta'));
    case 5: return root === 'steps' ? write('puts the step nowhere', () => part.set('pos', { stage: 'nowhere', lane: other('lanes'), ord: 'a0' })) : write('puts an order key', () => part.set('ord', 'a1V'));
    case 6: return root === 'links' ? write('leads elsewhere', () => part.set('ends', { from: other('steps'), to: other('steps') })) : write('changes what is said', () => part.set('meta', { kind: 'step', mode: 'for' }));
    case 7: return write('puts a plain value in its place', () => parts.set(id, dice.one<unknown>([{}, 'text', 7, null])));
    case 8: return text && text.length > 0 ? write('deletes letters', () => text.delete(0, 1 + dice.below(Math.min(3, text.length)))) : 'no letters';
    // Longer than a text is read: what is shown is its beginning.
    case 9: return text && root === 'steps' ? write('types very much', () => text.insert(text.length, 'long '.repeat(2_010))) : 'no text';
    default: return text ? write('types', () => text.insert(dice.below(text.length + 1), dice.one(['x', ' by hand', '.', ' ', '!']))) : 'no text';
  }
}
