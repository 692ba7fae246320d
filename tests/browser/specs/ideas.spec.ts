// Shared ideas beside the map: two people add them, sort them, make a step of one and see the same, one of them on a phone.
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { dialog, expectLight, fromMenu, onMap, panel, stageOnMap, toList, toMap } from '../hands.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const STAGE = 'Something is wrong'
const WORDS = 'One number to ring, day and night, and somebody who knows my name answers'
const STEP = 'Rings one number, day and night'
const THEME = 'Knowing whom to ask'

const ideas = (page: Page): Locator => page.getByRole('complementary', { name: 'Shared ideas' })
const card = (page: Page, words: string): Locator => ideas(page).getByRole('listitem').filter({ hasText: words })

const isSound = async (page: Page): Promise<void> => {
  expect(await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog[open], aside')].filter((box) => box.scrollWidth > box.clientWidth).length)).toBe(0)
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
  expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

/** A picture for people to look at, when a folder for it is named. */
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['PAIRWAY_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

const add = async (page: Page, words: string, about?: string): Promise<void> => {
  await ideas(page).getByRole('button', { name: 'Add an idea' }).click()
  await ideas(page).getByLabel('Your idea').fill(words)
  if (about !== undefined) await ideas(page).getByLabel('About').selectOption({ label: about })
  await ideas(page).getByRole('button', { name: 'Add it' }).click()
  await expect(card(page, words)).toBeVisible()
}

test('IDEA-28 two people add ideas, put one into a theme and make a step of it, and see the same; on a phone too', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const pat = await join(made, 'patientLeader', 'Pat')
  const pro = await join(made, 'professional', 'Dr Rees', PHONE)

  // Without a session, by the menu.
  await fromMenu(pat.page, 'Shared ideas')
  await expect(ideas(pat.page)).toContainText('No ideas yet.')
  await add(pat.page, WORDS, STAGE)
  await add(pat.page, 'My family is told too')
  await expect(stageOnMap(pat.page, STAGE)).toHaveAccessibleName(/1 shared idea$/)

  // On the phone the mark at the stage opens them.
  await toMap(pro.page)
  await picture(pro.page, 'phone-mark')
  await pro.page.getByRole('button', { name: '1 shared idea', exact: true }).tap()
  await expect(card(pro.page, WORDS)).toContainText('Pat')
  await card(pro.page, WORDS).getByRole('button', { name: /^Theme of this idea/ }).tap()
  const theme = dialog(pro.page, 'Which theme does it fit?')
  await theme.getByLabel('Name of the theme').fill(THEME)
  await picture(pro.page, 'phone-theme')
  await isSound(pro.page)
  await theme.getByRole('button', { name: 'Save' }).tap()
  await expect(card(pro.page, WORDS)).toContainText(`Theme: ${THEME}`)
  await picture(pro.page, 'phone-panel')
  await isSound(pro.page)

  // By keyboard: the other idea goes into the same theme, and a step is made of the first.
  await expect(card(pat.page, WORDS)).toContainText(`Theme: ${THEME}`)
  await card(pat.page, 'My family').getByRole('button', { name: /^Theme of this idea/ }).press('Enter')
  await dialog(pat.page, 'Which theme does it fit?').getByRole('radio', { name: THEME }).press('Space')
  await pat.page.keyboard.press('Enter')
  await expect(card(pat.page, 'My family')).toContainText(`Theme: ${THEME}`)
  await ideas(pat.page).getByRole('button', { name: 'Theme', exact: true }).and(pat.page.locator('[aria-pressed]')).press('Enter')
  await expect(ideas(pat.page).getByRole('heading', { name: `${THEME} (2)` })).toBeVisible()
  await picture(pat.page, 'desktop-theme')
  await card(pat.page, WORDS).getByRole('button', { name: /^Use this idea/ }).press('Enter')
  await expect(pat.page.getByRole('button', { name: 'Make a step of it' })).toBeFocused()
  await picture(pat.page, 'desktop-menu')
  await pat.page.keyboard.press('Enter')
  const make = dialog(pat.page, 'Make a step of it')
  await expect(make.getByLabel('Words')).toHaveValue(WORDS)
  await make.getByLabel('Words').fill(STEP)
  await picture(pat.page, 'desktop-make')
  await isSound(pat.page)
  await make.getByRole('button', { name: 'Add the step' }).press('Enter')
  await expect(make).toBeHidden()
  await expect(card(pat.page, WORDS)).toContainText(`Became: ${STEP}`)
  await expectLight(pat.page, 'saved')
  await picture(pat.page, 'desktop-panel')
  await isSound(pat.page)
  await pat.page.emulateMedia({ colorScheme: 'dark' })
  await picture(pat.page, 'desktop-dark')
  await pat.page.emulateMedia({ colorScheme: 'light' })

  // What became of it leads to the step, whose history names the idea.
  await card(pat.page, WORDS).getByRole('button', { name: `Became: ${STEP}` }).click()
  await expect(onMap(pat.page, STEP)).toBeFocused()
  await pat.page.keyboard.press('Enter')
  const came = panel(pat.page).getByRole('region', { name: 'Where this came from' })
  await expect(came).toContainText(`From the idea of Pat: ${WORDS}`)
  await came.scrollIntoViewIfNeeded()
  await picture(pat.page, 'desktop-history')
  await pat.page.keyboard.press('Escape')

  // The phone goes there too, and makes room for it.
  await expect(card(pro.page, WORDS)).toContainText(`Became: ${STEP}`)
  await picture(pro.page, 'phone-became')
  await card(pro.page, WORDS).getByRole('button', { name: `Became: ${STEP}` }).tap()
  await expect(ideas(pro.page)).toHaveCount(0)
  await expect(pro.page.getByRole('main').getByRole('button', { name: new RegExp(`^(Edit )?${STEP}`) }).first()).toBeInViewport()

  // In the list the ideas of a stage stand below its steps.
  await ideas(pat.page).getByRole('button', { name: 'Close' }).click()
  await toList(pat.page)
  const below = pat.page.locator('section').filter({ has: pat.page.getByRole('heading', { name: '1 shared idea' }) }).last()
  await expect(below).toContainText(`Became: ${STEP}`)
  await below.scrollIntoViewIfNeeded()
  await picture(pat.page, 'list')
  await below.getByRole('button', { name: 'Open the shared ideas' }).click()
  await expect(ideas(pat.page).getByRole('heading', { name: new RegExp(STAGE) })).toBeFocused()
  await isSound(pat.page)
})

test('IDEA-21 the mark at a stage on the map opens its ideas, by a press of its own, and the panel of the stage by keyboard', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const pat = await join(made, 'patientLeader', 'Pat')
  await fromMenu(pat.page, 'Shared ideas')
  await add(pat.page, 'Somebody rings back', STAGE)
  await ideas(pat.page).getByRole('button', { name: 'Close' }).click()
  await picture(pat.page, 'mark')
  await stageOnMap(pat.page, STAGE).locator('[data-ideas]').click()
  await expect(ideas(pat.page).getByRole('heading', { name: new RegExp(STAGE) })).toBeFocused()
  await pat.page.keyboard.press('Escape')
  await expect(ideas(pat.page)).toHaveCount(0)
  await stageOnMap(pat.page, STAGE).press('Enter')
  await panel(pat.page).getByRole('button', { name: '1 shared idea' }).press('Enter')
  await expect(ideas(pat.page).getByRole('heading', { name: new RegExp(STAGE) })).toBeFocused()
})
