// The actors of the browser tests: a real server in its own process, and people with a browser context each.
// Owns: starting, killing and restarting the server; making a workshop; putting people into it.
// Must not know what a test asserts.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type Page, test as base, expect } from '@playwright/test'

const BINARY = process.env.PAIRWAY_BIN ?? new URL('../../target/debug/pairway', import.meta.url).pathname
const START_MS = 30_000

export type Role = 'facilitator' | 'patientLeader' | 'carer' | 'professional' | 'supporter' | 'observer' | 'systemPartner'
export type Invite = { role: Role; link: string; code: string | null; qrSvg: string | null }
export type Made = { workshop: string; map: string; facilitatorLink: string; invites: Invite[] }

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      if (address === null || typeof address === 'string') return reject(new Error('no port'))
      probe.close(() => resolve(address.port))
    })
  })

/** A server on a loopback port with a data folder of its own; can be killed without warning and started again. */
export class Server {
  #child: ChildProcess | undefined
  #words = ''
  private constructor(readonly port: number, readonly folder: string) {}

  static async create(): Promise<Server> {
    const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), 'pairway-browser-')))
    await server.start()
    return server
  }

  get base(): string { return `http://127.0.0.1:${this.port}` }

  async start(): Promise<void> {
    const given = ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.folder, '--no-demo', '--metrics-listen', 'off', '--public-url', this.base]
    const child = spawn(BINARY, given, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH } })
    child.stderr?.on('data', (chunk: Buffer) => { this.#words = (this.#words + chunk.toString()).slice(-20_000) })
    this.#child = child
    const end = Date.now() + START_MS
    while (!(await fetch(`${this.base}/health/ready`).then((answer) => answer.ok, () => false))) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`the server did not start: ${this.#words}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Ends the process; `SIGKILL` is the power cord. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  async remove(): Promise<void> {
    await this.end('SIGTERM')
    await rm(this.folder, { recursive: true, force: true })
  }

  /** One JSON call of the server's interface, for what a test needs before anybody opens a page. */
  async post<T>(path: string, body: object, token?: string): Promise<T> {
    const answer = await fetch(this.base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ command: crypto.randomUUID(), ...body }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  makeWorkshop(template = 'cardiac-services'): Promise<Made> {
    const endsOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    return this.post<Made>('/api/workshops', {
      title: 'Cardiac services', challenge: 'Fewer people drop out of rehabilitation', endsOn, template,
    })
  }
}

export const linkFor = (made: Made, role: Role): string => {
  if (role === 'facilitator') return made.facilitatorLink
  const invite = made.invites.find((each) => each.role === role)
  if (!invite) throw new Error(`no invite for ${role}`)
  return invite.link
}

export type Person = { context: BrowserContext; page: Page; nickname: string; role: Role }

/** Opens a link as a newcomer would: nickname, one button, in. */
export const joinAs = async (browser: Browser, made: Made, role: Role, nickname: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Person> => {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(linkFor(made, role))
  await page.getByRole('textbox', { name: /name/i }).fill(nickname)
  await page.getByRole('button', { name: /join/i }).click()
  await page.waitForURL(/\/w\//)
  return { context, page, nickname, role }
}

type Fixtures = { server: Server; join: (made: Made, role: Role, nickname: string, options?: Parameters<Browser['newContext']>[0]) => Promise<Person> }

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await Server.create()
    await use(server)
    await server.remove()
  },
  join: async ({ browser }, use) => {
    const people: Person[] = []
    await use(async (made, role, nickname, options) => {
      const person = await joinAs(browser, made, role, nickname, options)
      people.push(person)
      return person
    })
    await Promise.all(people.map((person) => person.context.close()))
  },
})

export { expect }
