/** A server on a loopback port with a data folder of its own. */
export class ServerProcess {
  protected constructor(port: number, folder: string, more: readonly string[], below: string)
  /** Starts one, with further arguments if need be, its public address below a path if one is given; resolves when it is ready. */
  static create<T extends ServerProcess>(this: { readonly prototype: T }, more?: readonly string[], below?: string): Promise<T>
  readonly port: number
  /** Its data; another one is used from the next start on. */
  folder: string
  /** More of the environment of its processes, from the next start on. */
  env: Readonly<Record<string, string>>
  /** Its address, without a slash at the end. */
  get base(): string
  /** The end of what it said. */
  get words(): string
  /** Starts it again on the same port, with the same data. */
  start(): Promise<void>
  /** Runs another command of the binary, such as `backup`, with the same environment; rejects when it fails. */
  runBinary(given: readonly string[]): Promise<void>
  /** Ends the process and waits for that; `SIGKILL` is the power cord. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}
