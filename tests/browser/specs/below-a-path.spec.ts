// A server below a path of a host that has other things too: the whole way of a person stays below it.
import { expect, linkFor, Server, test } from '../fixtures.ts'
import { addStep, expectLight, inList, toList } from '../hands.ts'

const BELOW = '/care/map'
const STEP = 'Rings the practice'

test('CONF-5 somebody joins, works, reloads and goes home below the path of the public address', async ({ visit }) => {
  const server = await Server.create([], BELOW)
  try {
    const made = await server.makeWorkshop()
    const link = linkFor(made, 'patientLeader')
    expect(link.startsWith(`${server.base}${BELOW}/join#`), link).toBe(true)
    const { page } = await visit(server.base)
    await page.goto(link)
    await page.getByRole('textbox', { name: 'Your nickname' }).fill('Ann')
    await page.getByRole('button', { name: 'Join the workshop' }).click()
    await page.waitForURL(`${server.base}${BELOW}/w/${made.workshop}`)
    await expectLight(page, 'saved')
    await toList(page)
    await addStep(page, { stage: 'Something is wrong', lane: 'Person and family' }, STEP)
    await expect(inList(page, STEP)).toBeVisible()
    await expectLight(page, 'saved')
    await page.reload()
    await expectLight(page, 'saved')
    await toList(page)
    await expect(inList(page, STEP)).toBeVisible()

    const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)
    expect(scope).toBe(`${server.base}${BELOW}/`)
    expect(await page.evaluate(async (below) => (await caches.match(`${below}/`))?.ok, BELOW)).toBe(true)

    await page.goto(`${server.base}${BELOW}/`)
    await page.getByRole('link', { name: /^Open / }).click()
    await page.waitForURL(`${server.base}${BELOW}/w/${made.workshop}`)
    await page.goto(`${server.base}${BELOW}/privacy`)
    await page.getByRole('link', { name: 'Pairway home' }).click()
    await page.waitForURL(`${server.base}${BELOW}/`)
  } finally {
    await server.remove()
  }
})
