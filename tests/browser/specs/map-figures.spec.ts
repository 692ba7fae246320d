// What one sees of a map at once, as bounds over boxes, fonts and paths on the page; `make map-figures` prints the figures themselves.
import type { Page } from '@playwright/test'
import { expect, test, type Person } from '../fixtures.ts'
import { onMap, panel, showWholeMap, theMap } from '../hands.ts'
import { linkFigures, mapFigures } from '../map/figures.ts'
import { STEP_COUNT } from '../map/pathway.ts'
import { startPathway, TEMPLATES } from '../map/start.ts'

/** The map when it has come to rest: the same figures in two frames, one after another. */
const atRest = async (page: Page): Promise<Awaited<ReturnType<typeof mapFigures>>> => {
  await theMap(page).waitFor()
  let before = ''
  await expect.poll(async () => {
    const now = JSON.stringify(await mapFigures(page))
    const isSame = now === before
    before = now
    return isSame
  }).toBe(true)
  return mapFigures(page)
}

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

test('FIGURE-1, FIGURE-2 a pathway of 29 steps is read whole at the first look, and its links can be followed', async ({ server, join }) => {
  const made = await startPathway(server)
  const fran = await join(made, 'facilitator', 'Fran')
  const first = await atRest(fran.page)
  expect(first).toMatchObject({ readable: STEP_COUNT, cut: 0, overlapping: 0 })
  expect(first.withSymbols).toBeGreaterThanOrEqual(20)
  expect(first.share).toBeGreaterThanOrEqual(0.8)
  const links = await linkFigures(fran.page)
  expect(links).toMatchObject({ overlapping: 0, throughSteps: 0, wordsOver: 0 })
  expect(links.crossings).toBeLessThan(15)
  expect(links.meanLength).toBeLessThan(350)
  await showWholeMap(fran.page)
  const whole = await atRest(fran.page)
  expect(whole).toMatchObject({ readable: STEP_COUNT, cut: 0 })
  expect(whole.used).toBeGreaterThanOrEqual(0.85)
  await onMap(fran.page, 'Chooses the day').click()
  await expect(panel(fran.page)).toBeVisible()
  expect((await atRest(fran.page)).share, 'with the panel open').toBeGreaterThanOrEqual(0.6)
})

test('FIGURE-3 the map has most of a phone, upright and sideways', async ({ server, join }) => {
  const ann: Person = await join(await startPathway(server), 'patientLeader', 'Ann', PHONE)
  await ann.page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Map' }).tap()
  const upright = await atRest(ann.page)
  expect(upright.share).toBeGreaterThanOrEqual(0.7)
  expect(upright.cut).toBe(0)
  await ann.page.setViewportSize({ width: 844, height: 390 })
  expect((await atRest(ann.page)).share).toBeGreaterThanOrEqual(0.7)
})

for (const template of TEMPLATES) {
  test(`FIGURE-1 all of the template ${template} is read at the first look`, async ({ server, join }) => {
    const made = await server.makeWorkshop(template)
    const fran = await join(made, 'facilitator', 'Fran')
    const figures = await atRest(fran.page)
    const { maps } = await server.archive(await fran.key())
    expect(figures).toMatchObject({ readable: maps[0]?.steps.length, cut: 0, overlapping: 0 })
    expect(await linkFigures(fran.page)).toMatchObject({ overlapping: 0, throughSteps: 0, wordsOver: 0 })
  })
}
