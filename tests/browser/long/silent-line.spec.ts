// A connection that stays open while nothing goes through: the client believes in it for half a minute of real time. The light must
// still say the truth, and nothing may be lost.
import { expect, test, type Made } from '../fixtures.ts'
import { addStep, expectLight, inList, toList } from '../hands.ts'

const FIRST = { stage: 'Something is wrong', lane: 'Person and family' }
/** The client believes in a silent line for half a minute, and then closes it for a few seconds more, in milliseconds. */
const NOTICED_MS_MAX = 75_000

test('BROWSER-16 a line that falls silent without ending is noticed; nothing is called saved, and nothing is lost', async ({ behindLine, join }) => {
  test.slow()
  const { server, line } = behindLine
  const made = await server.makeWorkshop()
  const through = JSON.parse(JSON.stringify(made).replaceAll(server.base, line.base)) as Made
  const [ann, bob] = [await join(through, 'patientLeader', 'Ann'), await join(made, 'professional', 'Bob')]
  ann.forgiveNoLine()
  for (const who of [ann, bob]) await toList(who.page)
  const titles = async (): Promise<string[]> => (await server.archive(await bob.key())).maps[0]!.steps.map((step) => step.title)
  line.fallSilent()
  await addStep(ann.page, FIRST, 'Said into the silence')
  await addStep(bob.page, FIRST, 'Said on the other side')
  await expectLight(bob.page, 'saved')
  // Until it is noticed the work is on its way; from then on it is kept here. It is never called saved.
  await expectLight(ann.page, 'saving')
  await expect(ann.page.locator('[data-save-state]')).toHaveAttribute('data-save-state', 'offlineKept', { timeout: NOTICED_MS_MAX })
  await addStep(ann.page, FIRST, 'Said when it was noticed')
  await expectLight(ann.page, 'offlineKept')
  expect(await titles()).not.toContain('Said into the silence')
  line.speakAgain()
  await expect(ann.page.locator('[data-save-state]')).toHaveAttribute('data-save-state', 'saved', { timeout: NOTICED_MS_MAX })
  for (const title of ['Said into the silence', 'Said on the other side', 'Said when it was noticed']) {
    for (const who of [ann, bob]) await expect(inList(who.page, title)).toHaveCount(1)
    expect(await titles()).toContain(title)
  }
  await expect(bob.page.getByRole('button', { name: 'People: 2 people are here' })).toBeVisible()
})
