// Closing a tab: the browser asks only while that would lose work.
import { expect, linkFor, test } from '../fixtures.ts'
import { addPart, expectLight, toList } from '../hands.ts'

test('SYNC-24 a tab that is closed asks while work is in it alone, stays when told so, and asks nothing once the work is saved', async ({ server, visit }) => {
  const made = await server.makeWorkshop()
  const ann = await visit(server.base)
  const { page } = ann
  // As in a browser that keeps no data.
  await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: { open: () => { throw new DOMException('The operation is insecure.', 'SecurityError') }, deleteDatabase: () => { throw new DOMException('The operation is insecure.', 'SecurityError') }, databases: () => Promise.resolve([]) } }))
  await page.goto(linkFor(made, 'patientLeader'))
  await page.getByRole('textbox', { name: 'Your nickname' }).fill('Ann')
  await page.getByRole('button', { name: 'Join the workshop' }).click()
  await expectLight(page, 'saved')
  await toList(page)
  await ann.cutLine()
  await addPart(page, 'stage', 'In this page alone')
  await expect(page.getByRole('button', { name: 'Your work: Offline, not kept yet', exact: true })).toBeVisible()
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await expect(page.getByText('In this page alone').first()).toBeVisible()
  await ann.mendLine()
  await expectLight(page, 'saved')
  const questions: string[] = []
  page.on('dialog', (dialog) => {
    questions.push(dialog.type())
    void dialog.accept()
  })
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  expect(questions).toEqual([])
})

test('SYNC-24 a tab whose work is kept on the device closes without a question, and the work is there again', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'patientLeader', 'Ann')
  const { page } = ann
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await toList(page)
  await ann.cutLine()
  await addPart(page, 'stage', 'Kept on the device')
  await expectLight(page, 'offlineKept')
  const questions: string[] = []
  page.on('dialog', (dialog) => {
    questions.push(dialog.type())
    void dialog.accept()
  })
  const address = page.url()
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  expect(questions).toEqual([])
  const again = await ann.context.newPage()
  await again.goto(address)
  await expectLight(again, 'offlineKept')
  await expect(again.getByText('Kept on the device').first()).toBeVisible()
  await ann.mendLine()
  await expectLight(again, 'saved')
})
