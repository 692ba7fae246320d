// The power cord while three people type: everybody comes back, nothing that said saved is missing, nothing typed is lost.
import { expect, test } from '../fixtures.ts'
import { addPart, expectLight, inList, panel, toList } from '../hands.ts'

const STEPS = ['Notices symptoms and decides whether to call', 'Explains the result in plain words with a written summary', 'Offers rehabilitation before leaving and sends the referral'] as const

test('SYNC-3 three people type while the server is killed three times: all come back, and every letter is there', async ({ ownServer, join }) => {
  test.slow()
  const made = await ownServer.makeWorkshop()
  const people = [await join(made, 'patientLeader', 'Ann'), await join(made, 'professional', 'Bob'), await join(made, 'carer', 'Cem')]
  const letters = new Map<string, string>()
  let typing = true
  for (const [index, who] of people.entries()) {
    who.forgiveNoLine()
    await toList(who.page)
    await inList(who.page, STEPS[index]!).click()
  }
  const type = async (index: number): Promise<void> => {
    const who = people[index]!
    const field = panel(who.page).getByRole('textbox', { name: 'Details' })
    for (let count = 0; typing && count < 500; count += 1) {
      await field.pressSequentially(`${who.nickname[0]}${count} `)
      letters.set(who.nickname, `${letters.get(who.nickname) ?? ''}${who.nickname[0]}${count} `)
    }
  }
  const typists = people.map((_, index) => type(index))
  for (const round of [1, 2, 3]) {
    const before = Math.min(...people.map((who) => letters.get(who.nickname)?.length ?? 0))
    await expect.poll(() => Math.min(...people.map((who) => letters.get(who.nickname)?.length ?? 0))).toBeGreaterThan(before + 10 * round)
    await ownServer.end('SIGKILL')
    await Promise.all(people.map((who) => expect(who.page.getByRole('button', { name: /^Your work: Offline/ })).toBeVisible()))
    await ownServer.start()
    await Promise.all(people.map((who) => expect(who.page.getByRole('button', { name: /^Your work: (Saved|Saving)/ })).toBeVisible()))
  }
  typing = false
  await Promise.all(typists)
  await Promise.all(people.map((who) => expectLight(who.page, 'saved')))
  await ownServer.end('SIGKILL')
  await ownServer.start()
  const held = (await ownServer.archive(await people[0]!.key())).maps[0]!.steps
  for (const [index, who] of people.entries()) {
    expect(held.find((step) => step.title === STEPS[index])?.detail).toBe(letters.get(who.nickname))
  }
  await Promise.all(people.map((who) => expect(who.page.getByRole('button', { name: 'People: 3 people are here' })).toBeVisible()))
})

test('BROWSER-11 a person whose page was closed while the server was down finds the work again, and it is saved', async ({ ownServer, join }) => {
  const made = await ownServer.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  ann.forgiveNoLine()
  await toList(ann.page)
  await ann.page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await ownServer.end('SIGKILL')
  await expect(ann.page.getByRole('button', { name: /^Your work: Offline/ })).toBeVisible()
  await addPart(ann.page, 'stage', 'While it was down')
  await expectLight(ann.page, 'offlineKept')
  const [address, key] = [ann.page.url(), await ann.key()]
  await ann.page.close()
  const again = await ann.context.newPage()
  await again.goto(address)
  await expectLight(again, 'offlineKept')
  await expect(again.getByText('While it was down').first()).toBeVisible()
  await ownServer.start()
  await expectLight(again, 'saved')
  expect((await ownServer.archive(key)).maps[0]!.stages.map((stage) => stage.title)).toContain('While it was down')
})
