// Words that somebody types, and what a mouse, another person, a limit, a storage or a network would do to them.
import type { BrowserContext, Page } from '@playwright/test'
import { expect, linkFor, test, type Made, type Visitor } from '../fixtures.ts'
import { addPart, dialog, expectLight, fromMenu, inList, laneOnMap, editDialog, panel, toList } from '../hands.ts'

const FIRST = { stage: 'Something is wrong', lane: 'Person and family' }
const NOTICES = 'Notices symptoms and decides whether to call'

const asked = (page: Page) => dialog(page, 'Add a step')
const words = (page: Page) => asked(page).getByRole('textbox', { name: 'What happens' })
const question = (page: Page) => dialog(page, 'Close without your words?')
const addButton = (page: Page) => page.getByRole('button', { name: `Add a step: ${FIRST.stage}, ${FIRST.lane}`, exact: true })

/** Joins as a newcomer does, with a browser or a network that was made worse first. */
const joinWorse = async (visitor: Visitor, made: Made, worsen: (context: BrowserContext) => Promise<unknown> = async () => undefined): Promise<Page> => {
  await worsen(visitor.context)
  await visitor.page.goto(linkFor(made, 'patientLeader'))
  await visitor.page.getByRole('textbox', { name: 'Your nickname' }).fill('Ann')
  await visitor.page.getByRole('button', { name: 'Join the workshop' }).click()
  await visitor.page.waitForURL(/\/w\//)
  return visitor.page
}

test('FORM-1, FORM-2: words selected by mouse and let go beside a dialog close nothing, and no slip loses them unasked', async ({ server, join }) => {
  const ann = await join(await server.makeWorkshop(), 'patientLeader', 'Ann')
  const { page } = ann
  await toList(page)
  await addButton(page).click()
  await words(page).fill('Talks it over with a neighbour')
  const field = (await words(page).boundingBox())!
  await page.mouse.move(field.x + field.width / 2, field.y + 15)
  await page.mouse.down()
  await page.mouse.move(8, 8, { steps: 5 })
  await page.mouse.up()
  await expect(words(page)).toHaveValue('Talks it over with a neighbour')
  await expect(question(page)).toBeHidden()

  // A press that begins and ends beside it, and Escape, however often: the browser itself closes on the second.
  await page.mouse.click(8, 8)
  await expect(question(page).getByRole('button', { name: 'Go on writing' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(words(page)).toBeFocused()
  for (let times = 0; times < 4; times += 1) await page.keyboard.press('Escape')
  await expect(asked(page)).toBeVisible()
  if (await question(page).isVisible()) await question(page).getByRole('button', { name: 'Go on writing' }).click()
  await expect(words(page)).toHaveValue('Talks it over with a neighbour')

  await asked(page).getByRole('button', { name: 'Close', exact: true }).click()
  await question(page).getByRole('button', { name: 'Close without my words' }).click()
  await expect(asked(page)).toBeHidden()
  await expect(addButton(page)).toBeFocused()
  await addButton(page).click()
  await expect(words(page)).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(asked(page)).toBeHidden()
})

test('FORM-3, FORM-4: words stay when the lane is removed or the map frozen while they are typed, and go in elsewhere and later', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const lead = await join(made, 'facilitator', 'Lead')
  const ann = await join(made, 'patientLeader', 'Ann')
  await toList(ann.page)
  await addButton(ann.page).click()
  await words(ann.page).fill('Asks the pharmacist')

  await laneOnMap(lead.page, FIRST.lane).click()
  await editDialog(lead.page, 'lane').getByRole('button', { name: 'Remove this lane' }).click()
  await expect(asked(ann.page).getByText(`The lane “${FIRST.lane}” was removed meanwhile. Your words are still here.`)).toBeVisible()
  await asked(ann.page).getByRole('button', { name: 'Add', exact: true }).click()
  await expect(asked(ann.page).getByRole('alert')).toHaveText('Choose a place for it first.')

  await fromMenu(lead.page, 'Lock the map')
  await expect(asked(ann.page).getByText('What you have written here stays.')).toBeVisible()
  await expect(words(ann.page)).toHaveValue('Asks the pharmacist')
  await fromMenu(lead.page, 'Let everyone edit again')
  await expect(asked(ann.page).getByText('What you have written here stays.')).toBeHidden()

  await asked(ann.page).getByRole('combobox', { name: 'In which lane' }).selectOption({ label: 'GP practice and primary care' })
  await asked(ann.page).getByRole('button', { name: 'Add', exact: true }).click()
  await expect(asked(ann.page)).toBeHidden()
  await expect(inList(ann.page, 'Asks the pharmacist')).toBeVisible()
  await expectLight(ann.page, 'saved')
})

test('UNDO-5 Ctrl Z and Ctrl Y in a field take back and bring back my own letters, while another person writes in it', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  const field = { ann: panel(ann.page).getByRole('textbox', { name: 'Details' }), bob: panel(bob.page).getByRole('textbox', { name: 'Details' }) }
  for (const person of [ann, bob]) {
    await toList(person.page)
    await inList(person.page, NOTICES).click()
  }
  await field.ann.fill('')
  await field.ann.pressSequentially('Red')
  await expect(field.bob).toHaveValue('Red')
  await field.bob.press('End')
  await field.bob.pressSequentially(' pears')
  await expect(field.ann).toHaveValue('Red pears')
  await field.ann.press('Control+z')
  await expect(field.ann).toHaveValue(' pears')
  await expect(field.bob).toHaveValue(' pears')
  await field.ann.press('Control+y')
  await expect(field.ann).toHaveValue('Red pears')
  await field.ann.press('Control+z')
  await field.ann.press('Control+Shift+z')
  await expect(field.ann).toHaveValue('Red pears')
  // What nobody has typed here is not made by more of it.
  for (let times = 0; times < 3; times += 1) await field.ann.press('Control+y')
  await expect(field.bob).toHaveValue('Red pears')
  // The menu of the browser asks by an event that comes before the input.
  await field.ann.evaluate((area) => { area.dispatchEvent(new InputEvent('beforeinput', { inputType: 'historyUndo', bubbles: true, cancelable: true })) })
  await expect(field.bob).toHaveValue(' pears')
  // Bob's own keys take his letters, not hers.
  await field.ann.press('Control+y')
  await expect(field.bob).toHaveValue('Red pears')
  await field.bob.press('Control+z')
  await expect(field.ann).toHaveValue('Red')
  await Promise.all([expectLight(ann.page, 'saved'), expectLight(bob.page, 'saved')])
})

test('FORM-5 what is pasted beyond a limit stays, is told, waits in its field, and is saved once it fits', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  const { page } = ann
  await toList(page)
  await inList(page, NOTICES).click()
  const detail = panel(page).getByRole('textbox', { name: 'Details' })
  const long = 'words '.repeat(3_565).slice(0, 21_389)
  await detail.fill(long)
  await expect(panel(page).getByText('Too long by 11389 letters, so this is not saved yet.')).toBeVisible()
  await expect(detail).toHaveValue(long)
  await expectLight(page, 'saving')
  await panel(page).getByRole('button', { name: 'Close', exact: true }).click()
  await inList(page, NOTICES).click()
  await expect(detail).toHaveValue(long)
  await detail.fill(long.slice(0, 10_000))
  await expect(panel(page).getByText('Too long by')).toBeHidden()
  await expectLight(page, 'saved')
  await toList(bob.page)
  await inList(bob.page, NOTICES).click()
  await expect(panel(bob.page).getByRole('textbox', { name: 'Details' })).toHaveValue(long.slice(0, 10_000))
})

test('TALK-38 a chosen name can be taken back by the keys of undo like anything typed, and then means nobody', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  await join(made, 'professional', 'Bob')
  const { page } = ann
  await toList(page)
  await inList(page, NOTICES).click()
  await panel(page).getByRole('button', { name: /^Comments/ }).click()
  const comment = panel(page).getByRole('textbox', { name: 'Your comment' })
  await comment.pressSequentially('Dear @Bo')
  await comment.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(comment).toHaveValue('Dear @Bob ')
  await expect(comment).toBeFocused()
  await comment.press('Control+z')
  await expect(comment).toHaveValue('Dear @Bo')
  await comment.press('Control+y')
  await expect(comment).toHaveValue('Dear @Bob ')
})

test('SYNC-26 a browser whose storage never opens shows the workshop all the same, and says what fails', async ({ server, visit }) => {
  const made = await server.makeWorkshop()
  const page = await joinWorse(await visit(server.base), made, (context) => context.addInitScript(() => { indexedDB.open = () => new EventTarget() as IDBOpenDBRequest }))
  await expect(page.getByRole('banner').getByText('This browser does not open its storage')).toBeVisible()
  await toList(page)
  await addPart(page, 'goal', 'Sleep at night')
  await expectLight(page, 'saved')
})

test('SYNC-27 behind a network that lets no WebSocket through the page says so and what to ask for, and opens once it is allowed', async ({ behindLine, visit }) => {
  const made = await behindLine.server.makeWorkshop()
  behindLine.line.refuseUpgrades()
  const visitor = await visit(behindLine.line.base)
  visitor.forgiveNoLine()
  visitor.forgive(/WebSocket/)
  const page = await joinWorse(visitor, JSON.parse(JSON.stringify(made).replaceAll(behindLine.server.base, behindLine.line.base)) as Made)
  await expect(page.getByRole('banner').getByText(`Ask your IT team to allow WebSockets (wss) to ${new URL(behindLine.line.base).host}.`)).toBeVisible()
  behindLine.line.allowUpgrades()
  await expectLight(page, 'saved')
  await expect(page.getByRole('banner').getByText('Ask your IT team')).toBeHidden()
})
