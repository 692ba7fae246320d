// Somebody of the day who has no browser: a stock Yjs client that listens, and commands by HTTP. Keeps every byte that reaches them.
// Owns what such a person can do; must not know what a test asserts.
import { HOCUSPOCUS, type StockClient } from '../../interop/clients.mjs'
import type { Made, Role, Server } from '../server.ts'
import { linkFor } from '../fixtures.ts'

type Joined = { state: 'in' | 'waiting'; participant: string; deviceSecret: string; token: string }

/** A note as its writer knows it. */
export type Note = { id: string; words: string; given: boolean }

export class Guest {
  readonly heard: Buffer[] = []
  readonly notes: Note[] = []
  #clients = new Map<string, StockClient>()
  private constructor(readonly server: Server, readonly made: Made, readonly role: Role, private me: Joined) {}

  static async join(server: Server, made: Made, role: Role, nickname: string): Promise<Guest> {
    const me = await server.command<Joined>('/api/join', { secret: new URL(linkFor(made, role)).hash.slice(1), nickname })
    return new Guest(server, made, role, me)
  }

  get token(): string { return this.me.token }
  get participant(): string { return this.me.participant }
  get waits(): boolean { return this.me.state === 'waiting' }

  /** After a facilitator has let them in. */
  async comesIn(): Promise<void> {
    this.me = await this.server.post<Joined>(`/api/workshops/${this.made.workshop}/standing`, { participant: this.me.participant, deviceSecret: this.me.deviceSecret })
  }

  /** Loses the device: comes back with a return code on another one. */
  async losesDevice(): Promise<void> {
    const { code } = await this.commands<{ code: string }>('/return-code', {})
    this.leavesPage()
    this.me = await this.server.command<Joined>('/api/return', { code })
  }

  /** A command in the workshop, as this person. */
  commands<T = unknown>(path: string, body: object): Promise<T> {
    return this.server.command<T>(`/api/workshops/${this.made.workshop}${path}`, body, this.me.token)
  }

  /** The same with a command id, so that it can be given again. */
  again<T = unknown>(path: string, body: { command: string }): Promise<T> {
    return this.server.post<T>(`/api/workshops/${this.made.workshop}${path}`, body, this.me.token)
  }

  /** Opens a document of the workshop, or gives the one that is open. */
  async opens(name: string): Promise<StockClient> {
    const known = this.#clients.get(name)
    if (known) return known
    const client = HOCUSPOCUS.connect({ ws: this.server.base.replace('http', 'ws') }, name, { token: this.me.token, heard: this.heard })
    this.#clients.set(name, client)
    await client.synced(30_000)
    return client
  }

  /** The `session` document as this person has it. */
  async session(root: string): Promise<Record<string, unknown>> {
    return (await this.opens(`session/${this.made.workshop}`)).doc.getMap(root).toJSON() as Record<string, unknown>
  }

  /** Writes a note alone; for somebody else, when they act for them. */
  async writes(activity: string, words: string, person = this.participant): Promise<Note> {
    const { doc } = await this.opens(`notes/${this.made.workshop}/${activity}/${person}`)
    const note = { id: `n${this.notes.length}`, words, given: false }
    doc.transact(() => {
      const map = new HOCUSPOCUS.Y.Map<unknown>()
      doc.getMap('notes').set(note.id, map)
      map.set('text', new HOCUSPOCUS.Y.Text(words))
    })
    this.notes.push(note)
    return note
  }

  /** Whether all they wrote is durable. */
  get isSaved(): boolean { return [...this.#clients.values()].every((client) => client.saved === true) }

  leavesPage(): void {
    for (const client of this.#clients.values()) client.stop()
    this.#clients.clear()
  }
}
