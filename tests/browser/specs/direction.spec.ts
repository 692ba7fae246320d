// What people wrote in another direction: its letters stand in its own order wherever it is shown, and the words around it stay.
import type { Locator } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { addStep, inList, onMap, panel, theMap, toList, toMap } from '../hands.ts'

/** An appointment at the doctor's: read from the right, so that "(GP)" stands at its left end. */
const ARABIC = '\u0645\u0648\u0639\u062f (GP)'
const FIRST = ARABIC.indexOf(' ')

/** Where the first Arabic letters and where "GP" stand, in pixels from the left. */
const places = (where: Locator): Promise<{ arabic: number; latin: number }> =>
  where.evaluate((element, [text, first]) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(text) ?? -1
      if (at < 0) continue
      const left = (from: number, to: number) => {
        const range = document.createRange()
        range.setStart(node, at + from)
        range.setEnd(node, at + to)
        return range.getBoundingClientRect().left
      }
      return { arabic: left(0, first), latin: left(first + 2, first + 4) }
    }
    throw new Error('the words are not there')
  }, [ARABIC, FIRST] as const)

test('SHELL-59 Arabic with Latin in brackets reads in its own order in the list, on the map, in the panel and its field', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const { page } = await join(made, 'patientLeader', 'Ann')
  await toList(page)
  await addStep(page, { stage: 'Something is wrong', lane: 'Person and family' }, ARABIC)
  await expect(inList(page, ARABIC)).toBeVisible()
  const row = await places(inList(page, ARABIC))
  expect(row.latin, 'in the list').toBeLessThan(row.arabic)
  await toMap(page)
  await expect(onMap(page, ARABIC)).toBeVisible()
  const card = await places(theMap(page))
  expect(card.latin, 'on the map').toBeLessThan(card.arabic)
  await onMap(page, ARABIC).click()
  const field = panel(page).locator('textarea').first()
  await expect(field).toHaveValue(ARABIC)
  expect(await field.evaluate((area) => getComputedStyle(area).direction), 'the field').toBe('rtl')
})
