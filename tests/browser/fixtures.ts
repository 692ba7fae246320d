// The actors of the browser tests: one server for many tests, and people with a browser each.
// Owns: putting people into a workshop, and watching that no page asks elsewhere, breaks the content policy or logs an
// error: every test fails on that. Must not know what a test asserts.
import { type Browser, type BrowserContext, type Page, test as base, expect } from '@playwright/test'
import { Line } from './line.ts'
import { type DeviceKey, type Made, type Role, Server } from './server.ts'

export { expect }
export type { Archive, DeviceKey, Invite, Made, Role } from './server.ts'
export { Server } from './server.ts'

export type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>

/** What the browser itself logs when there is no line; nothing else may be logged. */
const NO_LINE = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|NETWORK_CHANGED)|WebSocket connection to .* failed/

/** A browser of its own, watched from its first page on. */
export class Visitor {
  readonly trouble: string[] = []
  readonly #forgiven: RegExp[] = []
  protected constructor(readonly context: BrowserContext, readonly page: Page, readonly base: string) {}

  static async open(browser: Browser, base: string, options: ContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext(options)
    const visitor = new Visitor(context, await context.newPage(), base)
    visitor.watch()
    return visitor
  }

  /** From here on the line may be cut: what the browser logs about that is no mistake of the page. */
  forgiveNoLine(): void { this.forgive(NO_LINE) }

  /** The browser logs every answer above 399; a test that asks for one says which. */
  forgive(what: RegExp): void { this.#forgiven.push(what) }

  /** Cuts the line, as a device does that loses its network. */
  async cutLine(): Promise<void> {
    this.forgiveNoLine()
    await this.context.setOffline(true)
  }

  async mendLine(): Promise<void> { await this.context.setOffline(false) }

  /** What went wrong unseen, less what was forgiven. */
  get unforgiven(): string[] { return this.trouble.filter((each) => !this.#forgiven.some((what) => what.test(each))) }

  /** What this device keeps of the workshop it is in. */
  async key(): Promise<DeviceKey> {
    const id = new URL(this.page.url()).pathname.split('/')[2]
    const keys = await this.page.evaluate(() => JSON.parse(localStorage.getItem('pairway/workshops') ?? '[]') as DeviceKey[])
    const key = keys.find((each) => each.workshop === id)
    if (!key) throw new Error(`this device has no key for ${id}`)
    return key
  }

  protected watch(): void {
    const home = new URL(this.base).host
    const isOurs = (url: string): boolean => /^(data|blob|about):/.test(url) || new URL(url).host === home
    this.context.on('request', (request) => { if (!isOurs(request.url())) this.trouble.push(`asked elsewhere: ${request.url()}`) })
    this.context.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') this.trouble.push(`logged: ${message.text()} (${message.location().url})`) })
    this.context.on('weberror', (error) => this.trouble.push(`broke: ${error.error().stack ?? error.error().message}`))
    const sockets = (page: Page): void => { page.on('websocket', (socket) => { if (!isOurs(socket.url())) this.trouble.push(`connected elsewhere: ${socket.url()}`) }) }
    this.context.pages().forEach(sockets)
    this.context.on('page', sockets)
  }
}

export type Person = Visitor & { nickname: string; role: Role }

export const linkFor = (made: Made, role: Role): string => {
  if (role === 'facilitator') return made.facilitatorLink
  const invite = made.invites.find((each) => each.role === role)
  if (!invite) throw new Error(`no invite for ${role}`)
  return invite.link
}

export type Join = (made: Made, role: Role, nickname: string, options?: ContextOptions) => Promise<Person>

type Fixtures = {
  /** Somebody who has not joined anything. */
  visit: (base: string, options?: ContextOptions) => Promise<Visitor>
  /** Opens a link as a newcomer would: nickname, one button, in, and everything there. */
  join: Join
  /** A server of this test alone, to be killed. */
  ownServer: Server
  /** A server of this test alone, and a line to it that can fall silent. Asked for before any browser, so that it outlives them. */
  behindLine: { server: Server; line: Line }
  /** A server that earlier tests have used too. */
  server: Server
}

type Shared = { keeper: { server: Server | undefined } }

export const test = base.extend<Fixtures, Shared>({
  keeper: [async ({}, use) => {
    const keeper: { server: Server | undefined } = { server: undefined }
    await use(keeper)
    await keeper.server?.remove()
  }, { scope: 'worker' }],
  server: async ({ keeper }, use) => {
    if (keeper.server?.isUsedUp) {
      await keeper.server.remove()
      keeper.server = undefined
    }
    keeper.server ??= await Server.create()
    await use(keeper.server)
  },
  ownServer: async ({}, use) => {
    const server = await Server.create()
    await use(server)
    await server.remove()
  },
  behindLine: async ({}, use) => {
    const line = await Line.create()
    const server = await Server.create(['--allowed-origin', line.base])
    line.leadTo(server.port)
    await use({ server, line })
    await line.remove()
    await server.remove()
  },
  visit: async ({ browser }, use) => {
    const visitors: Visitor[] = []
    await use(async (base, options) => {
      const visitor = await Visitor.open(browser, base, options)
      visitors.push(visitor)
      return visitor
    })
    const trouble = visitors.flatMap((visitor) => visitor.unforgiven)
    await Promise.all(visitors.map((visitor) => visitor.context.close()))
    expect(trouble, 'nothing asked elsewhere, nothing logged, nothing broken').toEqual([])
  },
  join: async ({ visit }, use) => {
    await use(async (made, role, nickname, options) => {
      const visitor = await visit(new URL(made.facilitatorLink).origin, options)
      await visitor.page.goto(linkFor(made, role))
      await visitor.page.getByRole('textbox', { name: 'Your nickname' }).fill(nickname)
      await visitor.page.getByRole('button', { name: 'Join the workshop' }).click()
      await visitor.page.waitForURL(/\/w\//)
      await expect(visitor.page.locator('[data-save-state]')).toHaveAttribute('data-save-state', /^(saved|readOnly)$/)
      return Object.assign(visitor, { nickname, role })
    })
  },
})
