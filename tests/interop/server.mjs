// Starts the real server in its own process on a free loopback port, and speaks its HTTP interface.
// Owns: the process and its data folder. Must not know any Yjs client.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BINARY = process.env.PAIRWAY_BIN ?? new URL('../../target/debug/pairway', import.meta.url).pathname
const START_MS = 30_000

/** A port that was free a moment ago. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

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

/** Starts a server; `stop` ends it and removes its data. */
export const startServer = async () => {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'pairway-interop-'))
  const child = spawn(
    BINARY,
    ['serve', '--listen', `127.0.0.1:${port}`, '--data', folder, '--open-scratch', '--no-demo', '--metrics-listen', 'off'],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, RUST_BACKTRACE: '1' } },
  )
  let words = ''
  child.stderr.on('data', (chunk) => { words = (words + chunk).slice(-20_000) })
  const base = `http://127.0.0.1:${port}`
  await until(`the server at ${base} to be ready`, async () => {
    if (child.exitCode !== null) throw new Error(`the server stopped: ${words}`)
    return fetch(`${base}/health/ready`).then((answer) => answer.ok, () => false)
  }, START_MS)
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null) { child.kill('SIGTERM'); await ended }
    await rm(folder, { recursive: true, force: true })
  }
  return { base, ws: `ws://127.0.0.1:${port}`, stop, words: () => words }
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
