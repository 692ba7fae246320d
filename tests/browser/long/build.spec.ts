// A whole pathway made by hand, 30 steps in 6 stages and 5 lanes with goals and links: by keys alone, and by taps alone. What a person
// does besides writing words is counted and bounded; a second person sees all of it.
import type { Locator, Page } from '@playwright/test'
import { Keys, Taps } from '../actions.ts'
import { expect, test, type Person } from '../fixtures.ts'
import { dialog, expectLight, onMap, theMap, toList } from '../hands.ts'
import { press, tabTo } from '../keys.ts'
import { GOALS, LANES, STAGES, STEPS } from '../map/pathway.ts'
import { startEmpty, startPathway } from '../map/start.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** The titles of a cell; the last step makes it 30. */
const cell = (lane: number, stage: number): readonly string[] =>
  [...STEPS, [[1, 1], 'Somebody from the walking group goes along', [], []] as const].filter(([at]) => at[0] === lane && at[1] === stage).map(([, title]) => title)

const ALL = STAGES.flatMap((_, stage) => LANES.flatMap((__, lane) => cell(lane, stage)))

/** Steps that lead to another, each with the title of the other. */
const LINKS: readonly (readonly [string, string])[] = [
  [STEPS[0]![1], STEPS[2]![1]], [STEPS[2]![1], STEPS[13]![1]], [STEPS[13]![1], STEPS[14]![1]], [STEPS[14]![1], STEPS[15]![1]],
  [STEPS[15]![1], STEPS[18]![1]], [STEPS[18]![1], STEPS[19]![1]], [STEPS[19]![1], STEPS[20]![1]], [STEPS[20]![1], STEPS[5]![1]],
]

/** Steps that serve the first goal: the first of three stages, in one row. */
const SERVING = [cell(0, 0)[0]!, cell(0, 1)[0]!, cell(0, 2)[0]!]

/** The other person sees the whole pathway, in its order. */
const seesAll = async ({ page }: Person): Promise<void> => {
  await toList(page)
  await expect(page.locator('.pw-row-step__open')).toHaveText([...ALL])
  await expect(page.locator('.pw-list-section--goals strong')).toHaveText([...GOALS])
  await expect(page.locator('.pw-list-section--lanes strong')).toHaveText(LANES.map(([title]) => title))
  const row = (title: string): Locator => page.locator('.pw-row-step').filter({ has: page.getByRole('button', { name: title, exact: true }) })
  for (const [from, to] of LINKS) await expect(row(from)).toContainText(`Leads to “${to}”`)
  for (const title of SERVING) await expect(row(title)).toContainText('G1')
}

/** Told, so that a change that makes it longer is seen. */
const tell = (what: string, count: number): void => {
  console.log(`${what}: ${count}, ${(count / ALL.length).toFixed(2)} a step`)
}

/** A step of the map gets the focus: found by its title. */
const findStep = async (keys: Keys, title: string): Promise<void> => {
  await keys.press('Control+k')
  await keys.write(title, 'Enter')
  await expect(onMap(keys.page, title)).toBeFocused()
}

test('BUILD-1 a pathway of 30 steps with goals and links is built by keyboard alone, and another person sees all of it', async ({ server, join }) => {
  const made = await startEmpty(server)
  const [fay, ben] = [await join(made, 'facilitator', 'Fay'), await join(made, 'professional', 'Ben')]
  const { page } = fay
  await expect(page.getByRole('heading', { name: 'This map is empty' })).toBeVisible()
  const keys = await Keys.on(page)
  const field = (name: string | RegExp): Locator => page.getByRole('textbox', { name })

  await press(page, 'Add a stage')
  for (const title of STAGES) await keys.write(title, 'Enter')
  await keys.press('Escape')
  await press(page, 'Add a lane')
  for (const [title] of LANES) await keys.write(title, 'Enter')
  await keys.press('Escape')
  tell('BUILD-1 keys for stages and lanes', keys.count)

  await keys.press('Control+Home')
  for (const [lane, [name]] of LANES.entries()) {
    // Below the lane that was just filled, at its first stage.
    if (lane > 0) await keys.press('PageDown', 'Home')
    await keys.press('Enter')
    for (const [stage, title] of STAGES.entries()) {
      await expect(field(`New step: ${title}, ${name}`)).toBeFocused()
      const titles = cell(lane, stage)
      for (const [at, words] of titles.entries()) await keys.write(words, at < titles.length - 1 ? 'Enter' : stage < STAGES.length - 1 ? 'Tab' : 'Escape')
      if (titles.length === 0) await keys.press(stage < STAGES.length - 1 ? 'Tab' : 'Escape')
    }
  }
  tell('BUILD-1 keys up to the last step', keys.count)

  for (const goal of GOALS) {
    await press(page, 'Add a goal')
    await keys.write(goal, 'Enter')
    await expect(dialog(page, 'Add a goal')).toBeHidden()
  }
  await findStep(keys, SERVING[0]!)
  await keys.press('Shift+ArrowRight', 'Shift+ArrowRight')
  await press(page, 'Goals')
  await expect(page.locator('[data-menu-item]:focus')).toBeVisible()
  await keys.press('Enter')
  await tabTo(page, 'Done')
  await keys.press('Enter')
  tell('BUILD-1 keys with goals', keys.count)

  for (const [from, to] of LINKS) {
    await findStep(keys, from)
    await keys.press('Shift+F10')
    const item = page.locator('[role="menuitem"]:focus')
    for (let at = 0; at < 6 && (await item.textContent()) !== 'Leads to…'; at += 1) await keys.press('ArrowDown')
    await keys.press('Enter')
    await keys.write(to, 'Enter')
    await expect(dialog(page, 'Leads to…')).toBeHidden()
  }
  tell('BUILD-1 keys in all', keys.count)
  await expectLight(page, 'saved')
  await seesAll(ben)
  expect(await keys.usedBesides(), 'no pointer').toEqual([])
  expect(keys.count / ALL.length, 'keys a step').toBeLessThan(6)
})

test('BUILD-2 a pathway of 30 steps with goals and links is built by taps alone on a phone, and another person sees all of it', async ({ server, join }) => {
  const made = await startEmpty(server)
  const [ann, ben] = [await join(made, 'patientLeader', 'Ann', PHONE), await join(made, 'professional', 'Ben')]
  const { page } = ann
  const taps = await Taps.on(page)
  const map = theMap(page)
  const field = (name: string | RegExp): Locator => map.getByRole('textbox', { name })
  // The stages beside the one in sight are there and cannot be reached.
  const button = (name: string): Locator => map.getByRole('button', { name, exact: true }).and(page.locator('button:not([inert] *)'))
  await taps.tap(page.getByRole('group', { name: 'Show as' }).getByRole('button', { name: 'Map' }))

  for (const [kind, titles] of [['stage', STAGES], ['lane', LANES.map(([title]) => title)]] as const) {
    await taps.tap(button(`Add a ${kind}`))
    for (const title of titles) {
      await taps.write(title, field(`New ${kind}`))
      await taps.enter()
    }
    await taps.tap(button('Done'))
  }
  tell('BUILD-2 taps for stages and lanes', taps.count)

  for (const [stage, title] of STAGES.entries()) {
    await taps.tap(page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: `Stage ${stage + 1}: ${title}` }))
    for (const [lane, [name]] of LANES.entries()) {
      const titles = cell(lane, stage)
      if (titles.length === 0) continue
      const place = field(`New step: ${title}, ${name}`)
      // The field may have come along from the stage before, or is opened, which ends the one before.
      if (!(await place.isVisible())) await taps.tap(button(`Add a step: ${title}, ${name}`))
      for (const [at, words] of titles.entries()) {
        await taps.write(words, place)
        await expect(place).toBeInViewport()
        if (at < titles.length - 1) await taps.enter()
      }
    }
  }
  await taps.tap(button('Done'))
  tell('BUILD-2 taps up to the last step', taps.count)

  for (const goal of GOALS) {
    await taps.tap(page.getByRole('main').getByRole('button', { name: 'Add a goal', exact: true }))
    await taps.write(goal, dialog(page, 'Add a goal').getByRole('textbox'))
    await taps.enter()
    await expect(dialog(page, 'Add a goal')).toBeHidden()
  }
  const sheet = dialog(page, /^Step: /)
  const open = async (title: string): Promise<void> => {
    const stage = STAGES.findIndex((_, at) => LANES.some((__, lane) => cell(lane, at).includes(title)))
    const pip = page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: `Stage ${stage + 1}: ${STAGES[stage]!}` })
    if ((await pip.getAttribute('aria-current')) === null) await taps.tap(pip)
    await taps.tap(onMap(page, title).and(page.locator('button:not([inert] *)')))
    await expect(sheet).toBeVisible()
  }
  const close = (): Promise<void> => taps.tap(sheet.getByRole('button', { name: 'Close', exact: true }))
  for (const title of SERVING) {
    await open(title)
    // Its label is what a finger finds.
    await taps.tap(sheet.getByText(/^Goal 1/))
    await expect(sheet.getByRole('checkbox').first()).toBeChecked()
    await close()
  }
  tell('BUILD-2 taps with goals', taps.count)
  for (const [from, to] of LINKS) {
    await open(from)
    const leads = sheet.getByRole('button', { name: 'Leads to…' })
    if (!(await leads.isVisible())) await taps.tap(sheet.locator('summary', { hasText: 'More about this step' }))
    await taps.tap(leads)
    await taps.write(to, page.getByRole('searchbox', { name: 'Find a step' }))
    await taps.enter()
    await expect(dialog(page, 'Leads to…')).toBeHidden()
    await close()
  }
  tell('BUILD-2 taps in all', taps.count)
  await expectLight(page, 'saved')
  await seesAll(ben)
  expect(await taps.usedBesides(), 'no mouse, and no key outside of a field').toEqual([])
  expect(taps.count / ALL.length, 'taps a step').toBeLessThan(5)
})

/** Reads the page of a stage as a person does who scrolls: the titles that were whole on the screen, until the end is reached. */
const readPage = async (page: Page): Promise<readonly string[]> => {
  const seen = new Set<string>()
  const part = page.locator('.pw-stage-page__part')
  for (let at = 0; at < (await part.count()); at += 1) {
    for (const edge of ['start', 'end'] as const) {
      await part.nth(at).evaluate((element, end) => element.scrollIntoView({ block: end }), edge)
      const title = part.nth(at).locator('.pw-walk__title')
      await part.nth(at).evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      const whole = await title.evaluate((element) => {
        const box = element.getBoundingClientRect()
        const hit = document.elementFromPoint(box.left + 4, box.top + box.height / 2)
        return box.top >= 0 && box.bottom <= innerHeight && (hit === element || element.contains(hit) || hit?.contains(element) === true)
      })
      if (whole) seen.add(((await title.textContent()) ?? '').trim())
    }
  }
  return [...seen]
}

test('BUILD-3 a pair agrees a pathway of 29 steps with fewer than 60 taps of both, stage by stage, with all words on the screen', async ({ server, join }) => {
  test.slow()
  const made = await startPathway(server)
  const fay = await join(made, 'facilitator', 'Fay')
  const pair = [await join(made, 'patientLeader', 'Ann', PHONE), await join(made, 'professional', 'Ben', { hasTouch: true })]
  await fay.page.getByRole('button', { name: /^Menu( |$)/ }).click()
  await fay.page.getByRole('button', { name: 'Pairs' }).click()
  await dialog(fay.page, 'Pairs').getByRole('button', { name: 'Form this pair' }).click()
  await expect(dialog(fay.page, 'Pairs').getByRole('heading', { name: /Ann · Ben/ })).toBeVisible()
  await fay.page.keyboard.press('Escape')
  let all = 0
  let parts = 0
  for (const { page, nickname } of pair) {
    const taps = await Taps.on(page)
    const counts = dialog(page, 'Agreement so far')
    await expect(page.getByRole('main').getByRole('button', { name: /^Agree together/ })).toBeVisible()
    await taps.tap(page.getByRole('main').getByRole('button', { name: 'Agreement so far' }))
    await taps.tap(counts.getByRole('button', { name: `Read this stage and agree: ${STAGES[0]!}`, exact: true }))
    const read: string[] = []
    let agreed = 0
    for (let at = 0; ; at += 1) {
      const asked = at < STAGES.length ? dialog(page, `Stage: ${STAGES[at]!}`) : dialog(page, 'Goals, outcomes, and steps without a place')
      await expect(asked).toBeVisible()
      const count = await asked.getByRole('checkbox').count()
      read.push(...(await readPage(page)))
      const yes = asked.getByRole('button', { name: new RegExp(`^I agree with (these|this) ${count}$`) })
      await taps.tap(yes)
      await expect(asked.getByRole('button', { name: 'Nothing here waits for your yes' })).toBeVisible()
      agreed += count
      if (at === STAGES.length) break
      await taps.tap(asked.getByRole('button', { name: /^Next: / }))
    }
    await taps.tap(page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }))
    for (const title of [...STEPS.map((step) => step[1]), ...GOALS, ...STAGES]) expect(read.some((words) => words.includes(title)), `${nickname} had “${title}” on the screen`).toBe(true)
    expect(await taps.usedBesides()).toEqual([])
    console.log(`BUILD-3 ${nickname}: ${agreed} parts, ${taps.count} taps`)
    all += taps.count
    parts = agreed
  }
  console.log(`BUILD-3 taps of both: ${all}`)
  expect(parts).toBe(STEPS.length + STAGES.length + GOALS.length)
  expect(parts).toBeLessThan(45)
  expect(all).toBeLessThan(60)
  await fay.page.getByRole('button', { name: 'Agreement so far' }).click()
  await expect(dialog(fay.page, 'Agreement so far').getByRole('button', { name: `${parts} Agreed. Show in the list` }).first()).toBeVisible()
})
