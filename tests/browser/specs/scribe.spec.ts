// A person who takes part by phone, and the professional who writes for them: everybody sees whose yes it is and who wrote it.
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { dialog, fromMenu, inList, panel, toList } from '../hands.ts'

const STEP = 'Notices symptoms and decides whether to call'

const agreement = (page: Page): Locator => page.getByRole('region', { name: 'Agreement', exact: true })

/** The card of one half of the pair. */
const half = (page: Page, name: string): Locator => agreement(page).getByRole('listitem').filter({ hasText: name })

test('AGREE-23 a scribe says the yes of somebody on the phone: everybody sees whose it is and who wrote it down', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const sam = await join(made, 'professional', 'Sam')
  const ben = await join(made, 'professional', 'Ben')
  const oli = await join(made, 'observer', 'Oli')

  await fromMenu(fay.page, 'See everyone')
  const people = dialog(fay.page, 'People')
  await people.getByRole('button', { name: 'Add someone who takes part by phone' }).click()
  const added = dialog(fay.page, 'Add someone who takes part by phone')
  await added.getByRole('textbox', { name: 'Name in the workshop' }).fill('Mair')
  await added.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(added).toBeHidden()
  await people.getByRole('button', { name: 'Change name or role of Mair' }).click()
  const change = dialog(fay.page, 'Change Mair')
  await change.getByRole('combobox', { name: 'Who writes for Mair?' }).selectOption({ label: 'Sam' })
  await change.getByRole('button', { name: 'Save' }).click()
  await expect(people.getByText('Writes for Mair')).toBeVisible()
  // The question closes when all of it is done, which is told before: Escape is for the list behind it.
  await expect(change).toBeHidden()
  await fay.page.keyboard.press('Escape')
  await fromMenu(fay.page, 'Pairs')
  const pairs = dialog(fay.page, 'Pairs')
  const choose = async (at: number, label: string): Promise<void> => { await pairs.getByRole('combobox').nth(at).selectOption({ label }) }
  await choose(0, 'Mair')
  await choose(1, 'Ben')
  await pairs.getByRole('button', { name: 'Form this pair' }).click()
  await expect(pairs.getByRole('heading', { name: /Mair · Ben/ })).toBeVisible()
  await fay.page.keyboard.press('Escape')

  await toList(sam.page)
  await inList(sam.page, STEP).click()
  await expect(agreement(sam.page)).toContainText('You write for Mair.')
  await agreement(sam.page).getByRole('button', { name: 'I agree', exact: true }).click()
  for (const { page } of [fay, ben, oli]) {
    await toList(page)
    await inList(page, STEP).click()
  }
  for (const { page } of [fay, sam, ben, oli]) {
    await expect(half(page, 'Mair')).toContainText('Agrees')
    await expect(half(page, 'Mair')).toContainText(/Written down by Sam/)
    await expect(half(page, 'Ben')).toContainText('No answer yet')
  }
  // It is a yes like any other: with Ben's both agree. What Ben says himself nobody wrote down.
  await agreement(ben.page).getByRole('button', { name: 'I agree', exact: true }).click()
  for (const { page } of [fay, sam, oli]) {
    await expect(agreement(page).getByText('Agreed', { exact: true }).first()).toBeVisible()
    await expect(half(page, 'Ben')).not.toContainText('Written down')
  }
  // Written down in comments too, as the person's own words.
  await panel(sam.page).locator('summary', { hasText: 'Comments (' }).click()
  await panel(sam.page).getByRole('checkbox', { name: 'I write this down for Mair' }).check()
  await panel(sam.page).getByRole('textbox', { name: 'Your comment' }).fill('I did not know it was my heart.')
  await panel(sam.page).getByRole('button', { name: 'Send' }).click()
  await panel(oli.page).locator('summary', { hasText: 'Comments (1)' }).click()
  const said = panel(oli.page).locator('[data-message]')
  await expect(said).toContainText('Mair')
  await expect(said).toContainText('written down by Sam')
  // Once somebody acts for them no more, only Mair's own half is left, and Sam is asked nothing.
  await fromMenu(fay.page, 'See everyone')
  await people.getByRole('button', { name: 'Change name or role of Mair' }).click()
  await change.getByRole('combobox', { name: 'Who writes for Mair?' }).selectOption({ index: 0 })
  await change.getByRole('button', { name: 'Save' }).click()
  await expect(agreement(sam.page)).not.toContainText('You write for Mair.')
  await expect(agreement(sam.page).getByRole('button', { name: 'Undo my yes' })).toHaveCount(0)
  await expect(half(sam.page, 'Mair')).toContainText(/Written down by Sam/)
})

test('AGREE-23 who has a device is asked before somebody writes for them, and ends it when they like', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const ann = await join(made, 'patientLeader', 'Ann')
  const sam = await join(made, 'supporter', 'Sam')
  await fromMenu(fay.page, 'See everyone')
  await dialog(fay.page, 'People').getByRole('button', { name: 'Change name or role of Ann' }).click()
  await dialog(fay.page, 'Change Ann').getByRole('combobox', { name: 'Who writes for Ann?' }).selectOption({ label: 'Sam' })
  await dialog(fay.page, 'Change Ann').getByRole('button', { name: 'Save' }).click()
  await expect(dialog(fay.page, 'People').getByText('Asks to write for Ann')).toBeVisible()
  const writes = sam.page.getByRole('banner').getByText('You write for Ann.')
  await expect(ann.page.getByRole('banner').getByText('Sam would write down what you say.')).toBeVisible()
  await expect(writes).toHaveCount(0)
  await ann.page.getByRole('button', { name: 'Answer' }).click()
  await dialog(ann.page, 'People').getByRole('button', { name: 'Yes, Sam may write for me' }).click()
  await expect(writes).toBeVisible()
  await dialog(ann.page, 'People').getByRole('button', { name: 'No longer' }).click()
  await expect(writes).toHaveCount(0)
})
