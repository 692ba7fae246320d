// What concerns a whole map: several maps in a workshop, cleaning up, and taking the map away on paper and as files.
import { test } from '@playwright/test'
import { expect } from '../fixtures.ts'
import type { Actor } from './actor.ts'
import { button, dialog, menu, type Cast } from './cast.ts'

const mapSwitch = ({ page }: Actor) => page.getByRole('button', { name: /^Map: .*\. Show another map$/ })

const expectMap = (actor: Actor, name: string): Promise<void> => expect(actor.page.getByRole('button', { name: `Map: ${name}. Show another map`, exact: true })).toBeVisible()

/** A second map: made, gone to, named anew, shown first, removed and brought back. */
const maps = async ({ one, lead }: Cast): Promise<void> => {
  await lead.choose(mapSwitch(lead), 'Add or change maps')
  const list = dialog(lead, 'Maps of this workshop')
  await lead.press(button(list, 'Add a map'))
  const asked = dialog(lead, 'Add a map')
  await lead.pick(asked.getByRole('group', { name: 'What does it show?' }), 'How we want it')
  await lead.press(button(asked, 'Add a map'))
  await expectMap(lead, 'Future map')
  await one.choose(mapSwitch(one), 'Future map')
  await expectMap(one, 'Future map')
  await lead.choose(mapSwitch(lead), 'Add or change maps')
  await lead.press(button(list, 'Rename Future map'))
  const name = dialog(lead, 'Rename Future map')
  await lead.write(name.getByRole('textbox'), ', in May')
  await lead.press(button(name, 'Save'))
  await expect(mapSwitch(one)).toHaveAccessibleName(/, in May/)
  const now = /^Map: (.*)\. Show another map$/.exec((await mapSwitch(one).getAttribute('aria-label')) ?? '')?.[1] ?? ''
  await lead.press(button(list, `Show ${now} first`))
  await expect(list.getByRole('listitem').filter({ hasText: 'Shown first' })).toContainText(now)
  await lead.press(button(list, 'Remove Current map'))
  await lead.press(button(dialog(lead, 'Remove Current map?'), 'Remove'))
  await expect(one.page.getByRole('button', { name: /^Map: / })).toHaveCount(0)
  await lead.press(button(list, 'Bring back Current map'))
  await expect(mapSwitch(one)).toBeVisible()
  await lead.close(list)
}

/** What says nothing is taken out. */
const cleanUp = async ({ lead }: Cast): Promise<void> => {
  await lead.choose(menu(lead), 'Clean up the map')
  const asked = dialog(lead, 'Clean up the map')
  await lead.press(button(asked, 'Clean up'))
  await expect(asked).toBeHidden()
}

/** On paper, and as two files. */
const takeAway = async ({ one }: Cast): Promise<void> => {
  const printed = one.page.evaluate(() => new Promise<void>((resolve) => addEventListener('beforeprint', () => resolve(), { once: true })))
  await one.choose(menu(one), 'Print the map and the list')
  await printed
  for (const [item, file] of [['Spreadsheet of the steps', /steps\.csv$/], ['Full copy', /full copy\.json$/]] as const) {
    const download = one.page.waitForEvent('download')
    await one.choose(menu(one), item)
    expect((await download).suggestedFilename()).toMatch(file)
  }
}

/** All of them. */
export const workshopJourneys = async (cast: Cast): Promise<void> => {
  await test.step('on paper and as files', () => takeAway(cast))
  await test.step('cleaning up', () => cleanUp(cast))
  await test.step('several maps', () => maps(cast))
}
