// What became of what a person wrote first, and the way to where somebody else works: by keyboard, and on a phone.
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { addPart, addStep, dialog, expectLight, fromMenu, inList, onMap, theMap, toList, toMap } from '../hands.ts'
import { focusName, press } from '../keys.ts'

const FIRST = { stage: 'Something is wrong', lane: 'Person and family' }
const CAME = 'What came of my ideas'
const MINE = 'Talks to a neighbour'
const GOAL = 'Sleep through the night'

/** Chooses from the menu by arrow keys. */
const choose = async (page: Page, item: string): Promise<void> => {
  await press(page, 'Menu')
  for (let i = 0; i < 40 && (await focusName(page)) !== item; i += 1) await page.keyboard.press('ArrowDown')
  expect(await focusName(page)).toBe(item)
  await page.keyboard.press('Enter')
}

const people = (page: Page): Locator => page.getByRole('button', { name: 'People: 2 people are here' })

const said = (page: Page, words: string): Promise<void> => expect(page.locator('[data-live-region]')).toContainText(words)

/** The whole dialog is as wide as the screen at most, and axe finds nothing serious in it. */
const isSound = async (page: Page, open: Locator): Promise<void> => {
  const over = await open.evaluate((element) => [...element.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.textContent))
  expect(over).toEqual([])
  const { violations } = await new AxeBuilder({ page }).include('dialog[open]').analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

test('SHOWN-20 what came from me and where somebody works lead to their place by keyboard, on the map and in the list', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  await toList(ann.page)
  await addPart(ann.page, 'goal', GOAL)
  await addStep(ann.page, FIRST, MINE)
  await expectLight(ann.page, 'saved')
  await toMap(ann.page)

  const came = dialog(ann.page, CAME)
  await choose(ann.page, CAME)
  await expect(came.getByRole('listitem').filter({ hasText: 'Patient side' })).toContainText('2 parts first written')
  await expect(came.getByRole('listitem').filter({ hasText: 'Professional side' })).toContainText('No part yet')
  await expect(came.getByRole('button', { name: /^(Goal|Stage|Step) / })).toHaveText([new RegExp(`^Goal ${GOAL}`), new RegExp(`^Step ${MINE}`)])
  await press(ann.page, new RegExp(`^Step ${MINE}`))
  await expect(came).toBeHidden()
  await expect(onMap(ann.page, MINE)).toBeFocused()
  await choose(ann.page, CAME)
  await press(ann.page, new RegExp(`^Goal ${GOAL}`))
  await expect(ann.page.getByRole('main').getByRole('button', { name: new RegExp(GOAL) })).toBeFocused()

  await fromMenu(bob.page, CAME)
  await expect(dialog(bob.page, CAME)).toContainText('Nothing yet.')
  await expect(dialog(bob.page, CAME)).toContainText('2 parts first written')
  await expect(dialog(bob.page, CAME).getByText(MINE)).toHaveCount(0)
  await bob.page.keyboard.press('Escape')
  await toList(bob.page)
  await inList(bob.page, MINE).click()

  await press(ann.page, /^People: 2/)
  await expect(dialog(ann.page, 'People')).toContainText(`Works on Step “${MINE}”`)
  await press(ann.page, 'Go to where Bob is')
  await expect(onMap(ann.page, MINE)).toBeFocused()
  await said(ann.page, `You are where Bob is: Step “${MINE}”.`)
  await press(ann.page, 'List')
  await press(ann.page, /^People: 2/)
  await press(ann.page, 'Go to where Bob is')
  await expect(inList(ann.page, MINE)).toBeFocused()
})

test('BROWSER-50 on a phone both fit, and lead to a goal on the map and into a closed stage of the list', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const bob = await join(made, 'professional', 'Bob')
  const ann = await join(made, 'carer', 'Ann', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })
  await addPart(ann.page, 'goal', GOAL)
  await addStep(ann.page, FIRST, MINE)
  await expectLight(ann.page, 'saved')
  await onMap(bob.page, MINE).click()

  const summary = ann.page.locator('summary').filter({ hasText: FIRST.stage })
  await summary.tap()
  await expect(inList(ann.page, MINE)).toBeHidden()
  await people(ann.page).tap()
  await expect(dialog(ann.page, 'People')).toContainText(`Works on Step “${MINE}”`)
  await isSound(ann.page, dialog(ann.page, 'People'))
  await dialog(ann.page, 'People').getByRole('button', { name: 'Go to where Bob is' }).tap()
  await expect(inList(ann.page, MINE)).toBeFocused()
  await expect(inList(ann.page, MINE)).toBeInViewport()

  await toMap(ann.page)
  await fromMenu(ann.page, CAME)
  const came = dialog(ann.page, CAME)
  await expect(came.getByRole('button', { name: new RegExp(`^Step ${MINE}`) })).toBeVisible()
  await isSound(ann.page, came)
  await came.getByRole('button', { name: new RegExp(`^Goal ${GOAL}`) }).tap()
  await expect(ann.page.getByRole('main').getByRole('button', { name: new RegExp(GOAL) })).toBeInViewport()
  await expect(theMap(ann.page)).toBeVisible()
})
