// The note that words may point to a real person: typed on the map, in a comment, on a phone, by keyboard, and to the server.
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { expectLight, inList, onMap, panel, theMap, toList, toMap } from '../hands.ts'

const STEP = 'Notices symptoms and decides whether to call'
const CELL = 'Add a step: Something is wrong, Person and family'
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const said = (what: string): string => `${what}. Please do not write about a real person.`
const NUMBER = said('This looks like a phone number: 07700 900123')
/** As a description has it: a number stays on one line. */
const asDescribed = (words: string): RegExp => new RegExp(words.replaceAll('.', String.raw`\.`).replaceAll(' ', String.raw`\s`))
const fine = (page: Page) => page.getByRole('button', { name: 'It is fine' })

test('IDENT-3, IDENT-4, IDENT-5: in a field of the map it is a description, heard once, and gone by Tab and Enter; the words are saved all the same', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  for (const person of [ann, bob]) {
    await toList(person.page)
    await inList(person.page, STEP).click()
  }
  const { page } = ann
  const [field, theirs] = [ann, bob].map((person) => panel(person.page).getByRole('textbox', { name: 'Details' }))
  await field!.fill('')
  const before = await field!.boundingBox()
  await field!.pressSequentially('In 2017/18, call 111 or 07700 900123')
  await expect(field!).toHaveAccessibleDescription(asDescribed(NUMBER))
  await expect(page.locator('[data-live-region]')).toHaveText(`${NUMBER} Press F6 for “It is fine”.`)
  await expect(field!).toBeFocused()
  expect(await field!.boundingBox()).toMatchObject({ x: before!.x, y: before!.y })
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  // Nobody else hears of it, and nothing was held up.
  await expect(theirs!).toHaveValue('In 2017/18, call 111 or 07700 900123')
  await expectLight(page, 'saved')
  await expect(fine(bob.page)).toHaveCount(0)

  await page.keyboard.press('Tab')
  await expect(fine(page)).toBeFocused()
  await expect(fine(page)).toHaveAccessibleDescription(asDescribed(NUMBER))
  await page.keyboard.press('Enter')
  await expect(fine(page)).toHaveCount(0)
  await expect(field!).toBeFocused()

  // Another one, which goes when somebody else takes it out.
  await field!.fill('Ask jane.smith@example.org')
  await expect(panel(page).getByText(said('This looks like an e-mail address: jane.smith@example.org'))).toBeVisible()
  await theirs!.fill('Ask at the desk')
  await expect(fine(page)).toHaveCount(0)
})

test('IDENT-3, IDENT-6: typing on the map has it at the field, and as a message for who went on before it came', async ({ server, join }) => {
  const { page } = await join(await server.makeWorkshop(), 'patientLeader', 'Ann')
  await toMap(page)
  await page.getByRole('button', { name: CELL, exact: true }).click()
  const field = page.getByRole('textbox', { name: /^New step: / })
  await field.pressSequentially('Rings 07700 900123')
  await expect(theMap(page).getByText(NUMBER)).toBeVisible()
  await expect(field).toBeFocused()
  // Tab would go to the next stage.
  await field.press('F6')
  await expect(fine(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(fine(page)).toHaveCount(0)
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Rings 07700 900123')
  await field.fill('')
  await field.pressSequentially('Rings 0117 496 0123')
  await field.press('Enter')
  await expect(onMap(page, 'Rings 0117 496 0123')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText(said('This looks like a phone number: 0117 496 0123'))).toBeVisible()
  await expect(field).toBeFocused()
})

test('IDENT-7, IDENT-3: in a comment it goes with the words that are sent, and no request tells of it', async ({ server, join }) => {
  const { page } = await join(await server.makeWorkshop(), 'patientLeader', 'Ann')
  await toList(page)
  await inList(page, STEP).click()
  await panel(page).locator('summary', { hasText: 'Comments (' }).click()
  const field = panel(page).getByRole('textbox', { name: 'Your comment' })
  // The code of the note comes with the first letter.
  await field.pressSequentially('J')
  await page.waitForLoadState('networkidle')
  const asked: string[] = []
  // Code that comes on first use is asked for by its own name, which tells nothing.
  page.on('request', (request) => { if (!new URL(request.url()).pathname.startsWith('/assets/')) asked.push(request.url()) })
  await field.fill('Jane Smith, born 3 April 1956, NHS number 943 476 5919')
  await expect(panel(page).getByText(said('This looks like a date of birth: 3 April 1956'))).toBeVisible()
  await fine(page).click()
  await expect(panel(page).getByText(said('This looks like an NHS number: 943 476 5919'))).toBeVisible()
  expect(asked).toEqual([])
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('9434765919')
  await field.press('Control+Enter')
  await expect(field).toHaveValue('')
  await expect(fine(page)).toHaveCount(0)
  await expect(field).toHaveAccessibleDescription('Do not write about a real person: no patient and no member of staff.')
})

/** Where the note and the field are, from top to bottom. */
const heights = async (page: Page, note: Locator, field: Locator) => {
  const [one, other] = [(await note.boundingBox())!, (await field.boundingBox())!]
  return { window: page.viewportSize()!.height, note: [one.y, one.y + one.height], field: [other.y, other.y + other.height] } as const
}

test('IDENT-8 on a phone it stands in sight while the keyboard is open, above the field where there is no room below', async ({ server, join }) => {
  const { page } = await join(await server.makeWorkshop(), 'patientLeader', 'Ann', PHONE)
  await toMap(page)
  await page.getByRole('button', { name: CELL, exact: true }).tap()
  const typed = page.getByRole('textbox', { name: /^New step: / })
  await expect(typed).toBeFocused()
  // The keyboard of a phone takes half of the screen.
  await page.setViewportSize({ width: 390, height: 420 })
  await page.keyboard.insertText('Rings 07700 900123')
  await expect(theMap(page).getByText(NUMBER)).toBeInViewport({ ratio: 1 })
  await expect(fine(page)).toBeInViewport({ ratio: 1 })
  await expect(typed).toBeInViewport({ ratio: 1 })
  await fine(page).tap()
  await expect(fine(page)).toHaveCount(0)
  await expect(typed).toBeFocused()
  await theMap(page).getByRole('button', { name: 'Done', exact: true }).tap()

  // A comment, with its field right above the keyboard.
  await page.setViewportSize(PHONE.viewport)
  await toList(page)
  await inList(page, STEP).tap()
  const sheet = page.getByRole('dialog', { name: 'Step' })
  await sheet.locator('summary', { hasText: 'Comments (' }).tap()
  const field = sheet.getByRole('textbox', { name: 'Your comment' })
  await field.tap()
  await page.setViewportSize({ width: 390, height: 420 })
  await field.evaluate((area) => area.scrollIntoView({ block: 'end' }))
  const before = await field.boundingBox()
  await page.keyboard.insertText('Ask 0117 496 0123')
  const note = sheet.getByRole('paragraph').filter({ hasText: said('This looks like a phone number: 0117 496 0123') })
  await expect(note).toBeInViewport({ ratio: 1 })
  await expect(fine(page)).toBeInViewport({ ratio: 1 })
  expect(await field.boundingBox()).toEqual(before)
  const at = await heights(page, note, field)
  expect(at.note[1], JSON.stringify(at)).toBeLessThanOrEqual(at.field[0])
  // It goes along when the page is scrolled, and back below where there is room.
  await page.setViewportSize(PHONE.viewport)
  await field.evaluate((area) => area.scrollIntoView({ block: 'center' }))
  await expect.poll(async () => (await heights(page, note, field)).note[0] - (await heights(page, note, field)).field[1]).toBeGreaterThanOrEqual(0)
  await expect(field).toBeFocused()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
})
