// What a screen reader would say: every text of the live region, word for word, kept by the page from `listen` on. A text stands there
// for a moment only, so that a look at the region itself may come too late.
import type { Page } from '@playwright/test'

export const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const region = document.querySelector('[data-live-region]')
    const heard: string[] = []
    Object.assign(window, { heard })
    if (region) new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, { childList: true, subtree: true, characterData: true })
  })

export const heard = (page: Page): Promise<string> => page.evaluate(() => ((window as unknown as { heard: string[] }).heard).join(' | '))

/** What others do is told once in 15 seconds at most; so it may come so late. */
export const TOLD_WITHIN = { timeout: 30_000 }
