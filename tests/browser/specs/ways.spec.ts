// The ways in and out: with a code, from each template, from a copy; taking the map away; leaving, being removed, the end.
import { readFile } from 'node:fs/promises'
import { expect, linkFor, test, type Archive, type DeviceKey, type Person } from '../fixtures.ts'
import { dialog, expectLight, fromMenu, inList, onMap, panel, stageOnMap, theMap, toList, toMap } from '../hands.ts'

const WIDE = { viewport: { width: 2600, height: 1600 } }
const NOTICES = 'Notices symptoms and decides whether to call'

/**
 * Everything that a device keeps, as one text: local and session storage, copies, and what the service worker holds; without the
 * fingerprints in the names of the client's own files, which can spell a short name by chance.
 */
const keptOn = (who: Person): Promise<string> =>
  who.page.evaluate(async () => {
    const words: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]
    // A copy is named by workshop and participant; opening one that is being deleted would make it again.
    for (const { name } of await indexedDB.databases()) words.push(name ?? '')
    for (const name of await caches.keys()) words.push(...(await (await caches.open(name)).keys()).map((request) => request.url))
    return words.join('\n').replace(/-[\w-]{8}\.(js|css)$/gm, '.$1')
  })

/** The page that ends a workshop is shown: nothing of the workshop or the person is on the device, before any link is followed. */
const keepsNothing = async (who: Person, key: DeviceKey, ...names: string[]): Promise<void> => {
  for (const word of [key.workshop, key.participant, key.deviceSecret, who.nickname, 'Cardiac', ...names]) await expect.poll(() => keptOn(who), word).not.toContain(word)
}

/** How many workshops have a copy on a device. */
const copiesOn = (who: Person): Promise<number> =>
  who.page.evaluate(async () => (await indexedDB.databases()).filter((each) => each.name?.startsWith('pairway/')).length)

test('BROWSER-40 a code brings a person in with its role; a wrong one is told in plain words', async ({ server, visit }) => {
  const made = await server.makeWorkshop()
  const code = made.invites.find((invite) => invite.role === 'patientLeader')!.code!
  const ann = await visit(server.base)
  ann.forgive(/status of 404/)
  await ann.page.goto(server.base)
  const field = ann.page.getByRole('textbox', { name: 'Your six-character code' })
  await ann.page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(ann.page.getByText('Enter the six characters of your code').first()).toBeVisible()
  await field.fill(code === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA')
  await ann.page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(ann.page.getByText('There is no workshop with this code').first()).toBeVisible()
  await field.fill(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3).toLowerCase()} `)
  await ann.page.keyboard.press('Enter')
  await expect(ann.page.getByRole('heading', { name: 'Cardiac services', level: 1 })).toBeVisible()
  await expect(ann.page.getByText('Fewer people drop out of rehabilitation')).toBeVisible()
  await expect(ann.page.getByRole('main')).toContainText('You join as Patient leader')
  await expect(ann.page.getByRole('main')).toContainText('Everything is deleted for good after')
  await ann.page.getByRole('button', { name: 'Join the workshop' }).click()
  await expect(ann.page.getByRole('alert')).toContainText('Enter a nickname')
  await ann.page.getByRole('textbox', { name: 'Your nickname' }).fill('Ann')
  await ann.page.keyboard.press('Enter')
  await expectLight(ann.page, 'saved')
  expect(await ann.page.evaluate(() => document.cookie)).toBe('')
})

test('CALL-1 a workshop is started from each template, with everything that the template contains', async ({ ownServer, visit }) => {
  test.slow()
  const templates = (await (await fetch(`${ownServer.base}/api/templates`)).json()) as { id: string; name: string; stages: string[]; lanes: string[]; goals: string[]; steps: number }[]
  expect(templates).toHaveLength(7)
  const lead = await visit(ownServer.base, WIDE)
  for (const [index, template] of templates.entries()) {
    await lead.page.goto(`${ownServer.base}/`)
    await lead.page.getByRole('link', { name: 'Start a workshop' }).click()
    await lead.page.getByRole('textbox', { name: 'Name of the workshop' }).fill(`Workshop ${index + 1}`)
    await lead.page.getByRole('textbox', { name: 'What do we want to make better?' }).fill('Better together')
    await lead.page.getByRole('radio', { name: template.name, exact: true }).check()
    await lead.page.getByRole('button', { name: 'Start the workshop' }).click()
    // One's own link is shown only now: it is in sight, however long the form was.
    await expect(lead.page.getByRole('heading', { name: `“Workshop ${index + 1}” is ready` })).toBeInViewport()
    await expect(lead.page.getByRole('button', { name: 'Copy the link for: Facilitator' })).toBeInViewport()
    await lead.page.getByRole('link', { name: 'Open the workshop' }).click()
    await lead.page.getByRole('textbox', { name: 'Your nickname' }).fill('Lead')
    await lead.page.getByRole('button', { name: 'Join the workshop' }).click()
    await expectLight(lead.page, 'saved')
    await toList(lead.page)
    await expect(lead.page.getByRole('region', { name: 'Goals' }).getByRole('listitem')).toHaveText(template.goals.map((goal) => new RegExp(goal.replace(/[^\w ]/g, '.'))))
    for (const [at, stage] of template.stages.entries()) await expect(lead.page.getByRole('heading', { name: `Stage ${at + 1}: ${stage}`, exact: true })).toBeVisible()
    const held = (await ownServer.archive(await lead.key())).maps[0]!
    expect(held.lanes.map((lane) => lane.title)).toEqual(template.lanes)
    expect(held.steps).toHaveLength(template.steps)
    for (const step of held.steps) await expect(inList(lead.page, step.title)).toBeVisible()
  }
  await lead.page.goto(`${ownServer.base}/`)
  await expect(lead.page.getByRole('region', { name: 'Workshops on this device' }).getByRole('listitem')).toHaveCount(7)
})

test('BROWSER-42 the invitations work as shown: each role has its link, its code and a QR code, facilitators only a link', async ({ server, visit, join }) => {
  const made = await server.makeWorkshop()
  const lead = await join(made, 'facilitator', 'Lead')
  await fromMenu(lead.page, 'Invite people')
  const invites = dialog(lead.page, 'Invite people')
  await expect(invites.getByRole('heading', { level: 3 })).toHaveCount(made.invites.filter((invite) => invite.role !== 'facilitator').length + 1)
  await invites.getByRole('button', { name: 'Show the QR code for: Professional' }).click()
  const picture = invites.getByRole('img', { name: 'QR code with the link for: Professional' })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBeGreaterThan(20)
  await invites.getByRole('button', { name: 'Make a new facilitator link' }).click()
  const link = await invites.getByRole('status').getByText(/\/join#/).textContent()
  const second = await visit(server.base)
  await second.page.goto(link!)
  await expect(second.page.getByRole('main')).toContainText('You join as Facilitator')
})

test('BROWSER-43 the map is taken away as a table and as a full copy, and the copy opens in a new workshop', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Ann', { ...WIDE, acceptDownloads: true })
  await onMap(ann.page, NOTICES).click()
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).fill('=HYPERLINK("http://evil"), "quoted"\nand a second line')
  await expectLight(ann.page, 'saved')
  const take = async (item: string): Promise<{ name: string; text: string; path: string }> => {
    const [download] = await Promise.all([ann.page.waitForEvent('download'), fromMenu(ann.page, item)])
    const path = await download.path()
    return { name: download.suggestedFilename(), text: await readFile(path, 'utf8'), path }
  }
  const table = await take('Spreadsheet of the steps (CSV)')
  expect(table.name).toBe('Cardiac services – steps.csv')
  expect(table.text.charCodeAt(0)).toBe(0xfeff)
  expect(table.text).toContain(`"'=HYPERLINK(""http://evil""), ""quoted""`)
  expect(table.text.split('\r\n').filter((line) => line !== '')).toHaveLength(10)
  const copy = await take('Full copy (opens in a new workshop)')
  expect(copy.name).toBe('Cardiac services – full copy.json')
  expect(copy.text).not.toContain('"Ann"')

  const other = await visit(server.base, WIDE)
  await other.page.goto(`${server.base}/start`)
  await other.page.getByRole('radio', { name: 'A copy from a file' }).check()
  await other.page.getByLabel('Choose the file').setInputFiles({ name: 'letter.json', mimeType: 'application/json', buffer: Buffer.from('{"dear": "John"}') })
  await other.page.getByRole('button', { name: 'Start the workshop' }).click()
  await expect(other.page.getByRole('alert')).toContainText('Choose a full copy that was downloaded from Pairway')
  await other.page.getByLabel('Choose the file').setInputFiles({ name: copy.name, mimeType: 'application/json', buffer: Buffer.from(copy.text) })
  await expect(other.page.getByText('The copy holds “Cardiac services”.')).toBeVisible()
  await other.page.getByRole('textbox', { name: 'Name of the workshop' }).fill('Cardiac services, again')
  await other.page.getByRole('button', { name: 'Start the workshop' }).click()
  await other.page.getByRole('link', { name: 'Open the workshop' }).click()
  await other.page.getByRole('textbox', { name: 'Your nickname' }).fill('Ann')
  await other.page.getByRole('button', { name: 'Join the workshop' }).click()
  await expectLight(other.page, 'saved')
  const words = (archive: Archive) => archive.maps.map((map) => ({ steps: map.steps.map((step) => [step.title, step.detail]), stages: map.stages.map((each) => each.title), lanes: map.lanes.map((each) => each.title), goals: map.goals.map((each) => each.title), links: map.links.length, served: map.stepGoals.length }))
  expect(words(await server.archive(await other.key()))).toEqual(words(JSON.parse(copy.text) as Archive))
  await expect(onMap(other.page, NOTICES)).toBeVisible()
})

test('BROWSER-44 on paper there are the map and the list, with title, date and what they are not, and nothing to press', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  await ann.page.emulateMedia({ media: 'print' })
  const paper = ann.page.getByRole('article')
  await expect(paper.getByRole('heading', { name: 'Cardiac services', level: 1 })).toBeVisible()
  await expect(paper).toContainText('Service design. Not clinical advice.')
  await expect(paper).toContainText(new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date()))
  await expect(paper.getByRole('heading', { name: 'Stage 6: Living well and coming back' })).toBeVisible()
  const steps = (await server.archive(await ann.key())).maps[0]!.steps
  // Once on the map, once in the list.
  for (const step of steps) await expect(paper.getByText(step.title, { exact: true })).toHaveCount(2)
  for (const name of ['Map', 'List', 'Menu', 'Add a goal']) await expect(ann.page.getByRole('button', { name, exact: true })).toBeHidden()
  const pdf = await ann.page.pdf({ format: 'A3', landscape: true })
  expect(pdf.length).toBeGreaterThan(20_000)
  await ann.page.emulateMedia({ media: 'screen' })
  await expect(theMap(ann.page)).toBeVisible()
  await expect(paper).toBeHidden()
})

test('BROWSER-45 the privacy notice of the workshop is one press away and names its day of deletion', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'carer', 'Ann')
  const { endsOn } = await ann.page.evaluate(() => JSON.parse(localStorage.getItem('pairway/workshops')!)[0] as { endsOn: string })
  await fromMenu(ann.page, 'Privacy in this workshop')
  await expect(ann.page.getByRole('heading', { name: 'Privacy in “Cardiac services”' })).toBeFocused()
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(endsOn))
  await expect(ann.page.getByText(new RegExp(`^This workshop is deleted for good after .*${day}, with all its versions`))).toBeVisible()
  await ann.page.getByRole('link', { name: 'Back to the workshop' }).click()
  await expectLight(ann.page, 'saved')
})

test('DEVICE-2 a forgotten device keeps nothing of the workshop and has to be invited again', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  const key = await ann.key()
  const address = ann.page.url()
  expect(await copiesOn(ann)).toBe(1)
  await fromMenu(ann.page, 'Forget this device')
  await dialog(ann.page, 'Forget this device?').getByRole('button', { name: 'Forget this device' }).click()
  await expect(ann.page.getByRole('heading', { name: 'Patients and professionals plan care together' })).toBeVisible()
  await expect(ann.page.getByText('When you join or start a workshop, you find it here again.')).toBeVisible()
  await expect.poll(() => copiesOn(ann)).toBe(0)
  expect(await ann.page.evaluate(() => localStorage.getItem('pairway/workshops'))).toBeNull()
  await keepsNothing(ann, key)
  await ann.page.goto(address)
  await expect(ann.page.getByRole('heading', { name: 'You have not joined this workshop on this device' })).toBeVisible()
  await expect(bob.page.getByRole('button', { name: 'People: 1 person is here' })).toBeVisible()
})

test('RIGHTS-4 a removed person is told, stops, keeps no copy, and can read the words that did not get through', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const lead = await join(made, 'facilitator', 'Lead')
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  const [annsKey, bobsKey] = [await ann.key(), await bob.key()]
  // Ann was away, and Bob is told: the server's answer to the secret of the device is what both believe.
  ann.forgive(/status of 401/)
  bob.forgive(/status of 401 .*\/token\)/)
  await ann.cutLine()
  await onMap(ann.page, NOTICES).click()
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).fill('What I wanted to say')
  await expectLight(ann.page, 'offlineKept')
  for (const name of ['Bob', 'Ann']) {
    await lead.page.getByRole('button', { name: /^People:/ }).click()
    await dialog(lead.page, 'People').getByRole('button', { name: `Remove ${name} from the workshop` }).click()
    await dialog(lead.page, `Remove ${name}?`).getByRole('button', { name: `Remove ${name}` }).click()
    await expect(lead.page.getByText(`${name} was removed from the workshop.`).first()).toBeVisible()
    await dialog(lead.page, 'People').getByRole('button', { name: 'Close', exact: true }).click()
  }
  await expect(bob.page.getByRole('heading', { name: 'You are no longer in this workshop' })).toBeVisible()
  await ann.mendLine()
  await expect(ann.page.getByRole('heading', { name: 'You are no longer in this workshop' })).toBeVisible()
  await expect(ann.page.getByText('What I wanted to say')).toBeVisible()
  await keepsNothing(bob, bobsKey)
  await keepsNothing(ann, annsKey, 'What I wanted to say')
  await bob.page.reload()
  await expect(bob.page.getByRole('heading', { name: 'You have not joined this workshop on this device' })).toBeVisible()
  await expect(theMap(bob.page)).toBeHidden()
  const steps = (await server.archive(await lead.key())).maps[0]!.steps
  expect(steps.some((step) => step.detail.includes('What I wanted to say'))).toBe(false)
})

test('KEEP-3 a deleted workshop is gone for everyone at once: pages, server, links and codes', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const lead = await join(made, 'facilitator', 'Lead')
  const ann = await join(made, 'patientLeader', 'Ann')
  const key = await ann.key()
  const leadsKey = await lead.key()
  await fromMenu(lead.page, 'Delete the workshop')
  const asked = dialog(lead.page, 'Delete the workshop?')
  await asked.getByRole('button', { name: 'Delete for good' }).click()
  await expect(asked.getByText('Type the word “delete” to delete the workshop').first()).toBeVisible()
  await asked.getByRole('textbox').fill('delete')
  await asked.getByRole('button', { name: 'Delete for good' }).click()
  // What the connection says is believed when the call for a token says it too.
  for (const who of [lead, ann]) who.forgive(/status of 410 .*\/token\)/)
  for (const who of [lead, ann]) await expect(who.page.getByRole('heading', { name: 'This workshop has ended' })).toBeVisible()
  await keepsNothing(lead, leadsKey)
  await keepsNothing(ann, key)
  await expect(server.archive(key)).rejects.toThrow(/40[14]|410/)
  const late = await visit(server.base)
  late.forgive(/status of 404/)
  await late.page.goto(linkFor(made, 'professional'))
  await expect(late.page.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible()
  await ann.page.getByRole('link', { name: 'Go to the home page' }).click()
  await expect(ann.page.getByText('When you join or start a workshop, you find it here again.')).toBeVisible()
  await expect.poll(() => copiesOn(ann)).toBe(0)
})

test('DESK-1 an observer reads everything and is offered no editing', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const eve = await join(made, 'observer', 'Eve', WIDE)
  await expectLight(eve.page, 'readOnly')
  await expect(eve.page.getByRole('banner').getByText('You are here as Observer')).toBeVisible()
  await onMap(eve.page, NOTICES).click()
  await expect(panel(eve.page).getByRole('textbox', { name: 'What happens' })).toHaveJSProperty('readOnly', true)
  await eve.page.keyboard.press('Delete')
  await expect(onMap(eve.page, NOTICES)).toBeVisible()
  await expect(stageOnMap(eve.page, 'Review')).toHaveCount(0)
  await toList(eve.page)
  await expect(eve.page.getByRole('button', { name: /^(Add|Move|Edit|More for|Remove)/ })).toHaveCount(0)
  await toMap(eve.page)
})
