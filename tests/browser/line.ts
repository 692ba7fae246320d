// A line between browsers and the server that can fall silent: connections stay open, but nothing goes through any more,
// as behind a router that forgot them; or that lets calls through and no WebSocket, as some proxies do. Owns the sockets of both sides. Must not know what travels through them.
import { connect, createServer, type Server, type Socket } from 'node:net'

export class Line {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #toPort = 0
  #isSilent = false
  #refusesUpgrades = false
  private constructor() {
    this.#server = createServer((near) => this.#taken(near))
  }

  static async create(): Promise<Line> {
    const line = new Line()
    await new Promise<void>((resolve, reject) => {
      line.#server.once('error', reject)
      line.#server.listen(0, '127.0.0.1', resolve)
    })
    return line
  }

  /** What a browser calls the server through this line. */
  get base(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the line is not there')
    return `http://127.0.0.1:${address.port}`
  }

  /** Where it leads. */
  leadTo(port: number): void { this.#toPort = port }

  /** From now on nothing goes through, on old connections and on new ones; nobody is told. */
  fallSilent(): void {
    this.#isSilent = true
    for (const socket of this.#sockets) socket.unpipe().resume()
  }

  /** New connections go through again. What fell silent stays so. */
  speakAgain(): void { this.#isSilent = false }

  /** From now on a new connection that asks for a WebSocket is ended with "403 Forbidden". */
  refuseUpgrades(): void { this.#refusesUpgrades = true }

  allowUpgrades(): void { this.#refusesUpgrades = false }

  async remove(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #taken(near: Socket): void {
    this.#keep(near)
    if (this.#isSilent) {
      near.resume()
      return
    }
    // A browser asks for a WebSocket on a connection of its own, in the first bytes of it.
    near.once('data', (first) => {
      if (this.#refusesUpgrades && /^upgrade: websocket\r$/im.test(first.toString('latin1'))) {
        near.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
        return
      }
      const far = connect(this.#toPort, '127.0.0.1')
      this.#keep(far)
      far.write(first)
      near.pipe(far).pipe(near)
    })
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    // One side that breaks off is the other side's matter: it sees the end through the pipe.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }
}
