// The real server of the interop tests, and its HTTP interface. The process is tests/process/server.mjs.
// Must not know any Yjs client.
import { ServerProcess } from '../process/server.mjs'

/** Waits until `look` gives something other than undefined or false; fails with `what` when it never does. */
export const until = async (what, look, limitMs = 15_000) => {
  const end = Date.now() + limitMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false && seen !== null) return seen
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Starts a server whose scratch documents are open; `stop` ends it and removes its data. */
export const startServer = async () => {
  const server = await ServerProcess.create(['--open-scratch'])
  return { base: server.base, ws: server.base.replace('http', 'ws'), stop: () => server.remove(), words: () => server.words }
}

/** One JSON call; throws with the server's own words when it is refused. */
export const call = async (server, method, path, { body, token } = {}) => {
  const answer = await fetch(server.base + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

const command = () => crypto.randomUUID()
const secretOf = (link) => new URL(link).hash.slice(1)

/** A workshop from a template with one person a role: `{ workshop, map, people: { role: joined } }`. */
export const makeWorkshop = async (server, roles) => {
  const endsOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const made = await call(server, 'POST', '/api/workshops', {
    body: { command: command(), title: 'Interop', challenge: 'Speak with every stock client', endsOn, template: 'cardiac-services' },
  })
  const people = {}
  for (const role of roles) {
    const link = role === 'facilitator' ? made.facilitatorLink : made.invites.find((invite) => invite.role === role).link
    people[role] = await call(server, 'POST', '/api/join', {
      body: { command: command(), secret: secretOf(link), nickname: `Some ${role}` },
    })
  }
  return { ...made, people }
}
