// Two and three people on one map at once: what one does, the others see, and nobody is disturbed by it.
import { expect, test, type Person } from '../fixtures.ts'
import { addPart, addStep, dialog, editDialog, expectLight, fromPartMenu, inList, laneOnMap, linkTo, moveStep, onMap, panel, stageOnMap, theMap, toList, undoButton } from '../hands.ts'

const FIRST = { stage: 'Something is wrong', lane: 'Person and family' }
const NOTICES = 'Notices symptoms and decides whether to call'
const EXPLAINS = 'Explains the result in plain words with a written summary'

test('BROWSER-1 steps that one person adds, edits, moves, links and removes appear at once for the other', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  await toList(ann.page)

  await addStep(ann.page, FIRST, 'Talks to a neighbour')
  await expect(onMap(bob.page, 'Talks to a neighbour')).toHaveAccessibleName(/Step 2 of 2 in Something is wrong, Person and family/)

  await inList(ann.page, 'Talks to a neighbour').click()
  await panel(ann.page).getByRole('textbox', { name: 'What happens' }).fill('Talks to a friend')
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).fill('On the phone, that evening')
  await panel(ann.page).getByRole('group', { name: 'Who provides it' }).getByRole('radio', { name: 'Peer' }).check()
  await expect(onMap(bob.page, 'Talks to a friend')).toHaveAccessibleName(/\. Peer\./)
  await panel(ann.page).getByRole('button', { name: 'Close', exact: true }).click()

  await linkTo(ann.page, NOTICES, 'Talks to a friend')
  await expect(onMap(bob.page, 'Talks to a friend')).toHaveAccessibleName(new RegExp(`Comes from “${NOTICES}”`))

  await moveStep(ann.page, 'Talks to a friend', { stage: 'Going home', lane: 'GP practice and primary care' })
  await expect(onMap(bob.page, 'Talks to a friend')).toHaveAccessibleName(/Step 1 of 1 in Going home, GP practice and primary care/)

  await onMap(bob.page, 'Talks to a friend').focus()
  await bob.page.keyboard.press('Delete')
  await expect(inList(ann.page, 'Talks to a friend')).toBeHidden()
  await undoButton(bob.page).click()
  await expect(inList(ann.page, 'Talks to a friend')).toBeVisible()
  await expect(inList(ann.page, NOTICES).locator('..')).toContainText('“Talks to a friend”')
  await Promise.all([expectLight(ann.page, 'saved'), expectLight(bob.page, 'saved')])
})

test('BROWSER-1 stages, lanes and goals that one person adds, renames, reorders and removes appear at once for the other', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Ann', { viewport: { width: 3200, height: 2200 } })
  const bob = await join(made, 'carer', 'Bob', { viewport: { width: 3200, height: 2200 } })
  const stages = (who: Person) => theMap(who.page).getByRole('button', { name: /^Edit stage/ })

  await addPart(ann.page, 'stage', 'A year later')
  await expect(stages(bob)).toHaveCount(7)
  await stageOnMap(bob.page, 'A year later').click()
  await editDialog(bob.page, 'stage').getByRole('textbox', { name: 'Name of the stage' }).fill('Two years later')
  await editDialog(bob.page, 'stage').getByRole('button', { name: 'Move earlier' }).click()
  await editDialog(bob.page, 'stage').getByRole('button', { name: 'Done' }).click()
  await expect(stages(ann).nth(5)).toHaveAccessibleName(/^Edit stage 6: Two years later\./)
  await expect(stages(ann).nth(6)).toHaveAccessibleName(/^Edit stage 7: Living well and coming back\./)

  await addPart(bob.page, 'lane', 'Pharmacy')
  await laneOnMap(ann.page, 'Pharmacy').click()
  await editDialog(ann.page, 'lane').getByRole('radio', { name: 'Other public service' }).check()
  await editDialog(ann.page, 'lane').getByRole('button', { name: 'Move up' }).click()
  await editDialog(ann.page, 'lane').getByRole('button', { name: 'Done' }).click()
  const lanes = theMap(bob.page).getByRole('button', { name: /^Edit lane/ })
  await expect(lanes).toHaveCount(7)
  await expect(lanes.nth(5)).toHaveAccessibleName('Edit lane: Pharmacy. Other public service')

  await addPart(ann.page, 'goal', 'I can laugh about it')
  await bob.page.getByRole('button', { name: /^G4 ?I can laugh about it/ }).click()
  await editDialog(bob.page, 'goal').getByRole('button', { name: 'Move up' }).click()
  await editDialog(bob.page, 'goal').getByRole('button', { name: 'Done' }).click()
  await expect(ann.page.getByRole('button', { name: /^G3 ?I can laugh about it ?No step helps with this yet/ })).toBeVisible()
  await onMap(ann.page, NOTICES).click()
  await panel(ann.page).getByRole('checkbox', { name: 'Goal 3: I can laugh about it' }).check()
  await expect(bob.page.getByRole('button', { name: /^G3 ?I can laugh about it ?1 step helps with this/ })).toBeVisible()

  await stageOnMap(bob.page, 'Something is wrong').click()
  await editDialog(bob.page, 'stage').getByRole('button', { name: 'Remove this stage' }).click()
  await ann.page.getByRole('button', { name: /^\d+ steps? (is|are) not placed$/ }).click()
  await expect(panel(ann.page).getByRole('button', { name: NOTICES, exact: true })).toBeVisible()
  await undoButton(bob.page).click()
  await expect(stages(ann)).toHaveCount(7)
  await expect(panel(ann.page)).toContainText('Every step has a place.')
})

test('BROWSER-3 everyone sees who is here, from which side, where they point, what they have selected and that they write', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  const eve = await join(made, 'observer', 'Eve')
  const people = ann.page.getByRole('button', { name: 'People: 3 people are here' })
  await people.click()
  const here = dialog(ann.page, 'People')
  await expect(here.getByRole('listitem')).toHaveText([/^Ann \(you\)\s*Patient leader/, /^Bob\s*Professional/, /^Eve\s*Observer/])
  await here.getByRole('button', { name: 'Close', exact: true }).click()

  const at = (await onMap(bob.page, NOTICES).boundingBox())!
  await bob.page.mouse.move(at.x + 40, at.y + 40)
  const cursor = ann.page.locator('.pw-cursor').filter({ hasText: 'Bob' })
  await expect(cursor).toBeVisible()
  await expect(async () => {
    const seen = (await cursor.boundingBox())!
    expect(Math.hypot(seen.x - at.x - 40, seen.y - at.y - 40)).toBeLessThan(30)
  }).toPass()

  await onMap(bob.page, NOTICES).click()
  await expect(onMap(ann.page, NOTICES)).toHaveAttribute('data-by', 'Bob')
  await onMap(ann.page, NOTICES).click()
  await toList(eve.page)
  await expect(inList(eve.page, NOTICES).locator('..')).toContainText(/Here now: (Ann and Bob|Bob and Ann)/)

  await panel(bob.page).getByRole('textbox', { name: 'What happens' }).pressSequentially(' !')
  await expect(panel(ann.page).getByText('Bob is writing here')).toBeVisible()
  await expect(panel(ann.page).getByText('Bob is writing here')).toBeHidden()

  await bob.context.close()
  await expect(ann.page.getByRole('button', { name: 'People: 2 people are here' })).toBeVisible()
  await expect(cursor).toBeHidden()
  await expect(onMap(ann.page, NOTICES)).not.toHaveAttribute('data-by', /Bob/)
})

test('BROWSER-4 a remote edit takes nobody’s focus, selection, caret or open field away', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  await onMap(ann.page, NOTICES).click()
  const detail = panel(ann.page).getByRole('textbox', { name: 'Details' })
  await detail.fill('first second third')
  await expectLight(ann.page, 'saved')
  await detail.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(6, 12))
  await toList(bob.page)
  await inList(bob.page, NOTICES).click()
  const theirs = panel(bob.page).getByRole('textbox', { name: 'Details' })
  await expect(theirs).toHaveValue('first second third')
  await theirs.press('Home')
  await theirs.pressSequentially('Bob says: ')
  await panel(bob.page).getByRole('textbox', { name: 'What happens' }).fill('Notices something')
  await addStep(bob.page, FIRST, 'Waits')
  await moveStep(bob.page, EXPLAINS, { stage: 'Review' })
  await moveStep(bob.page, 'Notices something', { place: 'After: Waits' })

  await expect(detail).toHaveValue('Bob says: first second third')
  await expect(onMap(ann.page, 'Notices something')).toHaveAccessibleName(/Step 2 of 2/)
  await expect(detail).toBeFocused()
  const held = await detail.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))
  expect(held).toBe('second')
  await ann.page.keyboard.type('2nd')
  await expect(theirs).toHaveValue('Bob says: first 2nd third')

  // An open question stays open with what was typed into it, even when others change the place it asks about.
  await ann.page.getByRole('main').getByRole('button', { name: 'Add a goal', exact: true }).click()
  const words = dialog(ann.page, 'Add a goal').getByRole('textbox')
  await words.fill('Half writt')
  await addPart(bob.page, 'goal', 'Bob’s goal')
  await expect(dialog(ann.page, 'Add a goal').getByLabel('Where')).toContainText('Bob’s goal')
  await expect(words).toBeFocused()
  await ann.page.keyboard.type('en')
  await expect(words).toHaveValue('Half written')
  await ann.page.keyboard.press('Escape')
  await ann.page.getByRole('button', { name: 'Close without my words' }).click()

  // Focus on a step of the map stays on it while others work around it, and on a neighbour when it goes.
  await panel(ann.page).getByRole('button', { name: 'Close', exact: true }).click()
  await onMap(ann.page, 'Notices something').focus()
  await moveStep(bob.page, 'Notices something', { place: 'First' })
  await expect(onMap(ann.page, 'Notices something')).toHaveAccessibleName(/Step 1 of 2/)
  await expect(onMap(ann.page, 'Notices something')).toBeFocused()
  await fromPartMenu(bob.page, 'Notices something', 'Remove')
  await expect(onMap(ann.page, 'Notices something')).toBeHidden()
  await expect(onMap(ann.page, 'Waits')).toBeFocused()
})

test('EDIT-14 what two people type into one field at once merges letter by letter', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const [ann, bob] = [await join(made, 'patientLeader', 'Ann'), await join(made, 'professional', 'Bob')]
  for (const who of [ann, bob]) await onMap(who.page, NOTICES).click()
  const field = (who: Person) => panel(who.page).getByRole('textbox', { name: 'Details' })
  await field(ann).fill('|')
  await expect(field(bob)).toHaveValue('|')
  await field(ann).press('Control+Home')
  await field(bob).press('Control+End')
  const [left, right] = ['abcdefghijklmnopqrstuvwxyz', '0123456789 and 😀 too']
  await Promise.all([field(ann).pressSequentially(left, { delay: 15 }), field(bob).pressSequentially(right, { delay: 20 })])
  for (const who of [ann, bob]) await expect(field(who)).toHaveValue(`${left}|${right}`)

  // In the middle of one word, at the very same letter: nothing is lost, and both see the same.
  await field(ann).fill('XY')
  await expect(field(bob)).toHaveValue('XY')
  for (const who of [ann, bob]) await field(who).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(1, 1))
  await Promise.all([field(ann).pressSequentially('aaaaaaaaaa', { delay: 15 }), field(bob).pressSequentially('bbbbbbbbbb', { delay: 15 })])
  await expect(field(ann)).toHaveValue(/^X[ab]{20}Y$/)
  await expect(field(bob)).toHaveValue(await field(ann).inputValue())
  expect((await field(ann).inputValue()).replace(/[^a]/g, '')).toHaveLength(10)
})

test('UNDO-3 undo takes back my own work only, never another person’s', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const [ann, bob] = [await join(made, 'patientLeader', 'Ann'), await join(made, 'professional', 'Bob')]
  await toList(ann.page)
  await toList(bob.page)
  await addStep(ann.page, FIRST, 'Ann’s step')
  await expect(inList(bob.page, 'Ann’s step')).toBeVisible()
  await addStep(bob.page, FIRST, 'Bob’s step')
  await inList(bob.page, 'Ann’s step').click()
  await panel(bob.page).getByRole('textbox', { name: 'Details' }).fill('Bob’s words')
  await expect(inList(ann.page, 'Bob’s step')).toBeVisible()
  await expect(inList(ann.page, 'Ann’s step').locator('..')).toContainText('Bob’s words')

  await expect(undoButton(ann.page)).toHaveAccessibleName('Undo: added “Ann’s step”')
  await undoButton(ann.page).click()
  await expect(inList(bob.page, 'Ann’s step')).toBeHidden()
  await expect(inList(bob.page, 'Bob’s step')).toBeVisible()
  await expect(undoButton(ann.page)).toHaveAccessibleName('Nothing to undo')
  // Brought back, it has the words that Bob wrote in it.
  await ann.page.getByRole('group', { name: 'Workshop tools' }).getByRole('button', { name: /^Redo:/ }).click()
  await expect(inList(bob.page, 'Ann’s step').locator('..')).toContainText('Bob’s words')
  await undoButton(bob.page).click()
  await expect(inList(ann.page, 'Ann’s step').locator('..')).not.toContainText('Bob’s words')
  await expect(inList(ann.page, 'Ann’s step')).toBeVisible()
})
