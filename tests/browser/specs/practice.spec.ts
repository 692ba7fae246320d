// A facilitator alone practises an agenda with simulated people, who are connected as everybody is.
import { expect, test } from '../fixtures.ts'
import { fromMenu } from '../hands.ts'
import type { Locator, Page } from '@playwright/test'

const run = (page: Page): Locator => page.getByRole('complementary', { name: 'Run the session' })
const writing = (page: Page): Locator => run(page).getByRole('region', { name: 'Who is writing' })
const LINE = 'Practice: five simulated people take part. Nothing of it is kept.'

/** The facilitator and the five, and nobody else. */
const areThere = async (page: Page): Promise<void> => {
  await expect(page.getByText('Ana (simulated)').first()).toBeVisible()
  await expect(page.getByText('+3', { exact: true })).toBeVisible()
}

test('PRACTICE-7 a facilitator practises silent writing with five simulated people, also after a reload, and it is gone when they end it', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const { page } = fay
  await fromMenu(page, 'Run the session')
  await run(page).getByRole('button', { name: 'Begin to practise' }).click()
  await expect(page.getByText(LINE)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: /^Practice: / })).toBeVisible()
  const practice = page.url()
  expect(practice).not.toContain(made.workshop)
  await areThere(page)

  if (!(await run(page).isVisible())) await fromMenu(page, 'Run the session')
  await expect(run(page).getByRole('button', { name: 'Begin to practise' })).toHaveCount(0)
  await run(page).getByRole('button', { name: /^Goals first/ }).click()
  await expect(writing(page)).toContainText('3 of 3 have finished')
  await expect(writing(page)).toContainText('2 of 2 have finished')
  // The same people come back.
  await page.reload()
  await areThere(page)
  await page.getByRole('region', { name: 'What is on now' }).getByRole('button', { name: 'Run the session' }).click()
  await writing(page).getByRole('button', { name: 'Let people share notes' }).click()
  await fromMenu(page, 'Shared ideas')
  const ideas = page.getByRole('complementary', { name: 'Shared ideas' })
  await expect(ideas).toContainText('I told my story four times.')
  await expect(ideas.getByText('I told my story four times.'), 'nobody writes twice, also after a reload').toHaveCount(1)

  fay.forgive(/410|401|WebSocket/)
  await page.getByRole('button', { name: 'End the practice' }).click()
  await expect(page).toHaveURL(new RegExp(made.workshop))
  await expect(page.getByText(LINE)).toHaveCount(0)
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  expect(kept).not.toContain(practice.split('/').at(-1))
  expect(kept).not.toContain('simulated')
})
