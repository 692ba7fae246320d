// Steps and the links between them, one and many at once: added, said more about, made a decision, moved, linked, removed, undone, found.
import { test } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { theMap } from '../hands.ts'
import { bringBack, button, dialog, listed, main, menu, more, openStep, row, unfold, type Cast } from './cast.ts'
import { titlesOf } from './parts.ts'

export const STEP = 'Rings a known number'
export const NEXT = 'Talks it over'
const [STAGE, LATER] = titlesOf('stage')

/** Two steps in the first stage. */
const addSteps = async ({ one, other }: Cast): Promise<void> => {
  for (const [at, title] of [STEP, NEXT].entries()) {
    await one.press(at === 0 ? button(main(one), `Add a step to ${STAGE}`) : button(main(one), `Add a step: ${STAGE}, ${titlesOf('lane')[0]}`))
    const asked = dialog(one, 'Add a step')
    await one.write(asked.getByRole('textbox', { name: 'What happens' }), title)
    await one.press(button(asked, 'Add'))
    await expect(row(other, title)).toBeVisible()
  }
}

/** Everything that is said of a step. */
const sayMore = async ({ one, other }: Cast): Promise<void> => {
  const seen = row(other, STEP)
  const open = await openStep(one, STEP)
  await one.write(open.getByRole('textbox', { name: 'Details' }), 'Somebody answers.')
  await expect(seen).toContainText('Somebody answers.')
  await one.tick(open.getByRole('checkbox', { name: /^Goal 1/ }))
  await expect(seen).toContainText('Goal 1')
  for (const [group, words] of [['Who provides it', 'Peer'], ['Who does it', 'Done with people']] as const) {
    await one.pick(open.getByRole('group', { name: group }), words)
    await expect(seen).toContainText(words)
  }
  await unfold(one, open.locator('details.pw-more'))
  await one.pick(open.getByRole('group', { name: 'Whose knowledge is this' }), 'Lived experience')
  await expect(seen).toContainText('Lived experience')
  await one.press(button(open, 'Make this a shared decision'))
  for (const [field, words] of [['Options', 'Rest at home'], ['What matters to the person', 'Not to be alone']] as const) {
    await one.write(open.getByRole('textbox', { name: field }), words)
    await expect(seen).toContainText(words)
  }
  await expect(seen).toContainText('Shared decision')
  await one.press(button(open, 'Make it a plain step'))
  await expect(seen).not.toContainText('Shared decision')
  await one.press(button(open, 'Make this a shared decision'))
  await expect(seen).toContainText('Shared decision')
  await one.close(open)
}

/** Within its cell, and to another stage. */
const move = async ({ one, other }: Cast): Promise<void> => {
  await one.press(button(main(one), `Move up: ${NEXT}`))
  await expect(listed(other, 'step').first()).toContainText(NEXT)
  await one.choose(more(one, NEXT), 'Move to…')
  const asked = dialog(one, 'Move to…')
  await one.select(asked.getByLabel('Stage'), LATER)
  await one.press(button(asked, 'Move'))
  await expect(listed(other, 'stage').nth(1)).toContainText(NEXT)
}

/** A link, the words on it, taken away and brought back. */
const link = async ({ one, other }: Cast): Promise<void> => {
  await one.choose(more(one, STEP), 'Leads to…')
  const asked = dialog(one, 'Leads to…')
  await one.write(asked.getByRole('searchbox', { name: 'Find a step' }), 'talks')
  await one.pick(asked.getByRole('group', { name: 'Which step' }), NEXT)
  await one.press(button(asked, 'Link'))
  await expect(row(other, STEP)).toContainText(`Leads to “${NEXT}”`)
  const open = await openStep(one, STEP)
  await unfold(one, open.locator('details.pw-more'))
  await unfold(one, open.locator('details.pw-links__words'))
  await one.write(open.getByRole('textbox', { name: `Words on the link to ${NEXT}` }), 'if worried')
  const theirs = await openStep(other, STEP)
  await unfold(other, theirs.locator('details.pw-more'))
  await expect(theirs.getByText('“if worried”')).toBeVisible()
  await other.close(theirs)
  await one.press(button(open, `Remove the link to ${NEXT}`))
  await expect(row(other, STEP)).not.toContainText('Leads to')
  await one.close(open)
  await bringBack(one, `link “Link from ${STEP} to ${NEXT}”`)
  await expect(row(other, STEP)).toContainText(`Leads to “${NEXT}”`)
}

/** Removed, undone, done again, and brought back. */
const removeAndUndo = async ({ one, other }: Cast): Promise<void> => {
  await one.choose(more(one, NEXT), 'Remove')
  await expect(row(other, NEXT)).toHaveCount(0)
  await one.choose(menu(one), /^Undo: /)
  await expect(row(other, NEXT)).toHaveCount(1)
  await one.choose(menu(one), /^Redo: /)
  await expect(row(other, NEXT)).toHaveCount(0)
  await bringBack(one, `step “${NEXT}”`)
  await expect(row(other, NEXT)).toHaveCount(1)
}

/** Found by its words, and gone to. */
const find = async ({ one }: Cast): Promise<void> => {
  await one.choose(menu(one), 'Find on the map')
  const asked = dialog(one, 'Find on the map')
  await one.write(asked.getByRole('combobox', { name: /^Words/ }), 'talks it')
  await one.take(asked.getByRole('option', { name: new RegExp(`^${NEXT}`) }))
  await expect(asked).toBeHidden()
  await expect(button(main(one), NEXT)).toBeInViewport()
}

/** Many at once, on the map: all are chosen, and what is done is done with all of them. */
const many = async ({ lead, one }: Cast): Promise<void> => {
  await lead.press(lead.page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Map' }))
  await expect(theMap(lead.page)).toBeVisible()
  await lead.press(lead.page.getByRole('group', { name: 'Map tools' }).getByRole('button', { name: 'Choose several' }))
  const tools = lead.page.getByRole('toolbar', { name: 'Tools for the chosen steps' })
  await lead.press(button(tools, 'Choose all'))
  await lead.choose(button(tools, 'Who does it'), 'Done by people')
  for (const title of [STEP, NEXT]) await expect(row(one, title)).toContainText('Done by people')
  await lead.choose(button(tools, 'Goals'), 'Goal 2')
  for (const title of [STEP, NEXT]) await expect(row(one, title)).toContainText('Goal 2')
  await lead.choose(button(tools, 'Move to…'), LATER)
  await expect(listed(one, 'stage').nth(1).locator('[data-item^="step-"]')).toHaveCount(2)
  await lead.press(button(tools, 'Duplicate'))
  await expect(listed(one, 'step')).toHaveCount(4)
  // What is chosen now are the two new ones.
  await lead.press(button(tools, 'Remove'))
  await expect(listed(one, 'step')).toHaveCount(2)
  await lead.choose(menu(lead), /^Undo: /)
  await expect(listed(one, 'step')).toHaveCount(4)
  await lead.choose(menu(lead), /^Redo: /)
  await expect(listed(one, 'step')).toHaveCount(2)
}

/** All of them. */
export const stepJourneys = async (cast: Cast): Promise<void> => {
  await test.step('new steps', () => addSteps(cast))
  await test.step('what is said of a step', () => sayMore(cast))
  await test.step('moving', () => move(cast))
  await test.step('links', () => link(cast))
  await test.step('removing, undo, redo', () => removeAndUndo(cast))
  await test.step('finding', () => find(cast))
  await test.step('many at once', () => many(cast))
}
