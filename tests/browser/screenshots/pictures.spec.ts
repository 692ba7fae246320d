// Makes the pictures of README and docs: the same server and people as in the tests, one workshop, three people at work.
import { expect, test } from '../fixtures.ts'
import { dialog, expectLight, fromMenu, onMap, panel, theMap, toList } from '../hands.ts'

const at = (name: string): string => new URL(`../../../docs/images/${name}.png`, import.meta.url).pathname
const NOTICES = 'Notices symptoms and decides whether to call'
const CHOOSES = 'Chooses group at home online or one to one'

test('pictures', async ({ server, join, browser }) => {
  const made = await server.makeWorkshop()
  const newcomer = await browser.newPage()
  await newcomer.goto(made.invites[0]?.link ?? '')
  await expect(newcomer.getByRole('textbox', { name: /nickname/i })).toBeVisible()
  await newcomer.screenshot({ path: at('join') })
  await newcomer.close()

  const fran = await join(made, 'facilitator', 'Fran')
  const ann = await join(made, 'patientLeader', 'Ann')
  const bob = await join(made, 'professional', 'Bob')
  const phone = await join(made, 'carer', 'Cai', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  await onMap(ann.page, NOTICES).press('Enter')
  await panel(ann.page).getByRole('textbox', { name: 'Details' }).pressSequentially('My neighbour said: do not wait.')
  await onMap(bob.page, CHOOSES).focus()
  const box = await theMap(bob.page).boundingBox()
  if (box) await bob.page.mouse.move(box.x + box.width * 0.45, box.y + box.height * 0.6, { steps: 5 })
  await expect.poll(() => fran.page.getByText('Bob').count(), { message: 'the cursor of Bob' }).toBeGreaterThan(1)
  await expectLight(fran.page, 'saved')
  await fran.page.screenshot({ path: at('map') })
  await ann.page.screenshot({ path: at('step') })
  await phone.page.screenshot({ path: at('phone') })
  await fromMenu(fran.page, 'Pairs')
  await dialog(fran.page, 'Pairs').getByRole('combobox').first().selectOption({ label: 'Ann' })
  await dialog(fran.page, 'Pairs').getByRole('button', { name: 'Form this pair' }).click()
  await expect(dialog(fran.page, 'Pairs').getByRole('heading', { name: /Ann · Bob/ })).toBeVisible()
  await fran.page.keyboard.press('Escape')
  for (const { page } of [ann, bob]) {
    await page.getByRole('main').getByRole('button', { name: /^Agree together/ }).click()
    await dialog(page, /^Agree together/).getByRole('button', { name: 'I agree', exact: true }).click()
  }
  await expect(dialog(ann.page, /^Agree together/).getByText('Agreed', { exact: true }).first()).toBeVisible()
  await ann.page.screenshot({ path: at('walk') })
  await toList(fran.page)
  await fran.page.screenshot({ path: at('list') })
})
