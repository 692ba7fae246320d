// Preparing the agenda: a facilitator writes it, and people read its instructions when it is on.
import { expect, test } from '../fixtures.ts'
import { fromMenu } from '../hands.ts'
import type { Page } from '@playwright/test'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const now = (page: Page) => page.getByRole('region', { name: 'What is on now' })
const run = (page: Page) => page.getByRole('complementary', { name: 'Run the session' })
const editor = (page: Page) => page.getByRole('dialog', { name: 'Agenda' })
const titles = (page: Page) => editor(page).getByLabel(/^What happens in part/).evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value.slice(0, 7)))

test('AGENDA-11 a facilitator moves parts by pointer, keys and buttons, writes an instruction, and a patient leader on a phone reads it when it is on', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  await fromMenu(fay.page, /^Agenda$/)
  const dialog = editor(fay.page)
  await expect(dialog).toContainText('150 minutes in all')
  await expect(dialog).toContainText('Nothing to look at')
  const [first, second, third] = await titles(fay.page)
  // By keys, and back by the button.
  await dialog.getByLabel('What happens in part 1', { exact: true }).press('Alt+ArrowDown')
  await expect.poll(() => titles(fay.page)).toEqual([second, first, third, ...(await titles(fay.page)).slice(3)])
  await expect(dialog.getByLabel('What happens in part 2', { exact: true })).toBeFocused()
  await dialog.getByRole('button', { name: /^Move up: Welcome/ }).click()
  expect((await titles(fay.page)).slice(0, 2)).toEqual([first, second])
  // By pointer: the second to the first place.
  const grips = dialog.locator('.pw-item__grip')
  const [from, to] = [await grips.nth(1).boundingBox(), await grips.nth(0).boundingBox()]
  await fay.page.mouse.move(from!.x + 8, from!.y + 10)
  await fay.page.mouse.down()
  await fay.page.mouse.move(to!.x + 8, to!.y - 5, { steps: 4 })
  await fay.page.mouse.up()
  expect((await titles(fay.page)).slice(0, 2)).toEqual([second, first])
  await dialog.getByRole('button', { name: /^Move down: Why/ }).click()
  await dialog.getByRole('button', { name: /^More about: Welcome/ }).click()
  await dialog.getByLabel('What people do, in one sentence').fill('Say hello, and what helps you take part.')
  await dialog.getByRole('button', { name: 'Save the agenda' }).click()
  await expect(dialog).toHaveCount(0)
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Begin: Welcome/ }).click()
  await expect(now(pat.page)).toContainText('Say hello, and what helps you take part.')
  // While it is on it moves and gets another name, and is still the same part.
  await fromMenu(fay.page, /^Agenda$/)
  await dialog.getByRole('button', { name: /^Move down: Welcome/ }).click()
  await dialog.getByLabel('What happens in part 2', { exact: true }).fill('Hello everybody')
  await dialog.getByRole('button', { name: 'Save the agenda' }).click()
  await expect(run(fay.page).locator('[aria-current=step]')).toContainText('Hello everybody')
  await expect(now(pat.page)).toContainText('Now: Welcome')
})

test('AGENDA-11 in a workshop from nothing two facilitators prepare: one uses the agenda of a way to meet, the other sees it', async ({ server, join }) => {
  const made = await server.makeWorkshop(null)
  const fay = await join(made, 'facilitator', 'Fay')
  const fred = await join(made, 'facilitator', 'Fred', PHONE)
  await fromMenu(fay.page, /^Agenda$/)
  await editor(fay.page).getByLabel('Pair session').check()
  await editor(fay.page).getByRole('button', { name: 'Use this agenda' }).click()
  await editor(fay.page).getByRole('button', { name: 'Save the agenda' }).click()
  await fromMenu(fred.page, /^Agenda$/)
  await expect(editor(fred.page)).toContainText('How we meet: Pair session')
  await expect(editor(fred.page)).toContainText('60 minutes in all')
})

test('AGENDA-12 the printed invitations are one page a role, with when and what will happen', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  await fromMenu(fay.page, 'Invite people')
  const dialog = fay.page.getByRole('dialog', { name: 'Invite people' })
  await dialog.getByLabel(/^When and how do you meet/).fill('Thursday 3 December, 10:00, by video call')
  // The browser's own dialog would wait for a person.
  await fay.page.evaluate(() => { window.print = () => undefined })
  await dialog.getByRole('button', { name: 'Print an invitation page for each role' }).click()
  await expect(fay.page.locator('.pw-sheet').first()).toContainText('When: Thursday 3 December, 10:00, by video call')
  await expect(fay.page.locator('.pw-sheet').first()).toContainText('Small mixed groups design better steps')
  const sheets = await fay.page.locator('.pw-sheet').count()
  const pdf = (await fay.page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(sheets).toBeGreaterThan(3)
  expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(sheets)
})
