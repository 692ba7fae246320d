// Everything that can be done with a map and its pairs, done by keyboard alone and by taps alone, each seen by somebody who works in the
// other way. What there is to do is read from the product, so that a new function without a journey fails here.
import { expect, test, type Join, type Server } from '../fixtures.ts'
import { expectLight, toList } from '../hands.ts'
import { actor, type Way } from '../journeys/actor.ts'
import type { Cast } from '../journeys/cast.ts'
import { pairJourneys } from '../journeys/pair.ts'
import { partJourneys } from '../journeys/parts.ts'
import { KINDS, Watched } from '../journeys/product.ts'
import { stepJourneys } from '../journeys/steps.ts'
import { talkJourneys } from '../journeys/talk.ts'
import { workshopJourneys } from '../journeys/workshop.ts'
import { startEmpty } from '../map/start.ts'
import type { DeviceKey } from '../server.ts'

/** A phone; a facilitator who works by taps has a tablet, which shows the map as a picture. */
const DEVICES = {
  keys: { lead: {}, partner: {} },
  taps: { lead: { viewport: { width: 1024, height: 768 }, hasTouch: true }, partner: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
} as const

let watched: Watched

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  watched = await Watched.start()
})

/** A field that says something in some part of a kind. */
const isWritten = (parts: readonly Record<string, unknown>[], key: string, unsaid: string): boolean => parts.some((part) => typeof part[key] === 'string' && part[key] !== '' && part[key] !== unsaid)

/** Fields of the table of kinds that nobody has filled. */
const emptyFields = async (server: Server, key: DeviceKey): Promise<readonly string[]> => {
  const { maps: [held] } = await server.archive(key) as unknown as { maps: Record<string, Record<string, unknown>[]>[] }
  return KINDS.flatMap(({ kind, root, texts, words }) => [
    ...texts.filter((text) => !isWritten(held?.[root] ?? [], text.key, '')).map((text) => `${kind}.${text.key}`),
    ...words.filter((word) => word.words.length > 1 && !isWritten(held?.[root] ?? [], word.key, word.words[0] ?? '')).map((word) => `${kind}.${word.key}`),
  ])
}

/** Goes through everything in one way; somebody who works in the other way sees it. */
const goThrough = async (server: Server, join: Join, way: Way): Promise<void> => {
  const made = await startEmpty(server)
  const against: Way = way === 'keys' ? 'taps' : 'keys'
  const people = [
    await join(made, 'patientLeader', 'Ann', DEVICES[way].partner), await join(made, 'professional', 'Ben', DEVICES[against].partner), await join(made, 'facilitator', 'Fay', DEVICES[way].lead),
  ] as const
  for (const { page } of people) await toList(page)
  const cast: Cast = { one: await actor(people[0], way), other: await actor(people[1], against), lead: await actor(people[2], way) }
  const all = [cast.one, cast.other, cast.lead]
  await watched.during(all, async () => {
    await partJourneys(cast)
    await stepJourneys(cast)
    await talkJourneys(cast)
  })
  await expectLight(people[0].page, 'saved')
  expect(await emptyFields(server, await people[0].key()), 'fields of the table of kinds that no journey fills').toEqual([])
  await watched.during(all, async () => {
    await pairJourneys(cast)
    await workshopJourneys(cast)
  })
  for (const each of all) expect(await each.usedBesides(), `${each.name} used nothing else`).toEqual([])
}

for (const way of ['keys', 'taps'] as const) {
  test(`BROWSER-91 everything that can be done with a map is done by ${way} alone, and seen by somebody who works in the other way`, async ({ server, join }) => {
    test.setTimeout(8 * 60_000)
    await goThrough(server, join, way)
  })
}

test('BROWSER-91 every edit of the model and every command about maps and pairs was done in both ways', () => {
  expect(watched.functions.length).toBeGreaterThan(40)
  for (const way of ['keys', 'taps'] as const) expect(watched.missing(way), `what nobody did by ${way}`).toEqual([])
})
