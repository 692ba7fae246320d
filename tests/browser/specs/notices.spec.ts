// What is heard, seen and focused while others work: in the accessibility tree of a real browser, with real people.
import type { Page } from '@playwright/test'
import { expect, type Join, type Made, type Person, test } from '../fixtures.ts'
import { addPart, dialog, fromMenu, fromPartMenu, inList, onMap, panel, stageOnMap, theMap, toList, toMap } from '../hands.ts'
import { tabTo } from '../keys.ts'

const STEP = 'Notices symptoms and decides whether to call'

/** Fay, who runs the workshop, and Ann and Ben, who are a pair. */
const theThree = async (made: Made, join: Join): Promise<{ fay: Person; ann: Person; ben: Person }> => {
  const fay = await join(made, 'facilitator', 'Fay')
  const ann = await join(made, 'patientLeader', 'Ann')
  const ben = await join(made, 'professional', 'Ben')
  await fromMenu(fay.page, 'Pairs')
  await dialog(fay.page, 'Pairs').getByRole('button', { name: 'Form this pair' }).click()
  await expect(dialog(fay.page, 'Pairs').getByRole('heading', { name: /Ann · Ben/ })).toBeVisible()
  await fay.page.keyboard.press('Escape')
  return { fay, ann, ben }
}

type Node = { ignored: boolean; role?: { value: string }; name?: { value: string }; nodeId: string; childIds?: string[] }

/** The words in all live regions that a screen reader can reach, as the browser's own accessibility tree has them. */
const inTree = async (page: Page): Promise<string> => {
  const session = await page.context().newCDPSession(page)
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: Node[] }
  await session.detach()
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const wordsIn = (node: Node | undefined): string => !node ? '' : [node.role?.value === 'StaticText' ? node.name?.value ?? '' : '', ...(node.childIds ?? []).map((id) => wordsIn(byId.get(id)))].join(' ')
  return nodes.filter((node) => !node.ignored && node.role?.value === 'status').map(wordsIn).join(' | ')
}

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.tagName ?? 'none')

test('SHELL-60 in the walk, which covers the page, a partner’s yes is in the accessibility tree, and its message can be seen', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join)
  const walk = (page: Page) => dialog(page, /^Agree together/)
  for (const { page } of [ann, ben]) {
    await page.getByRole('button', { name: /^Agree together/ }).click()
    await expect(walk(page)).toBeVisible()
  }
  await walk(ann.page).getByRole('button', { name: 'I agree', exact: true }).click()
  await expect.poll(() => inTree(ben.page)).toContain('Ann agrees to')
  await walk(ben.page).getByRole('button', { name: 'I agree', exact: true }).click()
  await expect.poll(() => inTree(ann.page)).toContain('Both partners agree to')
  await expect(walk(ann.page).getByRole('region', { name: 'Messages' }).getByText(/^Both partners agree to/)).toBeVisible()
  await ann.page.keyboard.press('Escape')
  await expect(walk(ann.page)).toBeHidden()
  await expect(ann.page.getByRole('region', { name: 'Messages' })).toHaveCount(1)
})

test('KEY-5, LIST-4 what others remove, move or accept takes nobody’s focus to the page’s body, and it is said', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join)
  for (const goal of ['Sleeps well', 'Walks to the shop']) await addPart(ben.page, 'goal', goal)
  await toList(ben.page)
  await expect(theMap(ann.page)).toBeVisible()

  // On the map: a goal above it, a stage, a step.
  await ann.page.getByRole('button', { name: /Sleeps well/ }).focus()
  await fromPartMenu(ben.page, 'Sleeps well', 'Remove')
  await expect(ann.page.getByRole('button', { name: /Walks to the shop/ })).toBeFocused()
  await expect(ann.page.getByRole('status').filter({ hasText: 'Ben removed Goal “Sleeps well”, where you were.' })).toHaveCount(1)
  await onMap(ann.page, STEP).focus()
  await fromPartMenu(ben.page, STEP, 'Remove')
  await expect(onMap(ann.page, STEP)).toHaveCount(0)
  await expect.poll(() => ann.page.evaluate(() => document.activeElement?.closest('[role=application]') !== null)).toBe(true)
  const stage = stageOnMap(ann.page, 'Something is wrong')
  await stage.focus()
  await fromPartMenu(ben.page, 'Something is wrong', 'Remove')
  await expect(stage).toHaveCount(0)
  await expect.poll(() => ann.page.evaluate(() => document.activeElement?.matches('[data-stage]'))).toBe(true)

  // The panel of a step that somebody removes: Escape leads to what stands there now.
  await toList(ann.page)
  const [step] = await ann.page.locator('.pw-row-step__open').allTextContents()
  await inList(ann.page, step ?? '').click()
  await expect(panel(ann.page)).toBeVisible()
  await fromPartMenu(ben.page, step ?? '', 'Remove')
  await expect(panel(ann.page).getByText('This was removed.')).toBeVisible()
  await panel(ann.page).getByRole('textbox').first().focus()
  await ann.page.keyboard.press('Escape')
  await expect(panel(ann.page)).toBeHidden()
  await expect.poll(() => focused(ann.page)).not.toBe('BODY')

  // The banner gives way to another when somebody asks: nobody presses that one unawares, and it is said.
  const [cat, dan] = [await join(made, 'carer', 'Cat'), await join(made, 'professional', 'Dan')]
  await cat.page.getByRole('button', { name: 'Find your partner' }).focus()
  await fromMenu(dan.page, 'Pairs')
  await dialog(dan.page, 'Pairs').getByRole('button', { name: 'Ask Cat' }).click()
  await expect(cat.page.getByRole('status').filter({ hasText: 'Dan asks you to be their partner.' })).toHaveCount(1)
  await expect(cat.page.getByRole('button', { name: 'Find your partner' })).toHaveCount(0)
  await expect(cat.page.getByRole('main')).toBeFocused()
})

/** How many square pixels of what has the focus lie under a message. */
const covered = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const at = document.activeElement?.getBoundingClientRect()
    if (!at || document.activeElement?.closest('.pw-toasts')) return 0
    return [...document.querySelectorAll('.pw-toast')].filter((card) => card.checkVisibility()).reduce((sum, card) => {
      const over = card.getBoundingClientRect()
      return sum + Math.max(0, Math.min(over.right, at.right) - Math.max(over.left, at.left)) * Math.max(0, Math.min(over.bottom, at.bottom) - Math.max(over.top, at.top))
    }, 0)
  })

test('SHELL-61 at 320 x 400 a message covers nothing that gets the focus; F6 reaches its Undo, and undo stays in the header', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann', { viewport: { width: 320, height: 400 } })
  const { page } = ann
  await toList(page)
  await fromPartMenu(page, STEP, 'Remove')
  const undo = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' })
  await expect(undo).toBeVisible()
  const under: string[] = []
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab')
    // The message may still be choosing its side: in the next frame it has.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    if ((await covered(page)) > 0) under.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80) ?? ''))
  }
  expect(under).toEqual([])
  await page.keyboard.press('F6')
  await expect(undo).toBeFocused()
  await page.keyboard.press('F6')
  await expect(undo).not.toBeFocused()
  await page.keyboard.press('F6')
  await page.keyboard.press('Enter')
  await expect(inList(page, STEP)).toBeVisible()
  await expect.poll(() => focused(page)).not.toBe('BODY')
  await fromPartMenu(page, STEP, 'Remove')
  await expect(page.getByRole('group', { name: 'Workshop tools' }).getByRole('button', { name: `Undo: removed “${STEP}”` })).toBeVisible()
})

test('SHOWN-24 a device that comes back with a code is told nothing of what was before', async ({ server, join, visit }) => {
  const made = await server.makeWorkshop()
  const { ann, ben } = await theThree(made, join)
  await fromMenu(ann.page, 'Use another phone or computer')
  await dialog(ann.page, 'Use another phone or computer').getByRole('button', { name: 'Make my return code' }).click()
  const code = (await dialog(ann.page, 'Use another phone or computer').getByText(/^[A-Z2-9]{5}-[A-Z2-9]{5}-[A-Z2-9]{5}$/).textContent()) ?? ''
  const tablet = await visit(server.base)
  // All that is said from the first moment on.
  await tablet.context.addInitScript(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    new MutationObserver(() => document.querySelectorAll('[role=status], .pw-toast').forEach((each) => heard.push(each.textContent ?? ''))).observe(document, { childList: true, subtree: true, characterData: true })
  })
  await tablet.page.goto(server.base)
  await tablet.page.getByRole('textbox', { name: 'Your six-character code' }).fill(code)
  await tablet.page.getByRole('button', { name: 'Join', exact: true }).click()
  await tablet.page.waitForURL(/\/w\//)
  const heard = () => tablet.page.evaluate(() => (window as unknown as { heard: string[] }).heard.join(' '))
  // Who is here when the tablet comes is no news, and to whom that applies is settled a moment later than the page is there.
  // What others do is gathered for longer: once an edit has been told, that is settled.
  let edits = 0
  await expect(async () => {
    await addPart(ben.page, 'goal', `Sleeps well ${edits += 1}`)
    await expect.poll(heard, { timeout: 8_000 }).toMatch(/Ben (added|changed)/)
  }).toPass()
  // Somebody new is told: what came before that would have been said by then.
  const dee = await join(made, 'observer', 'Dee')
  // After the pause between two messages about what others do.
  await expect.poll(heard, { timeout: 30_000 }).toContain('Dee joined.')
  expect(await heard()).not.toContain('pair now')
  await dee.page.close()
  await tabTo(tablet.page, /^Menu/)
  await toMap(tablet.page)
})
