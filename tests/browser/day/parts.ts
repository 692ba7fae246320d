// The parts of a day, in their order: each does what people do in it, and looks whether all of them see it. A later half of the day
// (small groups, feedback) joins this list.
// Owns what happens in each part; who there is and what is known is day.ts.
import { expect, type Locator, type Page } from '@playwright/test'
import { agreeAndGoOn, startWalk, walk } from '../hands.ts'
import { BALLOT, type Day, MODES, type Part } from './day.ts'
import { Guest } from './guest.ts'

const run = (page: Page): Locator => page.getByRole('complementary', { name: 'Run the session' })
const now = (page: Page): Locator => page.getByRole('region', { name: 'What is on now' })
const notes = (page: Page): Locator => page.getByRole('complementary', { name: /^(My notes|Share my notes)$/ })
const vote = (page: Page): Locator => page.getByRole('complementary', { name: /^(Vote|Votes and results)$/ })
/** Words that stand nowhere else. */
const secret = (what: string): string => `${what} ${crypto.randomUUID()}`

/** Who has no browser: four roles, both sides. */
const GUESTS = { facilitator: 1, patientLeader: 5, carer: 4, professional: 6, supporter: 1, observer: 3 } as const

async function prepares(day: Day): Promise<void> {
  const { server, made } = day
  const lead = await Guest.join(server, made, 'facilitator', 'Gil')
  day.guests.push(lead)
  const agenda = MODES.map((mode) => ({ title: `Part: ${mode}`, min: 10, mode: mode.split(' ')[0], opens: 'patient', ...(mode.startsWith('silent') ? { notes: mode === 'silent' ? 'named' : 'anonymous' } : {}) }))
  await lead.commands('/plan', { agenda })
  const facts = await lead.opens(`workshop/${made.workshop}`)
  await expect.poll(() => (facts.doc.getMap('agenda').toJSON()['items'] as unknown[] | undefined)?.length ?? facts.doc.getMap('agenda').size).toBeGreaterThan(0)
  const items = Object.values(facts.doc.getMap('agenda').toJSON()).flat(2).filter((one): one is { id: string; title: string } => typeof one === 'object' && one !== null && 'title' in one)
  for (const mode of MODES) day.items.set(mode, items.find(({ title }) => title === `Part: ${mode}`)!.id)
}

async function arrives(day: Day): Promise<void> {
  const { server, made } = day
  await day.leader.commands('/waiting-room', { on: true })
  for (const [role, count] of Object.entries(GUESTS)) {
    const there = day.all(role).length
    for (let number = there; number < count; number += 1) day.guests.push(await Guest.join(server, made, role as Guest['role'], `${role} ${number}`))
  }
  expect(day.guests.filter(({ waits }) => waits)).toHaveLength(day.guests.length - 1)
  await expect(day.fay.page.getByText(/ wait/).first()).toBeVisible()
  await day.leader.commands('/waiting-room/admit-all', {})
  await day.leader.commands('/waiting-room', { on: false })
  for (const guest of day.guests.slice(1)) await guest.comesIn()
  for (const guest of day.guests) await guest.opens(`session/${day.workshop}`)
  // A wrong role is mended, somebody is sent away, and somebody takes part by phone.
  const [mistaken, sentAway] = day.all('observer')
  await day.leader.commands(`/participants/${mistaken!.participant}/role`, { role: 'carer' })
  await day.leader.commands(`/participants/${sentAway!.participant}/remove`, {})
  day.sentAway.push(...day.guests.splice(day.guests.indexOf(sentAway!), 1))
  await expect(sentAway!.commands('/session/hand', {})).rejects.toThrow(/401/)
  await day.leader.commands('/participants', { nickname: 'Phil', role: 'patientLeader' })
  const { people } = await (await fetch(`${server.base}/api/workshops/${day.workshop}/roster`, { headers: { authorization: `Bearer ${day.leader.token}` } })).json() as { people: { participant: string; nickname: string }[] }
  day.phone = people.find(({ nickname }) => nickname === 'Phil')!.participant
  await day.leader.commands(`/participants/${day.all('supporter')[0]!.participant}/acts-for`, { person: day.phone })
}

async function meets(day: Day): Promise<void> {
  await day.fay.page.getByRole('button', { name: /^Menu( |$)/ }).click()
  await day.fay.page.locator('[data-menu-item]').getByText('Run the session', { exact: true }).click()
  await day.press('begin an activity', run(day.fay.page).getByRole('button', { name: /^Begin: Part: plenary/ }))
  for (const { page } of [day.pat, day.pro]) await expect(now(page)).toContainText('Part: plenary')
  await day.press('raise a hand', day.pat.page.getByRole('button', { name: 'Raise my hand' }))
  for (const guest of day.all('professional').slice(0, 2)) await guest.commands('/session/hand', {})
  await expect.poll(async () => Object.keys(await day.leader.session('hands')).length).toBe(3)
  // A device is lost; its person comes back on another one.
  await day.all('professional')[5]!.losesDevice()
  await day.all('professional')[5]!.opens(`session/${day.workshop}`)
}

async function writesWithNames(day: Day): Promise<void> {
  await day.goesOn('silent')
  const activity = day.item('silent')
  await day.press('open my notes', day.pat.page.getByRole('button', { name: 'My notes', exact: true }))
  // The phone has no line for a while: what is written then is kept and comes later.
  const [given, kept] = [secret('Given on a phone'), secret('Kept on a phone')]
  await day.pat.cutLine()
  for (const words of [given, kept]) {
    await notes(day.pat.page).getByLabel('Write one thing here').fill(words)
    await notes(day.pat.page).getByRole('button', { name: 'Add', exact: true }).tap()
  }
  await day.pat.mendLine()
  await expect(notes(day.pat.page).getByRole('button', { name: 'Your work: Saved', exact: true })).toBeVisible()
  day.written.push({ id: '', words: given, given: true }, { id: '', words: kept, given: false })
  for (const guest of day.all('patientLeader', 'carer', 'professional').slice(0, 12)) {
    await guest.writes(activity, secret(`Given by a ${guest.role}`))
    await guest.writes(activity, secret(`Kept by a ${guest.role}`))
  }
  const scribe = day.all('supporter')[0]!
  await scribe.writes(activity, secret('Given by phone'), day.phone)
  await expect.poll(() => day.guests.every(({ isSaved }) => isSaved)).toBe(true)
  await day.kill()
  await day.press('finish a note', notes(day.pat.page).getByRole('button', { name: 'I have finished' }))
  await day.press('let people share', run(day.fay.page).getByRole('button', { name: 'Let people share notes' }))
  await notes(day.pat.page).getByRole('checkbox', { name: kept }).uncheck()
  await day.press('share a note', notes(day.pat.page).getByRole('button', { name: 'Share 1 note' }))
  for (const guest of [...day.all('patientLeader', 'carer', 'professional').slice(0, 12), scribe]) {
    const [note] = guest.notes
    await guest.commands('/session/notes/give', { activity, notes: [note!.id], ...(guest === scribe ? { actingFor: day.phone } : {}) })
    note!.given = true
  }
}

async function writesWithoutNames(day: Day): Promise<void> {
  await day.goesOn('silent unnamed')
  const activity = day.item('silent unnamed')
  const writers = day.all('professional')
  for (const guest of writers) {
    await guest.writes(activity, secret('Said without a name'))
    await guest.writes(activity, secret('Kept without a name'))
  }
  await expect.poll(() => writers.every(({ isSaved }) => isSaved)).toBe(true)
  await run(day.fay.page).getByRole('button', { name: 'Let people share notes' }).click()
  for (const guest of writers) {
    const note = guest.notes.at(-2)!
    await guest.commands('/session/notes/give-unnamed', { activity, notes: [note.id] })
    note.given = true
  }
  await day.kill()
  await day.press('show all notes', run(day.fay.page).getByRole('button', { name: 'Show the notes to everybody' }))
  await expect.poll(async () => Object.values(await day.leader.session('reveals')).map((one) => (one as { state: string }).state)).toEqual(['shown'])
}

async function takesTurns(day: Day): Promise<void> {
  await day.goesOn('round_robin')
  const activity = day.item('round_robin')
  const round = async (): Promise<{ now?: string; waiting: string[]; done: string[]; passed: string[] } | undefined> => (await day.leader.session('turns'))[activity] as never
  await expect.poll(async () => (await round())?.now).toBeTruthy()
  for (let turn = 0; turn < 60; turn += 1) {
    const current = (await round())?.now
    if (current === undefined) break
    const guest = day.guests.find(({ participant }) => participant === current) ?? day.leader
    await guest.commands('/session/turn', { act: turn % 5 === 4 ? 'pass' : 'done', seen: activity, person: current })
    day.turns.push(current)
    await expect.poll(async () => (await round())?.now).not.toBe(current)
  }
  expect((await round())?.waiting).toEqual([])
}

async function votes(day: Day): Promise<void> {
  await day.goesOn('vote')
  const { round } = await day.leader.commands<{ round: string }>('/session/rounds', { kind: 'answer', question: 'Shall we ring people after two days?' })
  day.round = round
  const voters = day.all('patientLeader', 'carer', 'professional')
  const cast = async (guest: Guest, place: number): Promise<void> => {
    const answer = ['yes', 'no', 'notSure'][place % 3]!
    await guest.commands('/session/ballots', { round, marks: { [answer]: 1 } })
    day.ballots.set(guest.participant, answer)
  }
  for (const [place, guest] of voters.slice(0, 7).entries()) await cast(guest, place)
  await day.kill()
  for (const [place, guest] of voters.slice(7).entries()) await cast(guest, place)
  for (const button of [day.pat.page.getByRole('button', { name: 'Vote', exact: true }), vote(day.pat.page).getByRole('button', { name: 'Yes', exact: true })]) await day.press('vote', button)
  await expect(vote(day.pat.page)).toContainText('Your vote is in.')
  day.ballots.set('pat', 'yes')
  day.ballotStood = (await day.files()).some(([, bytes]) => bytes.includes(BALLOT))
  // The power goes while the vote is being closed: whoever pressed presses again.
  const close = { command: crypto.randomUUID(), round }
  const before = await day.logBytes()
  const first = day.leader.again('/session/rounds/close', close).catch(() => undefined)
  // As soon as something is written: the commit of the close may be whole or not.
  const written = async (): Promise<void> => { while ((await day.logBytes()) === before) await new Promise((resolve) => setImmediate(resolve)) }
  await Promise.race([first, written()])
  await day.kill()
  await first
  await day.leader.again('/session/rounds/close', close)
}

async function agrees(day: Day): Promise<void> {
  await day.goesOn('pairs')
  for (const { page } of [day.pat, day.pro]) await page.getByRole('button', { name: 'Close', exact: true }).first().click({ timeout: 1_000 }).catch(() => undefined)
  const keys = await Promise.all([day.pat.key(), day.pro.key()])
  await day.leader.commands('/pairs', { patient: keys[0].participant, professional: keys[1].participant })
  for (const { page } of [day.pat, day.pro]) {
    await startWalk(page)
    await agreeAndGoOn(page)
    await walk(page).getByRole('button', { name: /^(Stop|Close|Leave)/ }).first().click()
  }
}

async function closes(day: Day): Promise<void> {
  await day.goesOn('break')
  for (const { page } of [day.pat, day.pro]) await expect(now(page)).toContainText('Part: break')
  await day.leader.commands('/session/actions', { text: 'Ask the practice for a named nurse' })
  await day.press('end the session', run(day.fay.page).getByRole('button', { name: 'End the session' }))
  for (const { page } of [day.pat, day.pro]) await expect(now(page)).toContainText('The session has ended.')
}

export const PARTS: readonly Part[] = [
  { name: 'prepare', run: prepares }, { name: 'arrive', run: arrives }, { name: 'talk', run: meets }, { name: 'write, with names', run: writesWithNames },
  { name: 'write, without names', run: writesWithoutNames }, { name: 'turns', run: takesTurns }, { name: 'vote', run: votes }, { name: 'agree in pairs', run: agrees }, { name: 'close', run: closes },
]
