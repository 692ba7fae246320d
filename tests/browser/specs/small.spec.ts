// A phone, and a page at 400 %: the list first, everything within reach, nothing to scroll sideways.
import type { Page } from '@playwright/test'
import { expect, linkFor, test, type Person } from '../fixtures.ts'
import { addPart, addStep, dialog, expectLight, fromMenu, inList, onMap, theMap, toList, toMap } from '../hands.ts'

const SIZES = [
  { name: 'a phone (390 x 844)', options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 } },
  { name: '400 % zoom (320 x 640)', options: { viewport: { width: 320, height: 640 } } },
] as const

/** Least side of a target on touch, in CSS pixels. */
const TOUCH_PX = 44

const fits = async (page: Page, what: string): Promise<void> => {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    const out = [...document.querySelectorAll<HTMLElement>('main *, header *, footer *, dialog[open] *')].filter((element) => {
      const box = element.getBoundingClientRect()
      const isSeen = box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== 'hidden'
      // The picture of the map is moved by the finger; what scrolls inside itself is its own matter.
      if (!isSeen || element.closest('[role="application"], .pw-hidden, [popover]')) return false
      for (let up = element.parentElement; up; up = up.parentElement) if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(up).overflowX) && up !== document.body) return false
      return box.right > room + 1 || box.left < -1
    })
    const dialogs = [...document.querySelectorAll('dialog[open]')].filter((each) => each.scrollWidth > each.clientWidth).length
    return { page: document.documentElement.scrollWidth - room, dialogs, out: out.slice(0, 3).map((element) => `${element.tagName}.${element.className} "${element.textContent?.slice(0, 40)}"`) }
  })
  expect(wide, `${what} fits the width`).toEqual({ page: 0, dialogs: 0, out: [] })
}

/**
 * Whatever can be pressed answers everywhere in a square of 44 px that holds its middle, and nothing else answers there.
 * Tried with the page's own hit test. Links in a line of text are as high as their line; the map is tried below.
 */
const withinReach = async (page: Page, what: string): Promise<void> => {
  const missed = await page.evaluate(({ side }) => {
    const CONTROLS = 'a[href], button, input, select, textarea, summary'
    const top = document.querySelector('[popover]:popover-open') ?? [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    const missed: string[] = []
    for (const control of top.querySelectorAll<HTMLElement>(CONTROLS)) {
      const isOff = control.closest('[inert], .pw-hidden, .nhsuk-skip-link, [role="application"], [popover]:not(:popover-open)') || (control as HTMLButtonElement).disabled
      const inText = control.matches('p a, li a:not(.pw-button)') && getComputedStyle(control).display === 'inline'
      if (isOff || inText || !control.checkVisibility({ visibilityProperty: true })) continue
      control.scrollIntoView({ block: 'center', inline: 'center' })
      const answers = (x: number, y: number): boolean => {
        const hit = document.elementFromPoint(x, y)
        const at = hit?.closest('label')?.control ?? hit?.closest(CONTROLS)
        return at === control
      }
      const box = control.getBoundingClientRect()
      const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 }
      // From the middle as far as it answers, each way; the edge of the window ends a target like anything else.
      const reach = (dx: number, dy: number): number => {
        let far = 0
        while (far < side && answers(middle.x + dx * (far + 0.5), middle.y + dy * (far + 0.5))) far += 0.5
        return far
      }
      const [width, height] = [reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)]
      if (width < side - 1 || height < side - 1) missed.push(`${width} x ${height}: ${control.outerHTML.slice(0, 160)}`)
    }
    return missed
  }, { side: TOUCH_PX })
  expect(missed, `targets of ${what}`).toEqual([])
}

for (const size of SIZES) {
  test(`BROWSER-50 everything is within reach of a thumb on ${size.name}, and nothing scrolls sideways`, async ({ server, visit, join }) => {
    const made = await server.makeWorkshop()
    const guest = await visit(server.base, size.options)
    for (const [path, heading] of [['/', 'Patients and professionals'], ['/start', 'Start a workshop'], ['/privacy', 'Privacy'], ['/device', 'What we store'], ['/accessibility', 'Accessibility'], [new URL(linkFor(made, 'carer')).pathname + new URL(linkFor(made, 'carer')).hash, 'Cardiac services']] as const) {
      await guest.page.goto(server.base + path)
      await expect(guest.page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
      if (path === '/start') await expect(guest.page.getByRole('radio').first()).toBeVisible()
      await fits(guest.page, path)
      await withinReach(guest.page, path)
    }
    const ann: Person = await join(made, 'patientLeader', 'Ann', size.options)
    const { page } = ann
    // The list comes first.
    await expect(page.getByRole('heading', { name: 'Stages', exact: true })).toBeVisible()
    await fits(page, 'the list')
    await withinReach(page, 'the list')

    await addStep(page, { stage: 'Review', lane: 'Community health and therapy' }, 'Added on a phone')
    await expect(inList(page, 'Added on a phone')).toBeInViewport()
    await inList(page, 'Added on a phone').click()
    const sheet = dialog(page, 'Step')
    await sheet.getByRole('textbox', { name: 'Details' }).fill('With one thumb')
    await fits(page, 'the step')
    await withinReach(page, 'the step')
    await sheet.getByRole('checkbox').first().check()
    await sheet.locator('summary', { hasText: 'More about this step' }).click()
    await withinReach(page, 'all of the step')
    await sheet.getByRole('radio', { name: 'Lived experience' }).check()
    await sheet.getByRole('button', { name: 'Leads to…' }).click()
    await fits(page, 'the question which step comes after')
    await withinReach(page, 'the question which step comes after')
    await page.keyboard.press('Escape')
    await sheet.getByRole('button', { name: 'Close', exact: true }).click()
    await expect(inList(page, 'Added on a phone')).toBeFocused()
    await page.getByRole('button', { name: 'Menu', exact: true }).click()
    await withinReach(page, 'the menu')
    await page.keyboard.press('Escape')
    await addPart(page, 'stage', 'A stage from a phone')
    await expectLight(page, 'saved')

    for (const [item, title] of [['See everyone', 'People'], ['About this workshop', 'About this workshop'], ['Text size, colours, messages', 'Text size and colours'], ['Forget this device', 'Forget this device?']] as const) {
      await fromMenu(page, item)
      await expect(dialog(page, title)).toBeVisible()
      await fits(page, title)
      await withinReach(page, title)
      await page.keyboard.press('Escape')
      await expect(dialog(page, title)).toBeHidden()
    }

    await toMap(page)
    await fits(page, 'the map')
    await withinReach(page, 'what is around the map')
    await expect(theMap(page)).toBeInViewport()
    const map = (await theMap(page).boundingBox())!
    expect(map.height).toBeGreaterThan(size.options.viewport.height / 4)
    const first = onMap(page, 'Notices symptoms')
    await expect(async () => {
      // Stage by stage on a narrow screen.
      if (!(await first.isVisible())) await page.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name: /^Stage 1: / }).click()
      await expect(first).toBeInViewport({ timeout: 500 })
    }).toPass()
    await first.click()
    await expect(dialog(page, 'Step').getByRole('textbox', { name: 'What happens' })).toHaveValue(/^Notices symptoms/)
    await dialog(page, 'Step').getByRole('button', { name: 'Close', exact: true }).click()
    await toList(page)
    await expect(page.getByRole('heading', { name: 'Stage 7: A stage from a phone' })).toBeVisible()
  })
}

test('BROWSER-50 with the largest text and in every look the list still fits a phone', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Ann', SIZES[0].options)
  for (const [group, choice] of [['Text size', 'Largest'], ['Colours', 'Dark'], ['Contrast', 'High contrast']] as const) {
    await fromMenu(ann.page, 'Text size, colours, messages')
    await dialog(ann.page, 'Text size and colours').getByRole('group', { name: group }).getByRole('radio', { name: choice, exact: true }).check()
    await fits(ann.page, `settings with ${choice}`)
    await ann.page.keyboard.press('Escape')
    await fits(ann.page, `the list with ${choice}`)
  }
  await ann.page.reload()
  await expectLight(ann.page, 'saved')
  await fits(ann.page, 'the list after a reload')
  for (const { name, options } of SIZES) {
    await ann.page.setViewportSize(options.viewport)
    await inList(ann.page, 'Notices symptoms and decides whether to call').click()
    await expect(ann.page.getByRole('region', { name: 'Agreement', exact: true })).toBeVisible()
    await fits(ann.page, `the panel, ${name}`)
    // What closes it is not under anything else.
    await dialog(ann.page, /^Step: /).getByRole('button', { name: 'Close', exact: true }).click()
    await ann.page.getByRole('button', { name: /^Agree together/ }).click()
    await expect(dialog(ann.page, /^Agree together/)).toBeVisible()
    await fits(ann.page, `the walk, ${name}`)
    await ann.page.keyboard.press('Escape')
  }
  // The words at the top for who may only look, too.
  const oli = await join(made, 'observer', 'Oli', SIZES[1].options)
  await fromMenu(oli.page, 'Text size, colours, messages')
  await dialog(oli.page, 'Text size and colours').getByRole('radio', { name: 'Largest', exact: true }).check()
  await oli.page.keyboard.press('Escape')
  await fits(oli.page, 'the list of an observer')
})

test('BROWSER-50 a facilitator presses the name of the map in a narrow bar with a thumb', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  for (const { name, options } of SIZES) {
    const lead: Person = await join(made, 'facilitator', 'Lead', options)
    const bar = lead.page.getByRole('banner')
    await expect(bar.getByRole('button', { name: /^Map: .*Show another map$/ })).toBeVisible()
    await fits(lead.page, `the bar of a facilitator, ${name}`)
    await withinReach(lead.page, `the bar of a facilitator, ${name}`)
    await bar.getByRole('button', { name: /^Map: .*Show another map$/ }).click()
    await expect(lead.page.locator('[popover]:popover-open')).toBeVisible()
  }
})

test('BROWSER-54 on a phone "Back" closes the panel or the walk and stays in the workshop, once for each', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann', SIZES[0].options)
  const step = inList(ann.page, 'Notices symptoms and decides whether to call')
  const panel = dialog(ann.page, /^Step: /)
  const walk = dialog(ann.page, /^Agree together/)
  const here = ann.page.url()
  await step.click()
  await expect(panel).toBeVisible()
  await ann.page.goBack()
  await expect(panel).toBeHidden()
  await expect(step).toBeFocused()
  for (let time = 0; time < 2; time += 1) {
    await ann.page.getByRole('button', { name: /^Agree together/ }).click()
    await walk.getByRole('button', { name: 'Next', exact: true }).click()
    await ann.page.goBack()
    await expect(walk).toBeHidden()
  }
  // Closed by its button it leaves nothing behind that "Back" would have to go through.
  await step.click()
  await panel.getByRole('button', { name: 'Close', exact: true }).click()
  await expect.poll(() => ann.page.evaluate(() => history.state as unknown)).toBeNull()
  // What opens in the same moment is closed by the next "Back" all the same.
  await step.click()
  await panel.getByRole('button', { name: 'Close', exact: true }).click()
  await step.click()
  await expect(panel).toBeVisible()
  await expect.poll(() => ann.page.evaluate(() => history.state as unknown)).toEqual({ pairwayOpen: true })
  await ann.page.goBack()
  await expect(panel).toBeHidden()
  expect(ann.page.url()).toBe(here)
})

test('BROWSER-52 what a person must know now stays in sight on a long list, and what has the focus is not behind it', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const [lead, ann] = [await join(made, 'facilitator', 'Lead'), await join(made, 'patientLeader', 'Ann', SIZES[0].options)]
  await fromMenu(lead.page, 'Lock the map')
  const banner = ann.page.getByRole('banner').getByText('The map is locked. You can still comment and agree.', { exact: true })
  await expect(banner).toBeInViewport()
  const last = inList(ann.page, 'One known way back in if worried')
  await last.focus()
  await expect(last).toBeInViewport()
  await expect(banner).toBeInViewport()
  // Backwards through the list: every step that gets the focus can be seen below header and banner.
  const under = await ann.page.getByRole('banner').evaluate((header) => header.getBoundingClientRect().bottom)
  for (let step = 0; step < 9; step += 1) {
    await ann.page.keyboard.press('Shift+Tab')
    const top = await ann.page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? -1)
    expect(top).toBeGreaterThanOrEqual(under - 1)
  }
})

test('BROWSER-50 a word without spaces makes no panel, dialog or page wider than the screen', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann', SIZES[1].options)
  const ben = await join(made, 'professional', 'Ben', { viewport: { width: 1366, height: 768 } })
  const word = 'Rehabilitationwithoutspaces'.repeat(6)
  await addStep(ann.page, { stage: 'Review', lane: 'Community health and therapy' }, word)
  await inList(ann.page, word).click()
  const title = ann.page.getByRole('textbox', { name: 'What happens' })
  await expect(title).toHaveValue(word)
  const inSight = (page: Page) => page.getByRole('textbox', { name: 'What happens' }).evaluate((field) => field.getBoundingClientRect().right <= document.documentElement.clientWidth)
  expect(await inSight(ann.page), 'the field ends before the phone does').toBe(true)
  await toList(ben.page)
  await inList(ben.page, word).click()
  await expect(ben.page.getByRole('textbox', { name: 'What happens' })).toHaveValue(word)
  expect(await inSight(ben.page), 'the field ends before the screen does').toBe(true)
  // Who works where is told in the list of people, in the whole width of the dialog and no more.
  await ben.page.getByRole('button', { name: /^People: / }).click()
  const people = dialog(ben.page, 'People')
  await expect(people).toContainText(word)
  expect(await people.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
})
