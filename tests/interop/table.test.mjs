// The interop table: stock client x behaviour, every cell a test of its own with the real waiting times. The column that takes
// longest is in long/.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { CLIENTS } from './clients.mjs'
import { makeWorkshop, startServer, until } from './server.mjs'

/** How long a denied client is watched, and how often it may try in that time. */
const DENIED_MS = 45_000
const DENIED_ATTEMPTS_MAX = 4

let server
before(async () => { server = await startServer() })
after(async () => { await server.stop() })

let counter = 0
const scratch = () => `scratch/interop-${process.pid}-${(counter += 1)}`
// Yjs 14 has one type for everything, Yjs 13 one each.
const text = (client) => (client.doc.getText ? client.doc.getText('body') : client.doc.get('body'))
const words = (client) => text(client).toString()
const countSteps = (client) => (client.doc.getMap ? client.doc.getMap('steps').size : client.doc.get('steps').attrSize)
const forgeGoal = (client) => {
  if (client.doc.getMap) client.doc.getMap('goals').set('forged', 'by an observer')
  else client.doc.get('goals').setAttr('forged', 'by an observer')
}
const stopAll = (clients) => clients.forEach((client) => client.stop())
const firstStep = (client) => [...client.doc.getMap('steps').values()].find((step) => typeof step?.get === 'function')

// All clients at once: the real times are waited for once.
describe('stock clients', { concurrency: true }, () => {
for (const [index, kind] of CLIENTS.entries()) {
  const other = CLIENTS[(index + CLIENTS.length - 1) % CLIENTS.length]

  describe(`${kind.name}`, { concurrency: true }, () => {
    test(`INTEROP-1 sync: ${kind.name} and ${other.name} converge both ways, emoji and deletions included`, async () => {
      const name = scratch()
      const [mine, theirs] = [kind.connect(server, name), other.connect(server, name)]
      try {
        await Promise.all([mine.synced(), theirs.synced()])
        text(mine).insert(0, 'Kept 👩🏽‍⚕️ words, ')
        await until('my words to arrive', () => words(theirs).includes('👩🏽‍⚕️'))
        text(theirs).insert(text(theirs).length, 'their words')
        await until('their words to arrive', () => words(mine).includes('their words'))
        text(mine).delete(0, 5)
        await until('the deletion to arrive', () => !words(theirs).includes('Kept'))
        assert.equal(words(mine), words(theirs))
        const late = kind.connect(server, name)
        await late.synced()
        await until('a late joiner to see it all', () => words(late) === words(mine))
        late.stop()
      } finally { stopAll([mine, theirs]) }
    })

    test(`INTEROP-2 presence: ${kind.name} sees ${other.name} come, change and leave, and nobody else is removed`, async () => {
      const name = scratch()
      const watcher = kind.connect(server, name)
      const stays = other.connect(server, name)
      const leaves = other.connect(server, name)
      const stateOf = (who) => watcher.awareness.getStates().get(who.doc.clientID)
      try {
        await Promise.all([watcher.synced(), stays.synced(), leaves.synced()])
        stays.awareness.setLocalState({ view: 'list' })
        leaves.awareness.setLocalState({ view: 'map' })
        await until('both to be seen', () => stateOf(stays)?.view === 'list' && stateOf(leaves)?.view === 'map')
        leaves.awareness.setLocalStateField('typing', true)
        await until('a change to be seen', () => stateOf(leaves)?.typing === true)
        leaves.stop()
        await until('the leaver to be gone', () => stateOf(leaves) === undefined)
        assert.equal(stateOf(stays)?.view, 'list', 'whoever stayed is still there')
      } finally { stopAll([watcher, stays]) }
    })

    if (kind.savedLight) {
      test(`INTEROP-3 saved light: ${kind.name} turns green once an edit is durable`, async () => {
        const client = kind.connect(server, scratch())
        try {
          await client.synced()
          await until('green at rest', () => client.saved === true, 20_000)
          text(client).insert(0, 'to be kept')
          await until('green after the edit', () => client.saved === true, 20_000)
          const late = kind.connect(server, client.provider.roomname ?? client.provider.configuration.name)
          await late.synced()
          assert.equal(words(late), 'to be kept')
          late.stop()
        } finally { client.stop() }
      })
    }

    test(`INTEROP-4 read-only: an observer with ${kind.name} reads the map, and an edit of theirs reaches nobody`, async () => {
      const { people, workshop, map } = await makeWorkshop(server, ['observer', 'professional'])
      const name = `map/${workshop}/${map}`
      const observer = kind.connect(server, name, { token: people.observer.token })
      const writer = CLIENTS.at(-1).connect(server, name, { token: people.professional.token })
      try {
        await Promise.all([observer.synced(), writer.synced()])
        await until('the observer to have the template', () => countSteps(observer) === 9)
        forgeGoal(observer)
        firstStep(writer).get('title').insert(0, 'Really: ')
        await until('the real edit to be durable', () => writer.saved === true)
        assert.equal(writer.doc.getMap('goals').has('forged'), false)
        const late = CLIENTS.at(-1).connect(server, name, { token: people.professional.token })
        await late.synced()
        assert.equal(late.doc.getMap('goals').has('forged'), false)
        assert.match([...late.doc.getMap('steps').values()].map((step) => step.get('title').toString()).join(), /Really: /)
        late.stop()
        if (kind.savedLight) assert.equal(observer.saved, false, 'a refused edit never shows as saved')
      } finally { stopAll([observer, writer]) }
    })

    test(`INTEROP-5 deny: ${kind.name} with a forged token gets nothing and does not loop`, async () => {
      const { people, workshop, map } = await makeWorkshop(server, ['professional'])
      const forged = `${people.professional.token.slice(0, -6)}AAAAAA`
      const denied = kind.connect(server, `map/${workshop}/${map}`, { token: forged })
      try {
        const begun = Date.now()
        await until('the time to pass', () => Date.now() - begun > DENIED_MS, DENIED_MS + 5_000)
        assert.equal(denied.provider.synced, false)
        assert.ok(denied.seen.attempts <= DENIED_ATTEMPTS_MAX, `${denied.seen.attempts} attempts`)
        if (kind.stopsAt44xx) assert.ok(denied.terminal >= 4400 && denied.terminal < 4500, `closed with ${denied.terminal}`)
        if (kind.wire === 'collab') assert.ok(denied.terminal, 'authenticationFailed was emitted')
      } finally { denied.stop() }
    })
  })
}
})
