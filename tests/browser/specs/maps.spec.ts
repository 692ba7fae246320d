// Several maps in a workshop, with real people: made, switched between, agreed each by itself, removed and brought back.
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { agreeAndGoOn, dialog, formPair, fromMenu, inList, menuItem, startWalk, toList, walk } from '../hands.ts'

const STEP = 'Notices symptoms and decides whether to call'

/** Which map is open, by the button beside the title. */
const expectMap = (page: Page, name: string): Promise<void> => expect(page.getByRole('button', { name: `Map: ${name}. Show another map`, exact: true })).toBeVisible()

const switchTo = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: /^Map: .*\. Show another map$/ }).click()
  await page.locator('[data-menu-item]').filter({ hasText: name }).click()
  await expectMap(page, name)
}

/** Opens the list in which a facilitator adds, names and removes maps. */
const openMaps = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: /^Map: .*\. Show another map$/ }).click()
  await menuItem(page, 'Add or change maps').click()
  return dialog(page, 'Maps of this workshop')
}

test('BROWSER-84 a current and a future map are made, switched between and agreed each by itself; one is removed and comes back as it was', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const ann = await join(made, 'patientLeader', 'Ann')
  const ben = await join(made, 'professional', 'Ben')
  await formPair(fay.page, /Ann · Ben/)
  const first = /^Map: (.*)\. Show another map$/.exec((await fay.page.getByRole('button', { name: /^Map: .*\. Show another map$/ }).getAttribute('aria-label')) ?? '')?.[1] ?? ''

  // A copy has the same words, and none of the agreement.
  await startWalk(ann.page)
  await agreeAndGoOn(ann.page)
  await ann.page.keyboard.press('Escape')
  await (await openMaps(fay.page)).getByRole('button', { name: 'Add a map' }).click()
  const asked = dialog(fay.page, 'Add a map')
  await asked.getByRole('radio', { name: 'How it is now' }).check()
  await asked.getByRole('textbox', { name: 'Name of the map' }).fill('Today')
  await asked.getByRole('radio', { name: `A copy of: ${first}` }).check()
  await asked.getByRole('button', { name: 'Add a map', exact: true }).click()
  await expect(asked).toBeHidden()
  await expect(dialog(fay.page, 'Maps of this workshop')).toBeHidden()
  await expectMap(fay.page, 'Today')

  // Both go to it and agree a part there; the first map keeps what was said of it, and nothing else.
  for (const { page } of [ann, ben]) {
    await switchTo(page, 'Today')
    await expect(page.getByRole('main').getByRole('button', { name: /^Agree together$/ })).toBeVisible()
  }
  for (const { page } of [ann, ben]) {
    await toList(page)
    await inList(page, STEP).click()
    await page.getByRole('region', { name: 'Agreement', exact: true }).getByRole('button', { name: 'I agree', exact: true }).click()
  }
  for (const { page } of [ann, ben]) await expect(page.getByRole('region', { name: 'Agreement', exact: true }).getByText('Agreed', { exact: true })).toBeVisible()
  await switchTo(ben.page, first)
  await expect(ben.page.getByRole('main').getByRole('button', { name: 'Agree together (1 to agree)' })).toBeVisible()
  await startWalk(ben.page)
  await expect(walk(ben.page).getByText('Ann agrees.', { exact: true })).toBeVisible()
  await ben.page.keyboard.press('Escape')

  // What a pair decides about is said map by map.
  await fromMenu(ben.page, 'Pairs')
  await expect(dialog(ben.page, 'Pairs')).toContainText(`${first}: The whole map`)
  await expect(dialog(ben.page, 'Pairs')).toContainText('Today: The whole map')
  await ben.page.keyboard.press('Escape')

  // Removed, it gives way to the first for who is at it; brought back, it is agreed as it was.
  const maps = await openMaps(fay.page)
  await maps.getByRole('button', { name: 'Remove Today' }).click()
  await dialog(fay.page, 'Remove Today?').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(ann.page.getByText('A facilitator removed the map "Today".', { exact: false }).first()).toBeVisible()
  await expect(ann.page.getByRole('button', { name: /^Map: / })).toHaveCount(0)
  // Who removes the map that they are at is at the first one then, and still in the list of maps, with the focus.
  await expectMap(fay.page, first)
  await expect(maps.getByRole('button', { name: 'Bring back Today' })).toBeVisible()
  await expect(maps.locator(':focus')).toHaveCount(1)
  await maps.getByRole('button', { name: 'Bring back Today' }).click()
  await switchTo(ann.page, 'Today')
  await toList(ann.page)
  await inList(ann.page, STEP).click()
  await expect(ann.page.getByRole('region', { name: 'Agreement', exact: true }).getByText('Agreed', { exact: true })).toBeVisible()
})
