// The cast of a day, what is known of it afterwards, and a workshop with every way of working. Each part of the day works on it.
// Owns the cast and what was answered; must not know what a test asserts.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Person } from '../fixtures.ts'
import type { Made, Server } from '../server.ts'
import type { Guest, Note } from './guest.ts'

/** How a ballot begins where it is kept. */
export const BALLOT = '"marks":{'

export const MODES = ['plenary', 'silent', 'silent unnamed', 'round_robin', 'vote', 'pairs', 'break'] as const
export type Mode = (typeof MODES)[number]

/** A part of the day, and how long it took. */
export type Part = { name: string; run: (day: Day) => Promise<void> }

/** Every byte that the WebSockets of a page receive, from now on. */
export const hear = (page: Page): Buffer[] => {
  const heard: Buffer[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(Buffer.from(payload))))
  return heard
}

export class Day {
  readonly guests: Guest[] = []
  /** Who was sent away; what reaches them then is listened to as well. */
  readonly sentAway: Guest[] = []
  /** Items of the agenda by the way people work in them. */
  readonly items = new Map<Mode, string>()
  /** Notes that were written in a browser. */
  readonly written: Note[] = []
  /** Whom they took turns with: one line a turn. */
  readonly turns: string[] = []
  /** What was answered as voted. */
  readonly ballots = new Map<string, string>()
  /** Presses of people in browsers, by what they did. */
  readonly presses: Record<string, number> = {}
  readonly times: [string, number][] = []
  /** Who takes part by phone, and the vote. */
  phone = ''
  round = ''
  /** Whether a ballot was found in the files while the vote was open. */
  ballotStood = false
  kills = 0
  constructor(readonly server: Server, readonly made: Made, readonly fay: Person, readonly pat: Person, readonly pro: Person) {}

  get workshop(): string { return this.made.workshop }

  /** Guests of a role. */
  all(...roles: readonly string[]): Guest[] { return this.guests.filter(({ role }) => roles.includes(role)) }

  /** The guest who leads with Fay. */
  get leader(): Guest { return this.all('facilitator')[0]! }

  item(mode: Mode): string { return this.items.get(mode)! }

  /** The server loses its power and comes back on the same folder. */
  async kill(): Promise<void> {
    for (const person of [this.fay, this.pat, this.pro]) person.forgiveNoLine()
    await this.server.end('SIGKILL')
    await this.server.start()
    this.kills += 1
  }

  /** Goes on with an item of the agenda; a command that meets a kill is given again. */
  async goesOn(mode: Mode): Promise<void> {
    const run = (await this.leader.session('run'))['state'] as { activity?: string } | undefined
    await this.leader.commands('/session/start', { activity: this.item(mode), ...(run?.activity ? { seen: run.activity } : {}) })
  }

  /** A press of somebody in a browser, counted. */
  async press(what: string, button: Locator): Promise<void> {
    this.presses[what] = (this.presses[what] ?? 0) + 1
    await button.click()
  }

  /** How long the log of the database is; it grows with each commit. */
  logBytes(): Promise<number> { return stat(join(this.server.folder, 'pairway.db-wal')).then(({ size }) => size, () => 0) }

  /** All files of the data folder. */
  async files(): Promise<[string, Buffer][]> {
    const names = (await readdir(this.server.folder, { withFileTypes: true })).filter((one) => one.isFile())
    return Promise.all(names.map(async ({ name }) => [name, await readFile(join(this.server.folder, name))] as [string, Buffer]))
  }
}
