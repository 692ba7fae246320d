// A device that has no room left: the light must still say the truth, and nothing may be lost.
import type { Page } from '@playwright/test'
import { expect, linkFor, test } from '../fixtures.ts'
import { addStep, expectLight, inList, toList } from '../hands.ts'

const FIRST = { stage: 'Something is wrong', lane: 'Person and family' }

/** Most that the page may store in the test, in bytes: enough for the page itself and its copy of the map. */
const ROOM_BYTES = 8_000_000

/** Fills the device's storage to the brim, down to single kilobytes. */
const fillUp = (page: Page): Promise<void> => page.evaluate(async () => {
  const asked = indexedDB.open('something else on this device')
  asked.onupgradeneeded = () => asked.result.createObjectStore('filling', { autoIncrement: true })
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  for (let bytes = 1 << 20; bytes >= 256;) {
    const transaction = database.transaction('filling', 'readwrite')
    const isIn = await new Promise<boolean>((resolve) => {
      transaction.oncomplete = () => resolve(true)
      transaction.onabort = () => resolve(false)
      // Random: what can be pressed together takes no room.
      const filling = new Uint8Array(bytes)
      for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(filling.subarray(at, Math.min(bytes, at + 65_536)))
      transaction.objectStore('filling').add(filling)
    })
    if (!isIn) bytes >>= 1
  }
  database.close()
})

const makeRoom = (page: Page): Promise<void> => page.evaluate(() => new Promise((resolve, reject) => {
  const asked = indexedDB.deleteDatabase('something else on this device')
  asked.onsuccess = () => resolve()
  asked.onerror = () => reject(asked.error)
}))

test('SYNC-5 a device without room is told as it is: nothing is called kept, and what was made is saved on return', async ({ server, visit, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const bob = await join(made, 'professional', 'Bob')
  const ann = await visit(server.base)
  const { page } = ann
  const devtools = await ann.context.newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.base, quotaSize: ROOM_BYTES })
  await page.goto(linkFor(made, 'patientLeader'))
  await page.getByRole('textbox', { name: 'Your nickname' }).fill('Ann')
  await page.getByRole('button', { name: 'Join the workshop' }).click()
  await expectLight(page, 'saved')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await toList(page)
  await fillUp(page)
  await addStep(page, FIRST, 'On a full device, with a line')
  await expectLight(page, 'saved')
  await ann.cutLine()
  await expectLight(page, 'offlineNothingWaiting')
  const states: string[] = []
  await page.exposeFunction('sawState', (state: string) => void states.push(state))
  await page.evaluate(() => {
    const light = document.querySelector('[data-save-state]')!
    new MutationObserver(() => (window as unknown as { sawState(state: string): void }).sawState(light.getAttribute('data-save-state') ?? '')).observe(light, { attributes: true })
  })
  // What the browser tidied up meanwhile is room again.
  await fillUp(page)
  await addStep(page, FIRST, 'On a full device, without a line')
  await expect(page.getByRole('button', { name: 'Your work: Offline, not kept yet', exact: true })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('this browser cannot keep your changes. Leave this page open until you are back.')
  await expect(page.getByText(/kept on this device/i)).toHaveCount(0)
  await expect.poll(() => states).toEqual(['offlineNotKept'])
  // Room again while still offline: the next change takes with it what could not be kept before.
  await makeRoom(page)
  await addStep(page, FIRST, 'Room again')
  await expectLight(page, 'offlineKept')
  await page.reload()
  const titles = ['On a full device, with a line', 'On a full device, without a line', 'Room again']
  for (const title of titles) await expect(inList(page, title)).toBeVisible()
  await ann.mendLine()
  await expectLight(page, 'saved')
  expect((await server.archive(await bob.key())).maps[0]!.steps.map((step) => step.title)).toEqual(expect.arrayContaining(titles))
})
