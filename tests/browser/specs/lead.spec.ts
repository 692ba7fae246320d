// Leading a session: hands, turns, a message to everybody, and bringing everybody to a part of the map.
import { expect, test } from '../fixtures.ts'
import { heard, listen, TOLD_WITHIN } from '../heard.ts'
import { addStep, dialog, fromMenu, inList, onMap, panel, theMap, toList } from '../hands.ts'
import type { Page } from '@playwright/test'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const run = (page: Page) => page.getByRole('complementary', { name: 'Run the session' })
const STEP = 'Rings the practice'
const OTHER = 'Waits for a call'
const hands = (page: Page) => page.getByRole('list', { name: 'Hands' })

test('LEAD-16 hands, a message and a place reach a patient leader on a phone and a professional, and whoever writes stays', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  const pro = await join(made, 'professional', 'Pro')
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Begin: Welcome/ }).click()

  await addStep(pro.page, { stage: 'Something is wrong', lane: 'Person and family' }, STEP)
  await addStep(pro.page, { stage: 'Review', lane: 'Person and family' }, OTHER)
  for (const step of [STEP, OTHER]) await expect(onMap(fay.page, step)).toBeVisible()
  await pro.page.keyboard.press('Escape')
  // Hands and turns draw no step anew.
  await theMap(fay.page).evaluate((map) => {
    const drawn = (window as unknown as { drawn: number[] })
    drawn.drawn = []
    new MutationObserver((changes) => drawn.drawn.push(changes.length)).observe(map.querySelector('[data-step]')!, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await pro.page.getByRole('button', { name: 'Raise my hand' }).click()
  await expect(hands(fay.page)).toContainText('Pro')
  await pat.page.getByRole('button', { name: 'Raise my hand' }).tap()
  for (const { page } of [fay, pat, pro]) await expect(hands(page).getByRole('listitem')).toHaveText([/Pat/, /Pro/])
  await run(fay.page).getByRole('button', { name: 'Pat has spoken' }).click()
  for (const { page } of [pat, pro]) await expect(hands(page).getByRole('listitem')).toHaveText([/Pro/])
  await pro.page.getByRole('button', { name: 'Lower my hand' }).click()
  await expect(hands(pat.page)).toHaveCount(0)
  expect(await fay.page.evaluate(() => (window as unknown as { drawn: number[] }).drawn)).toEqual([])

  await run(fay.page).getByLabel('Tell everybody', { exact: true }).fill('<i>Two</i> more minutes')
  await run(fay.page).getByRole('button', { name: 'Tell everybody' }).click()
  await expect(pro.page.getByText('<i>Two</i> more minutes').first()).toBeVisible()
  await pat.page.getByRole('button', { name: 'Put this message away' }).tap()
  await expect(pat.page.getByRole('button', { name: 'Put this message away' })).toHaveCount(0)

  // The facilitator is at a step; Pat reads the list on a phone, Pro writes at another.
  await toList(pro.page)
  await inList(pro.page, OTHER).click()
  const field = panel(pro.page).getByRole('textbox').first()
  await field.focus()
  await onMap(fay.page, STEP).click()
  await run(fay.page).getByRole('button', { name: /^Bring everyone here: / }).click()
  await expect(pat.page.getByRole('banner').getByText(/^Fay brought you to: /)).toBeVisible()
  await expect(pat.page).toHaveURL(/#map/)
  await expect(pro.page.getByRole('banner').getByText(/^Fay asks you to look at: /)).toBeVisible()
  await expect(field).toBeFocused()
  await expect(fay.page.getByText('1 person is there')).toBeVisible()
  await pro.page.getByRole('button', { name: 'Go there' }).click()
  await expect(pro.page).toHaveURL(/#map/)
  await expect(fay.page.getByText('2 people are there')).toBeVisible()
  await fay.page.getByRole('button', { name: 'End this' }).click()
  await expect(pat.page.getByRole('banner').getByText(/^Fay brought you to: /)).toHaveCount(0)
})

test('LEAD-19 a facilitator says something to one person alone, who reads it in one line; others get no word of it in any frame', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const frames: string[] = []
  const pro = await join(made, 'professional', 'Pro')
  pro.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(payload.toString())))
  await pro.page.reload()
  await expect(theMap(pro.page)).toBeVisible()
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /^Begin: Welcome/ }).click()
  await expect(pat.page.getByRole('button', { name: 'Raise my hand' })).toBeVisible()
  await listen(pat.page)
  await fromMenu(fay.page, 'See everyone')
  await dialog(fay.page, 'People').getByRole('button', { name: 'Say something to Pat alone' }).click()
  const form = dialog(fay.page, 'Say something to Pat alone')
  await expect(form.getByRole('textbox')).toHaveValue('Would you like to say something about this?')
  await form.getByRole('textbox').fill('Shall we hear about your ambulance ride?')
  await form.getByRole('button', { name: 'Send' }).click()
  await expect(form).toBeHidden()
  await expect(pat.page.getByRole('banner').getByText('Shall we hear about your ambulance ride?')).toBeVisible()
  await expect.poll(() => heard(pat.page), TOLD_WITHIN).toContain('Fay says to you alone: Shall we hear about your ambulance ride?')
  await fay.page.keyboard.press('Escape')
  await run(fay.page).getByLabel('Tell everybody', { exact: true }).fill('Two more minutes')
  await run(fay.page).getByRole('button', { name: 'Tell everybody' }).click()
  await expect(pro.page.getByText('Two more minutes').first()).toBeVisible()
  const received = frames.join('')
  expect(received).toContain('Two more minutes')
  expect(received).not.toContain('ambulance ride')
  await expect(pro.page.getByText('ambulance ride')).toHaveCount(0)
})

test('TURN-9 a turn is had, moved back and passed by one press each, and in a break the map is locked', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  const pro = await join(made, 'professional', 'Pro')
  await fromMenu(fay.page, 'Run the session')
  await run(fay.page).getByRole('button', { name: /Walk|current map/ }).first().click()
  await expect(pat.page.getByText('It is your turn to speak').first()).toBeVisible()
  await expect(pro.page.getByText('You are next').first()).toBeVisible()
  await pat.page.getByRole('button', { name: 'Later', exact: true }).tap()
  await expect(pro.page.getByText('It is your turn to speak').first()).toBeVisible()
  await pro.page.getByRole('button', { name: 'I have spoken' }).click()
  await expect(pat.page.getByText('It is your turn to speak').first()).toBeVisible()
  await run(fay.page).getByRole('button', { name: 'Pat passes' }).click()
  for (const { page } of [pat, pro]) await expect(page.getByText('Everybody has had a turn.').first()).toBeVisible()
  await run(fay.page).getByRole('button', { name: /^Break/ }).first().click()
  await expect(pro.page.getByText(/^Back at /)).toBeVisible()
  await expect(pro.page.getByText('Take a rest. The map is locked until we go on.')).toBeVisible()
  await run(fay.page).getByRole('button', { name: 'Let everybody edit in the break' }).click()
  await expect(pro.page.getByText('The map is locked until we go on.')).toHaveCount(0)
})
