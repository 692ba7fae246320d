// Joining in full, and what a facilitator does with people, in real browsers: waiting, coming back, roles that change live.
import { expect, linkFor, test, type Visitor } from '../fixtures.ts'
import { dialog, expectLight, formPair, fromMenu, inList, panel as details, toList } from '../hands.ts'

/** Opens the people dialog, whatever the width. */
const people = async (who: Visitor) => {
  await fromMenu(who.page, 'See everyone')
  return dialog(who.page, 'People')
}

const askToJoin = async (who: Visitor, link: string, nickname: string): Promise<void> => {
  await who.page.goto(link)
  await who.page.getByRole('textbox', { name: 'Your nickname' }).fill(nickname)
  await who.page.getByRole('button', { name: 'Join the workshop' }).click()
}

test('SHELL-30 with the waiting room open a newcomer waits, is let in or not, and learns it at once', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const panel = await people(fay)
  const room = panel.getByRole('checkbox', { name: 'New people must wait until a facilitator lets them in' })
  await room.click()
  await expect(room).toBeChecked()
  await expect(panel.getByText('Nobody is waiting.')).toBeVisible()
  await fay.page.keyboard.press('Escape')

  const [ann, bob] = [await visit(server.base), await visit(server.base)]
  bob.forgive(/status of 403/)
  await askToJoin(ann, linkFor(made, 'carer'), 'Ann')
  await expect(ann.page.getByRole('heading', { name: 'You are in the waiting room' })).toBeFocused()
  await ann.page.reload()
  await expect(ann.page.getByRole('heading', { name: 'You are in the waiting room' })).toBeVisible()
  await askToJoin(bob, linkFor(made, 'observer'), 'Bob')
  await expect(fay.page.getByText('2 people are waiting to be let in.').first()).toBeVisible()
  await fay.page.getByRole('button', { name: 'Show who' }).click()
  await panel.getByRole('button', { name: 'Let Ann in', exact: true }).click()
  await ann.page.waitForURL(/\/w\//)
  await expectLight(ann.page, 'saved')
  await panel.getByRole('button', { name: 'Do not let Bob in' }).click()
  await expect(bob.page.getByRole('heading', { name: 'You were not let in' })).toBeFocused()
  await expect(panel.getByText('Nobody is waiting.')).toBeVisible()
  await bob.page.getByRole('button', { name: 'Ask again' }).click()
  await expect(bob.page.getByRole('textbox', { name: 'Your nickname' })).toBeVisible()
})

test('HELP-4 who joins on a phone says what helps; a facilitator reads it, nobody else does, and it can be said otherwise and taken back', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const [fay, bea] = [await join(made, 'facilitator', 'Fay'), await join(made, 'professional', 'Bea')]
  const ann = await visit(server.base, { viewport: { width: 390, height: 844 }, hasTouch: true })
  await ann.page.goto(linkFor(made, 'patientLeader'))
  await ann.page.getByRole('textbox', { name: 'Your nickname' }).fill('Ann')
  await ann.page.getByRole('button', { name: 'Is there anything that helps you to take part?' }).tap()
  await ann.page.getByRole('textbox', { name: 'What helps you to take part' }).fill('Read things aloud to me')
  await ann.page.getByRole('button', { name: 'Join the workshop' }).tap()
  await ann.page.waitForURL(/\/w\//)
  await expectLight(ann.page, 'saved')

  const told = await people(fay)
  await expect(told.getByText('What helps: Read things aloud to me')).toBeVisible()
  const beas = await people(bea)
  await expect(beas.getByText('Ann', { exact: true })).toBeVisible()
  await expect(beas.getByText(/What helps/)).toBeHidden()

  await fromMenu(ann.page, 'What helps me to take part')
  const form = dialog(ann.page, 'What helps me to take part')
  await form.getByRole('textbox').fill('A break each half hour')
  await form.getByRole('button', { name: 'Tell the facilitators' }).tap()
  await expect(form).toBeHidden()
  await expect(told.getByText('What helps: A break each half hour')).toBeVisible()
  await fromMenu(ann.page, 'What helps me to take part')
  await expect(form.getByRole('textbox')).toHaveValue('A break each half hour')
  await form.getByRole('textbox').fill('')
  await form.getByRole('button', { name: 'Tell the facilitators' }).tap()
  await expect(told.getByText(/What helps/)).toBeHidden()
})

test('BROWSER-71 a changed role changes an open page at once and is told, without a new connection', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const [fay, ann] = [await join(made, 'facilitator', 'Fay'), await join(made, 'carer', 'Ann')]
  let sockets = 0
  ann.page.on('websocket', () => { sockets += 1 })
  await toList(ann.page)
  await expect(ann.page.getByRole('main').getByRole('button', { name: 'Add a stage', exact: true })).toBeVisible()
  const panel = await people(fay)
  const changeTo = async (role: string): Promise<void> => {
    await panel.getByRole('button', { name: 'Change name or role of Ann' }).click()
    const asked = dialog(fay.page, 'Change Ann')
    await asked.getByRole('combobox', { name: 'Role' }).selectOption({ label: role })
    await asked.getByRole('button', { name: 'Save' }).click()
    await expect(asked).toBeHidden()
  }
  await changeTo('Observer')
  await expect(ann.page.getByText('A facilitator has changed your role. You are now here as Observer.').first()).toBeVisible()
  await expect(ann.page.getByRole('main').getByRole('button', { name: 'Add a stage', exact: true })).toBeHidden()
  await expectLight(ann.page, 'readOnly')
  await changeTo('Professional')
  await expect(ann.page.getByText('You are now here as Professional.').first()).toBeVisible()
  await expect(ann.page.getByRole('main').getByRole('button', { name: 'Add a stage', exact: true })).toBeVisible()
  await expectLight(ann.page, 'saved')
  await changeTo('Facilitator')
  await ann.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await expect(ann.page.getByRole('button', { name: 'Invite people' })).toBeVisible()
  expect(sockets, 'nobody connected anew').toBe(0)
  // The last facilitator keeps the role, and reads why.
  await ann.page.keyboard.press('Escape')
  fay.forgive(/status of 409/)
  // A call for a fresh token may be under way at the moment of the removal.
  ann.forgive(/status of 401 .*\/token\)/)
  await panel.getByRole('button', { name: 'Remove Ann from the workshop' }).click()
  await fay.page.getByRole('button', { name: 'Remove Ann', exact: true }).click()
  await expect(ann.page.getByRole('heading', { name: 'You are no longer in this workshop' })).toBeVisible()
  await panel.getByRole('button', { name: 'Change name or role of Fay' }).click()
  await dialog(fay.page, 'Change Fay').getByRole('combobox', { name: 'Role' }).selectOption({ label: 'Observer' })
  await dialog(fay.page, 'Change Fay').getByRole('button', { name: 'Save' }).click()
  await expect(fay.page.getByText('A workshop needs a facilitator.')).toBeVisible()
})

test('RETURN-2 a person comes back on another device with their return code; a newcomer is in after a link, a name and one press', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  await fromMenu(ann.page, 'Use another phone or computer')
  await dialog(ann.page, 'Use another phone or computer').getByRole('button', { name: 'Make my return code' }).click()
  const shown = dialog(ann.page, 'Use another phone or computer').getByText(/^[A-Z2-9]{5}-[A-Z2-9]{5}-[A-Z2-9]{5}$/)
  const code = (await shown.textContent()) ?? ''
  const tablet = await visit(server.base)
  await tablet.page.goto(server.base)
  await tablet.page.getByRole('textbox', { name: 'Your six-character code' }).fill(code.toLowerCase())
  await tablet.page.getByRole('button', { name: 'Join', exact: true }).click()
  await tablet.page.waitForURL(/\/w\//)
  await expectLight(tablet.page, 'saved')
  expect((await tablet.key()).participant).toBe((await ann.key()).participant)
  const roster = await people(tablet)
  await expect(roster.getByText('Ann (you)')).toBeVisible()
  await expect(roster.getByRole('listitem')).toHaveCount(1)
  // The join page says that the device is ready, and does not stand in the way.
  const ben = await visit(server.base)
  await ben.page.goto(linkFor(made, 'professional'))
  await expect(ben.page.getByText('This device is ready.')).toBeVisible()
  await ben.page.getByRole('textbox', { name: 'Your nickname' }).fill('Ben')
  await ben.page.keyboard.press('Enter')
  await ben.page.waitForURL(/\/w\//)
})

test('JOIN-6 a revoked invitation opens nothing, a new one does, and what happened can be read', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  await fromMenu(fay.page, 'Invite people')
  const invites = dialog(fay.page, 'Invite people')
  await invites.getByRole('button', { name: 'End this invitation: Observer' }).click()
  await dialog(fay.page, 'End the invitation for: Observer?').getByRole('button', { name: 'End this invitation' }).click()
  await expect(invites.getByRole('heading', { name: 'Ended invitations' })).toBeVisible()
  const olu = await visit(server.base)
  olu.forgive(/status of 404/)
  await olu.page.goto(linkFor(made, 'observer'))
  await expect(olu.page.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible()
  await invites.getByRole('button', { name: 'Make a new invitation for: Observer' }).click()
  await expect(invites.getByRole('heading', { name: 'Ended invitations' })).toBeHidden()
  const card = invites.getByRole('listitem').filter({ has: fay.page.getByRole('heading', { name: 'Observer' }) })
  const link = (await card.getByText(/\/join#/).textContent()) ?? ''
  await askToJoin(olu, link, 'Olu')
  await olu.page.waitForURL(/\/w\//)
  await fay.page.keyboard.press('Escape')
  await fromMenu(fay.page, /^What happened$/)
  const happened = dialog(fay.page, 'What happened')
  for (const said of ['Olu joined.', 'Fay made an invitation for: Observer.', 'Fay ended the invitation for: Observer.', 'The workshop was started.']) {
    await expect(happened.getByText(said)).toBeVisible()
  }
})

/** The words of an element that are broken: each that stands on more than one line. */
const brokenWords = (element: HTMLElement): string[] => {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const broken: string[] = []
  for (let node = text.nextNode(); node; node = text.nextNode()) {
    for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[^\s-]+/g)) {
      const range = document.createRange()
      range.setStart(node, index)
      range.setEnd(node, index + word.length)
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word)
    }
  }
  return broken
}

test('SHOWN-32 the halves of a pair with long names stand so that no word of a name is broken; short names stand side by side', async ({ server, join }) => {
  const step = 'Notices symptoms and decides whether to call'
  for (const [patient, professional, stand] of [
    ['Bartholomew Featherstonehaugh of the Walking Group, Whitby', 'Ben', 'below'], ['Ann', 'Ben', 'beside'], ['A'.repeat(60), 'Ben', 'below'],
  ] as const) {
    const made = await server.makeWorkshop()
    const [fay, ann] = [await join(made, 'facilitator', 'Fay'), await join(made, 'patientLeader', patient)]
    await join(made, 'professional', professional)
    await formPair(fay.page, /Ben/)
    await toList(ann.page)
    await inList(ann.page, step).click()
    const halves = details(ann.page).getByRole('region', { name: 'Agreement', exact: true }).getByRole('listitem')
    await expect(halves).toHaveCount(2)
    const [first, second] = await Promise.all([halves.first().boundingBox(), halves.last().boundingBox()])
    if (stand === 'below') expect(second!.y).toBeGreaterThan(first!.y + first!.height)
    else expect([second!.y, second!.width]).toEqual([first!.y, first!.width])
    if (patient.includes(' ')) expect(await halves.first().evaluate(brokenWords)).toEqual([])
    expect(await details(ann.page).evaluate((box) => box.scrollWidth - box.clientWidth), 'the panel holds the name').toBeLessThanOrEqual(0)
  }
})
