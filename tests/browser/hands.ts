// What a person does on the pages, by what is written on them: never by a class or an id. Used by all browser tests.
// Owns the words of the interface that tests act through. Must not know what a test asserts.
import { expect, type Locator, type Page } from '@playwright/test'

export type Light = 'saved' | 'saving' | 'offlineKept' | 'offlineNothingWaiting' | 'readOnly' | 'refused'

const WORD: Record<Light, string> = {
  saved: 'Saved', saving: 'Saving', offlineKept: 'Offline, kept on this device', offlineNothingWaiting: 'Offline', readOnly: 'Reading only', refused: 'Something was not saved',
}

/** The light says this, in words. */
export const expectLight = (page: Page, light: Light): Promise<void> =>
  expect(page.getByRole('button', { name: `Your work: ${WORD[light]}`, exact: true })).toBeVisible()

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export const toList = async (page: Page): Promise<void> => {
  await page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'List' }).click()
  await expect(page.getByRole('heading', { name: 'Stages', exact: true })).toBeVisible()
}

export const toMap = async (page: Page): Promise<void> => {
  await page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Map' }).click()
  await expect(theMap(page)).toBeVisible()
}

export const theMap = (page: Page): Locator => page.getByRole('application', { name: 'Map of the pathway' })

/** A step on the map, by how its title begins. */
export const onMap = (page: Page, title: string): Locator => theMap(page).getByRole('button', { name: new RegExp(`^${literal(title)}`) })

export const stageOnMap = (page: Page, title: string): Locator => theMap(page).getByRole('button', { name: new RegExp(`^Edit stage \\d+: ${literal(title)}(\\.|$)`) })

export const laneOnMap = (page: Page, title: string): Locator => theMap(page).getByRole('button', { name: new RegExp(`^Edit lane: ${literal(title)}`) })

/** A step in the list: the button with its title. */
export const inList = (page: Page, title: string): Locator => page.getByRole('main').getByRole('button', { name: title, exact: true })

export const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name })

export const fromMenu = async (page: Page, item: string | RegExp): Promise<void> => {
  // It may say how many comments are new.
  await page.getByRole('button', { name: /^Menu( |$)/ }).click()
  await page.getByRole('button', { name: item }).click()
}

/** Adds a step in the list, at the button of its cell. */
export const addStep = async (page: Page, where: { stage: string; lane: string }, title: string): Promise<void> => {
  await page.getByRole('button', { name: `Add a step: ${where.stage}, ${where.lane}`, exact: true }).click()
  await dialog(page, 'Add a step').getByRole('textbox', { name: 'What happens' }).fill(title)
  await dialog(page, 'Add a step').getByRole('button', { name: 'Add', exact: true }).click()
}

/** Adds a stage, a lane or a goal at the end. */
export const addPart = async (page: Page, kind: 'stage' | 'lane' | 'goal', title: string): Promise<void> => {
  await page.getByRole('main').getByRole('button', { name: `Add a ${kind}`, exact: true }).click()
  const asked = dialog(page, `Add a ${kind}`)
  await asked.getByRole('textbox').fill(title)
  await asked.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(asked).toBeHidden()
}

/** The panel of the open step. */
export const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' })

/** The open question about a stage, lane or goal. */
export const editDialog = (page: Page, kind: 'stage' | 'lane' | 'goal'): Locator => dialog(page, `Edit this ${kind}`)

/** Undo as the header offers it; its name says what it takes back. */
export const undoButton = (page: Page): Locator => page.getByRole('group', { name: 'Workshop tools' }).getByRole('button', { name: /^(Undo:|Nothing to undo)/ })

export const redoButton = (page: Page): Locator => page.getByRole('group', { name: 'Workshop tools' }).getByRole('button', { name: /^(Redo:|Nothing to redo)/ })

/** An item of an open menu. */
export const menuItem = (page: Page, name: string): Locator => page.locator('[data-menu-item]').getByText(name, { exact: true })

/** Chooses from the menu of a part in the list. */
export const fromPartMenu = async (page: Page, title: string, item: string): Promise<void> => {
  await page.getByRole('button', { name: `More for ${title}`, exact: true }).click()
  await menuItem(page, item).click()
}

/** Moves a step by choosing from lists, from its menu in the list. */
export const moveStep = async (page: Page, title: string, to: { stage?: string; lane?: string; place?: string }): Promise<void> => {
  await fromPartMenu(page, title, 'Move to…')
  const asked = dialog(page, 'Move to…')
  if (to.stage) await asked.getByLabel('Stage').selectOption({ label: to.stage })
  if (to.lane) await asked.getByLabel('Lane').selectOption({ label: to.lane })
  if (to.place) await asked.getByLabel('Place in this cell').selectOption({ label: to.place })
  await asked.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(asked).toBeHidden()
}

/** Links a step to another, from its menu in the list. */
export const linkTo = async (page: Page, title: string, to: string): Promise<void> => {
  await fromPartMenu(page, title, 'Leads to…')
  const asked = dialog(page, 'Leads to…')
  await asked.getByRole('searchbox', { name: 'Find a step' }).fill(to)
  await asked.getByRole('radio', { name: new RegExp(`^${literal(to)}`) }).check()
  await asked.getByRole('button', { name: 'Link', exact: true }).click()
  await expect(asked).toBeHidden()
}
