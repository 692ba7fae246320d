// Pairs and agreement with real people: from an invitation to a half-agreed map, by pointer, by keyboard alone, on a phone,
// without a line, and on paper. The rules of agreement are held by the server's and the client's own tests.
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, type Join, type Made, type Person, test } from '../fixtures.ts'
import { agreeAndGoOn, dialog, formPair, fromMenu, fromPartMenu, inList, onMap, panel, startWalk, theMap, toList, toMap, walk } from '../hands.ts'
import { press, tabTo } from '../keys.ts'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true }

/** Fay, who runs the workshop, and Ann and Ben, who are a pair. */
const theThree = async (made: Made, join: Join, options: Parameters<Join>[3] = {}): Promise<{ fay: Person; ann: Person; ben: Person }> => {
  const fay = await join(made, 'facilitator', 'Fay')
  const ann = await join(made, 'patientLeader', 'Ann', options)
  const ben = await join(made, 'professional', 'Ben', options)
  await formPair(fay.page, /Ann · Ben/)
  return { fay, ann, ben }
}

/** The "Agreement" of the open panel. */
const agreement = (page: Page): Locator => page.getByRole('region', { name: 'Agreement', exact: true })
const say = (page: Page, words: string): Promise<void> => agreement(page).getByRole('button', { name: words, exact: true }).click()

const open = async (page: Page, step: string): Promise<void> => {
  await toList(page)
  await inList(page, step).click()
  await expect(agreement(page)).toBeVisible()
}

/** Both agree to the step that is open for both. */
const bothAgree = async (ann: Person, ben: Person, step: string): Promise<void> => {
  for (const person of [ann, ben]) {
    await open(person.page, step)
    await say(person.page, 'I agree')
  }
  for (const person of [ann, ben]) await expect(agreement(person.page).getByText('Agreed', { exact: true })).toBeVisible()
}

const STEP = 'Notices symptoms and decides whether to call'

test('BROWSER-80 from the invitation to a half-agreed map: everybody sees the same, in map and list, and only the pair decides', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const { fay, ann, ben } = await theThree(made, join)
  const oli = await join(made, 'observer', 'Oli')
  await startWalk(ann.page)
  await expect(walk(ann.page).getByRole('heading', { level: 2 })).toContainText(/1 of \d+/)
  const first = await walk(ann.page).getByRole('heading', { level: 3 }).first().textContent()
  for (let part = 0; part < 4; part += 1) await agreeAndGoOn(ann.page)
  await expect(walk(ann.page).getByRole('heading', { level: 2 })).toContainText('5 of')
  await ann.page.keyboard.press('Escape')

  // What waits for Ben is what Ann put up; ideas wait for another day.
  await expect(ben.page.getByRole('button', { name: 'Agree together (4 to agree)' })).toBeVisible()
  await startWalk(ben.page)
  await expect(walk(ben.page).getByRole('heading', { level: 3 }).first()).toHaveText(first ?? '')
  for (let part = 0; part < 2; part += 1) await agreeAndGoOn(ben.page)
  await walk(ben.page).getByRole('button', { name: 'I see it differently' }).click()
  await walk(ben.page).getByRole('textbox', { name: 'How do you see it?' }).fill('Two weeks is not safe to promise')
  await walk(ben.page).getByRole('button', { name: 'Keep my view' }).click()
  await expect(walk(ben.page).getByText('Two weeks is not safe to promise')).toBeVisible()
  await ben.page.keyboard.press('Escape')

  for (const person of [fay, ann, ben, oli]) {
    await person.page.getByRole('button', { name: 'Agreement so far' }).click()
    const counts = dialog(person.page, 'Agreement so far')
    await expect(counts.getByRole('button', { name: '2 Agreed. Show in the list' }).first()).toBeVisible()
    await expect(counts.getByRole('button', { name: '1 We see it differently. Show in the list' }).first()).toBeVisible()
    await person.page.keyboard.press('Escape')
  }
  await fay.page.getByRole('button', { name: 'Agreement so far' }).click()
  await dialog(fay.page, 'Agreement so far').getByRole('button', { name: '1 We see it differently. Show in the list' }).first().click()
  await expect(fay.page.getByRole('region', { name: 'Only some parts are shown' })).toContainText('1 part: We see it differently')
  await fay.page.getByRole('button', { name: 'Show everything' }).click()

  await open(oli.page, STEP)
  await expect(agreement(oli.page)).toContainText('Your role can see what they say.')
  await expect(agreement(oli.page).getByRole('button')).toHaveCount(0)
  await open(fay.page, STEP)
  await expect(agreement(fay.page).getByRole('button', { name: 'I agree', exact: true })).toHaveCount(0)
})

test('BROWSER-81 two partners find each other and agree by keyboard alone', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const [ann, ben] = [await join(made, 'carer', 'Ann'), await join(made, 'professional', 'Ben')]
  await press(ann.page, 'Find your partner')
  await expect(dialog(ann.page, 'Pairs')).toBeVisible()
  await press(ann.page, 'Ask Ben')
  await press(ben.page, 'Answer')
  await expect(dialog(ben.page, 'Pairs')).toBeVisible()
  await press(ben.page, 'Yes, let us work together')
  for (const { page } of [ann, ben]) {
    await expect(dialog(page, 'Pairs').getByRole('heading', { name: /Ann · Ben/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await press(page, /^Agree together/)
    await expect(walk(page)).toBeVisible()
    await press(page, 'I agree')
    // It stays, and the way on has the focus: Ann has the ideas before her, Ben only what waits for his answer.
    const next = walk(page).getByRole('button', { name: 'Next', exact: true })
    await expect(next).toBeFocused()
    await expect(next).toHaveCSS('outline-style', 'solid')
    await expect(walk(page).getByText(page === ann.page ? 'You agreed. Ben has not answered yet.' : 'You both agreed.', { exact: true })).toBeVisible()
    await page.keyboard.press('Enter')
    if (page === ann.page) await expect(walk(page).getByRole('heading', { level: 2 })).toContainText(/2 of \d+/)
    else await expect(walk(page).getByRole('heading', { name: 'That was the last one' })).toBeVisible()
  }
  await ann.page.keyboard.press('ArrowLeft')
  await expect(walk(ann.page).getByText('Agreed', { exact: true }).first()).toBeVisible()
  await ann.page.keyboard.press('ArrowRight')
  await press(ann.page, 'I see it differently')
  await expect(walk(ann.page).getByRole('textbox', { name: 'How do you see it?' })).toBeFocused()
  await ann.page.keyboard.type('a view with letters that can be keys: n, b, p')
  await tabTo(ann.page, 'Keep my view')
  await ann.page.keyboard.press('Enter')
  await expect(walk(ann.page).getByText('a view with letters that can be keys: n, b, p')).toBeVisible()
  await ann.page.keyboard.press('Escape')
  await expect(walk(ann.page)).toBeHidden()
})

test('BROWSER-63 an answer keeps the focus where it was said, other buttons that have done their work leave it at the heading of their section, and Escape still closes', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { ann } = await theThree(made, join)
  await open(ann.page, STEP)
  await agreement(ann.page).getByRole('button', { name: 'I agree', exact: true }).focus()
  await ann.page.keyboard.press('Enter')
  const said = agreement(ann.page).getByRole('button', { name: 'You agreed', exact: true })
  await expect(said).toBeFocused()
  await expect(said).toHaveCSS('outline-style', 'solid')
  // Whoever presses twice has still agreed.
  await ann.page.keyboard.press('Enter')
  await expect(agreement(ann.page).getByText('Agrees', { exact: true })).toBeVisible()
  await ann.page.keyboard.press('Escape')
  await expect(panel(ann.page)).toBeHidden()
  await expect(inList(ann.page, STEP)).toBeFocused()

  // In a dialog too: whom one has asked goes from the list of whom one may ask.
  const cat = await join(made, 'carer', 'Cat')
  const dan = await join(made, 'professional', 'Dan')
  await fromMenu(cat.page, 'Pairs')
  await dialog(cat.page, 'Pairs').getByRole('button', { name: 'Ask Dan' }).focus()
  await cat.page.keyboard.press('Enter')
  await expect(dialog(cat.page, 'Pairs').getByRole('heading', { name: 'Pairs', exact: true })).toBeFocused()

  // Once it is answered the banner that opened the dialog is gone: the page itself has the focus.
  await press(dan.page, 'Answer')
  await expect(dialog(dan.page, 'Pairs')).toBeVisible()
  await press(dan.page, 'Yes, let us work together')
  await expect(dialog(dan.page, 'Pairs').getByRole('heading', { name: 'Pairs', exact: true })).toBeFocused()
  await expect(dan.page.getByText('Answer', { exact: true })).toHaveCount(0)
  await dan.page.keyboard.press('Escape')
  await expect(dan.page.getByRole('main')).toBeFocused()
})

test('SHOWN-23 two go through what is open together: each sees where the other is, on a phone too, and goes there', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { fay, ann, ben } = await theThree(made, join, PHONE)
  const part = (page: Page): Locator => walk(page).getByRole('heading', { level: 3 }).first()
  await startWalk(ann.page)
  await expect(walk(ann.page)).toContainText('Ben is not in “Agree together” now.')
  await walk(ann.page).getByRole('button', { name: 'Next', exact: true }).click()
  await walk(ann.page).getByRole('button', { name: 'Next', exact: true }).click()
  // Where she is has travelled once somebody else is told of it.
  await fromMenu(fay.page, 'See everyone')
  await expect(dialog(fay.page, 'People')).toContainText((await part(ann.page).textContent()) ?? 'no words')
  await ben.page.getByRole('button', { name: 'Agree together with Ann', exact: true }).click()
  await expect(part(ben.page)).toHaveText((await part(ann.page).textContent()) ?? '')
  for (const { page } of [ann, ben]) await expect(walk(page)).toContainText('is at this part too.')
  await walk(ann.page).getByRole('button', { name: 'I agree', exact: true }).click()
  await expect(walk(ann.page)).toContainText('You agreed. Ben has not answered yet.')
  await expect(walk(ben.page)).toContainText('Ann agrees.')
  // Nothing of it moved under Ben's finger.
  const before = await walk(ben.page).getByRole('button', { name: 'I agree', exact: true }).boundingBox()
  await walk(ben.page).getByRole('button', { name: 'I agree', exact: true }).click()
  for (const { page } of [ann, ben]) await expect(walk(page)).toContainText('You both agreed.')
  expect(await walk(ben.page).getByRole('button', { name: 'You agreed', exact: true }).boundingBox()).toEqual(before)
  await expect(walk(ben.page).getByRole('button', { name: 'Next', exact: true })).toBeFocused()
  await walk(ann.page).getByRole('button', { name: 'Next', exact: true }).click()
  await expect(walk(ben.page)).toContainText((await part(ann.page).textContent()) ?? 'no words')
  await walk(ben.page).getByRole('button', { name: 'Go to Ann', exact: true }).click()
  await expect(part(ben.page)).toHaveText((await part(ann.page).textContent()) ?? '')
  await walk(ben.page).getByRole('button', { name: 'Close', exact: true }).click()
  await expect(walk(ann.page)).toContainText('Ben is not in “Agree together” now.')
})

test('BROWSER-85 on a phone the answers stand in one place for every kind of part, nothing is behind the lower edge, and the field for a view opens in sight', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join, PHONE)
  await bothAgree(ann, ben, STEP)
  await dialog(ben.page, 'Step').getByRole('textbox', { name: 'What happens' }).fill('Notices symptoms and decides whether to phone')
  await expect(agreement(ann.page).getByText('Changed since both agreed')).toBeVisible()
  await dialog(ann.page, 'Step').getByRole('button', { name: 'Close', exact: true }).click()
  /** Each button of the walk is what one meets where it is, once it was brought into sight. */
  const isClear = async (page: Page): Promise<void> => {
    const hidden = await walk(page).evaluate((element) => [...element.querySelectorAll('button, summary')].filter((each) => each.checkVisibility() && !each.closest('[hidden]')).flatMap((each) => {
      each.scrollIntoView({ block: 'nearest' })
      const box = each.getBoundingClientRect()
      const points = [[box.left + box.width / 2, box.top + 4], [box.left + box.width / 2, box.bottom - 4]] as const
      return points.every(([x, y]) => each.contains(document.elementFromPoint(x, y))) ? [] : [each.textContent]
    }))
    expect(hidden).toEqual([])
  }
  // Opened once: in a window of 320 by 400 messages can stand over the way in for a while.
  await startWalk(ann.page)
  for (const size of [{ width: 390, height: 844 }, { width: 320, height: 400 }]) {
    await ann.page.setViewportSize(size)
    await expect(walk(ann.page).getByText('Changed since both agreed')).toBeAttached()
    await isClear(ann.page)
    await walk(ann.page).getByRole('button', { name: 'I see it differently', exact: true }).click()
    const field = walk(ann.page).getByRole('textbox', { name: 'How do you see it?' })
    await expect(field).toBeFocused()
    await expect(field).toBeInViewport({ ratio: 1 })
    await expect(walk(ann.page).getByRole('button', { name: 'Keep my view', exact: true })).toBeInViewport({ ratio: 1 })
    await isClear(ann.page)
    await walk(ann.page).getByRole('button', { name: 'Cancel', exact: true }).click()
  }
  // Through the ideas too: goals, stages and steps, long and short.
  await ann.page.setViewportSize({ width: 390, height: 844 })
  await walk(ann.page).getByRole('button', { name: /ideas too$/ }).click()
  const places = new Set<string>()
  const kinds = new Set<string>()
  for (let part = 0; part < 7; part += 1) {
    const [agree, next] = await Promise.all(['I agree', 'Next'].map((name) => walk(ann.page).getByRole('button', { name, exact: true }).boundingBox()))
    places.add(JSON.stringify([agree, next]))
    kinds.add((await walk(ann.page).getByRole('article').locator('p').first().locator('span').first().textContent()) ?? '')
    await walk(ann.page).getByRole('button', { name: 'Next', exact: true }).click()
  }
  expect([...kinds].sort()).toEqual(['Goal', 'Stage', 'Step'])
  expect([...places]).toHaveLength(1)
})

test('BROWSER-50 on a phone and at 320 px the panel, the walk, the counts and the pairs fit the width, and both views stand below each other', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join, PHONE)
  const fits = async (page: Page): Promise<void> => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && [...document.querySelectorAll('dialog[open]')].every((each) => each.scrollWidth <= each.clientWidth))).toBe(true)
    const small = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('dialog[open] button')].filter((each) => each.offsetHeight > 0 && each.offsetHeight < 44).map((each) => `${each.textContent} ${each.offsetHeight}`))
    expect(small).toEqual([])
  }
  await open(ben.page, STEP)
  await say(ben.page, 'I see it differently')
  await ben.page.getByRole('textbox', { name: 'How do you see it?' }).fill('We have one nurse for three wards')
  await ben.page.getByRole('button', { name: 'Keep my view' }).click()
  await open(ann.page, STEP)
  await say(ann.page, 'I see it differently')
  await ann.page.getByRole('textbox', { name: 'How do you see it?' }).fill('Two weeks is too long to lie awake')
  await ann.page.getByRole('button', { name: 'Keep my view' }).click()
  for (const width of [390, 320]) {
    await ann.page.setViewportSize({ width, height: 844 })
    const [mine, theirs] = [agreement(ann.page).getByText('Two weeks is too long to lie awake'), agreement(ann.page).getByText('We have one nurse for three wards')]
    await expect(theirs).toBeVisible()
    const [one, other] = [await mine.boundingBox(), await theirs.boundingBox()]
    expect(other?.x).toBe(one?.x)
    expect(other?.width).toBe(one?.width)
    expect((other?.y ?? 0) > (one?.y ?? 0)).toBe(true)
    await fits(ann.page)
  }
  await ann.page.getByRole('dialog', { name: 'Step' }).getByRole('button', { name: 'Close', exact: true }).click()
  await startWalk(ann.page)
  await fits(ann.page)
  await ann.page.keyboard.press('Escape')
  await ann.page.getByRole('button', { name: 'Agreement so far' }).click()
  await expect(dialog(ann.page, 'Agreement so far')).toBeVisible()
  await fits(ann.page)
  await ann.page.keyboard.press('Escape')
  await fromMenu(ann.page, 'Pairs')
  await expect(dialog(ann.page, 'Pairs')).toBeVisible()
  await fits(ann.page)
})

test('SHOWN-10 a change reopens what was agreed, shows its words, and the agreed ones come back', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join)
  await bothAgree(ann, ben, STEP)
  await panel(ben.page).getByRole('textbox', { name: 'What happens' }).fill('Notices symptoms and decides whether to phone')
  await expect(agreement(ann.page).getByText('Changed since both agreed')).toBeVisible()
  await expect(agreement(ann.page).locator('del')).toContainText('call')
  await expect(agreement(ann.page).locator('ins')).toContainText('phone')
  await expect(agreement(ann.page).getByText('Needs a new yes', { exact: true })).toBeVisible()
  await say(ann.page, 'Bring back the agreed words')
  for (const person of [ann, ben]) await expect(agreement(person.page).getByText('Agreed', { exact: true })).toBeVisible()
  await expect(panel(ben.page).getByRole('textbox', { name: 'What happens' })).toHaveValue(STEP)
})

test('SHOWN-12 an agreed step is taken out by both partners only: struck through until then, and either keeps it', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { fay, ann, ben } = await theThree(made, join)
  await bothAgree(ann, ben, STEP)
  await toList(fay.page)
  await fromPartMenu(fay.page, STEP, 'Remove')
  await expect(fay.page.getByText('Both partners agreed to this. Only the two of them can remove it together.').first()).toBeVisible()
  await expect(inList(fay.page, STEP)).toBeVisible()
  await panel(ann.page).getByRole('button', { name: 'Remove this step' }).click()
  await expect(agreement(ben.page).getByText('Ann asks to remove this. It goes only when both partners say so.')).toBeVisible()
  await expect(inList(fay.page, STEP)).toHaveCSS('text-decoration-line', 'line-through')
  await say(ben.page, 'Keep it')
  await expect(inList(fay.page, STEP)).toHaveCSS('text-decoration-line', 'none')
  await panel(ben.page).getByRole('button', { name: 'Remove this step' }).click()
  await say(ann.page, 'Yes, remove it')
  await expect(inList(fay.page, STEP)).toBeHidden()
})

test('SHOWN-11 without a line agreeing says so and pretends nothing; with it again, it is said', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join)
  await open(ann.page, STEP)
  await open(ben.page, STEP)
  await ann.cutLine()
  await expect(agreement(ann.page).getByText('You are offline. Agreeing needs a connection.')).toBeVisible()
  // It stays in its place and can be pressed; it only says why nothing is sent.
  await agreement(ann.page).getByRole('button', { name: 'I agree', exact: true }).click({ force: true })
  await expect(ann.page.getByRole('status').filter({ hasText: 'so nothing was sent' })).toHaveCount(1)
  await expect(agreement(ann.page).getByText('Agrees', { exact: true })).toHaveCount(0)
  await ann.mendLine()
  await expect(agreement(ann.page).getByText('You are offline.')).toBeHidden()
  await expect(agreement(ben.page).getByText('Agrees', { exact: true })).toHaveCount(0)
  await say(ann.page, 'I agree')
  await expect(agreement(ben.page).getByText('Patient side agrees')).toBeVisible()
  await expect(ben.page.getByRole('status').filter({ hasText: `Ann agrees to ${STEP}.` })).toHaveCount(1)
})

test('BROWSER-60 axe finds nothing serious in the panel, the walk, the counts and the pairs, light or dark', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join)
  await bothAgree(ann, ben, STEP)
  await panel(ben.page).getByRole('textbox', { name: 'What happens' }).fill('Notices symptoms and phones')
  await expect(agreement(ann.page).getByText('Changed since both agreed')).toBeVisible()
  const floor = async (what: string): Promise<void> => {
    const found = await new AxeBuilder({ page: ann.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
    const bad = found.violations.filter((each) => each.impact === 'serious' || each.impact === 'critical')
    expect(bad.map((each) => ({ on: what, rule: each.id, where: each.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`) }))).toEqual([])
  }
  for (const scheme of ['light', 'dark'] as const) {
    // Colours that are still on their way to the other look would be measured half-way.
    await ann.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await floor(`panel, ${scheme}`)
    await startWalk(ann.page)
    await floor(`walk, ${scheme}`)
    await ann.page.keyboard.press('Escape')
    await ann.page.getByRole('button', { name: 'Agreement so far' }).click()
    await expect(dialog(ann.page, 'Agreement so far')).toBeVisible()
    await floor(`counts, ${scheme}`)
    await ann.page.keyboard.press('Escape')
    await fromMenu(ann.page, 'Pairs')
    await expect(dialog(ann.page, 'Pairs')).toBeVisible()
    await floor(`pairs, ${scheme}`)
    await ann.page.keyboard.press('Escape')
  }
})

test('SHOWN-8 the map and the paper say what is agreed, by word', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { fay, ann, ben } = await theThree(made, join)
  await bothAgree(ann, ben, STEP)
  await toMap(fay.page)
  await expect(onMap(fay.page, STEP).getByTitle('Agreed', { exact: true })).toBeVisible()
  await expect(onMap(fay.page, STEP)).toHaveAccessibleName(/\. Agreed\. /)
  await expect(theMap(fay.page).getByRole('button', { name: /^Edit stage 1: .*\. Idea$/ })).toBeVisible()
  await onMap(fay.page, STEP).click()
  await expect(onMap(fay.page, STEP).getByText('Agreed', { exact: true })).toBeVisible()
  await fay.page.keyboard.press('Escape')
  await fay.page.emulateMedia({ media: 'print' })
  await expect(fay.page.getByText(/^Agreement: 1 of \d+ parts agreed$/)).toBeVisible()
  await expect(fay.page.getByRole('listitem').filter({ hasText: STEP }).getByText('Agreed', { exact: true }).first()).toBeVisible()
})
