// Every numbered rule of docs/spec/ has a test whose title begins with its id, and every id in a test title is a rule.
// Every criterion of WCAG 2.2 A and AA has a row in docs/ACCESSIBILITY.md, and each row names rules that there are.
// Rust: `fn gate_3_...`; TypeScript and JavaScript: 'GATE-3 ...' (or several: 'GATE-3, GATE-4: ...').
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n')
const read = (file) => { try { return readFileSync(file, 'utf8') } catch { return '' } }

const rules = new Map()
for (const file of files.filter((name) => /^docs\/spec\/.+\.md$/.test(name))) {
  for (const [, id] of read(file).matchAll(/^\s*[-*] \*\*([A-Z]+-\d+)\*\*/gm)) {
    if (rules.has(id)) { console.error(`${id} is defined twice: ${rules.get(id)} and ${file}`); process.exitCode = 1 }
    rules.set(id, file)
  }
}
const tested = new Map()
for (const file of files.filter((name) => /\.(rs|m?tsx?|mjs)$/.test(name))) {
  const text = read(file)
  if (file.endsWith('.rs')) {
    for (const [, name] of text.matchAll(/\bfn ([a-z0-9_]+)\s*[(<]/g)) {
      const [, area, number] = /^([a-z]+)_(\d+)_/.exec(name) ?? []
      if (area) tested.set(`${area.toUpperCase()}-${number}`, file)
    }
  } else if (/\.(test|spec)\.m?tsx?$|\.test\.mjs$|\/specs?\//.test(file)) {
    for (const [, title] of text.matchAll(/\b(?:test|it|describe)(?:\.\w+)?\(\s*[`'"]([^`'"]*)/g)) {
      for (const [id] of title.matchAll(/\b[A-Z]{2,}-\d+\b/g)) tested.set(id, file)
    }
  }
}
const untested = [...rules.keys()].filter((id) => !tested.has(id))
const areas = new Set([...rules.keys()].map((id) => id.split('-')[0]))
const unknown = [...tested.keys()].filter((id) => areas.has(id.split('-')[0]) && !rules.has(id))
for (const id of untested) console.error(`${id} (${rules.get(id)}) has no test`)
for (const id of unknown) console.error(`${id} (${tested.get(id)}) is tested but no rule`)
if (untested.length + unknown.length > 0) process.exitCode = 1

// Level A, then AA.
const CRITERIA = `1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4
  3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2
  1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3`.split(/\s+/)
const REQUIREMENTS = ['REQ1', 'REQ2', 'REQ3', 'REQ4', 'REQ5', 'REQ8', 'REQ9', 'REQ11', 'REQ13']
const ACCESSIBILITY = 'docs/ACCESSIBILITY.md'
const rows = [...read(ACCESSIBILITY).matchAll(/^\| (\d+\.\d+\.\d+|REQ\d+) [^|]*\|[^|]*\| ([^|]*) \|$/gm)]
const wrong = [...CRITERIA, ...REQUIREMENTS].filter((name) => rows.filter(([, found]) => found === name).length !== 1).map((name) => `${name} does not have one row`)
for (const [, name, shown] of rows) {
  const ids = shown.split(', ')
  for (const id of ids) if (!rules.has(id)) wrong.push(`the row of ${name} names ${id}, which is no rule`)
  if (![...CRITERIA, ...REQUIREMENTS].includes(name)) wrong.push(`${name} is no criterion`)
}
for (const what of wrong) console.error(`${ACCESSIBILITY}: ${what}`)
if (wrong.length > 0) process.exitCode = 1
console.log(`${rules.size} rules, ${rules.size - untested.length} with a test`)
