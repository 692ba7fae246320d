// Who takes part in a journey, and what its people see of one another's work. Owns the words of the screens that several journeys share.
import type { Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** One acts and the other sees it; a facilitator does what only a facilitator can. */
export interface Cast {
  readonly one: Actor
  readonly other: Actor
  readonly lead: Actor
}

export const main = ({ page }: Actor): Locator => page.getByRole('main')

export const dialog = ({ page }: Actor, name: string | RegExp): Locator => page.getByRole('dialog', { name })

export const button = (within: Locator, name: string | RegExp): Locator => within.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })

/** The panel of the open part: beside the map, or over the whole screen of a phone. */
export const panel = ({ page }: Actor): Locator => page.getByRole('complementary', { name: 'Details' }).or(page.getByRole('dialog', { name: /^(Step: |Edit this |Link$)/ }))

/** The menu of the workshop. */
export const menu = ({ page }: Actor): Locator => page.getByRole('button', { name: /^Menu( |$)/ })

/** A part of the list, by its kind, in the order in which they stand. */
export const listed = ({ page }: Actor, kind: string): Locator => page.locator(`[data-item^="${kind}-"]`)

/** A step of the list, by its title. */
export const row = (actor: Actor, title: string): Locator => listed(actor, 'step').filter({ has: actor.page.getByRole('button', { name: title, exact: true }) })

/** The menu of a part of the list. */
export const more = (actor: Actor, title: string): Locator => button(main(actor), `More for ${title}`)

/** Opens what is folded. */
export const unfold = async (actor: Actor, details: Locator): Promise<void> => {
  if ((await details.getAttribute('open')) === null) await actor.press(details.locator('> summary'))
}

/** Opens the panel of a step from the list. */
export const openStep = async (actor: Actor, title: string): Promise<Locator> => {
  await actor.press(button(main(actor), title))
  return panel(actor)
}

/** Brings a part back from the list of what was removed. */
export const bringBack = async (actor: Actor, name: string): Promise<void> => {
  await unfold(actor, actor.page.locator('details.pw-removed'))
  await actor.press(button(main(actor), `Bring back the ${name}`).first())
}
