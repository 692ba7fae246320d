// Running a session: a facilitator begins activities, and everybody sees what is on.
import { expect, test } from '../fixtures.ts'
import { fromMenu } from '../hands.ts'
import type { Page } from '@playwright/test'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const now = (page: Page) => page.getByRole('region', { name: 'What is on now' })
const run = (page: Page) => page.getByRole('complementary', { name: 'Run the session' })
const onIn = (page: Page) => page.locator('[aria-current=step]')

test('SESSION-29 a facilitator begins, adds minutes and goes on; a patient leader on a phone and a professional see what is on and for how long', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  const pro = await join(made, 'professional', 'Pro')
  await expect(now(pat.page)).toHaveCount(0)
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Begin: Welcome/ }).click()
  for (const { page } of [pat, pro]) {
    await expect(now(page)).toContainText('Now: Welcome and how we work together')
    await expect(now(page)).toContainText('10 min left')
    await expect(now(page)).toContainText('Next: Why this matters')
  }
  await run(fay.page).getByRole('button', { name: '5 minutes more' }).click()
  for (const { page } of [pat, pro]) await expect(now(page)).toContainText('15 min left')
  await pat.page.getByRole('button', { name: 'Hide the time' }).tap()
  await expect(now(pat.page)).not.toContainText('min left')
  await run(fay.page).getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(now(pro.page)).toContainText('Paused')
  await run(fay.page).getByRole('button', { name: 'Next', exact: true }).click()
  for (const { page } of [pat, pro]) await expect(now(page)).toContainText('Now: Why this matters')
  // What is on is there again after a reload, and nobody but a facilitator can change it.
  await pat.page.reload()
  await expect(now(pat.page)).toContainText('Now: Why this matters')
  await expect(now(pat.page).getByRole('button', { name: 'Run the session' })).toHaveCount(0)
  await expect(now(pat.page).getByRole('button', { name: 'Show the time' })).toBeVisible()
})

test('SESSION-29 two facilitators press "next" at the same moment, one in a window of its own: the session goes on by one', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const fred = await join(made, 'facilitator', 'Fred')
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Begin: Welcome/ }).click()
  const own = fred.page
  await own.goto(`${server.base}/w/${made.workshop}/run`)
  await expect(onIn(own)).toContainText('Welcome')
  fay.forgive(/409/)
  fred.forgive(/409/)
  const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true })
  await Promise.all([next(fay.page), next(own)].map((button) => button.evaluate((element: HTMLElement) => element.click())))
  for (const page of [fay.page, own]) await expect(onIn(page)).toContainText('Why this matters')
  await own.getByRole('button', { name: 'End the session' }).click()
  await expect(now(fay.page)).toContainText('The session has ended.')
})

test('CLOSE-8 at the end everybody sees who does what by when, and joins the call by a link that a facilitator gave', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByText('Call and phone').click()
  await run(fay.page).getByRole('textbox', { name: 'Link of your call' }).fill('https://call.example/heart')
  await run(fay.page).getByRole('button', { name: 'Save' }).click()
  const link = now(pat.page).getByRole('link', { name: /^Join the call/ })
  await expect(link).toHaveAttribute('href', 'https://call.example/heart')
  await expect(link).toHaveAttribute('rel', /noopener/)
  await run(fay.page).getByRole('button', { name: /What we learned and who does what/ }).click()
  await now(pat.page).getByRole('button', { name: 'What comes of it' }).tap()
  const closing = pat.page.getByRole('complementary', { name: 'What comes of it' })
  await closing.getByRole('button', { name: 'Add an action' }).tap()
  await closing.getByRole('textbox', { name: 'What is to be done' }).fill('Ask the practice for a named nurse')
  await closing.getByRole('combobox', { name: 'Who does it' }).selectOption('Pat')
  await closing.getByRole('button', { name: 'Add', exact: true }).tap()
  await expect(closing.getByText('Ask the practice for a named nurse')).toBeVisible()
  await fromMenu(fay.page, /^Actions/)
  const dialog = fay.page.getByRole('dialog', { name: 'Who does what by when' })
  await dialog.getByRole('checkbox', { name: 'Done: Ask the practice for a named nurse' }).check()
  await expect(closing.getByRole('checkbox')).toBeChecked()
})
