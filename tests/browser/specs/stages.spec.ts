// Agreeing a stage read as a page, and the stages that a pair decides about, each with two people and a browser each.
import type { Locator, Page } from '@playwright/test'
import { expect, type Join, type Made, type Person, test } from '../fixtures.ts'
import { dialog, formPair, fromMenu, startWalk, toList, walk } from '../hands.ts'

const STAGE = 'Going home'
const STEPS = ['Offers rehabilitation before leaving and sends the referral', 'Phones in the first days to hear what matters'] as const

/** Ann and Ben, a pair, and Fay, who formed it. */
const theTwo = async (made: Made, join: Join, options: Parameters<Join>[3] = {}): Promise<{ fay: Person; ann: Person; ben: Person }> => {
  const fay = await join(made, 'facilitator', 'Fay')
  const ann = await join(made, 'patientLeader', 'Ann', options)
  const ben = await join(made, 'professional', 'Ben', options)
  await formPair(fay.page, /Ann · Ben/)
  return { fay, ann, ben }
}

const stagePage = (page: Page): Locator => dialog(page, `Stage: ${STAGE}`)

/** Opens the stage as a page from the counts. In the list: in a low window the map keeps the room for itself. */
const readStage = async (page: Page): Promise<void> => {
  await toList(page)
  await page.getByRole('button', { name: 'Agreement so far' }).click()
  await dialog(page, 'Agreement so far').getByRole('button', { name: `Read this stage and agree: ${STAGE}`, exact: true }).click()
  await expect(stagePage(page).getByRole('heading', { level: 3 })).toHaveCount(3)
}

/** Reads on as far as there is something to read. */
const readToTheEnd = async (page: Page): Promise<void> => {
  const parts = stagePage(page).getByRole('heading', { level: 3 })
  // What is on the screen is known once it has been drawn.
  const drawn = (element: Element, to: 'middle' | 'end'): Promise<void> => new Promise((resolve) => {
    if (to === 'middle') element.scrollIntoView({ block: 'center' })
    else element.scrollTo(0, element.scrollHeight)
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
  })
  for (let at = 0; at < (await parts.count()); at += 1) await parts.nth(at).evaluate(drawn, 'middle' as const)
  await stagePage(page).evaluate(drawn, 'end' as const)
}

test('BROWSER-82 a stage is agreed as a page by two people: without what is taken out first, and only what was on the screen', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  // So low that the page cannot be seen at once.
  const { fay, ann, ben } = await theTwo(made, join, { viewport: { width: 900, height: 480 } })
  for (const { page } of [ann, ben]) await readStage(page)
  await expect(stagePage(ann.page).getByText(/not on your screen yet/)).toBeAttached()
  await expect(stagePage(ann.page).getByRole('button', { name: 'I agree with these 3', exact: true })).toHaveCount(0)
  // Ann reads all and takes one step out.
  await readToTheEnd(ann.page)
  await expect(stagePage(ann.page).getByText(/not on your screen yet/)).toHaveCount(0)
  await stagePage(ann.page).getByRole('checkbox', { name: `I agree with this ${STEPS[1]}` }).uncheck()
  await stagePage(ann.page).getByRole('button', { name: 'I agree with these 2', exact: true }).click()
  await expect(stagePage(ann.page).getByRole('button', { name: 'Nothing here waits for your yes', exact: true })).toBeVisible()
  await expect(stagePage(ben.page).getByText('Patient side agrees', { exact: true })).toHaveCount(2)
  // Ben says yes to what he has read, which is not all of it: what he has not seen stays to agree.
  const ready = stagePage(ben.page).getByRole('button', { name: /^I agree with (this|these) \d+$/ })
  const count = Number(/\d+$/.exec((await ready.textContent()) ?? '')?.[0])
  expect(count).toBeLessThan(3)
  await ready.click()
  await expect(stagePage(ben.page).getByText('Agreed', { exact: true })).toHaveCount(count)
  // He reads on.
  await readToTheEnd(ben.page)
  const rest = stagePage(ben.page).getByRole('button', { name: /^I agree with (this|these) \d+$/ })
  await expect(rest).toBeVisible()
  await rest.click()
  await expect(stagePage(ben.page).getByText('Agreed', { exact: true })).toHaveCount(2)
  await expect(stagePage(ben.page).getByText('Professional side agrees', { exact: true })).toHaveCount(1)
  await ben.page.keyboard.press('Escape')
  // Everybody counts the same.
  await fay.page.getByRole('button', { name: 'Agreement so far' }).click()
  await expect(dialog(fay.page, 'Agreement so far').getByRole('button', { name: '2 Agreed. Show in the list' }).first()).toBeVisible()
  await expect(dialog(fay.page, 'Agreement so far').getByRole('button', { name: '1 One partner agrees. Show in the list' }).first()).toBeVisible()
  // What Ann took out is what the walk asks her.
  await ann.page.keyboard.press('Escape')
  await startWalk(ann.page)
  await expect(walk(ann.page).getByRole('heading', { level: 3 }).first()).toHaveText(STEPS[1])
  await expect(walk(ann.page).getByText('Ben agrees.', { exact: true })).toBeVisible()
})

test('BROWSER-83 a pair chooses its stages together: asked, declined, asked again and accepted, and both see the same', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const { fay, ann, ben } = await theTwo(made, join)
  const pairs = (page: Page): Locator => dialog(page, 'Pairs')
  const ask = async (stage: string): Promise<void> => {
    await pairs(ann.page).getByRole('button', { name: 'Choose stages' }).click()
    await pairs(ann.page).getByRole('radio', { name: 'Some stages' }).check()
    await pairs(ann.page).getByRole('checkbox', { name: stage, exact: true }).check()
    await pairs(ann.page).getByRole('button', { name: 'Ask my partner' }).click()
    await expect(pairs(ann.page)).toContainText('It counts when both say yes. No answer yet from: Ben')
  }
  await fromMenu(ann.page, 'Pairs')
  await expect(pairs(ann.page)).toContainText('The whole map')
  await ask(STAGE)
  // Ben is told where he is, and declines: nothing has changed for either.
  await expect(ben.page.getByText('Ann asks which stages your pair decides about.').first()).toBeVisible()
  await ben.page.getByRole('button', { name: 'Answer', exact: true }).click()
  await expect(pairs(ben.page)).toContainText(`Ann asks that this pair decides about:${STAGE}`)
  await pairs(ben.page).getByRole('button', { name: 'No, leave it as it is' }).click()
  for (const { page } of [ann, ben]) {
    await expect(pairs(page).getByText('Ann asks that this pair')).toHaveCount(0)
    await expect(pairs(page)).toContainText('The whole map')
  }
  await ask('Review')
  await fromMenu(fay.page, 'Pairs')
  await expect(pairs(fay.page)).toContainText('Ann asks that this pair decides about:Review')
  await expect(pairs(fay.page).getByRole('button', { name: 'Yes, we decide about these' })).toHaveCount(0)
  await pairs(ben.page).getByRole('button', { name: 'Yes, we decide about these' }).click()
  for (const { page } of [fay, ann, ben]) {
    await expect(pairs(page)).toContainText('Only these stages: Review')
    await page.keyboard.press('Escape')
  }
  // What is in no stage counts still, what is in another one does not: it says so where it is opened.
  await expect(ann.page.getByText('The stages that your pair decides about have changed.').first()).toBeAttached()
  await toList(ann.page)
  await ann.page.getByRole('main').getByRole('button', { name: STEPS[0], exact: true }).click()
  await expect(ann.page.getByText('This is not in the stages that your pair chose.', { exact: false })).toBeVisible()
  await ann.page.getByRole('main').getByRole('button', { name: 'Final review against my goals', exact: true }).click()
  await expect(ann.page.getByRole('region', { name: 'Agreement', exact: true }).getByRole('button', { name: 'I agree', exact: true })).toBeVisible()
  await expect(ann.page.getByText('This is not in the stages that your pair chose.', { exact: false })).toHaveCount(0)
})
