// The light says the truth: "saved" is on the server's disk, "kept" is on this device, and refused words are not lost.
import { expect, test, type Person, type Server } from '../fixtures.ts'
import { addPart, addStep, dialog, expectLight, fromMenu, fromPartMenu, inList, onMap, panel, toList, undoButton } from '../hands.ts'

const FIRST = { stage: 'Something is wrong', lane: 'Person and family' }
const NOTICES = 'Notices symptoms and decides whether to call'

/** Titles of all steps that the server holds. */
const stepsOn = async (server: Server, who: Person): Promise<string[]> => (await server.archive(await who.key())).maps[0]!.steps.map((step) => step.title)

/** Waits until the page would start again without a line. */
const shellKept = (who: Person): Promise<unknown> => who.page.evaluate(() => navigator.serviceWorker.ready.then((ready) => ready.active?.state))

test('SYNC-1 when the light says saved after an edit, the edit survives the power cord', async ({ ownServer, join }) => {
  const made = await ownServer.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  ann.forgiveNoLine()
  await toList(ann.page)
  for (const round of [1, 2, 3]) {
    await addStep(ann.page, FIRST, `Step of round ${round}`)
    await expectLight(ann.page, 'saved')
    await ownServer.end('SIGKILL')
    await ownServer.start()
    expect(await stepsOn(ownServer, ann)).toContain(`Step of round ${round}`)
    await expectLight(ann.page, 'saved')
  }
})

test('BROWSER-11 edits made offline are kept on the device, survive a reload without a line, and are saved on return', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const [ann, bob] = [await join(made, 'patientLeader', 'Ann'), await join(made, 'professional', 'Bob')]
  await toList(ann.page)
  await shellKept(ann)
  await ann.cutLine()
  await expectLight(ann.page, 'offlineNothingWaiting')
  await expect(ann.page.getByText('You are offline. You can go on working: ')).toBeVisible()
  await addStep(ann.page, FIRST, 'Written on the train')
  await expectLight(ann.page, 'offlineKept')
  await toList(bob.page)
  await addStep(bob.page, FIRST, 'Written at the office')

  await ann.page.reload()
  await expectLight(ann.page, 'offlineKept')
  await expect(inList(ann.page, 'Written on the train')).toBeVisible()
  await inList(ann.page, 'Written on the train').click()
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).fill('and after a reload')
  await expectLight(ann.page, 'offlineKept')
  expect(await stepsOn(server, bob)).not.toContain('Written on the train')

  await ann.mendLine()
  await expectLight(ann.page, 'saved')
  for (const who of [ann, bob]) {
    await expect(inList(who.page, 'Written at the office')).toBeVisible()
    await expect(inList(who.page, 'Written on the train').locator('..')).toContainText('and after a reload')
  }
  expect(await stepsOn(server, bob)).toContain('Written on the train')
})

test('SYNC-6 a removal made offline is not called saved before the server has it', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Ann')
  await toList(ann.page)
  await ann.cutLine()
  await fromPartMenu(ann.page, NOTICES, 'Remove')
  await expect(inList(ann.page, NOTICES)).toBeHidden()
  await expectLight(ann.page, 'offlineKept')
  expect(await stepsOn(server, ann)).toContain(NOTICES)
  await ann.mendLine()
  await expectLight(ann.page, 'saved')
  expect(await stepsOn(server, ann)).not.toContain(NOTICES)
  // Letters taken out, not only put in.
  await inList(ann.page, 'Heart support group or walking group').click()
  await ann.cutLine()
  await panel(ann.page).getByRole('textbox', { name: 'What happens' }).fill('Heart group')
  await expectLight(ann.page, 'offlineKept')
  await ann.mendLine()
  await expectLight(ann.page, 'saved')
  expect(await stepsOn(server, ann)).toContain('Heart group')
})

test('BROWSER-13 two tabs of one person: each shows what the other did, and neither says saved for work that only waits', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  await toList(ann.page)
  const second = await ann.context.newPage()
  await second.goto(`${ann.page.url().split('#')[0]}#list`)
  await expectLight(second, 'saved')
  await expect(second.getByRole('button', { name: 'People: 1 person is here' })).toBeVisible()
  await addStep(ann.page, FIRST, 'From the first tab')
  await expect(inList(second, 'From the first tab')).toBeVisible()
  await addStep(second, FIRST, 'From the second tab')
  await expect(inList(ann.page, 'From the second tab')).toBeVisible()
  // What others see already need not be on the disk: until it is, it waits.
  for (const tab of [ann.page, second]) await expectLight(tab, 'saved')

  await ann.cutLine()
  await expectLight(ann.page, 'offlineNothingWaiting')
  await addStep(ann.page, FIRST, 'Offline in the first tab')
  await expectLight(ann.page, 'offlineKept')
  await expectLight(second, 'offlineNothingWaiting')
  await addStep(second, FIRST, 'Offline in the second tab')
  await expectLight(second, 'offlineKept')
  // The tab that made it is gone before the line is back; the other one carries its work.
  await ann.page.close()
  await second.reload()
  await expect(inList(second, 'Offline in the first tab')).toBeVisible()
  await expectLight(second, 'offlineKept')
  await ann.mendLine()
  await expectLight(second, 'saved')
  const bob = await join(made, 'professional', 'Bob')
  expect(await stepsOn(server, bob)).toEqual(expect.arrayContaining(['From the first tab', 'From the second tab', 'Offline in the first tab', 'Offline in the second tab']))
})

test('SYNC-23 words written offline that the server then refuses are kept for the person to copy', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const lead = await join(made, 'facilitator', 'Lead')
  const ann = await join(made, 'patientLeader', 'Ann', { permissions: ['clipboard-read', 'clipboard-write'] })
  await toList(ann.page)
  await ann.cutLine()
  await addStep(ann.page, FIRST, 'My offline words')
  await inList(ann.page, 'My offline words').click()
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).fill('They must not be lost')
  await expectLight(ann.page, 'offlineKept')
  await fromMenu(lead.page, 'Lock the map')
  await expect(lead.page.getByText('The map is locked. Only facilitators can change it.').first()).toBeVisible()

  await ann.mendLine()
  await expectLight(ann.page, 'refused')
  expect(await stepsOn(server, lead)).not.toContain('My offline words')
  const seen = async (): Promise<void> => {
    await ann.page.getByRole('button', { name: 'Show my words' }).click()
    const words = dialog(ann.page, 'Your words that were not accepted')
    await expect(words).toContainText('My offline words')
    await expect(words).toContainText('They must not be lost')
  }
  await seen()
  await dialog(ann.page, 'Your words that were not accepted').getByRole('button', { name: /^Copy/ }).last().click()
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toMatch(/My offline words|They must not be lost/)
  // A reload must not lose them either.
  await ann.page.reload()
  await seen()
  await dialog(ann.page, 'Your words that were not accepted').getByRole('button', { name: 'I do not need this any more' }).click()
  await expectLight(ann.page, 'readOnly')
  await expect(inList(ann.page, 'My offline words')).toBeHidden()

  await fromMenu(lead.page, 'Let everyone edit again')
  await expectLight(ann.page, 'saved')
  await addPart(ann.page, 'goal', 'I can write again')
  await expectLight(ann.page, 'saved')
  await expect(lead.page.getByRole('button', { name: /^G4 ?I can write again/ })).toBeVisible()
})

test('BROWSER-15 a frozen map offers no editing to anybody but facilitators, at once and without a reload', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const lead = await join(made, 'facilitator', 'Lead')
  const ann = await join(made, 'patientLeader', 'Ann')
  await onMap(ann.page, NOTICES).click()
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).fill('Before')
  await expectLight(ann.page, 'saved')
  await fromMenu(lead.page, 'Lock the map')
  await expectLight(ann.page, 'readOnly')
  await expect(panel(ann.page).getByRole('textbox', { name: 'Details' })).toHaveJSProperty('readOnly', true)
  await expect(panel(ann.page).getByRole('textbox', { name: 'Details' })).toHaveValue('Before')
  await expect(ann.page.getByRole('button', { name: 'Add a goal' })).toBeHidden()
  await expect(undoButton(ann.page)).toBeHidden()
  await expect(lead.page.getByRole('button', { name: 'Add a goal' })).toBeVisible()
  await fromMenu(lead.page, 'Let everyone edit again')
  await expectLight(ann.page, 'saved')
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).fill('After')
  await expectLight(ann.page, 'saved')
  await expect(ann.page.getByRole('button', { name: 'Add a goal' })).toBeVisible()
})
