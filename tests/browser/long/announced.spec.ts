// How often one hears of others while somebody edits all the time: a message in fifteen seconds of real time.
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { dialog, fromMenu, inList, panel, toList } from '../hands.ts'

test('SHELL-16 while somebody edits all the time one hears who did it, no more than one message in 15 seconds; who chose quiet hears nothing', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const [ann, cai, bob] = [await join(made, 'patientLeader', 'Ann'), await join(made, 'carer', 'Cai'), await join(made, 'professional', 'Bob')]
  await fromMenu(cai.page, 'Text size, colours, messages')
  await dialog(cai.page, 'Text size and colours').getByRole('checkbox', { name: 'Tell me nothing about others' }).check()
  await cai.page.keyboard.press('Escape')
  for (const { page } of [ann, cai]) {
    await page.evaluate(() => {
      const heard: { readonly at: number; readonly text: string }[] = []
      Object.assign(window, { heard })
      new MutationObserver(() => document.querySelectorAll('[role=status]').forEach((region) => {
        for (const line of region.childNodes) {
          const text = line.textContent ?? ''
          if (text.includes('Bob changed') && heard.at(-1)?.text !== text) heard.push({ at: performance.now(), text })
        }
      })).observe(document.body, { childList: true, characterData: true, subtree: true })
    })
  }
  const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: { at: number; text: string }[] }).heard)
  await toList(bob.page)
  // Two steps in turn, so that no two messages are the same.
  const titles = ['Final review against my goals', 'Notices symptoms and decides whether to call'] as const
  for (let word = 0; (await heard(ann.page)).length < 2; word += 1) {
    const title = titles[Math.min((await heard(ann.page)).length, 1)]!
    await inList(bob.page, title).click()
    await panel(bob.page).getByRole('textbox', { name: 'Details' }).fill(`Together, for the ${word}. time`)
  }
  const [first, second] = await heard(ann.page)
  expect(first!.text).toContain('Bob changed Step “Final review against my goals”.')
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(14_500)
  expect(await heard(cai.page)).toEqual([])
})
