// The column of the interop table that takes longest: a viewer who does nothing stays connected for a minute and a half.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { CLIENTS } from '../clients.mjs'
import { makeWorkshop, startServer, until } from '../server.mjs'

/** How long an idle viewer is watched; every stock client gives up within 45 s of silence. */
const IDLE_MS = 90_000

let server
before(async () => { server = await startServer() })
after(async () => { await server.stop() })

// All clients at once: the real 90 seconds are waited for once.
describe('stock clients that do nothing', { concurrency: true }, () => {
  for (const kind of CLIENTS) {
    test(`INTEROP-6 idle: an observer with ${kind.name} stays connected for ${IDLE_MS / 1000} s without a reconnect`, async () => {
      const { people, workshop, map } = await makeWorkshop(server, ['observer'])
      const viewer = kind.connect(server, `map/${workshop}/${map}`, { token: people.observer.token })
      viewer.awareness.setLocalState(null)
      try {
        await viewer.synced()
        const begun = Date.now()
        await until('the time to pass', () => Date.now() - begun > IDLE_MS, IDLE_MS + 5_000)
        assert.equal(viewer.seen.attempts, 1, `connected ${viewer.seen.attempts} times, closes ${viewer.seen.closes}`)
        assert.equal(viewer.provider.synced, true)
      } finally { viewer.stop() }
    })
  }
})
