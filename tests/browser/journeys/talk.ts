// What is said about a part: comments that mention somebody, answers, reactions, resolved and opened again, deleted, what they led to, and
// what became of one's own ideas.
import { test, type Locator } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { button, dialog, menu, openStep, unfold, type Cast } from './cast.ts'
import { titlesOf } from './parts.ts'
import { STEP } from './steps.ts'

const WORDS = 'Who calls back?'

/** The panel of the step with its comments open. */
const openComments = async (actor: Cast['one']): Promise<Locator> => {
  const open = await openStep(actor, STEP)
  await unfold(actor, open.locator('details.pw-talk'))
  return open
}

/** A comment that mentions the other, and an answer. */
const comment = async ({ one, other }: Cast, mine: Locator, theirs: Locator): Promise<void> => {
  await one.write(mine.getByRole('textbox', { name: 'Your comment' }), `${WORDS} `)
  await one.press(button(mine, 'Mention someone'))
  await one.take(mine.getByRole('option', { name: new RegExp(`^${other.name}`) }))
  await one.press(button(mine, 'Send').last())
  await expect(theirs.getByText(`@${other.name} (you)`)).toBeVisible()
  await expect(theirs.getByText(WORDS)).toBeVisible()
  await one.press(button(mine, `Reply to ${one.name} (you)`).or(button(mine, `Reply to ${one.name}`)))
  await one.write(mine.getByRole('textbox', { name: 'Your reply' }), 'The nurse, I hope.')
  await one.press(button(mine, 'Send').first())
  await expect(theirs.getByText('The nurse, I hope.')).toBeVisible()
}

/** A reaction given and taken back; the comment resolved and opened again. */
const react = async ({ one }: Cast, mine: Locator, theirs: Locator): Promise<void> => {
  await one.choose(button(mine, /^React to the comment of /).first(), 'Me too')
  await expect(button(theirs, new RegExp(`^Me too: ${one.name}`))).toBeVisible()
  await one.press(button(mine, new RegExp(`^Me too: ${one.name}`)))
  await expect(button(theirs, /^Me too: /)).toHaveCount(0)
  await one.press(button(mine, 'Mark as resolved'))
  await expect(theirs.getByText('Resolved (1)')).toBeVisible()
  await unfold(one, mine.locator('details.pw-talk__resolved'))
  await one.press(button(mine, 'Open again'))
  await expect(theirs.getByText('Resolved (1)')).toHaveCount(0)
}

/** What the comment led to is said and taken away; the answer is deleted. */
const lead = async ({ one, other }: Cast, mine: Locator, theirs: Locator): Promise<void> => {
  const [goal] = titlesOf('goal')
  await one.press(button(mine, /^Say what this led to: /).first())
  const asked = dialog(one, 'What did this lead to?')
  await one.write(asked.getByRole('searchbox', { name: 'Find a part' }), goal)
  await one.pick(asked.getByRole('group', { name: 'Which part' }), goal)
  await one.press(button(asked, 'Save'))
  await expect(asked).toBeHidden()
  await expect(theirs.getByRole('list', { name: 'Led to' })).toContainText(goal)
  await one.press(button(mine, new RegExp(`^Remove that it led to .*${goal}`)))
  await expect(theirs.getByRole('list', { name: 'Led to' })).toHaveCount(0)
  await one.press(button(mine, 'Delete my comment').last())
  await one.press(mine.getByRole('group', { name: 'Delete my comment' }).getByRole('button', { name: 'Delete my comment' }))
  await expect(theirs.getByText(`${one.name} deleted this comment.`)).toBeVisible()
  await one.close(mine)
  await other.close(theirs)
}

/** What became of my ideas: what I wrote first. */
const contributions = async ({ one }: Cast): Promise<void> => {
  await one.choose(menu(one), 'What came of my ideas')
  const shown = dialog(one, 'What came of my ideas')
  await expect(button(shown, new RegExp(`^Step ${STEP}`))).toBeVisible()
  await one.close(shown)
}

/** All of them. */
export const talkJourneys = async (cast: Cast): Promise<void> => {
  const [mine, theirs] = [await openComments(cast.one), await openComments(cast.other)]
  await test.step('a comment with a mention, and an answer', () => comment(cast, mine, theirs))
  await test.step('a reaction; resolved and opened again', () => react(cast, mine, theirs))
  await test.step('what it led to, and deleting', () => lead(cast, mine, theirs))
  await test.step('what came of my ideas', () => contributions(cast))
}
