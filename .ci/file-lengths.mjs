// A source file ends before line 400: one that is longer holds a second noun, which deserves a file of its own. There is no list
// of exceptions. Left out are tests, also those at the end of a Rust file, and what is only data: style sheets, JSON, YAML.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const LINES_MAX = 400
const SOURCE = /\.(rs|tsx?|m?js|mts|sh)$/
const TESTS = /(^|\/)(tests?|test-server|fuzz)\/|[._]tests?\.|\.d\.mts$/
/** Made from docs/openapi.json, as long as that says. */
const GENERATED = 'web-client/src/workshop/api-types.ts'
const TESTS_OF_FILE = /^#\[cfg\(test\)\]\nmod \w+ \{/m

function linesOf(file) {
  try {
    return readFileSync(file, 'utf8').split(TESTS_OF_FILE)[0].split('\n').length - 1
  } catch {
    return 0 // Listed by git, but deleted in this working copy.
  }
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
const sources = files.split('\n').filter((file) => SOURCE.test(file) && !TESTS.test(file) && file !== GENERATED)
const measured = sources.map((file) => ({ file, lines: linesOf(file) })).sort((a, b) => a.lines - b.lines)
for (const { file, lines } of measured.filter(({ lines }) => lines >= LINES_MAX)) {
  console.error(`${file}: ${lines} lines; a file ends before line ${LINES_MAX}`)
  process.exitCode = 1
}
const [median, longest] = [measured[Math.floor(measured.length / 2)], measured.at(-1)]
console.log(`${measured.length} source files, median ${median.lines} lines, longest ${longest.lines} (${longest.file})`)
