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

/** The map: a picture, on a phone stage by stage. */
export const theMap = (page: Page): Locator => page.getByRole('application', { name: 'Map of the pathway' }).or(page.getByRole('region', { name: 'Map of the pathway' }))

/** "Agree together", open. */
export const walk = (page: Page): Locator => dialog(page, /^Agree together/)

/** Opens it by the way that is always there, in the page itself: the line under the header can offer the same. */
export const startWalk = async (page: Page): Promise<void> => {
  await page.getByRole('main').getByRole('button', { name: /^Agree together/ }).click()
  await expect(walk(page)).toBeVisible()
}

/** Says yes to the part that is shown, and goes on once it was taken. */
export const agreeAndGoOn = async (page: Page): Promise<void> => {
  await walk(page).getByRole('button', { name: 'I agree', exact: true }).click()
  await expect(walk(page).getByRole('button', { name: 'You agreed', exact: true })).toBeVisible()
  await walk(page).getByRole('button', { name: 'Next', exact: true }).click()
}

/** A facilitator forms the pair that is offered first. */
export const formPair = async (page: Page, names: RegExp): Promise<void> => {
  await fromMenu(page, 'Pairs')
  await dialog(page, 'Pairs').getByRole('button', { name: 'Form this pair' }).click()
  await expect(dialog(page, 'Pairs').getByRole('heading', { name: names })).toBeVisible()
  await page.keyboard.press('Escape')
}

/** Makes the whole map fit its window. */
export const showWholeMap = (page: Page): Promise<void> => page.getByRole('main').getByRole('button', { name: /whole map$/i }).first().click()

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
  await page.getByRole('button', { name: item }).and(page.locator('[data-menu-item]')).click()
}

/** Adds a step at the button of its cell: in the list a question asks for it, on the map a field opens in place. */
export const addStep = async (page: Page, where: { stage: string; lane: string }, title: string): Promise<void> => {
  await page.getByRole('button', { name: `Add a step: ${where.stage}, ${where.lane}`, exact: true }).click()
  const onMap = page.getByRole('textbox', { name: /^New step: / })
  const field = onMap.or(dialog(page, 'Add a step').getByRole('textbox', { name: 'What happens' }))
  await field.fill(title)
  await field.press('Enter')
  if (await onMap.isVisible()) await onMap.press('Escape')
}

/** Adds a stage, a lane or a goal at the end: on the map stages and lanes are typed in place, elsewhere they are asked for. */
export const addPart = async (page: Page, kind: 'stage' | 'lane' | 'goal', title: string): Promise<void> => {
  await page.getByRole('main').getByRole('button', { name: `Add a ${kind}`, exact: true }).click()
  const asked = dialog(page, `Add a ${kind}`)
  const field = theMap(page).getByRole('textbox', { name: `New ${kind}` })
  await expect(asked.or(field)).toBeVisible()
  if (await field.isVisible()) {
    await field.fill(title)
    await field.press('Enter')
    await theMap(page).getByRole('textbox', { name: `New ${kind}` }).press('Escape')
    return
  }
  await asked.getByRole('textbox').fill(title)
  await asked.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(asked).toBeHidden()
}

/** Shows the map at a size, in percent, from the list at its corner. */
export const zoomTo = async (page: Page, percent: 25 | 50 | 75 | 100): Promise<void> => {
  await page.getByRole('group', { name: 'Map tools' }).getByRole('button', { name: /^Zoom \d+%/ }).click()
  await page.getByRole('button', { name: `${percent}%`, exact: true }).click()
}

/** The panel of the open step. */
export const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' })

/** The panel of a stage, lane, goal or outcome. */
export const editDialog = (page: Page, kind: 'stage' | 'lane' | 'goal' | 'outcome'): Locator => panel(page).filter({ has: page.getByRole('heading', { name: `Edit this ${kind}` }) })

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
