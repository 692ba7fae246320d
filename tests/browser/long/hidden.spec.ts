// Pages in the background for four minutes of real time. Under automation no page is hidden for its browser, so the page's own
// timers are slowed down as a browser slows those of a hidden page: to once a minute.
import type { BrowserContext, Page } from '@playwright/test'
import { expect, linkFor, test, type Made } from '../fixtures.ts'

/** How long the pages are in the background: presence used to be lost after 30 s, and again after each minute. */
const HIDDEN_MS = 4 * 60_000

declare global {
  interface Window {
    /** From here on timers run once a minute. */
    slowTimers: () => void
    /** Every number of people that the header has shown since `watchPeople`. */
    peopleSeen: string[]
  }
}

/** Lets `slowTimers` slow down the timers of every page of this browser, also those that run already. */
async function withSlowableTimers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const MINUTE_MS = 60_000
    const native = { setTimeout: window.setTimeout.bind(window), clearTimeout: window.clearTimeout.bind(window), setInterval: window.setInterval.bind(window) }
    const later = new Map<number, number>()
    let slow = false
    window.slowTimers = () => { slow = true }
    window.setTimeout = ((job: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => {
      const id: number = native.setTimeout(() => {
        if (slow) later.set(id, native.setTimeout(() => job(...given), MINUTE_MS - (Date.now() % MINUTE_MS)))
        else job(...given)
      }, ms)
      return id
    }) as typeof window.setTimeout
    window.clearTimeout = ((id?: number) => {
      native.clearTimeout(id)
      native.clearTimeout(later.get(id ?? 0))
    }) as typeof window.clearTimeout
    window.setInterval = ((job: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => {
      let ran = 0
      return native.setInterval(() => {
        if (slow && Date.now() - ran < MINUTE_MS) return
        ran = Date.now()
        job(...given)
      }, ms)
    }) as typeof window.setInterval
  })
}

const count = (page: Page) => page.locator('.pw-people-button__count').first()

/** Remembers every number of people that the header shows. */
async function watchPeople(page: Page): Promise<void> {
  await count(page).evaluate((shown) => {
    window.peopleSeen = [shown.textContent ?? '']
    new MutationObserver(() => window.peopleSeen.push(shown.textContent ?? '')).observe(shown, { characterData: true, childList: true, subtree: true })
  })
}

test('BROWSER-90 pages that are in the background for four minutes stay present for everybody', async ({ server, visit }) => {
  const made: Made = await server.makeWorkshop()
  const roles = ['facilitator', 'professional', 'patientLeader'] as const
  const people = []
  for (const role of roles) {
    const visitor = await visit(server.base)
    await withSlowableTimers(visitor.context)
    await visitor.page.goto(linkFor(made, role))
    await visitor.page.getByRole('textbox', { name: 'Your nickname' }).fill(role)
    await visitor.page.getByRole('button', { name: 'Join the workshop' }).click()
    await visitor.page.waitForURL(/\/w\//)
    people.push(visitor)
  }
  for (const { page } of people) await expect(count(page)).toHaveText('3')
  const [, ...hidden] = people
  for (const { page } of hidden) await page.evaluate(() => window.slowTimers())
  for (const { page } of people) await watchPeople(page)
  await people[0]!.page.waitForTimeout(HIDDEN_MS)
  for (const { page } of people) {
    expect(await page.evaluate(() => window.peopleSeen)).toEqual(['3'])
    await expect(count(page)).toHaveText('3')
  }
})
