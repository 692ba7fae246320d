// "Hold others' changes while I write" with two people: messages wait for the end of a sentence, the map does not.
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { addStep, dialog, expectLight, fromMenu, inList, panel, toList } from '../hands.ts'

const STEP = 'Notices symptoms and decides whether to call'
const CELL = { stage: 'Something is wrong', lane: 'Person and family' }

/** All that the live region says from now on, word for word. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const region = document.querySelector('[data-live-region]')
    const heard: string[] = []
    Object.assign(window, { heard })
    if (region) new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, { childList: true, subtree: true, characterData: true })
  })
const heard = (page: Page): Promise<string> => page.evaluate(() => ((window as unknown as { heard: string[] }).heard).join(' | '))

test('SHELL-41 what others do is told when one leaves the field, in one go; the map and the own words go on meanwhile', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const pat = await join(made, 'patientLeader', 'Pat')
  const ben = await join(made, 'professional', 'Ben')
  await fromMenu(pat.page, 'Text size, colours, messages')
  const hold = dialog(pat.page, 'Text size and colours').getByRole('checkbox', { name: 'Hold others’ changes while I write' })
  await expect(hold).not.toBeChecked()
  await hold.check()
  await pat.page.keyboard.press('Escape')
  await toList(pat.page)
  await inList(pat.page, STEP).click()
  const detail = panel(pat.page).getByRole('textbox', { name: 'More about it' })
  await detail.click()
  await listen(pat.page)
  await detail.pressSequentially('I waited ')

  await toList(ben.page)
  await addStep(ben.page, CELL, 'Rings the practice')
  await addStep(ben.page, CELL, 'Is called back')
  await inList(ben.page, STEP).click()
  await panel(ben.page).locator('summary', { hasText: 'Comments (' }).click()
  await panel(ben.page).getByRole('textbox', { name: 'Your comment' }).fill('How long?')
  await panel(ben.page).getByRole('button', { name: 'Send' }).click()
  // The map has all of it at once, and writing goes on.
  await expect(inList(pat.page, 'Rings the practice')).toBeVisible()
  await expect(inList(pat.page, 'Is called back')).toBeVisible()
  await expect(panel(pat.page).locator('summary', { hasText: 'Comments (1)' })).toBeVisible()
  // Longer than any burst of news is gathered.
  await pat.page.waitForTimeout(4_000)
  await detail.pressSequentially('too long.')
  expect(await heard(pat.page)).not.toContain('Ben')
  await expectLight(pat.page, 'saved')
  await expect(panel(ben.page).getByRole('textbox', { name: 'More about it' })).toHaveValue(/I waited too long\./)

  // Into another field nothing is told yet; out of the fields all of it, once.
  await panel(pat.page).getByRole('textbox', { name: 'What happens' }).focus()
  expect(await heard(pat.page)).not.toContain('Ben')
  await panel(pat.page).getByRole('button', { name: 'Close' }).focus()
  await expect.poll(() => heard(pat.page)).toContain(`Ben commented on ${STEP}.`)
  const told = await heard(pat.page)
  expect(told).toMatch(/parts? of the map w|Ben changed/)
  expect(told.split(`Ben commented on ${STEP}.`).length, 'said once').toBe(2)

  // Who did not choose it hears at once, though they write too.
  await panel(ben.page).getByRole('textbox', { name: 'More about it' }).click()
  await listen(ben.page)
  await addStep(pat.page, CELL, 'Goes to the practice')
  await expect.poll(() => heard(ben.page)).toMatch(/changed/)
})
