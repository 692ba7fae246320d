// What the product can do with a map, read from its own tables, and what a page was seen to do: so nothing new goes without a journey.
// Owns both lists. Must not know how anything is done.
import { readFileSync } from 'node:fs'
import type { Request } from '@playwright/test'
import { Calls } from '../calls.ts'
import type { Actor } from './actor.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** A kind of part, as both languages read it. */
export interface Kind {
  readonly kind: string
  readonly root: string
  readonly order: 'list' | 'cell' | 'ends'
  readonly texts: readonly { readonly key: string }[]
  readonly words: readonly { readonly key: string; readonly words: readonly string[] }[]
}

/** Every kind of part that a map holds. */
export const KINDS = JSON.parse(read('../../../crdt/data/part-kinds.json')) as readonly Kind[]

/** The words on screen of the map and its panels, by their keys. */
export const MESSAGES: ReadonlyMap<string, string> = new Map(
  ['en/common.ts', 'en/map.ts', 'later/map.ts'].flatMap((file) => [...read(`../../../web-client/src/i18n/${file}`).matchAll(/^ {2}'([\w.]+)': '([^']+)',$/gm)].map((found) => [found[1]!, found[2]!] as const)),
)

/** The files whose functions write the map. */
const EDITS = ['model/edits.ts', 'model/many/many.ts'] as const

/** What the two files export for each other and is no edit: it reads, or fills a new part within the transaction of an edit. */
const NO_EDITS = new Set(['bornLink', 'cell', 'isShown', 'writeListed'])

const api = JSON.parse(read('../../../docs/openapi.json')) as {
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, { readonly enum?: readonly string[] }> }
}

/** A command of the server about maps and pairs, without the ids in its address; with what is said, where it says which act. */
const commandOf = (path: string, body: { readonly act?: string }): string | undefined => {
  const within = /^\/api\/workshops\/[^/]+(\/(?:maps|pairs)(?:\/.*)?)$/.exec(path)?.[1]
  if (within === undefined) return undefined
  const plain = within.replace(/^\/(maps|pairs)\/[^/]+/, '/$1/*')
  return body.act === undefined ? plain : `${plain} ${body.act}`
}

const SAID: Readonly<Record<string, string>> = { '/maps/*/agreement': 'AgreementAct', '/maps/*/talk': 'TalkAction' }

const commands = (): readonly string[] =>
  Object.entries(api.paths).filter(([, ways]) => 'post' in ways).flatMap(([path]) => {
    const command = commandOf(path, {})
    if (command === undefined) return []
    const acts = SAID[command]
    if (acts === undefined) return [command]
    const said = api.components.schemas[acts]?.enum
    if (said === undefined) throw new Error(`${acts} names no act`)
    return said.map((act) => `${command} ${act}`)
  })

/** Watches what people do with the map, each in their way. */
export class Watched {
  private readonly done = { keys: new Set<string>(), taps: new Set<string>() }
  private constructor(private readonly calls: Calls) {}

  static async start(): Promise<Watched> {
    return new Watched(await Calls.of(...EDITS))
  }

  /** Everything that can be done with a map and its pairs: the edits of the model and the commands of the server. */
  get functions(): readonly string[] {
    const edits = EDITS.flatMap((file) => this.calls.offeredBy(file)).filter((name) => !NO_EDITS.has(name))
    return [...new Set([...edits, ...commands()])].sort()
  }

  /** Notes what each of them does meanwhile. */
  async during(actors: readonly Actor[], done: () => Promise<void>): Promise<void> {
    const listening = actors.map(({ page, way }) => {
      const note = (request: Request): void => {
        if (request.method() !== 'POST') return
        const command = commandOf(new URL(request.url()).pathname, (request.postDataJSON() ?? {}) as { act?: string })
        if (command !== undefined) this.done[way].add(command)
      }
      page.on('request', note)
      return () => page.off('request', note)
    })
    const all = actors.reduce((inner, { page, way }) => async () => {
      for (const edit of await this.calls.during(page, inner)) this.done[way].add(edit)
    }, done)
    try {
      await all()
    } finally {
      for (const stop of listening) stop()
    }
  }

  /** What nobody has done in a way. */
  missing(way: Actor['way']): readonly string[] {
    return this.functions.filter((each) => !this.done[way].has(each))
  }
}
