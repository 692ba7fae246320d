// The stock clients under one small interface, so that each test reads the same for every client.
// Owns: how each client is made and watched. Must not know what a test asserts.
import * as Y13 from 'yjs'
import * as Y14 from '@y/y'
import * as awareness13 from 'y-protocols/awareness'
import WebSocket from 'ws'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebsocketProvider as YWebsocket1 } from 'y-websocket-1'
import { WebsocketProvider as YWebsocket2 } from 'y-websocket-2'
import { WebsocketProvider as YWebsocket3 } from 'y-websocket-3'
import { WebsocketProvider as YWebsocket3Rc } from 'y-websocket-3-rc'
import { WebsocketProvider as YWebsocket4 } from '@y/websocket'
import { until } from './server.mjs'

/**
 * A WebSocket class that counts how often its client connected and remembers how connections ended. What comes in is put into `heard`, if
 * that is given.
 */
const countingSocket = (heard) => {
  const seen = { opened: 0, attempts: 0, closes: [] }
  class Counting extends WebSocket {
    constructor(...given) {
      super(...given)
      seen.attempts += 1
      this.addEventListener('open', () => { seen.opened += 1 })
      this.addEventListener('close', (event) => { seen.closes.push(event.code) })
      if (heard) this.on('message', (data) => heard.push(Buffer.from(data)))
    }
  }
  return { Counting, seen }
}

const yWebsocket = (name, Provider, Y, marks = {}) => ({
  name,
  wire: 'yjs',
  savedLight: false,
  stopsAt44xx: false,
  ...marks,
  connect: (server, document, { token } = {}) => {
    const { Counting, seen } = countingSocket()
    const doc = new Y.Doc()
    const provider = new Provider(`${server.ws}/yjs`, document, doc, {
      WebSocketPolyfill: Counting,
      disableBc: true,
      params: token ? { yauth: token } : {},
    })
    const client = { doc, provider, seen, awareness: provider.awareness, terminal: undefined, saved: undefined }
    provider.on('closed', (event) => { client.terminal = event.code })
    provider.on('sync-status', (status) => { client.saved = status.status === 'green' && status.localUpdatesSynced })
    client.synced = (limitMs) => until(`${name} to be synced`, () => provider.synced, limitMs)
    client.stop = () => { provider.destroy(); doc.destroy() }
    return client
  },
})

const hocuspocus = {
  name: '@hocuspocus/provider 4',
  Y: Y13,
  wire: 'collab',
  savedLight: true,
  stopsAt44xx: false,
  connect: (server, document, { token, sessionAware, heard } = {}) => {
    const { Counting, seen } = countingSocket(heard)
    const doc = new Y13.Doc()
    const socket = new HocuspocusProviderWebsocket({ url: `${server.ws}/collab`, WebSocketPolyfill: Counting })
    const provider = new HocuspocusProvider({
      websocketProvider: socket,
      name: document,
      document: doc,
      token: token ?? 'none',
      awareness: new awareness13.Awareness(doc),
      ...(sessionAware ? { sessionAwareness: true } : {}),
    })
    const client = { doc, provider, seen, awareness: provider.awareness, terminal: undefined, scope: undefined }
    provider.on('authenticationFailed', ({ reason }) => { client.terminal = reason })
    provider.on('authenticated', ({ scope }) => { client.scope = scope })
    Object.defineProperty(client, 'saved', { get: () => !provider.hasUnsyncedChanges })
    provider.attach()
    client.synced = (limitMs) => until('hocuspocus to be synced', () => provider.synced, limitMs)
    client.stop = () => { provider.destroy(); socket.destroy(); doc.destroy() }
    return client
  },
}

/** Every stock client, oldest first. */
export const CLIENTS = [
  yWebsocket('y-websocket 1.5', YWebsocket1, Y13),
  yWebsocket('y-websocket 2.1', YWebsocket2, Y13),
  yWebsocket('y-websocket 3.1', YWebsocket3, Y13, { stopsAt44xx: true }),
  yWebsocket('y-websocket 3.1 rc (durable echo)', YWebsocket3Rc, Y13, { savedLight: true }),
  yWebsocket('@y/websocket 4', YWebsocket4, Y14),
  hocuspocus,
]

/** The stock client that people's programs use most. */
export const HOCUSPOCUS = hocuspocus
