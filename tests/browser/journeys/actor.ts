// A person who acts in one way alone, by keys or by taps, and one set of verbs for both: whatever is done by them is done in either way.
// Owns how a control is reached and used. Must not know what a journey is about, or what it asserts.
import type { Locator, Page } from '@playwright/test'
import { Keys, Taps } from '../actions.ts'
import { expect, type Person } from '../fixtures.ts'

export type Way = 'keys' | 'taps'

/** What is done with the page. */
export interface Actor {
  readonly way: Way
  readonly page: Page
  readonly name: string
  /** Presses a button, a link or the heading of something that opens. */
  press(target: Locator): Promise<void>
  /** Chooses from the list that a button opens. */
  choose(opener: Locator, item: string | RegExp): Promise<void>
  /** Ticks a box, or takes its tick away. */
  tick(box: Locator): Promise<void>
  /** Chooses one of a group of radio buttons by its words. */
  pick(group: Locator, words: string): Promise<void>
  /** Chooses from a native list. */
  select(field: Locator, words: string): Promise<void>
  /** Writes words at the end of a field; what it says then. */
  write(field: Locator, words: string): Promise<string>
  /** Takes one of the suggestions below a field. */
  take(option: Locator): Promise<void>
  /** Closes what is open. */
  close(what: Locator): Promise<void>
  /** What else was used than this way. */
  usedBesides(): Promise<string[]>
}

const PRESSES_MAX = 400

const hasFocus = (target: Locator): Promise<boolean> => target.evaluate((element) => element === document.activeElement)

/** Which way is shorter to an element; a person who sees the page goes the shorter way. */
const wayTo = (target: Locator): Promise<'Tab' | 'Shift+Tab'> =>
  target.evaluate((element) => {
    const now = document.activeElement
    const isBefore = now && now !== document.body && (now.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0 && !element.contains(now)
    return isBefore ? 'Shift+Tab' : 'Tab'
  })

class ByKeys implements Actor {
  readonly way = 'keys'
  constructor(private readonly keys: Keys, readonly name: string) {}

  get page(): Page { return this.keys.page }

  /** Tab or Shift Tab until it has the focus. */
  private async reach(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    const key = await wayTo(target)
    for (let at = 0; at < PRESSES_MAX; at += 1) {
      if (await hasFocus(target)) return
      await this.keys.press(key)
    }
    throw new Error(`${key} never reached ${target}`)
  }

  async press(target: Locator): Promise<void> {
    await this.reach(target)
    await this.keys.press('Enter')
  }

  async choose(opener: Locator, item: string | RegExp): Promise<void> {
    await this.press(opener)
    // Whoever presses arrows sees the list first.
    const focused = this.page.locator('[data-menu-item]:focus')
    await expect(focused).toBeVisible()
    const wanted = this.page.locator('[popover]:popover-open [data-menu-item]').filter({ hasText: item }).first()
    await expect(wanted).toBeVisible()
    for (let at = 0; at < PRESSES_MAX && !(await hasFocus(wanted)); at += 1) await this.keys.press('ArrowDown')
    expect(await hasFocus(wanted), `${item} in the list has the focus`).toBe(true)
    await this.keys.press('Enter')
  }

  async tick(box: Locator): Promise<void> {
    await this.reach(box)
    await this.keys.press('Space')
  }

  async pick(group: Locator, words: string): Promise<void> {
    const radio = group.getByRole('radio', { name: words })
    await expect(radio.first()).toBeAttached()
    // A group is one stop of Tab: the one that is chosen, else the nearest.
    const within = (): Promise<boolean> => group.evaluate((element) => document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'radio' && element.contains(document.activeElement))
    const key = await wayTo(radio.first())
    for (let at = 0; at < PRESSES_MAX && !(await within()); at += 1) await this.keys.press(key)
    if (await hasFocus(radio.first())) await this.keys.press('Space')
    for (let at = 0; at < PRESSES_MAX && !(await hasFocus(radio.first())); at += 1) await this.keys.press('ArrowDown')
    await expect(radio.first()).toBeChecked()
  }

  async select(field: Locator, words: string): Promise<void> {
    await this.reach(field)
    await this.page.keyboard.type(words)
    await expect(field.locator('option:checked')).toHaveText(words)
  }

  async write(field: Locator, words: string): Promise<string> {
    await this.reach(field)
    await this.keys.press('Control+End')
    await this.page.keyboard.insertText(words)
    return field.inputValue()
  }

  async take(option: Locator): Promise<void> {
    await expect(option).toBeVisible()
    const isChosen = (): Promise<boolean> => option.evaluate((element) => element === document.activeElement || element.getAttribute('aria-selected') === 'true')
    for (let at = 0; at < PRESSES_MAX && !(await isChosen()); at += 1) await this.keys.press('ArrowDown')
    await this.keys.press('Enter')
  }

  async close(what: Locator): Promise<void> {
    await expect(what).toBeVisible()
    await this.keys.press('Escape')
    await expect(what).toBeHidden()
  }

  usedBesides(): Promise<string[]> { return this.keys.usedBesides() }
}

class ByTaps implements Actor {
  readonly way = 'taps'
  constructor(private readonly taps: Taps, readonly name: string) {}

  get page(): Page { return this.taps.page }

  press(target: Locator): Promise<void> { return this.taps.tap(target) }

  async choose(opener: Locator, item: string | RegExp): Promise<void> {
    await this.taps.tap(opener)
    await this.taps.tap(this.page.locator('[popover]:popover-open [data-menu-item]').filter({ hasText: item }).first())
  }

  /** The words beside a box are what a finger finds. */
  async tick(box: Locator): Promise<void> {
    const id = await box.getAttribute('id')
    await this.taps.tap(id === null ? box.locator('xpath=ancestor::label') : this.page.locator(`label[for="${id}"]`))
  }

  async pick(group: Locator, words: string): Promise<void> {
    await this.taps.tap(group.locator('label').filter({ hasText: words }).first())
    await expect(group.getByRole('radio', { name: words }).first()).toBeChecked()
  }

  /** The list of choices is the phone's own: it is not on the page. */
  async select(field: Locator, words: string): Promise<void> {
    await field.selectOption({ label: words })
  }

  async write(field: Locator, words: string): Promise<string> {
    await this.taps.tap(field)
    await expect(field).toBeFocused()
    await this.page.keyboard.insertText(words)
    return field.inputValue()
  }

  take(option: Locator): Promise<void> { return this.taps.tap(option) }

  async close(what: Locator): Promise<void> {
    await this.taps.tap(what.getByRole('button', { name: 'Close', exact: true }))
    await expect(what).toBeHidden()
  }

  usedBesides(): Promise<string[]> { return this.taps.usedBesides() }
}

/** From here on a person acts in this way alone. */
export const actor = async (person: Person, way: Way): Promise<Actor> =>
  way === 'keys' ? new ByKeys(await Keys.on(person.page), person.nickname) : new ByTaps(await Taps.on(person.page), person.nickname)
