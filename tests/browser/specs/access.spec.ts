// What assistive technology gets: the tree of the main screens as a text that a change must show in, and axe as a floor.
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, linkFor, test } from '../fixtures.ts'
import { dialog, expectLight, fromMenu, inList, onMap, panel, toList } from '../hands.ts'

/** Nothing serious or critical; axe's own rules and WCAG 2.2 AA. */
const floor = async (page: Page, what: string): Promise<void> => {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  const bad = found.violations.filter((each) => each.impact === 'serious' || each.impact === 'critical')
  expect(bad.map((each) => ({ on: what, rule: each.id, why: each.help, where: each.nodes.slice(0, 8).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`) }))).toEqual([])
}

const DIALOGS = {
  light: [['Invite people', 'Invite people'], ['See everyone', 'People'], ['Delete the workshop', 'Delete the workshop?']],
  dark: [['Text size, colours, messages', 'Text size and colours'], ['What the signs mean', 'What the signs mean']],
} as const

test('BROWSER-60 axe finds nothing serious on any main screen, light or dark', async ({ server, visit, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const guest = await visit(server.base)
  for (const path of ['/', '/start', '/privacy', '/device', '/accessibility', '/join']) {
    await guest.page.goto(server.base + path)
    await expect(guest.page.getByRole('heading', { level: 1 })).toBeVisible()
    if (path === '/start') await expect(guest.page.getByRole('radio').first()).toBeVisible()
    await floor(guest.page, path)
  }
  await guest.page.goto(linkFor(made, 'carer'))
  await expect(guest.page.getByRole('textbox', { name: 'Your nickname' })).toBeVisible()
  await floor(guest.page, 'join')

  const ann = await join(made, 'facilitator', 'Ann')
  for (const scheme of ['light', 'dark'] as const) {
    await ann.page.emulateMedia({ colorScheme: scheme })
    await ann.page.getByRole('button', { name: 'Map', exact: true }).click()
    await onMap(ann.page, 'Notices symptoms').click()
    await expect(panel(ann.page)).toBeVisible()
    await floor(ann.page, `map and panel, ${scheme}`)
    await toList(ann.page)
    await floor(ann.page, `list and panel, ${scheme}`)
    for (const [item, title] of DIALOGS[scheme]) {
      await fromMenu(ann.page, item)
      await expect(dialog(ann.page, title)).toBeVisible()
      await floor(ann.page, `${title}, ${scheme}`)
      await ann.page.keyboard.press('Escape')
    }
  }
})

test('BROWSER-61 the accessibility trees of home, join, list and map are as written', async ({ server, visit, join }) => {
  const made = await server.makeWorkshop('podiatry')
  const guest = await visit(server.base)
  await guest.page.goto(server.base)
  await expect(guest.page.locator('body')).toMatchAriaSnapshot({ name: 'home.aria.yml' })
  await guest.page.goto(linkFor(made, 'patientLeader'))
  await expect(guest.page.getByRole('textbox', { name: 'Your nickname' })).toBeVisible()
  await expect(guest.page.getByRole('main')).toMatchAriaSnapshot({ name: 'join.aria.yml' })
  const ann = await join(made, 'patientLeader', 'Ann', { viewport: { width: 2600, height: 2000 } })
  await expect(ann.page.locator('body')).toMatchAriaSnapshot({ name: 'map.aria.yml' })
  await toList(ann.page)
  await expect(ann.page.getByRole('main')).toMatchAriaSnapshot({ name: 'list.aria.yml' })
})

test('BROWSER-62 what others do and what one does oneself is said once, politely, in the live region', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const [ann, bob] = [await join(made, 'patientLeader', 'Ann'), await join(made, 'professional', 'Bob')]
  const heard = (page: Page) => page.getByRole('status')
  await toList(bob.page)
  await inList(bob.page, 'Final review against my goals').click()
  await panel(bob.page).getByRole('textbox', { name: 'What happens' }).fill('A last look together')
  await expect(heard(ann.page).filter({ hasText: 'Bob changed Step “A last look together”.' })).toHaveCount(1)
  await panel(bob.page).getByRole('button', { name: 'Remove this step' }).click()
  await expect(heard(bob.page).filter({ hasText: 'A last look together removed.' })).toHaveCount(1)
  await expect(bob.page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' })).toBeVisible()
  await bob.page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await expect(inList(bob.page, 'A last look together')).toBeVisible()
  await expectLight(bob.page, 'saved')
})
