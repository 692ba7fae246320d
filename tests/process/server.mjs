// The real server as a process of its own, for every test that is not Rust: a free port, a data folder, started, ended
// with or without mercy, started again on the same port. Owns the process and its folder; its types are in server.d.mts.
// Must not know what is asked of the server, nor any client.
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const BINARY = process.env.PAIRWAY_BIN ?? fileURLToPath(new URL('../../target/debug/pairway', import.meta.url))
/** Longest wait until a started server is ready, in milliseconds. */
const START_MS_MAX = 30_000
/** Wait between two looks at whether it is. */
const LOOK_MS = 50
/** What is kept of the words of a server, in characters. */
const WORDS_MAX = 20_000

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

export class ServerProcess {
  /** More of the environment of its processes, from the next start on. */
  env = {}
  #child
  #words = ''
  #more
  #below

  constructor(port, folder, more, below) {
    this.port = port
    this.folder = folder
    this.#more = more
    this.#below = below
  }

  static async create(more = [], below = '') {
    if (!existsSync(BINARY)) throw new Error(`build the server first: no ${BINARY}`)
    const server = new this(await freePort(), await mkdtemp(join(tmpdir(), 'pairway-test-')), more, below)
    await server.start()
    return server
  }

  get base() { return `http://127.0.0.1:${this.port}` }

  get words() { return this.#words }

  async start() {
    const given = ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.folder, '--no-demo', '--metrics-listen', 'off', '--public-url', this.base + this.#below]
    const child = spawn(BINARY, [...given, ...this.#more], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...this.#environment(), RUST_BACKTRACE: '1' } })
    child.stderr.on('data', (chunk) => { this.#words = (this.#words + chunk).slice(-WORDS_MAX) })
    this.#child = child
    const end = Date.now() + START_MS_MAX
    while (!(await fetch(`${this.base}/health/ready`).then((answer) => answer.ok, () => false))) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`the server did not start: ${this.#words}`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }

  /** Runs another command of the binary with the same environment. */
  async runBinary(given) {
    await promisify(execFile)(BINARY, given, { env: this.#environment() })
  }

  #environment() { return { PATH: process.env.PATH, ...this.env } }

  async end(signal) {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  async remove() {
    await this.end('SIGTERM')
    await rm(this.folder, { recursive: true, force: true })
  }
}
