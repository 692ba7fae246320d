// A real Pairway server, asked for workshops and for what it holds. The process is tests/process/server.mjs.
// Owns the calls that tests make beside the pages. Must not know browsers or what a test asserts.
import { ServerProcess } from '../process/server.mjs'

export type Role = 'facilitator' | 'patientLeader' | 'carer' | 'professional' | 'supporter' | 'observer' | 'systemPartner'
export type Invite = { role: Role; link: string; code: string | null; qrSvg: string | null }
export type Archive = {
  workshop: { title: string }
  maps: { stages: { title: string }[]; lanes: { title: string }[]; goals: { title: string }[]; steps: { id: string; title: string; detail: string; stage: string; lane: string }[]; links: { from: string; to: string; label: string }[]; stepGoals: { step: string; goal: string }[] }[]
}
/** What a device keeps to come back: enough to ask the server as that person. */
export type DeviceKey = { workshop: string; map: string; participant: string; deviceSecret: string }
export type Made = { workshop: string; map: string; facilitatorLink: string; invites: Invite[] }

/** A server that can be killed without warning and started again. */
export class Server extends ServerProcess {
  #made = 0

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

  /** `null`: from nothing. */
  makeWorkshop(template: string | null = 'cardiac-services'): Promise<Made> {
    this.#made += 1
    const endsOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    return this.command<Made>('/api/workshops', {
      title: 'Cardiac services', challenge: 'Fewer people drop out of rehabilitation', endsOn, ...(template === null ? {} : { template }),
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
