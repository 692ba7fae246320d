// The keyboard alone: Tab, Shift Tab, arrows and Enter, as a person presses them. Nothing is clicked and nothing is focused
// by script. Owns finding the way by what assistive technology would call things; must not know what a test asserts.
import { expect, type Page } from '@playwright/test'

const TABS_MAX = 400

/** What assistive technology would call the element that has focus. */
export const focusName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return ''
    const label = 'labels' in element ? (element as HTMLInputElement).labels?.[0]?.textContent : undefined
    return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').replace(/\s+/g, ' ').trim()
  })

/** Which way is shorter to an element with this name; a person who sees the page goes the shorter way. */
const wayTo = (page: Page, name: string | RegExp): Promise<'Tab' | 'Shift+Tab'> =>
  page.evaluate(({ text, pattern }) => {
    const nameOf = (element: HTMLElement): string => {
      const label = 'labels' in element ? (element as HTMLInputElement).labels?.[0]?.textContent : undefined
      return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').replace(/\s+/g, ' ').trim()
    }
    const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]')]
    const now = all.findIndex((element) => element === document.activeElement)
    const away = all.flatMap((element, at) => {
      const found = nameOf(element)
      return (text === undefined ? new RegExp(pattern).test(found) : found === text) ? [at - now] : []
    }).sort((a, b) => Math.abs(a) - Math.abs(b))
    return (away[0] ?? 1) < 0 ? 'Shift+Tab' : 'Tab'
  }, typeof name === 'string' ? { text: name, pattern: '' } : { text: undefined, pattern: name.source })

/** Presses Tab, or Shift Tab, until the element with this name has focus. */
export const tabTo = async (page: Page, name: string | RegExp): Promise<void> => {
  const key = await wayTo(page, name)
  for (let i = 0; i < TABS_MAX; i += 1) {
    const now = await focusName(page)
    if (typeof name === 'string' ? now === name : name.test(now)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never reached ${name}`)
}

/** Goes to a button and presses it. */
export const press = async (page: Page, name: string | RegExp): Promise<void> => {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

/** Opens the "more" menu of a part and chooses by arrow keys. */
export const choose = async (page: Page, of: string, item: string): Promise<void> => {
  await press(page, `More for ${of}`)
  // Whoever presses arrows sees the list first.
  await expect(page.locator('[data-menu-item]:focus')).toBeVisible()
  for (let i = 0; i < 8 && (await focusName(page)) !== item; i += 1) await page.keyboard.press('ArrowDown')
  if ((await focusName(page)) !== item) throw new Error(`no item ${item} in the menu of ${of}`)
  await page.keyboard.press('Enter')
}

/** Types where the caret is, once it is in a field: a person waits for a dialog that is still opening. */
export const typeInField = async (page: Page, words: string, at: 'here' | 'end' = 'here'): Promise<void> => {
  await expect(page.locator('input:focus, textarea:focus')).toBeVisible()
  if (at === 'end') await page.keyboard.press('End')
  await page.keyboard.type(words)
}

/** Chooses in a set of radio buttons by arrow keys, from whichever is chosen. */
export const pickRadio = async (page: Page, group: readonly string[], wanted: string): Promise<void> => {
  for (let i = 0; i < TABS_MAX && !group.includes(await focusName(page)); i += 1) await page.keyboard.press('Tab')
  for (let i = 0; i < group.length && (await focusName(page)) !== wanted; i += 1) await page.keyboard.press('ArrowDown')
  if ((await focusName(page)) !== wanted) throw new Error(`${wanted} cannot be chosen`)
}
