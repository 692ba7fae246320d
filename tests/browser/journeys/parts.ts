// Parts that stand in a list of their own: goals, outcomes, what helps, lanes and stages. Each kind is taken from the table of kinds, so
// that a new one has the same journey: added, worded, named anew, moved, removed and brought back.
import { test } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { bringBack, button, dialog, listed, main, more, panel, unfold, type Cast } from './cast.ts'
import { KINDS, MESSAGES, type Kind } from './product.ts'

/** What a message says: the first of these that there is. */
const said = (...keys: readonly string[]): string => {
  const key = keys.find((each) => MESSAGES.has(each))
  if (key === undefined) throw new Error(`no words for ${keys.join(' or ')}`)
  return MESSAGES.get(key)!
}

export const LISTED = KINDS.filter(({ order }) => order === 'list')

/** Titles of the two parts of a kind, in the order in which they stand at the end. */
export const titlesOf = (kind: string): readonly [string, string] => [`Second ${kind} now`, `First ${kind}`]

/** The words on screen of the last and the one before of a set. */
const lastTwo = ({ kind, words }: Kind): readonly { readonly legend: string; readonly last: string; readonly before: string }[] =>
  words.map(({ key, words: all }) => {
    const [before, last] = all.slice(-2).map((word) => said(`${kind}.${key}.${word}`, `${key}.${word}`)) as [string, string]
    return { legend: said(`field.${kind}.${key}`), last, before }
  })

const add = async ({ one }: Cast, kind: Kind, title: string): Promise<void> => {
  const name = said(`add.${kind.kind}`)
  await one.press(button(main(one), name))
  const asked = dialog(one, name)
  await one.write(asked.getByRole('textbox').first(), title)
  for (const { legend, last } of lastTwo(kind)) await one.pick(asked.getByRole('group', { name: legend }), last)
  await one.press(button(asked, 'Add'))
  await expect(asked).toBeHidden()
}

/** What the panel of a part holds: its name, its further texts and its words. */
const change = async (cast: Cast, kind: Kind): Promise<void> => {
  const { one, other } = cast
  await one.press(button(main(one), `Edit: Second ${kind.kind}`))
  await expect(panel(one)).toBeVisible()
  const title = panel(one).getByRole('textbox', { name: said(`field.title.${kind.kind}`) })
  const named = await one.write(title, ' now')
  // A finger may have put the caret elsewhere.
  expect(named).toContain(' now')
  await expect(listed(other, kind.kind).last()).toContainText(named)
  if (named !== titlesOf(kind.kind)[0]) {
    await title.selectText()
    await one.page.keyboard.insertText(titlesOf(kind.kind)[0])
  }
  for (const { key } of kind.texts.filter((text) => text.key !== 'title')) {
    await one.write(panel(one).getByRole('textbox', { name: said(`field.${kind.kind}.${key}`) }), `Their ${key}`)
    await expect(listed(other, kind.kind).last()).toContainText(`Their ${key}`)
  }
  for (const { legend, before } of lastTwo(kind)) {
    await one.pick(panel(one).getByRole('group', { name: legend }), before)
    await expect(listed(other, kind.kind).last()).toContainText(before)
  }
  await one.close(panel(one))
}

/** The journey of one kind. */
const partJourney = async (cast: Cast, kind: Kind): Promise<void> => {
  const { one, other } = cast
  const seen = listed(other, kind.kind)
  const [second, first] = titlesOf(kind.kind)
  const folded = main(one).locator(`details.pw-list-section--${kind.root}`)
  if (await folded.count()) await unfold(one, folded)
  for (const [at, title] of [first, `Second ${kind.kind}`].entries()) {
    await add(cast, kind, title)
    await expect(seen).toHaveCount(at + 1)
    await expect(seen.last()).toContainText(title)
    for (const { last } of lastTwo(kind)) await expect(seen.last()).toContainText(last)
  }
  await change(cast, kind)
  await one.choose(more(one, second), 'Move up')
  await expect(seen.first()).toContainText(second)
  await one.choose(more(one, second), 'Remove')
  await expect(seen).toHaveCount(1)
  await bringBack(one, `${said(`${kind.kind}.one`).toLowerCase()} “${second}”`)
  await expect(seen.first()).toContainText(second)
}

/** All of them. */
export const partJourneys = async (cast: Cast): Promise<void> => {
  for (const kind of LISTED) await test.step(kind.kind, () => partJourney(cast, kind))
}
