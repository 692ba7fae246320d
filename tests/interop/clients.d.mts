/** The types of clients.mjs, for the tests of the web client, which use one stock client beside their own. */
import type { Doc } from 'yjs'

/** A stock client with one document open. Its document is of its own copy of Yjs. */
export interface StockClient {
  readonly doc: Doc
  /** Whether all is durable, as far as the client can tell; `undefined` while it cannot. */
  readonly saved: boolean | undefined
  /** Resolves when the first sync is over; rejects after the limit. */
  synced(limitMs?: number): Promise<unknown>
  stop(): void
}

/** How a stock client is made. */
export interface StockKind {
  readonly name: string
  readonly wire: 'yjs' | 'collab'
  connect(server: { readonly ws: string }, document: string, who?: { readonly token?: string; readonly heard?: Buffer[] }): StockClient
}

/** Every stock client, oldest first. */
export const CLIENTS: readonly StockKind[]

/** The stock client that people's programs use most, with its copy of Yjs. */
export const HOCUSPOCUS: StockKind & { readonly Y: typeof import('yjs') }
