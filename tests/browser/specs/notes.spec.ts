// Writing alone: a facilitator, a patient leader on a phone and professionals write, share and see what was shared, with names and without.
import { expect, test } from '../fixtures.ts'
import { dialog, fromMenu } from '../hands.ts'
import type { Locator, Page } from '@playwright/test'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const run = (page: Page): Locator => page.getByRole('complementary', { name: 'Run the session' })
const part = (page: Page): Locator => run(page).getByRole('region', { name: 'Who is writing' })
const panel = (page: Page): Locator => page.getByRole('complementary', { name: /^(My notes|Share my notes)$/ })
const ideas = (page: Page): Locator => panel(page).getByRole('region', { name: 'Shared ideas' })
const write = async (page: Page, words: string): Promise<void> => panel(page).getByLabel('Write one thing here').fill(words)

/** Has the agenda say that notes are shown without names. */
const withoutNames = async (page: Page): Promise<void> => {
  await fromMenu(page, /^Agenda$/)
  const editor = dialog(page, 'Agenda')
  await editor.getByRole('button', { name: /^More about: Goals first/ }).click()
  await editor.getByLabel('Without names').check()
  await editor.getByRole('button', { name: 'Save the agenda' }).click()
  await expect(editor).toHaveCount(0)
}

const begin = async (page: Page): Promise<void> => {
  await fromMenu(page, 'Run the session')
  await run(page).getByRole('button', { name: /^Goals first/ }).click()
  await expect(part(page)).toContainText('Nobody can read a note yet.')
}

test('NOTE-77 with names: three presses write and share a note from the map, and all see whose it is', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  const pro = await join(made, 'professional', 'Pro')
  await begin(fay.page)
  let taps = 0
  const tap = async (button: Locator): Promise<void> => {
    taps += 1
    await button.tap()
  }
  await tap(pat.page.getByRole('button', { name: 'My notes', exact: true }))
  await expect(panel(pat.page)).toContainText('shown with your name')
  await write(pat.page, 'Walk to the shop')
  await tap(panel(pat.page).getByRole('button', { name: 'I have finished' }))
  await expect(part(fay.page)).toContainText('1 of 1 have finished')
  await part(fay.page).getByRole('button', { name: 'Let people share notes' }).click()
  await tap(panel(pat.page).getByRole('button', { name: 'Share 1 note' }))
  expect(taps).toBe(3)
  await pro.page.getByRole('button', { name: 'Share my notes', exact: true }).click()
  for (const { page } of [pat, pro]) {
    await expect(ideas(page)).toContainText('Walk to the shop')
    await expect(ideas(page)).toContainText('Pat')
  }
  // The line of the session leads to all that was shared.
  await fay.page.getByRole('button', { name: 'Shared ideas: 1' }).click()
  await expect(fay.page.getByRole('complementary', { name: 'Shared ideas' })).toContainText('Walk to the shop')
})

test('NOTE-77 without names: three presses write and share a note; all are shown at once by one press, and no device keeps whose they are', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  const pro = await join(made, 'professional', 'Pro')
  const pia = await join(made, 'professional', 'Pia')
  await withoutNames(fay.page)
  await begin(fay.page)
  await expect(part(fay.page)).toContainText('These notes are shown without names.')
  await pat.page.getByRole('button', { name: 'My notes', exact: true }).tap()
  await expect(panel(pat.page)).toContainText('It is shown without your name')
  await write(pat.page, 'Kept by Pat')
  await panel(pat.page).getByRole('button', { name: 'Add', exact: true }).tap()
  await write(pat.page, 'Given words of Pat')
  await panel(pat.page).getByRole('button', { name: 'I have finished' }).tap()
  for (const { page, nickname } of [pro, pia]) {
    await page.getByRole('button', { name: 'My notes', exact: true }).click()
    await write(page, `Given words of ${nickname}`)
    await panel(page).getByRole('button', { name: 'I have finished' }).click()
  }
  await part(fay.page).getByRole('button', { name: 'Let people share notes' }).click()
  await panel(pat.page).getByRole('checkbox', { name: 'Kept by Pat' }).uncheck()
  await panel(pat.page).getByRole('button', { name: 'Share 1 note without my name' }).tap()
  await expect(panel(pat.page)).toContainText('You share 1 note. Nobody can read it before all are shown.')
  await expect(part(fay.page)).toContainText('1 person shares notes.')
  await expect(part(fay.page).getByRole('button', { name: 'Show the notes to everybody' })).toHaveCount(0)
  for (const { page } of [pro, pia]) await panel(page).getByRole('button', { name: 'Share 1 note without my name' }).click()
  await expect(part(fay.page)).toContainText('3 people share notes.')
  await expect(fay.page.getByText('Given words')).toHaveCount(0)
  // What waits is known again after a reload.
  await pat.page.reload()
  await pat.page.getByRole('button', { name: 'Share my notes', exact: true }).tap()
  await expect(panel(pat.page)).toContainText('You share 1 note.')

  // The look finds a copy that is there.
  for (const { page } of [pat, pro, pia]) await expect.poll(() => copies(page)).not.toEqual([])
  await part(fay.page).getByRole('button', { name: 'Show the notes to everybody' }).click()
  for (const { page } of [pat, pro, pia]) {
    for (const name of ['Pat', 'Pro', 'Pia']) await expect(ideas(page)).toContainText(`Given words of ${name}`)
    await expect(ideas(page).getByText('Without a name')).toHaveCount(3)
  }
  await expect(panel(pat.page)).toContainText('These notes stayed with you.')
  await expect(panel(pat.page)).toContainText('Kept by Pat')
  // The copies of the notes of before are gone from the devices.
  for (const { page } of [pat, pro, pia]) await expect.poll(() => copies(page)).toEqual([])
  await pat.page.reload()
  await pat.page.getByRole('button', { name: 'My notes', exact: true }).tap()
  await expect(panel(pat.page)).toContainText('Kept by Pat')
})

/** Names of the copies on a device of notes that hold given words. */
const copies = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
    })
    const found: string[] = []
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('pairway/')) continue
      const database = await done(indexedDB.open(name))
      const rows = await done(database.transaction('updates').objectStore('updates').getAll() as IDBRequest<{ document: string; update: Uint8Array }[]>)
      database.close()
      found.push(...rows.filter(({ document, update }) => document.startsWith('notes/') && new TextDecoder().decode(update).includes('Given words')).map(({ document }) => document))
    }
    return found
  })
