// A real Pairway server in its own process: started, killed and started again, asked for workshops.
// Owns the process and its data folder. Must not know browsers or what a test asserts.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BINARY = process.env.PAIRWAY_BIN ?? new URL('../../target/debug/pairway', import.meta.url).pathname
const START_MS = 30_000

export type Role = 'facilitator' | 'patientLeader' | 'carer' | 'professional' | 'supporter' | 'observer' | 'systemPartner'
export type Invite = { role: Role; link: string; code: string | null; qrSvg: string | null }
export type Archive = {
  workshop: { title: string }
  maps: { stages: { title: string }[]; lanes: { title: string }[]; goals: { title: string }[]; steps: { id: string; title: string; detail: string; stage: string; lane: string }[]; links: { from: string; to: string; label: string }[]; stepGoals: { step: string; goal: string }[] }[]
}
/** What a device keeps to come back: enough to ask the server as that person. */
export type DeviceKey = { workshop: string; map: string; participant: string; deviceSecret: string }
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
  #made = 0
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
  command<T>(path: string, body: object, token?: string): Promise<T> {
    return this.post<T>(path, { command: crypto.randomUUID(), ...body }, token)
  }

  /** The same without the mark that lets it be sent twice. */
  async post<T>(path: string, body: object, token?: string): Promise<T> {
    const answer = await fetch(this.base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  makeWorkshop(template = 'cardiac-services'): Promise<Made> {
    this.#made += 1
    const endsOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    return this.command<Made>('/api/workshops', {
      title: 'Cardiac services', challenge: 'Fewer people drop out of rehabilitation', endsOn, template,
    })
  }

  /** Whether this address may soon start no more workshops (60 an hour). */
  get isUsedUp(): boolean { return this.#made >= 40 }

  /** What the server itself holds, asked as a person of the workshop. */
  async archive(key: DeviceKey): Promise<Archive> {
    const { token } = await this.post<{ token: string }>(`/api/workshops/${key.workshop}/token`, { participant: key.participant, deviceSecret: key.deviceSecret })
    const answer = await fetch(`${this.base}/api/workshops/${key.workshop}/maps/${key.map}/archive.json`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`archive: ${answer.status}`)
    return (await answer.json()) as Archive
  }
}
