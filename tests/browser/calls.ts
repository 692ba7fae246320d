// Which functions of a source file a page really calls: the browser counts every call of the served, minified scripts, and
// the source map of the same build says which lines they came from. So no test hook is needed in what people use.
// Owns the building of the map and the reading of the counts. Must not know what a test does meanwhile.
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'

const CLIENT = new URL('../../web-client/', import.meta.url)

type Script = { text: string; map: SourceMap }

/** The functions that a TypeScript file exports: name by line, the first line being 0. */
export const exportedBy = (source: string): Map<number, string> =>
  new Map(source.split('\n').flatMap((line, at) => {
    const found = /^export (?:async )?function (\w+)|^export const (\w+) = (?:async )?\(/.exec(line)
    return found ? [[at, (found[1] ?? found[2])!] as const] : []
  }))

/** Line and column of a place in a text, both from 0. */
const placeOf = (text: string, offset: number): { line: number; column: number } => {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length - 1, column: offset - (before.lastIndexOf('\n') + 1) }
}

/** Counts the calls of what some files of `web-client/src` export. */
export class Calls {
  private constructor(private readonly names: ReadonlyMap<string, ReadonlyMap<number, string>>, private readonly scripts: ReadonlyMap<string, Script>) {}

  /** Builds the client again, exactly as it is served but with source maps beside it. */
  static async of(...files: readonly string[]): Promise<Calls> {
    const folder = await mkdtemp(join(tmpdir(), 'pairway-maps-'))
    try {
      await promisify(execFile)('npx', ['vite', 'build', '--sourcemap', 'hidden', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], { cwd: CLIENT })
      const scripts = new Map<string, Script>()
      for (const name of (await readdir(join(folder, 'assets'))).filter((each) => each.endsWith('.js'))) {
        const [text, map] = await Promise.all([name, `${name}.map`].map((each) => readFile(join(folder, 'assets', each), 'utf8')))
        scripts.set(name, { text: text!, map: new SourceMap(JSON.parse(map!) as SourceMapPayload) })
      }
      const names = await Promise.all(files.map(async (file) => [file, exportedBy(await readFile(new URL(`src/${file}`, CLIENT), 'utf8'))] as const))
      return new Calls(new Map(names), scripts)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** The functions that one of the files exports. */
  offeredBy(file: string): string[] {
    return [...(this.names.get(file)?.values() ?? [])]
  }

  /** The functions that the page calls while something is done. */
  async during(page: Page, done: () => Promise<void>): Promise<Set<string>> {
    await page.coverage.startJSCoverage({ resetOnNavigation: false })
    await done()
    const called = new Set<string>()
    for (const entry of await page.coverage.stopJSCoverage()) {
      const name = new URL(entry.url).pathname.split('/').at(-1) ?? ''
      const script = this.scripts.get(name)
      if (!script || script.text !== entry.source) throw new Error(`${name} is not what the sources make: build client and server anew`)
      for (const one of entry.functions) {
        const range = one.ranges[0]
        if (!range || range.count === 0) continue
        const found = this.nameAt(script, range.startOffset)
        if (found !== undefined) called.add(found)
      }
    }
    return called
  }

  private nameAt({ text, map }: Script, offset: number): string | undefined {
    const { line, column } = placeOf(text, offset)
    const from = map.findEntry(line, column)
    // What the bundler itself wrote has a place and no source, whatever the type says.
    const source: unknown = 'originalSource' in from ? from.originalSource : undefined
    if (!('originalLine' in from) || typeof source !== 'string') return undefined
    const file = [...this.names.keys()].find((each) => source.endsWith(`/src/${each}`))
    return file === undefined ? undefined : this.names.get(file)?.get(from.originalLine)
  }
}
