// What stands around the map: the bar, the strip of goals, its size in a corner, its ends. With real sizes and a real pointer.
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { dialog, fromMenu, onMap, panel, theMap, toMap } from '../hands.ts'
import { tabTo } from '../keys.ts'

const LAPTOP = { viewport: { width: 1366, height: 768 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

const barHeight = (page: Page): Promise<number> => page.evaluate(() => document.querySelector('.pw-top')?.getBoundingClientRect().height ?? 0)

test('BAR-1 the header is one bar, on a laptop and on a phone, and what a narrow bar has no room for is in the menu', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay', LAPTOP)
  await expect(theMap(fay.page)).toBeVisible()
  expect(await barHeight(fay.page)).toBeLessThanOrEqual(50)
  const ann = await join(made, 'patientLeader', 'Ann', PHONE)
  await expect(ann.page.getByRole('button', { name: 'Menu' })).toBeVisible()
  expect(await barHeight(ann.page)).toBeLessThanOrEqual(46)
  for (const name of ['Map', 'List', 'Menu']) await expect(ann.page.getByRole('banner').getByRole('button', { name, exact: true })).toBeInViewport()
  await fromMenu(ann.page, 'Keys for the map')
  await expect(dialog(ann.page, 'Keys for the map')).toBeVisible()
})

test('ZOOM-1 the size of the map is chosen from a list in its corner, which also moves it; what it is then is said', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'facilitator', 'Fay', LAPTOP)
  await expect(theMap(page)).toBeVisible()
  const size = page.getByRole('group', { name: 'Map tools' }).getByRole('button', { name: /^Zoom \d+%/ })
  for (const percent of [75, 100]) {
    await size.click()
    await page.getByRole('button', { name: `${percent}%`, exact: true }).click()
    await expect(size).toHaveAccessibleName(new RegExp(`^Zoom ${percent}%`))
    await expect(page.getByRole('status').filter({ hasText: `Zoom ${percent}%.` })).toHaveCount(1)
  }
  const step = onMap(page, 'Notices symptoms')
  await size.click()
  await page.getByRole('button', { name: 'Show this stage' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'is shown.' })).toHaveCount(1)
  await expect(step).toBeInViewport()
  const before = (await step.boundingBox())!
  await size.click()
  await page.getByRole('button', { name: 'Show what is on the right' }).click()
  await expect.poll(async () => (await step.boundingBox())?.x ?? -9999).toBeLessThan(before.x - 40)
  // It stays open for the next press.
  await expect(page.getByRole('button', { name: 'Show what is on the left' })).toBeVisible()
})

test('ENDS-1 a stage and a lane are added at the ends of the map, by mouse and by keyboard; whoever may only look has no ends', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'facilitator', 'Fay', LAPTOP)
  await expect(theMap(page)).toBeVisible()
  const stages = theMap(page).getByRole('button', { name: /^Edit stage/ })
  const before = await stages.count()
  await tabTo(page, 'Add a stage')
  const end = theMap(page).getByRole('button', { name: 'Add a stage' })
  await expect(end).toBeInViewport({ ratio: 0.9 })
  await page.keyboard.press('Enter')
  await theMap(page).getByRole('textbox', { name: 'New stage' }).fill('A year later')
  await page.keyboard.press('Enter')
  await expect(stages).toHaveCount(before + 1)
  await page.keyboard.press('Escape')
  await tabTo(page, 'Add a lane')
  await theMap(page).getByRole('button', { name: 'Add a lane' }).click()
  await expect(theMap(page).getByRole('textbox', { name: 'New lane' })).toBeFocused()
  const oli = await join(made, 'observer', 'Oli', LAPTOP)
  await toMap(oli.page)
  await expect(oli.page.getByRole('button', { name: 'Add a stage' })).toBeHidden()
})

test('PANEL-1 the panel lies over the map, moves nothing of it, and stands where it does not cover what it is about', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'facilitator', 'Fay', LAPTOP)
  const first = onMap(page, 'Notices symptoms')
  await expect(first).toBeVisible()
  // The open step itself may show more of what it says; it stays where it is, and so do the others.
  const places = async () => theMap(page).locator('[data-step]').evaluateAll((all) => all.map((each) => [each.getAttribute('data-step'), each.getBoundingClientRect().x, each.getBoundingClientRect().y]))
  const before = await places()
  await first.click()
  await expect(panel(page)).toBeVisible()
  expect(await places()).toEqual(before)
  const box = (await panel(page).boundingBox())!
  expect(box.width).toBeLessThanOrEqual(341)
  expect(box.x + box.width).toBeGreaterThan(1360)
  // What stands under that edge is opened at the other one.
  const stages = theMap(page).getByRole('button', { name: /^Edit stage/ })
  const under = await stages.evaluateAll((all, left) => all.findIndex((each) => each.getBoundingClientRect().left > left), box.x + 8)
  const stage = stages.nth(under < 0 ? (await stages.count()) - 1 : under)
  await page.keyboard.press('Escape')
  await stage.focus()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByRole('heading', { name: 'Edit this stage' })).toBeVisible()
  const [over, at] = [(await panel(page).boundingBox())!, (await stage.boundingBox())!]
  const middle = at.x + at.width / 2
  expect(middle < over.x || middle > over.x + over.width).toBe(true)
})

test('PHONE-1 on a phone the map is one stage a screen: swiping, numbers and buttons go to another, and what is added is in sight', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'patientLeader', 'Ann', PHONE)
  await toMap(page)
  const stages = page.getByRole('navigation', { name: 'Stages' })
  const named = (title: string) => page.getByRole('button', { name: new RegExp(`^Edit stage \\d+: ${title}`) })
  await expect(named('Something is wrong')).toBeInViewport()
  await expect(onMap(page, 'Notices symptoms')).toBeInViewport()
  await expect(named('Review')).toHaveCount(0)
  await stages.getByRole('button', { name: 'Stage 5: Review' }).tap()
  await expect(named('Review')).toBeInViewport()
  await expect(stages.getByRole('button', { name: 'Stage 5: Review' })).toHaveAttribute('aria-current', 'step')
  await stages.getByRole('button', { name: 'Stage before' }).tap()
  await expect(page.getByRole('status').filter({ hasText: 'Stage 4: ' })).toHaveCount(1)
  await page.evaluate(() => document.querySelector('.pw-phone-map__stages')?.scrollTo({ left: 0 }))
  await expect(stages.getByRole('button', { name: 'Stage 1: Something is wrong' })).toHaveAttribute('aria-current', 'step')
  await page.getByRole('button', { name: 'Add a step: Something is wrong, Person and family', exact: true }).tap()
  await page.keyboard.insertText('Asks a friend')
  await theMap(page).getByRole('button', { name: 'Done', exact: true }).tap()
  await expect(onMap(page, 'Asks a friend')).toBeFocused()
  await expect(onMap(page, 'Asks a friend')).toBeInViewport()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
})

test('PHONE-3 on a phone one types in the lane itself; the field goes along to the next stage and stays above the keyboard', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'patientLeader', 'Ann', PHONE)
  await toMap(page)
  const field = page.getByRole('textbox', { name: /^New step: / })
  const at = (stage: string) => page.getByRole('textbox', { name: `New step: ${stage}, Person and family`, exact: true })
  await page.getByRole('button', { name: 'Add a step: Something is wrong, Person and family', exact: true }).tap()
  await expect(at('Something is wrong')).toBeFocused()
  await page.keyboard.insertText('Asks a friend')
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue('')
  await page.keyboard.insertText('Looks it up')
  // The keyboard of a phone takes half of the screen.
  await page.setViewportSize({ width: 390, height: 420 })
  await expect(field).toBeInViewport({ ratio: 1 })
  await theMap(page).getByRole('button', { name: 'Add', exact: true }).tap()
  await expect(field).toBeFocused()
  await expect(field).toBeInViewport({ ratio: 1 })
  const titles = theMap(page).locator('.pw-phone-map__page:not([inert]) .pw-phone-lane').first().locator('.pw-phone-step__title')
  await expect(titles.last()).toHaveText('Looks it up')
  await page.keyboard.insertText('Rings up')
  const stages = page.getByRole('navigation', { name: 'Stages' })
  const second = (await stages.getByRole('button', { name: /^Stage 2: / }).getAttribute('aria-label'))!.slice('Stage 2: '.length)
  await theMap(page).locator('.pw-typing__foot').getByRole('button', { name: 'Next stage' }).tap()
  await expect(at(second)).toBeFocused()
  await expect(at(second)).toBeInViewport({ ratio: 1 })
  await page.keyboard.insertText('Is told what happens next')
  // By its number, and by a swipe: what was typed is on the map.
  await stages.getByRole('button', { name: /^Stage 5: / }).tap()
  await expect(at('Review')).toBeFocused()
  await page.keyboard.insertText('Says how it went')
  await page.evaluate(() => document.querySelector('.pw-phone-map__stages')?.scrollTo({ left: 390 }))
  await expect(at(second)).toBeFocused()
  await page.setViewportSize(PHONE.viewport)
  await theMap(page).getByRole('button', { name: 'Done', exact: true }).tap()
  await expect(onMap(page, 'Is told what happens next')).toBeVisible()
  await stages.getByRole('button', { name: /^Stage 5: / }).tap()
  await expect(onMap(page, 'Says how it went')).toBeVisible()
})

test('LISTVIEW-1 on a phone the list begins with goals, then stages, any of them two taps away', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'patientLeader', 'Ann', PHONE)
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText(['Goals', 'Stages', 'Outcomes: what should get better', 'Lanes'])
  await page.getByRole('button', { name: 'Stages', exact: true }).tap()
  await page.getByRole('button', { name: 'Stage 6: Living well and coming back' }).tap()
  await expect(page.locator('summary', { hasText: 'Living well and coming back' })).toBeFocused()
  await expect(page.locator('summary', { hasText: 'Living well and coming back' })).toBeInViewport()
})

test('PHONE-2 held sideways, the bar makes room while one moves down the map and comes back when one moves up', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'patientLeader', 'Ann', { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true })
  await toMap(page)
  const menu = page.getByRole('button', { name: 'Menu' })
  await expect(menu).toBeVisible()
  // The wheel pans as a finger does; a touch screen has no mouse to move it over the map first.
  const turn = (by: number) => page.locator('.pw-map__window').dispatchEvent('wheel', { deltaY: by })
  await page.getByRole('main').focus()
  await turn(120)
  await expect(menu).toBeHidden()
  await turn(-240)
  await expect(menu).toBeVisible()
})
