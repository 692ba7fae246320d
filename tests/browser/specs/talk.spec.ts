// Talking about the map in real browsers: a comment with a mention, what is new, replies, resolving, and all comments.
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { dialog, fromMenu, inList, onMap, panel, toList } from '../hands.ts'

const STEP = 'Notices symptoms and decides whether to call'

/** Opens a step from the list and shows what is said about it. */
const openComments = async (page: Page, inside: Locator): Promise<void> => {
  await inList(page, STEP).click()
  await inside.locator('summary', { hasText: 'Comments (' }).click()
}

const axe = async (page: Page): Promise<void> => {
  // From the top: what has been scrolled half under the header would be measured by the half that shows.
  await page.evaluate(() => window.scrollTo(0, 0))
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

const fitsWidth = (page: Page): Promise<boolean> =>
  page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog[open]')].every((box) => box.scrollWidth <= box.clientWidth))

test('TALK-37 a comment mentions an observer, who reads and answers it; a partner resolves it', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const olu = await join(made, 'observer', 'Olu Observer')
  const pat = await join(made, 'patientLeader', 'Pat Jones')

  await toList(pat.page)
  await openComments(pat.page, panel(pat.page))
  const field = panel(pat.page).getByRole('textbox', { name: 'Your comment' })
  await field.fill('Who calls back? ')
  await field.pressSequentially('@ol')
  await expect(pat.page.getByRole('option', { name: /Olu Observer/ })).toBeVisible()
  await field.press('ArrowDown')
  await pat.page.keyboard.press('Enter')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Who calls back? @Olu Observer ')
  await field.press('Control+Enter')
  await expect(field).toHaveValue('')
  await expect(panel(pat.page).getByText('@Olu Observer')).toBeVisible()

  // The observer is told, finds it marked as new on the map, and is led there.
  const messages = olu.page.getByRole('region', { name: 'Messages' })
  await expect(messages.getByText(`Pat Jones mentions you: ${STEP}.`)).toBeVisible()
  await expect(onMap(olu.page, STEP)).toHaveAccessibleName(/1 comment, 1 new comment\.$/)
  await messages.getByRole('button', { name: 'Show', exact: true }).click()
  const theirs = panel(olu.page)
  await expect(theirs.getByText('@Olu Observer (you)')).toBeVisible()
  await expect(theirs.getByText('New', { exact: true })).toBeVisible()
  await expect(onMap(olu.page, STEP)).toHaveAccessibleName(/1 comment\.$/)
  await axe(olu.page)

  await theirs.getByRole('button', { name: 'Reply to Pat Jones' }).click()
  await theirs.getByRole('textbox', { name: 'Your reply' }).fill('Nobody, as far as I saw.')
  await theirs.getByRole('button', { name: 'Send' }).first().click()
  await expect(theirs.getByText('Nobody, as far as I saw.')).toBeVisible()
  await theirs.getByRole('button', { name: 'React to the comment of Pat Jones' }).click()
  await olu.page.locator('[data-menu-item]').getByText('Me too', { exact: true }).locator('visible=true').click()
  await expect(theirs.getByRole('button', { name: 'Mark as resolved' })).toHaveCount(0)

  const mine = panel(pat.page)
  await expect(mine.getByText('Nobody, as far as I saw.')).toBeVisible()
  await expect(mine.getByRole('button', { name: 'Me too: Olu Observer' })).toHaveAttribute('aria-pressed', 'false')
  await mine.getByRole('button', { name: 'Mark as resolved' }).click()
  await expect(mine.getByText('Resolved (1)')).toBeVisible()
  await expect(theirs.getByText('Resolved (1)')).toBeVisible()
  await expect(onMap(olu.page, STEP)).toHaveAccessibleName(/[^t]\.$/)

  // Taking back empties the words for everybody.
  await theirs.getByText('Resolved (1)').click()
  await theirs.getByRole('button', { name: 'Delete my comment' }).click()
  await theirs.getByRole('group', { name: 'Delete my comment' }).getByRole('button', { name: 'Delete my comment' }).click()
  await expect(theirs.getByText('Olu Observer (you) deleted this comment.')).toBeVisible()
  await mine.getByText('Resolved (1)').click()
  await expect(mine.getByText('Olu Observer deleted this comment.')).toBeVisible()

  // What a facilitator takes down says so to everybody.
  const fay = await join(made, 'facilitator', 'Fay')
  await toList(fay.page)
  await openComments(fay.page, panel(fay.page))
  await panel(fay.page).getByText('Resolved (1)').click()
  await panel(fay.page).getByRole('button', { name: 'Remove the comment of Pat Jones' }).press('Enter')
  await fay.page.keyboard.press('Enter')
  await expect(panel(fay.page).getByText('A facilitator removed this comment.')).toBeFocused()
  await expect(mine.getByText('A facilitator removed this comment.')).toBeVisible()
})

test('BROWSER-50 all comments on a phone: filtered, each with a way to its part, by keyboard', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const cai = await join(made, 'systemPartner', 'Cai', { viewport: { width: 390, height: 844 }, hasTouch: true })
  const prof = await join(made, 'professional', 'Dr Rees')
  await toList(prof.page)
  await openComments(prof.page, panel(prof.page))
  const field = panel(prof.page).getByRole('textbox', { name: 'Your comment' })
  await field.fill('We lose people here.')
  await panel(prof.page).getByRole('button', { name: 'Send' }).click()

  const { page } = cai
  const count = page.getByRole('button', { name: `Show the comments on ${STEP}: 1 comment, 1 new comment` })
  await expect(count).toBeVisible()
  // What a finger touches is the count, not the row under it.
  await count.click({ trial: true })
  await fromMenu(page, 'All comments: 1 new')
  const all = dialog(page, 'All comments')
  await expect(all.getByText('We lose people here.')).toBeVisible()
  await axe(page)
  expect(await fitsWidth(page)).toBe(true)
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await fitsWidth(page)).toBe(true)
  await all.getByRole('radio', { name: 'Mine' }).check()
  await expect(all.getByText('There are none.')).toBeVisible()
  await all.getByRole('radio', { name: 'Not read' }).check()
  await all.getByRole('button', { name: `Show the comments on ${STEP}` }).press('Enter')

  const sheet = dialog(page, 'Step')
  await expect(sheet.getByText('We lose people here.')).toBeInViewport()
  expect(await fitsWidth(page)).toBe(true)
  await axe(page)
  await sheet.getByRole('textbox', { name: 'Your comment' }).fill('The council could help.')
  await sheet.getByRole('button', { name: 'Send' }).click()
  await expect(panel(prof.page).getByText('The council could help.')).toBeVisible()
  await sheet.getByRole('button', { name: 'Close', exact: true }).click()
  await fromMenu(page, 'All comments')
  await all.getByRole('radio', { name: 'Not read' }).check()
  await expect(all.getByText('There are none.')).toBeVisible()
})

test('TALK-35 without a connection the words stay in the field and are sent when it is back', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const pat = await join(made, 'patientLeader', 'Pat')
  const { page } = pat
  await toList(page)
  await openComments(page, panel(page))
  await pat.cutLine()
  await expect(panel(page).getByText('Commenting needs a connection.')).toBeVisible()
  const field = panel(page).getByRole('textbox', { name: 'Your comment' })
  await field.fill('Said without a line.')
  await panel(page).getByRole('button', { name: 'Send' }).click()
  await expect(field).toHaveValue('Said without a line.')
  await expect(field).toHaveAccessibleDescription(/Your words stay here until you can send them/)
  await pat.mendLine()
  await expect(panel(page).getByRole('status').filter({ hasText: 'Commenting needs a connection.' })).toHaveCount(0)
  await panel(page).getByRole('button', { name: 'Send' }).click()
  await expect(field).toHaveValue('')
  await expect(panel(page).locator('[data-message]').getByText('Said without a line.')).toBeVisible()
})

test('TALK-21 observers are asked to listen only and let to comment again; an open page follows and keeps what was typed', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const olu = await join(made, 'observer', 'Olu')
  const fay = await join(made, 'facilitator', 'Fay')
  await toList(olu.page)
  await openComments(olu.page, panel(olu.page))
  const field = panel(olu.page).getByRole('textbox', { name: 'Your comment' })
  await field.fill('Half a thought')
  await fromMenu(fay.page, 'See everyone')
  const observers = dialog(fay.page, 'People').getByRole('checkbox', { name: 'Observers can comment' })
  await expect(observers).toBeChecked()
  await observers.click()
  await expect(panel(olu.page).getByRole('status').filter({ hasText: 'The facilitators have asked observers to listen only for now.' })).toBeVisible()
  await expect(field).toHaveCount(0)
  await axe(olu.page)
  await fay.page.reload()
  await fromMenu(fay.page, 'See everyone')
  await expect(observers).not.toBeChecked()
  await observers.click()
  await expect(field).toHaveValue('Half a thought')
  await panel(olu.page).getByRole('button', { name: 'Send' }).click()
  await expect(panel(olu.page).locator('[data-message]').getByText('Half a thought')).toBeVisible()
})
