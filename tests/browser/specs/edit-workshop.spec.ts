// Changing what a workshop is called and when it ends, while others are in it: what a facilitator does, and what they read.
import AxeBuilder from '@axe-core/playwright'
import { expect, linkFor, test, type Visitor } from '../fixtures.ts'
import { dialog, expectLight, fromMenu } from '../hands.ts'

const ITEM = 'Change name, question or end date'

/** A day from now on, as the wire and as a date field write it. */
const dayAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
/** A day as the pages write it. */
const inWords = (day: string): string => new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

const fits = async (who: Visitor, what: string): Promise<void> => {
  const over = await who.page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog[open]')].map((each) => each.scrollWidth - each.clientWidth))
  expect(over, `${what} fits the width`).toEqual([0, 0])
  const { violations } = await new AxeBuilder({ page: who.page }).include('dialog[open]').analyze()
  expect(violations.filter((each) => each.impact === 'serious' || each.impact === 'critical').map((each) => `${each.id}: ${each.help}`), what).toEqual([])
}

test('BROWSER-74 a facilitator changes name and end date; open pages, lists and invitations read the new ones', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const [fay, ann] = [await join(made, 'facilitator', 'Fay'), await join(made, 'patientLeader', 'Ann')]
  const last = dayAhead(3)
  await fromMenu(fay.page, ITEM)
  const form = dialog(fay.page, ITEM)
  const name = form.getByRole('textbox', { name: 'Name of the workshop' })
  await expect(name).toHaveValue('Cardiac services')
  await expect(form.getByRole('textbox', { name: 'What do we want to make better?' })).toHaveValue('Fewer people drop out of rehabilitation')
  await expect(form.getByText('it and all it holds are deleted for good')).toBeVisible()
  // What is wrong is told before anything is sent, and the way back leads to its field.
  await name.fill('')
  await name.press('Enter')
  const trouble = form.getByRole('alert')
  await expect(trouble).toBeFocused()
  await fay.page.keyboard.press('Tab')
  await fay.page.keyboard.press('Enter')
  await expect(name).toBeFocused()
  await fay.page.keyboard.type('Heart care at home')
  const ends = form.getByRole('group', { name: 'End date' })
  const [year = '', month = '', day = ''] = last.split('-')
  await ends.getByRole('textbox', { name: 'Day' }).fill(day)
  await ends.getByRole('textbox', { name: 'Month' }).fill(month)
  await ends.getByRole('textbox', { name: 'Year' }).fill(year)
  await ends.getByRole('textbox', { name: 'Year' }).press('Enter')
  await expect(form).toBeHidden()
  await expect(fay.page.getByRole('region', { name: 'Messages' }).getByText('Your changes are saved.')).toBeVisible()
  await expect(fay.page.getByRole('button', { name: 'Menu', exact: true })).toBeFocused()

  await expect(ann.page.getByRole('heading', { level: 1, name: 'Heart care at home' })).toBeVisible()
  await expect(ann.page).toHaveTitle(/^Heart care at home/)
  await expect(ann.page.getByRole('banner').getByText(/^The workshop ends in \d days/)).toBeVisible()
  await ann.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await expect(ann.page.getByRole('button', { name: 'About this workshop' })).toBeVisible()
  await expect(ann.page.getByRole('button', { name: ITEM })).toBeHidden()
  await ann.page.getByRole('button', { name: 'About this workshop' }).click()
  await expect(dialog(ann.page, 'About this workshop').getByText(inWords(last))).toBeVisible()
  await ann.page.keyboard.press('Escape')
  await fromMenu(ann.page, 'All workshops on this device')
  await expect(ann.page.getByRole('link', { name: /Heart care at home/ })).toBeVisible()
  await expect(ann.page.getByText(inWords(last))).toBeVisible()
  const ben = await visit(server.base)
  await ben.page.goto(linkFor(made, 'professional'))
  await expect(ben.page.getByText(/Heart care at home/).first()).toBeVisible()
  await expect(ben.page.getByText(inWords(last))).toBeVisible()
})

test('BROWSER-74 two facilitators change the same name: the second reads the first one’s and chooses, on a phone too', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const gus = await join(made, 'facilitator', 'Gus', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  for (const who of [fay, gus]) await fromMenu(who.page, ITEM)
  const [first, second] = [dialog(fay.page, ITEM), dialog(gus.page, ITEM)]
  await second.getByRole('textbox', { name: 'Name of the workshop' }).fill('Hearts together')
  await first.getByRole('textbox', { name: 'Name of the workshop' }).fill('Heart care at home')
  await first.getByRole('textbox', { name: 'What do we want to make better?' }).fill('Nobody waits')
  await first.getByRole('button', { name: 'Save' }).click()
  await expect(first).toBeHidden()
  await expect(second.getByText('Someone else has changed the name. It is now:', { exact: true })).toBeVisible()
  await expect(second.getByRole('textbox', { name: 'What do we want to make better?' })).toHaveValue('Nobody waits')
  await second.getByRole('button', { name: 'Save' }).click()
  await expect(second.getByRole('alert')).toContainText('Choose which name to keep')
  await fits(gus, 'the form on a phone')
  await gus.page.setViewportSize({ width: 320, height: 640 })
  await fits(gus, 'the form at 320 px')
  await second.getByRole('button', { name: 'Keep what I typed: Name of the workshop' }).click()
  await second.getByRole('button', { name: 'Save' }).click()
  await expect(second).toBeHidden()
  for (const who of [fay, gus]) {
    await expect(who.page.getByRole('heading', { level: 1, name: 'Hearts together' })).toBeVisible()
    await expectLight(who.page, 'saved')
  }
})
