// How connections of stock clients end, and what comes through all the same: on real lines, where a closed one is reset when
// something on it was not read.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import WebSocket from 'ws'
import { CLIENTS } from './clients.mjs'
import { makeWorkshop, startServer, until } from './server.mjs'

/** Edits that a process sends before it is killed: more than may come at once. */
const EDITS_BEFORE_DEATH = 1_000
/** Letters of a paste that is too large for one frame. */
const PASTE_LETTERS = 1_200_000
/** Connections of one person to one workshop. */
const CONNECTIONS_PER_PERSON_MAX = 20

let server
before(async () => { server = await startServer() })
after(async () => { await server.stop() })

const text = (client) => (client.doc.getText ? client.doc.getText('body') : client.doc.get('body'))
const stopAll = (clients) => clients.forEach((client) => client.stop())

describe('ends', { concurrency: true }, () => {
  test('INTEROP-8 all that a process handed to the system before it was killed is applied', async () => {
    const name = `scratch/death-${process.pid}`
    const watcher = CLIENTS.at(-1).connect(server, name)
    try {
      await watcher.synced()
      const script = fileURLToPath(new URL('./send-and-die.mjs', import.meta.url))
      const child = spawn(process.execPath, [script, `${server.ws}/yjs/${name}`, String(EDITS_BEFORE_DEATH)], { stdio: 'inherit' })
      const [, signal] = await once(child, 'exit')
      assert.equal(signal, 'SIGKILL')
      await until('every edit', () => text(watcher).length === EDITS_BEFORE_DEATH, 60_000)
    } finally { watcher.stop() }
  })

  for (const kind of CLIENTS) {
    test(`INTEROP-9 paste: with ${kind.name} an edit that is too large for a frame arrives by itself`, async () => {
      const name = `scratch/paste-${process.pid}-${CLIENTS.indexOf(kind)}`
      const pasting = kind.connect(server, name)
      try {
        await pasting.synced()
        text(pasting).insert(0, 'p'.repeat(PASTE_LETTERS))
        await until('the line to be taken up again', () => pasting.seen.opened > 1, 60_000)
        const late = kind.connect(server, name)
        await until('the paste to be there', () => text(late).length === PASTE_LETTERS, 60_000)
        late.stop()
        text(pasting).insert(0, 'and on')
        await until('the light, where there is one', () => !kind.savedLight || pasting.saved === true, 60_000)
      } finally { pasting.stop() }
    })
  }

  for (const kind of CLIENTS.filter((each) => each.wire === 'yjs')) {
    test(`INTEROP-10 too many: ${kind.name} does not loop, and comes in when a place is free`, async () => {
      const { people, workshop, map } = await makeWorkshop(server, ['observer'])
      const name = `map/${workshop}/${map}`
      const open = Array.from({ length: CONNECTIONS_PER_PERSON_MAX }, () => kind.connect(server, name, { token: people.observer.token }))
      let over
      try {
        await Promise.all(open.map((each) => each.synced()))
        over = kind.connect(server, name, { token: people.observer.token })
        await until('it to be told', () => over.seen.closes.length > 0, 60_000)
        assert.deepEqual(over.seen.closes, [4529])
        assert.ok(over.seen.attempts <= 2, `${over.seen.attempts} attempts while it was kept`)
        open.pop().stop()
        await over.synced(60_000)
      } finally { stopAll([...open, ...(over ? [over] : [])]) }
    })
  }

  test('INTEROP-11 who floods before signing in sees why the connection ends', async () => {
    const socket = new WebSocket(`${server.ws}/collab`)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    for (let frame = 0; frame < 64; frame += 1) socket.send(Buffer.concat([Buffer.from([1, 97, 1]), Buffer.alloc(64 * 1024)]))
    const [code] = await closed
    assert.equal(code, 1009)
  })
})
