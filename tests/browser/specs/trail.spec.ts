// What led to what, in real browsers: from a comment to the part it led to, seen by both sides and by who said it.
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { addStep, dialog, expectLight, fromMenu, inList, onMap, panel, toList } from '../hands.ts'
import { press } from '../keys.ts'

const STEP = 'Notices symptoms and decides whether to call'
const CELL = { stage: 'Something is wrong', lane: 'Person and family' }
const WORDS = 'People go home and do not know whom to call.'
const NEW = 'Gets a card with one number to call'
const CAME = 'What came of my ideas'

const comment = async (inside: Locator, words: string): Promise<void> => {
  await inside.locator('summary', { hasText: 'Comments (' }).click()
  await inside.getByRole('textbox', { name: 'Your comment' }).fill(words)
  await inside.getByRole('button', { name: 'Send' }).click()
  await expect(inside.locator('[data-message]').getByText(words)).toBeVisible()
}

const isSound = async (page: Page): Promise<void> => {
  expect(await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog[open]')].filter((box) => box.scrollWidth > box.clientWidth).length)).toBe(0)
  // A list that stands between two rows has one half below the header, which is no fault of the row.
  await page.evaluate(() => { for (const box of document.querySelectorAll('html, main, main *')) box.scrollTop = 0 })
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

/** A picture for people to look at, when a folder for it is named. */
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['PAIRWAY_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

test('TRAIL-11 a comment of an observer leads to a new step: said by keyboard, seen by both sides and by the observer', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const olu = await join(made, 'observer', 'Olu Observer')
  const pat = await join(made, 'patientLeader', 'Pat')
  const prof = await join(made, 'professional', 'Dr Rees')
  await toList(olu.page)
  await inList(olu.page, STEP).click()
  await comment(panel(olu.page), WORDS)
  await expect(olu.page.getByRole('button', { name: /^Say what this led to/ })).toHaveCount(0)

  await toList(pat.page)
  await addStep(pat.page, CELL, NEW)
  await expectLight(pat.page, 'saved')
  await press(pat.page, STEP)
  await press(pat.page, /^Comments \(1\)/)
  await press(pat.page, 'Say what this led to: comment of Olu Observer')
  const choice = dialog(pat.page, 'What did this lead to?')
  await expect(choice.getByRole('radio').first()).toHaveAccessibleName(new RegExp(`^${STEP}.*The comment is on this part$`))
  await picture(pat.page, 'choose')
  await pat.page.keyboard.type('one number')
  await pat.page.keyboard.press('Tab')
  await pat.page.keyboard.press('Space')
  await press(pat.page, 'Save')
  await expect(choice).toBeHidden()
  const led = panel(pat.page).locator('[data-message]').getByRole('list', { name: 'Led to' })
  await expect(led.getByRole('button', { name: new RegExp(`^Step ${NEW}`) })).toContainText('Idea')
  await expect(pat.page.getByRole('button', { name: 'Say what this led to: comment of Olu Observer' })).toBeFocused()
  await isSound(pat.page)
  await picture(pat.page, 'comment')

  // The other side finds it at the part, and the way back to the comment.
  await onMap(prof.page, NEW).click()
  const there = panel(prof.page).getByRole('region', { name: 'Where this came from' })
  await expect(there).toContainText(WORDS)
  await expect(there).toContainText('Olu Observer')
  await isSound(prof.page)
  await there.scrollIntoViewIfNeeded()
  await picture(prof.page, 'part')
  await there.getByRole('button', { name: 'Show the comment of Olu Observer' }).click()
  await expect(panel(prof.page).locator('[data-message]').getByText(WORDS)).toBeInViewport()
  await expect(panel(prof.page).locator('[data-message]').getByRole('button', { name: new RegExp(`^Step ${NEW}`) })).toBeVisible()
  await fromMenu(prof.page, CAME)
  await expect(dialog(prof.page, CAME)).toContainText('No comment of yours is linked to a part yet.')
  await expect(dialog(prof.page, CAME)).toContainText(/Others.*1 comment led to a part/)
  await prof.page.keyboard.press('Escape')

  // Who said it finds it under what they said, and goes there.
  await fromMenu(olu.page, CAME)
  const came = dialog(olu.page, CAME)
  await expect(came).toContainText(WORDS)
  await picture(olu.page, 'came')
  await isSound(olu.page)
  await came.getByRole('button', { name: new RegExp(`^Step ${NEW}`) }).click()
  await expect(inList(olu.page, NEW)).toBeFocused()

  // Words that are taken back go; that they led here stays told, until somebody takes that away.
  await inList(olu.page, STEP).click()
  await panel(olu.page).locator('summary', { hasText: 'Comments (' }).click()
  await panel(olu.page).getByRole('button', { name: 'Delete my comment' }).click()
  await panel(olu.page).getByRole('group', { name: 'Delete my comment' }).getByRole('button', { name: 'Delete my comment' }).click()
  await onMap(prof.page, NEW).click()
  await expect(there).toContainText('A comment that was deleted')
  await expect(there).not.toContainText(WORDS)
  await there.getByRole('button', { name: /^Remove that/ }).click()
  await expect(there).toContainText('Nobody has said yet where this came from.')
  await expect(there.getByRole('heading', { name: 'Where this came from' })).toBeFocused()
  await expect(led).toHaveCount(0)
})

test('BROWSER-50 on a phone another part is chosen as what led to one, and all of it fits', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const bob = await join(made, 'professional', 'Bob')
  const ann = await join(made, 'carer', 'Ann', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })
  const { page } = ann
  await addStep(page, CELL, NEW)
  await expectLight(page, 'saved')
  await inList(page, NEW).tap()
  const sheet = dialog(page, 'Step')
  await sheet.getByRole('button', { name: 'Something else led to this' }).tap()
  const choice = dialog(page, 'Something else led to this')
  await choice.getByRole('searchbox', { name: 'Find a part' }).fill('decides whether')
  await picture(page, 'phone-choose')
  await isSound(page)
  await choice.getByRole('radio').first().check()
  await choice.getByRole('button', { name: 'Save' }).tap()
  const trail = sheet.getByRole('region', { name: 'Where this came from' })
  await expect(trail.getByRole('button', { name: new RegExp(`^Step ${STEP}`) })).toBeVisible()
  await comment(sheet, WORDS)
  await sheet.getByRole('button', { name: /^Say what this led to/ }).tap()
  await dialog(page, 'What did this lead to?').getByRole('radio').first().check()
  await dialog(page, 'What did this lead to?').getByRole('button', { name: 'Save' }).tap()
  await expect(trail).toContainText(WORDS)
  await isSound(page)
  await sheet.locator('[data-message]').scrollIntoViewIfNeeded()
  await picture(page, 'phone-comment')
  await trail.scrollIntoViewIfNeeded()
  await picture(page, 'phone-part')
  await page.setViewportSize({ width: 320, height: 640 })
  await isSound(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await sheet.getByRole('button', { name: 'Close', exact: true }).tap()
  await fromMenu(page, CAME)
  await expect(dialog(page, CAME)).toContainText(WORDS)
  await picture(page, 'phone-came')
  await isSound(page)
  await dialog(page, CAME).getByText('comment led to a part').scrollIntoViewIfNeeded()
  await picture(page, 'phone-sides')

  // The idea says where it led, to the other side too.
  await onMap(bob.page, STEP).click()
  const onward = panel(bob.page).getByRole('region', { name: 'Where this came from' })
  await expect(onward.getByRole('heading', { name: 'What this led to' })).toBeVisible()
  await onward.getByRole('button', { name: new RegExp(`^Step ${NEW}`) }).click()
  await expect(onMap(bob.page, NEW)).toBeFocused()
})
