// What a person does besides writing words, counted: keys that are no text, or taps. Watches that nothing else is used meanwhile.
// Owns the counting; must not know what a test builds.
import { expect, type Locator, type Page } from '@playwright/test'

declare global {
  interface Window {
    /** What was used besides what is counted. */
    usedBesides?: string[]
  }
}

/** From here on what else is used is noted: a pointer beside keys; a mouse, or a key outside of a field, beside taps. */
const watch = (page: Page, by: 'keys' | 'taps'): Promise<void> =>
  page.evaluate((way) => {
    const besides: string[] = (window.usedBesides = [])
    addEventListener('pointerdown', ({ pointerType }) => { if (way === 'keys' || pointerType !== 'touch') besides.push(pointerType) }, { capture: true })
    addEventListener('keydown', ({ key, target }) => {
      if (way === 'taps' && !(target instanceof HTMLElement && target.matches('textarea, input'))) besides.push(key)
    }, { capture: true })
  }, by)

const usedBesides = (page: Page): Promise<string[]> => page.evaluate(() => window.usedBesides ?? ['not watched'])

/** Keys alone. The helpers of keys.ts press on the same keyboard and are counted too. */
export class Keys {
  count = 0
  private constructor(readonly page: Page) {}

  static async on(page: Page): Promise<Keys> {
    const keys = new Keys(page)
    const press = page.keyboard.press.bind(page.keyboard)
    page.keyboard.press = async (...given) => {
      keys.count += 1
      await press(...given)
    }
    await watch(page, 'keys')
    return keys
  }

  async press(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.page.keyboard.press(name)
  }

  /** Writes words into the field that has the focus, and then presses a key. */
  async write(words: string, then: string): Promise<void> {
    const field = this.page.locator('input:focus, textarea:focus')
    await expect(field).toHaveValue('')
    await this.page.keyboard.insertText(words)
    await this.press(then)
  }

  usedBesides(): Promise<string[]> { return usedBesides(this.page) }
}

/** Taps alone, and words into the field that a tap has given the focus; a key of the keyboard on the screen counts as a tap. */
export class Taps {
  count = 0
  private constructor(readonly page: Page) {}

  static async on(page: Page): Promise<Taps> {
    await watch(page, 'taps')
    return new Taps(page)
  }

  async tap(target: Locator): Promise<void> {
    await target.tap()
    this.count += 1
  }

  /** Writes words into the field that has the focus. */
  async write(words: string, field: Locator): Promise<void> {
    await expect(field).toBeFocused()
    await expect(field).toHaveValue('')
    await this.page.keyboard.insertText(words)
  }

  /** The key of the keyboard on the screen that goes on. */
  async enter(): Promise<void> {
    await this.page.keyboard.press('Enter')
    this.count += 1
  }

  usedBesides(): Promise<string[]> { return usedBesides(this.page) }
}
