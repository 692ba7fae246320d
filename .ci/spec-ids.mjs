// Every numbered rule of docs/spec/ has a test whose title begins with its id, and every id in a test title is a rule.
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
console.log(`${rules.size} rules, ${rules.size - untested.length} with a test`)
