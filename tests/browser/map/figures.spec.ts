// Prints the figures of the map's screen, over a pathway of 29 steps and the seven templates: `make map-figures`. What must hold
// is asserted in specs/map-figures.spec.ts; here is what one compares before and after a change.
import { test } from '../fixtures.ts'
import { linkFigures, mapFigures } from './figures.ts'
import { startPathway, TEMPLATES } from './start.ts'
import { theMap, showWholeMap } from '../hands.ts'

const percent = (share: number): string => `${Math.round(share * 100)} %`

test('figures of the map', async ({ server, join }) => {
  test.setTimeout(300_000)
  const made = await startPathway(server)
  const fran = await join(made, 'facilitator', 'Fran')
  await theMap(fran.page).waitFor()
  const rows: Record<string, Record<string, string | number>> = {}
  const look = async (name: string, page = fran.page): Promise<void> => {
    // Two frames: what follows a change of size or zoom is drawn in the next.
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)) }))
    const map = await mapFigures(page)
    const links = await linkFigures(page)
    rows[name] = {
      'map of the screen': percent(map.share), 'titles read': map.readable, 'with symbols': map.withSymbols, 'titles cut': map.cut, 'window used': percent(map.used),
      'ground covered': percent(map.covered), links: links.links, stubs: links.stubs, 'words over steps': links.wordsOver, crossings: links.crossings, 'run over another': links.overlapping, 'mean px': Math.round(links.meanLength), 'through steps': links.throughSteps,
    }
    if (process.env.MAP_PICTURES) await page.screenshot({ path: `${process.env.MAP_PICTURES}/${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png` })
  }
  await look('29 steps, first look')
  await showWholeMap(fran.page)
  await look('29 steps, whole map')
  const options = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
  const ann = await join(made, 'patientLeader', 'Ann', options)
  await ann.page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Map' }).click()
  await theMap(ann.page).waitFor()
  await look('phone upright', ann.page)
  await ann.page.setViewportSize({ width: 844, height: 390 })
  await look('phone sideways', ann.page)
  for (const template of TEMPLATES) {
    const visitor = await join(await server.makeWorkshop(template), 'facilitator', 'Fran')
    await theMap(visitor.page).waitFor()
    const steps = await visitor.page.evaluate(() => document.querySelectorAll('.pw-step').length)
    await look(`${template} (${steps} drawn)`, visitor.page)
    await visitor.context.close()
  }
  console.table(rows)
})
