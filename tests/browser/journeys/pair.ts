// Two who decide together: becoming a pair, its words, what it decides about, everything that can be said of a part, and the end of the pair.
import { test, type Locator } from '@playwright/test'
import { expect } from '../fixtures.ts'
import type { Actor } from './actor.ts'
import { bringBack, button, dialog, main, menu, openStep, row, type Cast } from './cast.ts'
import { titlesOf } from './parts.ts'
import { NEXT, STEP } from './steps.ts'

const [STAGE, LATER] = titlesOf('stage')

const openPairs = async (actor: Actor): Promise<Locator> => {
  await actor.choose(menu(actor), 'Pairs')
  return dialog(actor, 'Pairs')
}

/** Asked and answered; both have the pair before them then. */
const become = async ({ one, other }: Cast): Promise<readonly [Locator, Locator]> => {
  const [mine, theirs] = [await openPairs(one), await openPairs(other)]
  await one.press(button(mine, `Ask ${other.name}`))
  await other.press(button(theirs, 'Yes, let us work together'))
  for (const each of [mine, theirs]) await expect(each.getByRole('heading', { name: /Ann.*Ben|Ben.*Ann/ })).toBeVisible()
  return [mine, theirs]
}

/** Its name; what it decides about, once declined and once accepted. */
const agreeOnPair = async ({ one, other }: Cast, [mine, theirs]: readonly [Locator, Locator]): Promise<void> => {
  await one.press(button(mine, 'Edit: Name of the pair'))
  await one.write(mine.getByRole('textbox', { name: 'Name of the pair' }), 'Tuesday pair')
  await one.press(button(mine, 'Save these words'))
  await expect(theirs.getByRole('heading', { name: /^Tuesday pair/ })).toBeVisible()
  for (const answer of ['No, leave it as it is', 'Yes, we decide about these']) {
    await one.press(button(mine, 'Choose stages'))
    await one.pick(mine.getByRole('group', { name: 'What this pair decides about' }), 'Some stages')
    for (const stage of [STAGE, LATER]) {
      const box = mine.getByRole('checkbox', { name: stage })
      if (!(await box.isChecked())) await one.tick(box)
    }
    await one.press(button(mine, 'Ask my partner'))
    await other.press(button(theirs, answer))
    await expect(button(mine, 'Choose stages')).toBeVisible()
  }
  await expect(theirs).toContainText(`Only these stages: ${STAGE}, ${LATER}`)
  await one.close(mine)
  await other.close(theirs)
}

const agreement = ({ page }: Actor): Locator => page.getByRole('region', { name: 'Agreement', exact: true })

/** What the other's panel says that one says. */
const half = (seen: Actor, of: Actor): Locator => agreement(seen).getByRole('listitem').filter({ hasText: of.name })

const say = (actor: Actor, words: string): Promise<void> => actor.press(button(agreement(actor), words))

const keepView = async (actor: Actor, view: string): Promise<void> => {
  await say(actor, 'I see it differently')
  await actor.write(agreement(actor).getByRole('textbox', { name: 'How do you see it?' }), view)
  await say(actor, 'Keep my view')
}

/** Everyone is asked; a yes given and taken back; seen differently, and what both can live with. */
const differ = async ({ one, other }: Cast): Promise<void> => {
  await say(one, 'Ask everyone to agree')
  await expect(agreement(other).getByText('To agree', { exact: true })).toBeVisible()
  await say(one, 'I agree')
  await expect(half(other, one)).toContainText('Agrees')
  await say(one, 'Undo my yes')
  await expect(half(other, one)).toContainText('No answer yet')
  await keepView(one, 'Two weeks is too long')
  await expect(half(other, one)).toContainText('Two weeks is too long')
  await say(one, 'I can live with this')
  await expect(half(other, one)).toContainText('Can live with this')
  await say(other, 'I can live with this')
  await expect(agreement(one).getByText('We see it differently', { exact: true })).toHaveCount(0)
}

/** Parked, and talked about again. */
const park = async ({ one, other }: Cast): Promise<void> => {
  await say(one, 'Park for now')
  await expect(half(other, one)).toContainText('Parked it')
  await say(one, 'Talk about it again')
  await expect(half(other, one)).not.toContainText('Parked it')
}

/** Agreed by both; changed, and the agreed words brought back. */
const agree = async ({ one, other }: Cast, [mine, theirs]: readonly [Locator, Locator]): Promise<void> => {
  for (const actor of [one, other]) await say(actor, 'I agree')
  for (const actor of [one, other]) await expect(agreement(actor).getByText('Agreed', { exact: true }).first()).toBeVisible()
  await one.write(mine.getByRole('textbox', { name: 'What happens' }), ' soon')
  await expect(agreement(other).getByText('Changed since both agreed')).toBeVisible()
  await say(one, 'Bring back the agreed words')
  await expect(theirs.getByRole('textbox', { name: 'What happens' })).toHaveValue(STEP)
  await expect(agreement(other).getByText('Agreed', { exact: true }).first()).toBeVisible()
}

/** Asked out, kept; asked out again, and out by the yes of both; brought back. */
const takeOut = async ({ one, other }: Cast, [mine, theirs]: readonly [Locator, Locator]): Promise<void> => {
  await one.press(button(mine, 'Remove this step'))
  await expect(agreement(other).getByText(`${one.name} asks to remove this.`, { exact: false })).toBeVisible()
  await say(one, 'Keep it')
  await expect(agreement(other).getByText('asks to remove this.', { exact: false })).toHaveCount(0)
  await one.press(button(mine, 'Remove this step'))
  await say(other, 'Yes, remove it')
  for (const actor of [one, other]) await expect(row(actor, STEP)).toHaveCount(0)
  // A panel in which somebody was writing stays, with their words.
  for (const [actor, shown] of [[one, mine], [other, theirs]] as const) if (await shown.isVisible()) await actor.close(shown)
  await bringBack(one, `step “${STEP}”`)
  await expect(row(other, STEP)).toHaveCount(1)
}

/** A stage read as a page and agreed in one; and only what is agreed so far shown in the list. */
const severalAndFilter = async ({ one, other }: Cast): Promise<void> => {
  await one.press(button(main(one), 'Agreement so far'))
  const counts = dialog(one, 'Agreement so far')
  await one.press(button(counts, `Read this stage and agree: ${LATER}`))
  const page = dialog(one, `Stage: ${LATER}`)
  const yes = button(page, /^I agree with (these|this) \d+$/)
  // Read to its end, as by scrolling.
  const parts = page.locator('.pw-stage-page__part')
  for (let at = 0; at < (await parts.count()); at += 1) for (const block of ['start', 'end'] as const) await parts.nth(at).evaluate((part, edge) => part.scrollIntoView({ block: edge }), block)
  await expect(yes).not.toHaveAttribute('aria-disabled', 'true')
  await one.press(yes)
  await expect(button(page, 'Nothing here waits for your yes')).toBeVisible()
  await one.close(page)
  await expect(row(other, NEXT)).toContainText(/side agrees/)
  await one.press(button(main(one), 'Agreement so far'))
  await one.press(button(counts, /side agrees\. Show in the list$|One partner agrees\. Show in the list$/).first())
  await expect(main(one).getByRole('heading', { name: 'Only some parts are shown' })).toBeFocused()
  await expect(button(main(one), new RegExp(`^Step ${NEXT}`))).toBeVisible()
  await one.press(button(main(one), 'Show everything'))
  await expect(row(one, NEXT)).toBeVisible()
}

/** The pair ends. */
const end = async ({ one, other }: Cast): Promise<void> => {
  const [mine, theirs] = [await openPairs(one), await openPairs(other)]
  await one.press(button(mine, 'End this pair'))
  await one.press(button(dialog(one, /^End the pair/), 'End this pair'))
  await expect(theirs.getByRole('heading', { name: 'Find your partner' })).toBeVisible()
  await one.close(mine)
  await other.close(theirs)
}

/** All of them. */
export const pairJourneys = async (cast: Cast): Promise<void> => {
  await test.step('becoming a pair, its words and stages', async () => agreeOnPair(cast, await become(cast)))
  const panels = [await openStep(cast.one, STEP), await openStep(cast.other, STEP)] as const
  await test.step('asking, agreeing, taking back, seeing it differently', () => differ(cast))
  await test.step('parking', () => park(cast))
  await test.step('agreed, and the agreed words brought back', () => agree(cast, panels))
  await test.step('taken out by both', () => takeOut(cast, panels))
  await test.step('several parts, and only some shown', () => severalAndFilter(cast))
  await test.step('the end of the pair', () => end(cast))
}
