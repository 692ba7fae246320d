// The list edits everything the map edits, with the keyboard alone: a journey for each edit of model/edits.ts and model/many/many.ts.
// Focus is only ever moved by Tab, arrows and Enter, as a person would (keys.ts).
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { Calls } from '../calls.ts'
import { expect, type Person, test } from '../fixtures.ts'
import { fromMenu } from '../hands.ts'
import { choose, focusName, pickRadio, press, tabTo, typeInField } from '../keys.ts'

// Hundreds of presses of Tab, one after another, each looked at: slow on a busy machine, but nothing is skipped.
test.describe.configure({ timeout: 300_000 })

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

const SPEC = read('../../../docs/spec/list.md')

/** The journeys of each edit, as docs/spec/list.md says. */
const TABLE = new Map([...SPEC.matchAll(/^\| `(\w+)` \| ([^`]+?) \|$/gm)].map((row) => [row[1]!, row[2]!.split(', ')]))

/** The edits of several parts that are chosen on the map, and by which edit the list does the same to one part after another. */
const ONE_BY_ONE = new Map([...SPEC.matchAll(/^\| `(\w+)` \| `(\w+)` \|$/gm)].map((row) => [row[1]!, row[2]!]))

/** What the two files export for each other and is no edit: it reads, or fills a new part within the transaction of an edit. */
const NO_EDITS = ['bornLink', 'cell', 'isShown', 'writeListed']

let calls: Calls
test.beforeAll(async () => {
  calls = await Calls.of('model/edits.ts', 'model/many/many.ts')
})

/** Walks a journey of the table and makes sure that it calls every function that the table says it is for. */
const journey = (page: Page, name: string, walk: () => Promise<void>): Promise<void> =>
  test.step(name, async () => {
    const called = await calls.during(page, walk)
    const wanted = [...TABLE].filter(([, journeys]) => journeys.includes(name)).map(([edit]) => edit)
    expect([...called], `the edits that the journey "${name}" makes`).toEqual(expect.arrayContaining(wanted))
  })

/** Opens the list of removed parts if it is closed, and brings one back. */
const bringBack = async (page: Page, name: string): Promise<void> => {
  const removed = page.locator('details.pw-removed')
  await expect(removed).toBeVisible()
  if ((await removed.getAttribute('open')) === null) await press(page, /^Removed/)
  await press(page, name)
}

const SECTORS = ['NHS', 'Social care and council', 'Voluntary and community', 'Peer', 'Person and family', 'Other public service', 'Not decided']
const FAMILIES = ['Long-term', 'Recovery', 'Prevention', 'Not decided']
const ASSET_KINDS = ['Own strength', 'Family', 'Friend', 'Someone who has been through it', 'Place', 'Something else', 'Not decided']
const MODES = ['Done for people', 'Done by people', 'Done with people', 'Not decided']
const PERSPECTIVES = ['Lived experience', 'Professional knowledge', 'Both', 'Other', 'Not decided']

const openList = async (page: Page): Promise<void> => {
  await expect(page.getByRole('button', { name: 'List', exact: true })).toBeVisible()
  await press(page, 'List')
  await expect(page.getByRole('heading', { name: 'Stages', exact: true })).toBeVisible()
}

/** The "Agreement" of the open panel. */
const agreement = (page: Page) => page.getByRole('region', { name: 'Agreement', exact: true })

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

test('LIST-9, OUTCOME-25, ASSET-7 goals, outcomes, assets, lanes and stages are added, renamed, moved, removed and brought back by keyboard', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'patientLeader', 'Ann')
  await openList(page)

  await journey(page, 'a goal', async () => {
    await press(page, 'Add a goal')
    await typeInField(page, 'I can sleep')
    await page.keyboard.press('Enter')
    await expect(page.getByText('I can sleep', { exact: true })).toBeVisible()
    await press(page, 'Edit: I can sleep')
    await typeInField(page, ' at night', 'end')
    await page.keyboard.press('Escape')
    await press(page, 'Move up: I can sleep at night')
    await expect(page.locator('.pw-list-section--goals strong')).toHaveText([/what happened/, /safe to be active/, 'I can sleep at night', /family/])
    await choose(page, 'I can sleep at night', 'Remove')
    await expect(page.locator('.pw-list-section--goals strong')).toHaveCount(3)
    await bringBack(page, 'Bring back the goal “I can sleep at night”')
    await expect(page.locator('.pw-list-section--goals strong')).toHaveCount(4)
  })

  await journey(page, 'an outcome', async () => {
    const outcomes = page.locator('.pw-list-section--outcomes li')
    await press(page, 'Add an outcome')
    await page.keyboard.type('People feel safe at home')
    await pickRadio(page, FAMILIES, 'Long-term')
    await press(page, 'Add')
    await expect(outcomes).toContainText(['People feel safe at home'])
    await press(page, 'Add an outcome')
    await page.keyboard.type('Fewer people come back')
    await press(page, 'Add and say more')
    await tabTo(page, 'How we will know')
    await page.keyboard.type('Count them each month')
    await pickRadio(page, FAMILIES, 'Prevention')
    await press(page, 'Done')
    await expect(outcomes.last()).toContainText('How we will know: Count them each month')
    await expect(outcomes.last()).toContainText('Prevention')
    await press(page, 'Move up: Fewer people come back')
    await expect(outcomes).toContainText(['Fewer people come back', 'People feel safe at home'])
    await choose(page, 'Fewer people come back', 'Remove')
    await expect(outcomes).toHaveCount(1)
    await bringBack(page, 'Bring back the outcome “Fewer people come back”')
    await expect(outcomes.first()).toContainText('Count them each month')
  })

  await journey(page, 'an asset', async () => {
    const assets = page.locator('.pw-list-section--assets li')
    await expect(heading(page, 'What already helps')).toHaveCount(0)
    await press(page, 'Add what already helps')
    await page.keyboard.type('My sister phones')
    await pickRadio(page, ASSET_KINDS, 'Family')
    await press(page, 'Add')
    await expect(heading(page, 'What already helps')).toBeVisible()
    await expect(assets).toContainText(['My sister phones'])
    await expect(assets.last()).toContainText('Family')
    await press(page, 'Add what already helps')
    await typeInField(page, 'The library')
    await page.keyboard.press('Enter')
    await press(page, 'Edit: The library')
    await typeInField(page, ' on Tuesdays', 'end')
    await pickRadio(page, ASSET_KINDS, 'Place')
    await press(page, 'Done')
    await expect(assets.last()).toContainText('Place')
    await press(page, 'Move up: The library on Tuesdays')
    await expect(assets).toContainText(['The library on Tuesdays', 'My sister phones'])
    await choose(page, 'The library on Tuesdays', 'Remove')
    await expect(assets).toHaveCount(1)
    await bringBack(page, 'Bring back the help “The library on Tuesdays”')
    await expect(assets.first()).toContainText('The library on Tuesdays')
  })

  await journey(page, 'a lane', async () => {
    await press(page, /^Lanes/)
    await press(page, 'Add a lane')
    await typeInField(page, 'Pharmacy')
    await pickRadio(page, SECTORS, 'NHS')
    await press(page, 'Add')
    const lanes = page.locator('.pw-list-section--lanes li')
    await expect(lanes.last()).toContainText('Pharmacy')
    await expect(lanes.last()).toContainText('NHS')
    await press(page, 'Edit: Pharmacy')
    await pickRadio(page, SECTORS, 'Other public service')
    await press(page, 'Done')
    await expect(lanes.last()).toContainText('Other public service')
    await press(page, 'Move up: Pharmacy')
    await expect(lanes.nth(5)).toContainText('Pharmacy')
    await choose(page, 'Pharmacy', 'Remove')
    await expect(lanes).toHaveCount(6)
    await bringBack(page, 'Bring back the lane “Pharmacy”')
    await expect(lanes).toHaveCount(7)
  })

  await journey(page, 'a stage', async () => {
    await press(page, 'Add a stage')
    await typeInField(page, 'Before it starts')
    await page.keyboard.press('Enter')
    await expect(page.locator('.pw-stage').last()).toContainText('Before it starts')
    await press(page, 'Move up: Before it starts')
    await expect(page.locator('.pw-stage').nth(5)).toContainText('Before it starts')
    await press(page, 'Edit: Going home')
    await typeInField(page, ' again', 'end')
    await page.keyboard.press('Escape')
    await expect(heading(page, 'Stage 3: Going home again')).toBeVisible()
    await choose(page, 'Going home again', 'Remove')
    await expect(page.getByText('2 steps are not placed')).toBeVisible()
    await bringBack(page, 'Bring back the stage “Going home again”')
    await expect(page.getByText('2 steps are not placed')).toHaveCount(0)
  })
})

test('LIST-9, DECISION-24 steps, decisions and links are added, changed, moved, removed and brought back by keyboard', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'professional', 'Dr Bo')
  await openList(page)
  const row = (title: string) => page.locator('.pw-row-step').filter({ hasText: title }).first()
  const title = 'Rings a known number'

  await journey(page, 'a new step', async () => {
    await press(page, 'Add a step: Review, Community health and therapy')
    await typeInField(page, title)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: title, exact: true })).toBeFocused()
  })

  await journey(page, 'what is said about a step', async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'What happens' })).toBeFocused()
    await typeInField(page, ' today', 'end')
    await tabTo(page, 'Details')
    await typeInField(page, 'Somebody answers.')
    await tabTo(page, /^Goal 3/)
    await page.keyboard.press('Space')
    await pickRadio(page, SECTORS, 'Peer')
    await page.keyboard.press('Tab')
    await pickRadio(page, MODES, 'Done with people')
    await press(page, 'More about this step')
    await page.keyboard.press('Tab')
    await pickRadio(page, PERSPECTIVES, 'Lived experience')
    await page.keyboard.press('Escape')
    const step = row(`${title} today`)
    for (const words of ['Somebody answers.', 'Goal 3', 'Peer', 'Done with people', 'Lived experience']) await expect(step).toContainText(words)
    await expect(page.getByRole('button', { name: `${title} today`, exact: true })).toBeFocused()
  })

  await journey(page, 'a shared decision', async () => {
    await press(page, `${title} today`)
    await press(page, 'Make this a shared decision')
    await tabTo(page, 'Options')
    await page.keyboard.type('Rest at home')
    await page.keyboard.press('Enter')
    await page.keyboard.type('See somebody today')
    await tabTo(page, 'What matters to the person')
    await page.keyboard.type('Not to be alone')
    await page.keyboard.press('Escape')
    for (const words of ['Shared decision', 'Rest at home', 'See somebody today', 'Not to be alone']) await expect(row(`${title} today`)).toContainText(words)
    await press(page, `${title} today`)
    await press(page, 'Make it a plain step')
    await expect.poll(() => focusName(page)).toBe('Make this a shared decision')
    await page.keyboard.press('Escape')
    await expect(row(`${title} today`)).not.toContainText('Shared decision')
    await expect(page.getByRole('button', { name: `${title} today`, exact: true })).toBeFocused()
  })

  await journey(page, 'moving a step', async () => {
    await press(page, `Move up: ${title} today`)
    await expect(page.locator('.pw-stage').nth(4).locator('.pw-row-step__open')).toHaveText([`${title} today`, 'Final review against my goals'])
    await choose(page, `${title} today`, 'Move to…')
    await tabTo(page, 'Stage')
    await page.keyboard.type('Something')
    await press(page, 'Move')
    await expect(page.locator('.pw-stage').first()).toContainText(`${title} today`)
  })

  await journey(page, 'a link', async () => {
    await choose(page, `${title} today`, 'Leads to…')
    await expect(page.getByRole('searchbox', { name: 'Find a step' })).toBeFocused()
    await typeInField(page, 'final review')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await press(page, 'Link')
    await expect(row(`${title} today`)).toContainText('Leads to “Final review against my goals”')
    await press(page, `${title} today`)
    await press(page, 'Words on the link (optional)')
    await tabTo(page, 'Words on the link to Final review against my goals')
    await typeInField(page, 'if worried')
    await expect(page.getByText('“if worried”')).toBeVisible()
    await press(page, 'Remove the link to Final review against my goals')
    await page.keyboard.press('Escape')
    await expect(row(`${title} today`)).not.toContainText('Leads to')
    await bringBack(page, `Bring back the link “Link from ${title} today to Final review against my goals”`)
    await expect(row(`${title} today`)).toContainText('Leads to “Final review against my goals”')
  })

  await journey(page, 'removing a step', async () => {
    await choose(page, `${title} today`, 'Remove')
    await expect(page.getByRole('button', { name: `${title} today`, exact: true })).toHaveCount(0)
    await expect.poll(() => focusName(page)).not.toBe('')
    await bringBack(page, `Bring back the step “${title} today”`)
    await expect(page.getByRole('button', { name: `${title} today`, exact: true })).toBeFocused()
  })
})

test('LIST-9 the words that both agreed to are brought back by keyboard', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const people = [await join(made, 'patientLeader', 'Ann'), await join(made, 'professional', 'Ben')]
  await fromMenu(fay.page, 'Pairs')
  await press(fay.page, 'Form this pair')
  const title = 'Notices symptoms and decides whether to call'
  for (const { page } of people) {
    await openList(page)
    await press(page, title)
    await press(page, 'I agree')
  }
  const [{ page }] = people as [Person, Person]
  await expect(agreement(page).getByText('Agreed', { exact: true })).toBeVisible()

  await journey(page, 'the agreed words', async () => {
    await tabTo(page, 'What happens')
    await typeInField(page, ' for help', 'end')
    await expect(agreement(page).getByText('Changed since both agreed')).toBeVisible()
    await press(page, 'Bring back the agreed words')
    await expect(agreement(page).getByText('Agreed', { exact: true })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'What happens' })).toHaveValue(title)
  })
})

test('LIST-9 every edit that model/edits.ts and model/many/many.ts offer has its journey in the table, and every journey is walked', () => {
  const [single, several] = [calls.offeredBy('model/edits.ts'), calls.offeredBy('model/many/many.ts')]
  expect(single.length).toBeGreaterThan(15)
  expect(several.length).toBeGreaterThan(5)
  // Whatever else these files come to export has to be put in one of the tables first.
  expect([...TABLE.keys(), ...ONE_BY_ONE.keys(), ...NO_EDITS].sort()).toEqual([...single, ...several].sort())
  for (const [many, one] of ONE_BY_ONE) {
    expect(several).toContain(many)
    expect(single).toContain(one)
    expect([...TABLE.keys()], `the list does what ${many} does`).toContain(one)
  }
  const walked = [...read('./list-keyboard.spec.ts').matchAll(/await journey\(page, '([^']+)'/g)].map((found) => found[1])
  for (const [name, journeys] of TABLE) expect(walked, `the journeys of ${name}`).toEqual(expect.arrayContaining(journeys))
})
