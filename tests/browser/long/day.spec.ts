// A day of 24 people: facilitator, patient leader on a phone and professional in real browsers, the others with stock Yjs clients, and a
// server that loses its power in each secret moment. What was answered is there exactly once, and no secret anywhere else.
import { BALLOT, Day, hear } from '../day/day.ts'
import { PARTS } from '../day/parts.ts'
import { expect, test } from '../fixtures.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

type Idea = { text: string; by?: string; note?: string }

test('DAY-2 a day of 24 people with power cuts: what was answered is there exactly once, and no secret is anywhere else', async ({ ownServer, join }) => {
  const made = await ownServer.makeWorkshop()
  const fay = await join(made, 'facilitator', 'Fay')
  const pat = await join(made, 'patientLeader', 'Pat', PHONE)
  const pro = await join(made, 'professional', 'Pro')
  const pages = [fay, pat, pro].map(({ page }) => hear(page))
  for (const { page } of [fay, pat, pro]) await page.reload()
  const day = new Day(ownServer, made, fay, pat, pro)
  for (const part of PARTS) {
    const begun = Date.now()
    await test.step(part.name, () => part.run(day))
    day.times.push([part.name, Date.now() - begun])
  }

  // Every note that was given is among the ideas once, and no other is.
  const observer = day.all('observer').at(-1)!
  const guests = day.guests.flatMap(({ notes }) => notes)
  const notes = [...guests, ...day.written]
  const ideas = (): Promise<Idea[]> => observer.session('ideas').then((all) => Object.values(all) as Idea[])
  await expect.poll(async () => (await ideas()).length).toBe(notes.filter(({ given }) => given).length)
  for (const { words, given } of notes) expect((await ideas()).filter(({ text }) => text === words), words).toHaveLength(given ? 1 : 0)
  for (const { text, ...idea } of await ideas()) if (text.startsWith('Said without')) expect(Object.keys(idea).sort()).toEqual(['activity', 'at'])
  // Every ballot that was answered counts once.
  const { result } = (await observer.session('rounds'))[day.round] as { result: { total: Record<string, number> } }
  const sums: Record<string, number> = {}
  for (const answer of day.ballots.values()) sums[answer] = (sums[answer] ?? 0) + 1
  expect(result.total).toEqual(sums)
  // Everybody of the two sides had one turn.
  expect(new Set(day.turns).size).toBe(day.turns.length)
  for (const person of [...day.all('patientLeader', 'carer', 'professional').map(({ participant }) => participant), day.phone]) expect(day.turns).toContain(person)
  expect(Object.keys(await observer.session('actions'))).toHaveLength(1)
  // The part that both halves of the pair said yes to is agreed, and no other.
  const record = await observer.opens(`record/${made.workshop}/${made.map}`)
  const acts = Object.values(record.doc.getMap('acts').toJSON()) as { patient?: { yes?: object }; professional?: { yes?: object }; agreed?: object }[]
  expect(acts.map(({ patient, professional, agreed }) => [patient, professional].every((half) => half?.yes !== undefined) && agreed !== undefined)).toEqual([true])

  // No secret has reached anybody else, and none stands in the clear but with its writer.
  const heard = [...day.guests, ...day.sentAway].map((guest) => ({ guest, bytes: Buffer.concat(guest.heard) }))
  for (const { guest, bytes } of heard) {
    for (const writer of day.guests.filter((one) => one !== guest)) for (const { words, given } of writer.notes) if (!given) expect(bytes.includes(words), `${guest.role} heard ${words}`).toBe(false)
    for (const { words, given } of day.written) if (!given) expect(bytes.includes(words)).toBe(false)
  }
  for (const page of pages) for (const { words } of guests.filter(({ given }) => !given)) expect(Buffer.concat(page).includes(words)).toBe(false)
  for (const page of [pages[0]!, pages[2]!]) for (const { words } of day.written.filter(({ given }) => !given)) expect(Buffer.concat(page).includes(words)).toBe(false)
  for (const bytes of [...heard.map((one) => one.bytes), ...pages.map((page) => Buffer.concat(page))]) expect(bytes.includes('marks')).toBe(false)
  await ownServer.end('SIGTERM')
  const files = await day.files()
  expect(files.length).toBeGreaterThan(0)
  for (const [name, bytes] of files) {
    // A ballot stands nowhere any more; while the vote was open it was found.
    expect(bytes.includes(BALLOT), name).toBe(false)
  }
  expect(files.some(([, bytes]) => guests.some(({ words, given }) => !given && bytes.includes(words))), 'the look finds what is there').toBe(true)
  expect(day.ballotStood, 'the look finds a ballot that is there').toBe(true)

  console.log(['part', 'seconds'].join('\t'))
  for (const [part, ms] of day.times) console.log([part, (ms / 1000).toFixed(1)].join('\t'))
  // Three in browsers, one by phone, and one who was sent away.
  console.log(`${day.guests.length + 5} people, ${day.kills} power cuts, ${notes.length} notes, ${day.ballots.size} ballots, ${day.turns.length} turns; presses: ${JSON.stringify(day.presses)}`)
  for (const guest of [...day.guests, ...day.sentAway]) guest.leavesPage()
})
