// Votes: a facilitator opens one, people vote in secret on a phone and on a computer, and everybody sees the same result.
import { expect, test } from '../fixtures.ts'
import { fromMenu } from '../hands.ts'
import type { Page } from '@playwright/test'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const run = (page: Page) => page.getByRole('complementary', { name: 'Run the session' })
const panel = (page: Page) => page.getByRole('complementary', { name: /^(Vote|Votes and results)$/ })
const part = (page: Page) => run(page).getByRole('region', { name: 'Vote' })

test('VOTE-27 two taps vote from the map; the facilitator sees counts only, and after the close all see the same result', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  const pro = await join(made, 'professional', 'Pro')
  const pia = await join(made, 'professional', 'Pia')
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Choose three or four/ }).click()
  await part(fay.page).getByText('Yes, no, not sure').click()
  await part(fay.page).getByLabel('What do you ask?').fill('Shall we ring people after two days?')
  await part(fay.page).getByRole('button', { name: 'Open the vote' }).click()
  await expect(part(fay.page)).toContainText('Patient side0 of 1')

  // Two taps from the map: the button of the line, and the answer.
  const sent: string[] = []
  pat.page.on('request', (request) => void (request.url().endsWith('/session/ballots') && request.method() === 'POST' && sent.push(request.postData() ?? '')))
  const taps = [
    pat.page.getByRole('button', { name: 'Vote', exact: true }),
    panel(pat.page).getByRole('button', { name: 'Not sure' }),
  ]
  for (const tap of taps) await tap.tap()
  await expect(panel(pat.page)).toContainText('Your vote is in. You can change it until it closes.')
  expect([taps.length, sent.length]).toEqual([2, 1])
  await expect(part(fay.page)).toContainText('Patient side1 of 1')
  // A changed vote counts once.
  await panel(pat.page).getByRole('button', { name: 'Yes' }).tap()
  await expect(panel(pat.page).getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true')
  await pat.page.reload()
  await pat.page.getByRole('button', { name: 'Vote', exact: true }).tap()
  await expect(panel(pat.page)).toContainText('This page does not show what you chose.')

  for (const [{ page }, answer] of [[pro, 'Yes'], [pia, 'No']] as const) {
    await page.getByRole('button', { name: 'Vote', exact: true }).click()
    await panel(page).getByRole('button', { name: answer, exact: true }).click()
    await expect(panel(page)).toContainText('Your vote is in.')
  }
  await expect(part(fay.page)).toContainText('Professional side2 of 2')
  await expect(part(fay.page)).toContainText('Patient side1 of 1')
  await part(fay.page).getByRole('button', { name: 'Close the vote and show the result' }).click()
  for (const place of [part(fay.page), panel(pat.page), panel(pro.page)]) {
    for (const words of ['Yes: 2 people', 'No: 1 person', 'Not sure: 0 people', 'The sides are not shown apart']) await expect(place).toContainText(words)
  }
})

test('VOTE-27 dots go on stages of the map by keyboard, and with fewer than three voters nothing is shown', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pro = await join(made, 'professional', 'Pro')
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Choose three or four/ }).click()
  await part(fay.page).getByLabel('What do you ask?').fill('Where do people get lost?')
  await part(fay.page).getByText('Stages', { exact: true }).click()
  const boxes = part(fay.page).getByRole('group', { name: 'Tick what people can choose' }).getByRole('checkbox')
  for (const at of [0, 1, 2]) await boxes.nth(at).check()
  await part(fay.page).getByRole('button', { name: 'Open the vote' }).click()
  await pro.page.getByRole('button', { name: 'Vote', exact: true }).click()
  const more = panel(pro.page).getByRole('button', { name: /^One more dot/ }).first()
  await more.focus()
  for (let press = 0; press < 2; press += 1) await more.press('Enter')
  await expect(panel(pro.page)).toContainText('1 dot left')
  await panel(pro.page).getByRole('button', { name: 'Send my vote' }).press('Enter')
  await expect(panel(pro.page)).toContainText('Your vote is in.')
  await part(fay.page).getByRole('button', { name: 'Close the vote and show the result' }).click()
  for (const place of [part(fay.page), panel(pro.page)]) await expect(place).toContainText('Fewer than 3 people voted, so no result is shown.')
})
