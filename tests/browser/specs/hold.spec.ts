// "Hold others' changes while I write" with two people: the map stands still and messages wait, until they are let in.
import { expect, test } from '../fixtures.ts'
import { heard, listen, TOLD_WITHIN } from '../heard.ts'
import { addStep, dialog, expectLight, fromMenu, inList, panel, toList } from '../hands.ts'

const STEP = 'Notices symptoms and decides whether to call'
const CELL = { stage: 'Something is wrong', lane: 'Person and family' }

test('SHELL-41 the map stands still while one writes, with a count, until one lets the changes in; messages come when one leaves the field', async ({ server, join }) => {
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
  const detail = panel(pat.page).getByRole('textbox', { name: 'Details' })
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
  // What others add waits with a count; comments do not, and writing goes on.
  const waiting = pat.page.getByRole('region', { name: 'Messages' })
  await expect(waiting).toContainText('Others have changed 2 parts of the map.')
  await expect(panel(pat.page).locator('summary', { hasText: 'Comments (1)' })).toBeVisible()
  for (const step of ['Rings the practice', 'Is called back']) await expect(inList(pat.page, step)).toHaveCount(0)
  await detail.pressSequentially('too long.')
  expect(await heard(pat.page)).not.toContain('Ben')
  await expectLight(pat.page, 'saved')
  await expect(panel(ben.page).getByRole('textbox', { name: 'Details' })).toHaveValue(/I waited too long\./)

  // Into another field nothing is told yet; out of the fields all of it, once.
  await panel(pat.page).getByRole('textbox', { name: 'What happens' }).focus()
  expect(await heard(pat.page)).not.toContain('Ben')
  await panel(pat.page).getByRole('button', { name: 'Close', exact: true }).focus()
  await expect.poll(() => heard(pat.page), TOLD_WITHIN).toContain(`Ben commented on ${STEP}.`)
  expect((await heard(pat.page)).split(`Ben commented on ${STEP}.`).length, 'said once').toBe(2)
  for (const step of ['Rings the practice', 'Is called back']) await expect(inList(pat.page, step)).toHaveCount(0)
  await pat.page.keyboard.press('F6')
  await expect(waiting.getByRole('button', { name: 'Show them' })).toBeFocused()
  await pat.page.keyboard.press('Enter')
  for (const step of ['Rings the practice', 'Is called back']) await expect(inList(pat.page, step)).toBeVisible()
  await expect(panel(pat.page).getByRole('button', { name: 'Close', exact: true })).toBeFocused()
  await expect.poll(() => heard(pat.page), TOLD_WITHIN).toMatch(/Ben added Step “Rings the practice”\. Ben added Step “Is called back”\./)

  // Who did not choose it hears at once, though they write too.
  await panel(ben.page).getByRole('textbox', { name: 'Details' }).click()
  await listen(ben.page)
  await addStep(pat.page, CELL, 'Goes to the practice')
  await expect.poll(() => heard(ben.page), TOLD_WITHIN).toContain('Pat added Step “Goes to the practice”.')
})
