// What axe cannot see of WCAG 2.2 A and AA (docs/ACCESSIBILITY.md): where the focus goes and whether it can be seen, how large targets are,
// what is cut when words are spaced, what needs dragging, what names say, what a press does that is taken back, what is asked twice.
import type { Page } from '@playwright/test'
import { expect, linkFor, test } from '../fixtures.ts'
import { heard, listen, TOLD_WITHIN } from '../heard.ts'
import { press } from '../keys.ts'
import { dialog, fromMenu, inList, onMap, panel, stageOnMap, theMap, toList, toMap } from '../hands.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const FIRST = 'Notices symptoms and decides whether to call'
const PAGES = ['/', '/start', '/join', '/privacy', '/device', '/accessibility'] as const
/** Most stops of Tab on one screen. */
const STOPS_MAX = 300

/** How people space words who need it so, and the most that 1.4.12 asks for. */
const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`

/** Spaces all words; the content policy lets no style element in, and a browser's extension needs none. */
const space = (page: Page): Promise<void> =>
  page.evaluate((rules) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(rules)
    document.adoptedStyleSheets.push(sheet)
  }, SPACED)

/** Elements whose own words are cut: higher or wider than their box, which hides the rest. */
const cutWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    return [...top.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
      const hasWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
      if (!hasWords || element.closest('.pw-hidden, [inert], [popover]:not(:popover-open), .nhsuk-skip-link') || !element.checkVisibility({ visibilityProperty: true })) return []
      // What is drawn short on purpose, spaced or not, says all of it when one points at it, and is whole elsewhere: the head of a panel, the challenge.
      if (element.closest('[title]') !== null || element.clientWidth <= 1) return []
      const { overflowX, overflowY, lineClamp, webkitLineClamp } = getComputedStyle(element) as CSSStyleDeclaration & { lineClamp?: string }
      const hides = /(hidden|clip)/.test(`${overflowX} ${overflowY}`) || (webkitLineClamp ?? lineClamp ?? 'none') !== 'none'
      const isCut = element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2
      return hides && isCut ? [`${element.className}: ${element.textContent?.trim().slice(0, 60)}`] : []
    })
  })

test('ACCESS-1 words that a person has spaced are not cut: on the map, its headers, in the list, the panel and on a phone', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const { page } = ann
  const plain = await onMap(page, 'Notices symptoms').boundingBox()
  await space(page)
  // The map measures anew: a step is higher with wider lines.
  await expect.poll(async () => (await onMap(page, 'Notices symptoms').boundingBox())!.height).toBeGreaterThan(plain!.height)
  await expect.poll(() => cutWords(page), 'on the map').toEqual([])
  await onMap(page, 'Notices symptoms').click()
  await expect(panel(page)).toBeVisible()
  await expect.poll(() => cutWords(page), 'in the panel').toEqual([])
  await toList(page)
  await expect.poll(() => cutWords(page), 'in the list').toEqual([])
  const bo = await join(made, 'professional', 'Bo', PHONE)
  await space(bo.page)
  await expect.poll(() => cutWords(bo.page), 'the list on a phone').toEqual([])
  await toMap(bo.page)
  await expect.poll(() => cutWords(bo.page), 'the map on a phone').toEqual([])
})

/** What is wrong with the stop that has the focus: it cannot be seen, or something lies over all of it; and what it is. */
const lookAtFocus = (page: Page): Promise<{ readonly key: string; readonly wrong: string }> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    if (!element || element === document.body) return { key: '', wrong: '' }
    const seen = window as unknown as { stopIds?: WeakMap<Element, number>; stopCount?: number }
    seen.stopIds ??= new WeakMap()
    if (!seen.stopIds.has(element)) seen.stopIds.set(element, (seen.stopCount = (seen.stopCount ?? 0) + 1))
    const key = String(seen.stopIds.get(element))
    const what = `${element.tagName} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}"`
    // A hidden input shows its focus at its label; what has no ring of its own may have it on the label that follows.
    const shown = element.matches('input[type=radio], input[type=checkbox]') ? [element, element.closest('label'), element.nextElementSibling] : [element]
    const hasRing = shown.some((each) => {
      if (!each) return false
      return [getComputedStyle(each), getComputedStyle(each, '::before')].some((style) => (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || (style.boxShadow !== 'none' && style.boxShadow !== ''))
    })
    if (!hasRing) return { key, wrong: `no ring at ${what}` }
    const boxes = shown.flatMap((each) => (each ? [each.getBoundingClientRect()] : []))
    const isSeen = boxes.some((box) => {
      for (let across = 1; across < 8; across += 1) {
        for (let down = 1; down < 8; down += 1) {
          const hit = document.elementFromPoint(box.left + (box.width * across) / 8, box.top + (box.height * down) / 8)
          if (hit && (element.contains(hit) || hit.contains(element) && !hit.matches('body, main, html') || shown.some((each) => each?.contains(hit)))) return true
        }
      }
      return false
    })
    return { key, wrong: isSeen ? '' : `covered or out of sight: ${what}` }
  })

/** Goes by Tab from the start of a page until the focus leaves it, or is where it was; gives what is wrong on the way. */
const goThrough = async (page: Page): Promise<{ readonly stops: number; readonly wrong: readonly string[] }> => {
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); window.scrollTo(0, 0) })
  const [address, seen, wrong] = [page.url(), new Set<string>(), [] as string[]]
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press('Tab')
    const now = await lookAtFocus(page)
    if (now.key === '' || seen.has(now.key)) return { stops: seen.size, wrong }
    seen.add(now.key)
    if (now.wrong !== '') wrong.push(now.wrong)
    expect(page.url(), 'a stop leads nowhere by itself').toBe(address)
  }
  return { stops: seen.size, wrong: [...wrong, `more than ${STOPS_MAX} stops: Tab is caught`] }
}

test('ACCESS-2 by Tab one goes through every page, list and map and out again; each stop shows a ring, is in sight and changes nothing', async ({ server, visit, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const guest = await visit(server.base)
  for (const path of PAGES) {
    await guest.page.goto(server.base + path)
    await expect(guest.page.getByRole('heading', { level: 1 })).toBeVisible()
    if (path === '/start') await expect(guest.page.getByRole('radio').first()).toBeVisible()
    const { stops, wrong } = await goThrough(guest.page)
    expect(wrong, path).toEqual([])
    expect(stops, path).toBeGreaterThan(3)
  }
  await guest.page.goto(server.base)
  await press(guest.page, 'Start a workshop')
  await expect(guest.page.getByRole('heading', { level: 1, name: 'Start a workshop' })).toBeFocused()
  expect((await lookAtFocus(guest.page)).wrong, 'a heading after a key').toBe('')
  const ann = await join(made, 'patientLeader', 'Ann')
  for (const [view, show] of [['map', toMap], ['list', toList]] as const) {
    await show(ann.page)
    const { stops, wrong } = await goThrough(ann.page)
    expect(wrong, view).toEqual([])
    expect(stops, view).toBeGreaterThan(10)
    await expect(ann.page.getByRole('dialog')).toHaveCount(0)
  }
  await toMap(ann.page)
  await onMap(ann.page, 'Notices symptoms').click()
  await expect(panel(ann.page)).toBeVisible()
  expect((await goThrough(ann.page)).wrong, 'map with the panel').toEqual([])
  await panel(ann.page).getByRole('button', { name: 'Close', exact: true }).click()
  await expect(panel(ann.page)).toBeHidden()
  await ann.page.setViewportSize({ width: 320, height: 640 })
  await toList(ann.page)
  expect((await goThrough(ann.page)).wrong, 'the list at 320 px').toEqual([])
})

test('ACCESS-3 with a mouse every target is at least 24 px, or stands apart by as much', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Ann')
  const small = () => ann.page.evaluate(() => {
    const SIDE = 24
    const top = document.querySelector('[popover]:popover-open') ?? [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    const targets = [...top.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [role=button]')].flatMap((element) => {
      const shown = element.matches('input[type=radio], input[type=checkbox]') ? (element.closest('label') ?? element) : element
      const box = shown.getBoundingClientRect()
      const isOff = element.closest('[inert], .pw-hidden, .nhsuk-skip-link, [popover]:not(:popover-open)') || box.width < 2 || !element.checkVisibility({ visibilityProperty: true })
      // A link in a line of words is as high as its line (2.5.8, inline).
      const inText = element.matches('p a, li a') && getComputedStyle(element).display === 'inline'
      // The + below the steps of a full cell is low, so that the map can be seen whole; the menu of a step has the same (2.5.8, equivalent).
      const isLowAdd = element.matches('.pw-map__add:not([data-empty])')
      return isOff || inText || isLowAdd ? [] : [{ element, box }]
    })
    return targets.flatMap(({ element, box }) => {
      if (box.width >= SIDE - 0.5 && box.height >= SIDE - 0.5) return []
      const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 }
      // What answers may be larger than what is drawn.
      const reach = (dx: number, dy: number): number => {
        let far = 0
        while (far < SIDE && element.contains(document.elementFromPoint(middle.x + dx * (far + 0.5), middle.y + dy * (far + 0.5)))) far += 0.5
        return far
      }
      if (reach(-1, 0) + reach(1, 0) >= SIDE - 1 && reach(0, -1) + reach(0, 1) >= SIDE - 1) return []
      const isNear = targets.some(({ element: other, box: at }) => {
        if (other === element || other.contains(element) || element.contains(other)) return false
        const across = Math.max(at.left - middle.x, 0, middle.x - at.right)
        const down = Math.max(at.top - middle.y, 0, middle.y - at.bottom)
        return Math.hypot(across, down) < SIDE / 2
      })
      return isNear ? [`${Math.round(box.width)} x ${Math.round(box.height)}: ${element.outerHTML.slice(0, 120)}`] : []
    })
  })
  expect(await small(), 'the map').toEqual([])
  await onMap(ann.page, 'Notices symptoms').click({ button: 'right' })
  const add = ann.page.getByRole('menuitem', { name: 'Add a step' })
  expect((await add.boundingBox())!.height).toBeGreaterThanOrEqual(24)
  await ann.page.keyboard.press('Escape')
  await onMap(ann.page, 'Notices symptoms').click()
  await expect(panel(ann.page)).toBeVisible()
  expect(await small(), 'the panel').toEqual([])
  await toList(ann.page)
  expect(await small(), 'the list').toEqual([])
  await ann.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await expect(ann.page.getByRole('button', { name: 'What the signs mean' })).toBeVisible()
  expect(await small(), 'the menu').toEqual([])
})

test('ACCESS-4 what can be dragged can be done by single taps: a step and a stage moved, steps linked, several chosen, the map moved and zoomed', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Ann', { viewport: { width: 1024, height: 768 }, hasTouch: true })
  const { page } = ann
  await onMap(page, 'Notices symptoms').tap()
  await panel(page).getByRole('button', { name: 'Move to…' }).tap()
  const move = dialog(page, 'Move to…')
  await move.getByLabel('Stage').selectOption({ index: 1 })
  await move.getByRole('button', { name: 'Move', exact: true }).tap()
  await expect(move).toBeHidden()
  await expect(page.getByRole('status').filter({ hasText: 'moved to' })).toHaveCount(1)
  const link = panel(page).getByRole('button', { name: 'Leads to…' })
  if (!(await link.isVisible())) await panel(page).locator('summary', { hasText: 'More about this step' }).tap()
  await link.tap()
  const leads = dialog(page, 'Leads to…')
  await leads.getByRole('radio', { name: /^Final review against my goals/ }).tap({ force: true })
  await leads.getByRole('button', { name: 'Link', exact: true }).tap()
  await expect(page.getByRole('status').filter({ hasText: 'now leads to Final review against my goals.' })).toHaveCount(1)
  await panel(page).getByRole('button', { name: 'Close', exact: true }).tap()
  const stage = theMap(page).getByRole('button', { name: /^Edit stage 1: / })
  const name = ((await stage.getAttribute('aria-label')) ?? '').replace(/^Edit stage 1: /, '').replace(/\. .*$/, '')
  await stage.tap()
  await panel(page).getByRole('button', { name: 'Move later' }).tap()
  await expect(stageOnMap(page, name)).toHaveAttribute('aria-label', new RegExp('^Edit stage 2: '))
  await panel(page).getByRole('button', { name: 'Close', exact: true }).tap()
  // The map: bigger, moved by buttons, and as a whole again.
  const tools = page.getByRole('group', { name: 'Map tools' })
  await tools.getByRole('button', { name: /^Zoom \d+%/ }).tap()
  await page.getByRole('button', { name: '100%', exact: true }).tap()
  const place = () => theMap(page).locator('[data-step]').first().boundingBox()
  const before = (await place())!
  await tools.getByRole('button', { name: /^Zoom \d+%/ }).tap()
  await page.getByRole('button', { name: 'Show what is on the right' }).tap()
  await expect.poll(async () => (await place())?.x ?? -9_999).toBeLessThan(before.x - 50)
  await page.keyboard.press('Escape')
  await tools.getByRole('button', { name: 'Show the whole map' }).tap()
  await tools.getByRole('button', { name: 'Choose several' }).tap()
  await onMap(page, 'Notices symptoms').tap()
  await expect(page.getByRole('status').filter({ hasText: '1 step chosen.' })).toHaveCount(1)
})

test('ACCESS-5 the name of every control holds the words that are written on it', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Ann')
  const otherwise = () => ann.page.evaluate(() => {
    const top = document.querySelector('[popover]:popover-open') ?? [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    const plain = (text: string): string => text.toLocaleLowerCase().replace(/[^\p{L}\p{N}%]+/gu, ' ').trim()
    const written = (node: Node): string => {
      if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? ''
      if (!(node instanceof Element) || node.matches('svg, .pw-hidden, [aria-hidden=true]') || !node.checkVisibility({ visibilityProperty: true })) return ''
      return ` ${[...node.childNodes].map(written).join('')} `
    }
    return [...top.querySelectorAll<HTMLElement>('button[aria-label], a[aria-label], [role=button][aria-label]')].flatMap((control) => {
      if (control.closest('[inert], [popover]:not(:popover-open)') || !control.checkVisibility({ visibilityProperty: true })) return []
      const [name, words] = [plain(control.getAttribute('aria-label') ?? ''), plain(written(control))]
      return name.includes(words) ? [] : [`"${words}" is not in "${name}"`]
    })
  })
  expect(await otherwise(), 'the map').toEqual([])
  await toList(ann.page)
  expect(await otherwise(), 'the list').toEqual([])
  await fromMenu(ann.page, 'See everyone')
  await expect(dialog(ann.page, 'People')).toBeVisible()
  expect(await otherwise(), 'the people').toEqual([])
})

test('ACCESS-6 a press that is moved away before it is let go does nothing', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const { page } = ann
  const away = async (name: string | RegExp): Promise<void> => {
    const box = (await page.getByRole('button', { name }).first().boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, box.y + box.height + 300)
    await page.mouse.up()
  }
  await toList(page)
  // Each is followed by something that takes longer than what the press would have done.
  await away(FIRST)
  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await expect(page.getByRole('button', { name: 'What the signs mean' })).toBeVisible()
  await expect(panel(page)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await away('Menu')
  await expect(page.locator('[popover]:popover-open')).toHaveCount(0)
  await away(/^Add a goal$/)
  await inList(page, FIRST).click()
  await expect(panel(page)).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('ACCESS-8, ACCESS-9: each page has a title, a language and one main heading of its own, and its help at the same place', async ({ server, visit, join }) => {
  const made = await server.makeWorkshop()
  const guest = await visit(server.base)
  const titles = new Set<string>()
  const footers = new Set<string>()
  for (const path of PAGES) {
    await guest.page.goto(server.base + path)
    await expect(guest.page.getByRole('heading', { level: 1 })).toHaveCount(1)
    await expect(guest.page.locator('html')).toHaveAttribute('lang', 'en-GB')
    await expect(guest.page.getByRole('main')).toHaveCount(1)
    await expect.poll(() => guest.page.title()).toContain('Pairway')
    titles.add(await guest.page.title())
    footers.add((await guest.page.getByRole('contentinfo').getByRole('link').allTextContents()).join(' | '))
    // The first stop goes past what is on every page.
    await guest.page.keyboard.press('Tab')
    await expect(guest.page.getByRole('link', { name: 'Skip to main content' })).toBeFocused()
    await guest.page.keyboard.press('Enter')
    await expect(guest.page.getByRole('main')).toBeFocused()
  }
  expect(titles.size).toBe(PAGES.length)
  expect([...footers]).toEqual(['Privacy | What we store on your device | Accessibility'])
  const ann = await join(made, 'observer', 'Ann')
  await fromMenu(ann.page, 'Accessibility')
  await expect(ann.page.getByRole('heading', { level: 1, name: 'Accessibility' })).toBeFocused()
  await expect(ann.page.getByRole('heading', { name: 'Tell someone when something is wrong' })).toBeVisible()
  await ann.page.getByRole('link', { name: 'Back to the workshop' }).click()
  await expect(theMap(ann.page)).toBeVisible()
  await fromMenu(ann.page, 'What the signs mean')
  await expect(dialog(ann.page, 'What the signs mean')).toContainText('A ring: a handover')
})

test('ACCESS-7 a page is shown whichever way a device is held, and may be enlarged', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann', PHONE)
  const { page } = ann
  expect(await page.locator('meta[name=viewport]').getAttribute('content')).not.toMatch(/user-scalable|maximum-scale/)
  for (const viewport of [{ width: 390, height: 844 }, { width: 844, height: 390 }]) {
    await page.setViewportSize(viewport)
    await expect(inList(page, FIRST)).toBeVisible()
  }
})

test('ACCESS-10 nothing is asked twice and nothing must be remembered: a refused form keeps its words, a code may be pasted, who comes back is known', async ({ server, visit, join }) => {
  const made = await server.makeWorkshop()
  const guest = await visit(server.base)
  await guest.page.goto(`${server.base}/start`)
  await guest.page.getByRole('textbox', { name: 'Name of the workshop' }).fill('Heart care')
  await guest.page.getByRole('button', { name: 'Start the workshop' }).click()
  await expect(guest.page.getByRole('alert')).toBeFocused()
  await expect(guest.page.getByRole('textbox', { name: 'Name of the workshop' })).toHaveValue('Heart care')
  await guest.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await guest.page.goto(server.base)
  const code = made.invites.find((invite) => invite.role === 'carer')!.code!
  await guest.page.evaluate((text) => navigator.clipboard.writeText(text), code)
  const field = guest.page.getByRole('textbox', { name: 'Your six-character code' })
  await field.focus()
  await guest.page.keyboard.press('ControlOrMeta+V')
  await expect(field).toHaveValue(code)
  await guest.page.goto(linkFor(made, 'carer'))
  await expect(guest.page.getByRole('textbox', { name: 'Your nickname' })).toHaveAttribute('autocomplete', 'nickname')
  const ann = await join(made, 'patientLeader', 'Ann')
  await ann.page.goto(server.base)
  await ann.page.getByRole('link', { name: /^Open / }).click()
  await expect(theMap(ann.page)).toBeVisible()
  await expect(ann.page.getByRole('textbox', { name: 'Your nickname' })).toHaveCount(0)
})

test('ACCESS-12 comments wherever they are follow one another by F8 and by buttons, each with the focus and said', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const [ann, bo] = [await join(made, 'patientLeader', 'Ann'), await join(made, 'professional', 'Bo')]
  await toList(ann.page)
  for (const title of [FIRST, 'Final review against my goals']) {
    await inList(ann.page, title).click()
    await panel(ann.page).getByRole('button', { name: /^Comments \(/ }).click()
    await panel(ann.page).getByRole('textbox', { name: 'Your comment' }).fill(`About ${title}`)
    await panel(ann.page).getByRole('button', { name: 'Send' }).click()
    await expect(panel(ann.page).getByText(`About ${title}`, { exact: true })).toBeVisible()
  }
  const thread = (title: string) => panel(bo.page).getByRole('group', { name: 'Comments begun by Ann' }).filter({ hasText: `About ${title}` })
  await expect(theMap(bo.page)).toBeVisible()
  await expect(bo.page.getByRole('button', { name: 'All comments: 2 new' })).toBeVisible()
  await listen(bo.page)
  await bo.page.keyboard.press('F8')
  await expect(thread(FIRST)).toBeFocused()
  await expect.poll(() => heard(bo.page), TOLD_WITHIN).toContain(`Comment 1 of 2, on ${FIRST}.`)
  await bo.page.keyboard.press('F8')
  await expect(thread('Final review against my goals')).toBeFocused()
  await bo.page.keyboard.press('Shift+F8')
  await expect(thread(FIRST)).toBeFocused()
  await panel(bo.page).getByRole('button', { name: 'Next comment' }).click()
  await expect(thread('Final review against my goals')).toBeFocused()
})
