// A minute of a session in real time.
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { fromMenu } from '../hands.ts'

const now = (page: Page) => page.getByRole('region', { name: 'What is on now' })
const run = (page: Page) => page.getByRole('complementary', { name: 'Run the session' })

test('SESSION-29 the countdown sends nothing: a minute of it brings no frame of the session and no call', async ({ server, join }) => {
  test.slow()
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const frames: string[] = []
  const name = `session/${made.workshop}`
  const pat = await join(made, 'patientLeader', 'Pat')
  pat.page.on('websocket', (socket) => {
    const note = ({ payload }: { readonly payload: string | Buffer }): void => { if (payload.toString().includes(name)) frames.push(name) }
    socket.on('framesent', note)
    socket.on('framereceived', note)
  })
  await pat.page.reload()
  const calls: string[] = []
  pat.page.on('requestfinished', (request) => { if (request.url().includes('/api/')) calls.push(request.url()) })
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Begin: Welcome/ }).click()
  await expect(now(pat.page)).toContainText('10 min left')
  // The document has come, and the server's time was asked for as often as it is.
  await expect.poll(() => frames.length).toBeGreaterThan(0)
  await expect.poll(() => calls.filter((url) => url.endsWith('/api/time')).length).toBe(3)
  await pat.page.waitForLoadState('networkidle')
  for (const list of [frames, calls]) list.length = 0
  await expect(now(pat.page)).toContainText('9 min left', { timeout: 90_000 })
  expect([frames, calls]).toEqual([[], []])
})
