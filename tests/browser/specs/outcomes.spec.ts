// Outcomes and shared decisions with two people: added by keyboard in the list, agreed by both, opened again by a change; on
// the map, on a phone, and on paper. The rules of the model are held by the client's own tests.
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, type Join, type Made, type Person, test } from '../fixtures.ts'
import { dialog, editDialog, fromMenu, onMap, panel, toList, toMap } from '../hands.ts'
import { pickRadio, press, tabTo } from '../keys.ts'

// Every way is gone by Tab, press by press.
test.describe.configure({ timeout: 240_000 })

const FAMILIES = ['Long-term', 'Recovery', 'Prevention', 'Not decided']
const OUTCOME = 'Fewer people come back as an emergency'
const MEASURE = 'Count them every three months, and ask people how safe they feel.'
const STEP = 'Chooses how to be looked after'
const MATTERS = 'Being at home, and knowing whom to ring.'
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true }

const theTwo = async (made: Made, join: Join, options: Parameters<Join>[3] = {}): Promise<{ fay: Person; ann: Person; ben: Person }> => {
  const fay = await join(made, 'facilitator', 'Fay')
  const ann = await join(made, 'patientLeader', 'Ann', options)
  const ben = await join(made, 'professional', 'Ben', options)
  await fromMenu(fay.page, 'Pairs')
  await dialog(fay.page, 'Pairs').getByRole('button', { name: 'Form this pair' }).click()
  await expect(dialog(fay.page, 'Pairs').getByRole('heading', { name: /Ann · Ben/ })).toBeVisible()
  await fay.page.keyboard.press('Escape')
  return { fay, ann, ben }
}

/** The "Agreement" of what is open. */
const agreement = (page: Page): Locator => page.getByRole('region', { name: 'Agreement', exact: true })
const outcomesIn = (page: Page): Locator => page.getByRole('region', { name: 'Outcomes: what should get better', exact: true })
const outcomePanel = (page: Page): Locator => editDialog(page, 'outcome')

/** Nothing serious or critical in what is on the page. */
const floor = async (page: Page, what: string): Promise<void> => {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  const bad = found.violations.filter((each) => each.impact === 'serious' || each.impact === 'critical')
  expect(bad.map((each) => ({ on: what, rule: each.id, where: each.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`) }))).toEqual([])
}

/** No wider than the screen. */
const fits = async (page: Page): Promise<void> => {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
}

/** Adds the outcome in the list, by keyboard. */
const addOutcome = async (page: Page): Promise<void> => {
  await press(page, 'Add an outcome')
  await page.keyboard.type(OUTCOME)
  await pickRadio(page, FAMILIES, 'Prevention')
  await press(page, 'Add and say more')
  await tabTo(page, 'How we will know')
  await page.keyboard.type(MEASURE)
  await press(page, 'Done')
}

/** Adds the shared decision in the list, by keyboard; it is open afterwards. */
const addDecision = async (page: Page): Promise<void> => {
  await press(page, 'Add a step: Review, Community health and therapy')
  await page.keyboard.type(STEP)
  await tabTo(page, /^It is a shared decision/)
  await page.keyboard.press('Space')
  await press(page, 'Add and say more')
  await tabTo(page, 'Options')
  await page.keyboard.type('Stay at home with visits')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Come to the day unit')
  await tabTo(page, 'What matters to the person')
  await page.keyboard.type(MATTERS)
}

test('OUTCOME-26, OUTCOME-25 a pair adds an outcome and a shared decision by keyboard, agrees on both, and a changed option opens the decision again', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { fay, ann, ben } = await theTwo(made, join)
  for (const { page } of [ann, ben]) await toList(page)
  await addOutcome(ann.page)
  await addDecision(ann.page)
  await press(ann.page, 'I agree')
  await expect(agreement(ann.page).getByText('Patient side agrees', { exact: true })).toBeVisible()
  await press(ann.page, 'Close')
  await press(ann.page, `Edit: ${OUTCOME}`)
  await press(ann.page, 'I agree')
  await expect(agreement(ann.page).getByText('Patient side agrees', { exact: true })).toBeVisible()
  await floor(ann.page, 'an outcome')
  await press(ann.page, 'Done')

  // Ben goes through what waits: the outcome comes first, then the decision with its options.
  await press(ben.page, 'Agree together (2 to agree)')
  const walk = dialog(ben.page, /^Agree together/)
  await expect(walk.getByRole('heading', { level: 3 }).first()).toHaveText(OUTCOME)
  for (const words of [MEASURE, 'Prevention']) await expect(walk).toContainText(words)
  await press(ben.page, 'I agree')
  await expect(walk.getByRole('button', { name: 'Next', exact: true })).toBeFocused()
  await ben.page.keyboard.press('Enter')
  await expect(walk.getByRole('heading', { level: 3 }).first()).toHaveText(STEP)
  await expect(walk.getByRole('listitem').filter({ hasText: 'Come to the day unit' })).toBeVisible()
  for (const words of ['Shared decision', 'You both choose this: the person and the professional.', MATTERS]) await expect(walk).toContainText(words)
  await floor(ben.page, 'a decision in the walk')
  await press(ben.page, 'I agree')
  await expect(walk).toContainText('You both agreed.')
  await press(ben.page, 'Next')
  await expect(walk).toContainText('That was the last one')
  await ben.page.keyboard.press('Escape')
  await expect(outcomesIn(ann.page)).toContainText('Agreed')

  // Ben changes an option: the agreement is open again for both, and says how.
  await press(ben.page, STEP)
  await expect(agreement(ben.page).getByText('Agreed', { exact: true })).toBeVisible()
  await tabTo(ben.page, 'Options')
  await ben.page.keyboard.press('Control+End')
  await ben.page.keyboard.type(' twice a week')
  await expect(agreement(ben.page).getByText('Changed since both agreed')).toBeVisible()
  await expect(agreement(ben.page).locator('ins').filter({ hasText: 'twice a week' })).toBeVisible()
  await press(ann.page, STEP)
  await expect(agreement(ann.page).getByText('Needs a new yes', { exact: true })).toBeVisible()
  await expect(agreement(ann.page).getByRole('term').filter({ hasText: 'Options' })).toBeVisible()
  await floor(ann.page, 'a shared decision')
  await press(ann.page, 'Bring back the agreed words')
  await expect(agreement(ann.page).getByText('Agreed', { exact: true })).toBeVisible()
  await expect(panel(ben.page).getByRole('textbox', { name: 'Options' })).toHaveValue('Stay at home with visits\nCome to the day unit')

  // On paper: above the map in short, in the list with how we will know.
  await fay.page.emulateMedia({ media: 'print' })
  const printed = fay.page.getByRole('listitem').filter({ hasText: OUTCOME })
  await expect(printed.first()).toContainText('Agreed')
  await expect(printed.last()).toContainText(`How we will know: ${MEASURE}`)
  await expect(fay.page.getByRole('listitem').filter({ hasText: 'Stay at home with visits' }).last()).toBeVisible()
})

test('OUTCOME-27, DECISION-24 the map shows both by symbol and word, and opens them; so does a phone', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann', { viewport: { width: 1366, height: 768 } })
  await toList(ann.page)
  await addOutcome(ann.page)
  await addDecision(ann.page)
  await ann.page.screenshot({ path: test.info().outputPath('list-1366.png') })
  await ann.page.keyboard.press('Escape')
  await ann.page.screenshot({ path: test.info().outputPath('list-closed-1366.png'), fullPage: true })
  await toMap(ann.page)
  await expect(outcomesIn(ann.page)).toContainText('Prevention')
  await expect(onMap(ann.page, STEP)).toContainText('Shared decision')
  await expect(onMap(ann.page, STEP)).toHaveAccessibleName(new RegExp(`^${STEP}\\. No goal yet\\. Shared decision\\. `))
  await onMap(ann.page, STEP).scrollIntoViewIfNeeded()
  await ann.page.screenshot({ path: test.info().outputPath('map-1366.png') })
  await floor(ann.page, 'the map')
  await outcomesIn(ann.page).getByRole('button', { name: OUTCOME }).click()
  await expect(outcomePanel(ann.page).getByRole('textbox', { name: 'How we will know' })).toHaveValue(MEASURE)
  await ann.page.screenshot({ path: test.info().outputPath('outcome-1366.png') })
  await ann.page.keyboard.press('Escape')

  const ben = await join(made, 'professional', 'Ben', PHONE)
  await toMap(ben.page)
  await ben.page.getByRole('main').getByRole('button', { name: 'Add an outcome' }).tap()
  await dialog(ben.page, 'Add an outcome').getByRole('textbox').fill('People sleep better')
  await dialog(ben.page, 'Add an outcome').getByRole('radio', { name: 'Recovery' }).tap()
  await ben.page.screenshot({ path: test.info().outputPath('add-390.png') })
  await dialog(ben.page, 'Add an outcome').getByRole('button', { name: 'Add', exact: true }).tap()
  await expect(outcomesIn(ben.page)).toContainText('People sleep better')
  await fits(ben.page)
  await ben.page.screenshot({ path: test.info().outputPath('map-390.png') })
  await toList(ben.page)
  await fits(ben.page)
  await floor(ben.page, 'the list on a phone')
  await outcomesIn(ben.page).screenshot({ path: test.info().outputPath('outcomes-390.png') })
  await ben.page.getByRole('button', { name: STEP, exact: true }).tap()
  const sheet = dialog(ben.page, 'Step')
  await expect(sheet).toContainText('You both choose this: the person and the professional.')
  await sheet.getByRole('textbox', { name: 'Options' }).scrollIntoViewIfNeeded()
  await ben.page.screenshot({ path: test.info().outputPath('decision-390.png') })
  await expect(outcomesIn(ann.page)).toContainText('People sleep better')
})
