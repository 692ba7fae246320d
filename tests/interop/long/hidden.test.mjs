// Pages in the background: their timers do not run, and still they are present for as long as they are connected, for every
// stock client that watches, which forgets whoever does not renew its presence for 30 s.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { CLIENTS } from '../clients.mjs'
import { startServer, until } from '../server.mjs'

/** Longer than two of the 30 s after which a stock client forgets another. */
const HIDDEN_MS = 75_000

let server
before(async () => { server = await startServer() })
after(async () => { await server.stop() })

// All clients at once: the real time is waited for once.
describe('stock clients whose timers do not run', { concurrency: true }, () => {
  for (const [index, kind] of CLIENTS.entries()) {
    const watching = CLIENTS[(index + 1) % CLIENTS.length]
    test(`INTEROP-7 hidden: ${kind.name} stays present for ${watching.name} until it leaves`, async () => {
      const name = `scratch/hidden-${process.pid}-${index}`
      const hidden = kind.connect(server, name)
      const watcher = watching.connect(server, name)
      const isSeen = () => watcher.awareness.getStates().has(hidden.doc.clientID)
      let left = 0
      try {
        await Promise.all([hidden.synced(), watcher.synced()])
        hidden.awareness.setLocalState({ view: 'map' })
        await until('it to be seen', isSeen)
        watcher.awareness.on('change', () => { if (!isSeen()) left += 1 })
        // A browser lets the timers of a page in the background run once a minute, or not at all.
        clearInterval(hidden.awareness._checkInterval)
        const begun = Date.now()
        await until('the time to pass', () => Date.now() - begun > HIDDEN_MS, HIDDEN_MS + 5_000)
        assert.equal(left, 0, 'nobody saw it leave')
        assert.ok(isSeen())
        assert.deepEqual(hidden.awareness.getLocalState(), { view: 'map' }, 'it keeps its own state')
        hidden.stop()
        await until('it to be gone', () => !isSeen())
      } finally { watcher.stop() }
    })
  }
})
