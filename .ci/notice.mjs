// Writes the list of what is inside the binary into NOTICE, or checks it: `node .ci/notice.mjs --write`, `node .ci/notice.mjs`.
// It owns only the part of NOTICE below its mark. Names and licences come from Cargo.lock's packages (normal dependencies
// of the server on Linux) and from web-client/package-lock.json (everything that is not for development).
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const MARK = '-- made by .ci/notice.mjs from the lock files --\n'

/** Crates that the server binary is linked from, as `name  licence` lines. */
function crates() {
  // One platform for everybody, so that the list is the same wherever it is made.
  const options = ['metadata', '--locked', '--format-version', '1', '--filter-platform', 'x86_64-unknown-linux-gnu']
  const metadata = JSON.parse(execFileSync('cargo', options, { encoding: 'utf8', maxBuffer: 1 << 28 }))
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]))
  const packages = new Map(metadata.packages.map((pkg) => [pkg.id, pkg]))
  const reached = new Set()
  const waiting = [metadata.packages.find((pkg) => pkg.name === 'pairway-server').id]
  while (waiting.length > 0) {
    const id = waiting.pop()
    if (reached.has(id)) continue
    reached.add(id)
    const linked = nodes.get(id).deps.filter((dep) => dep.dep_kinds.some((kind) => kind.kind === null))
    waiting.push(...linked.map((dep) => dep.pkg))
  }
  return [...reached].map((id) => packages.get(id)).filter((pkg) => pkg.source).map((pkg) => line(pkg.name, pkg.license))
}

/** Packages of the web client that end up in the page. */
function npmPackages() {
  const { packages } = JSON.parse(readFileSync('web-client/package-lock.json', 'utf8'))
  const inPage = Object.entries(packages).filter(([path, pkg]) => path !== '' && !pkg.dev && !pkg.devOptional)
  return inPage.map(([path, pkg]) => line(path.replace(/^.*node_modules\//, ''), pkg.license))
}

const line = (name, licence) => `  ${name.padEnd(30)} ${(licence ?? 'see its own licence file').replaceAll('/', ' OR ')}`
const sorted = (lines) => [...new Set(lines)].sort().join('\n')

const text = readFileSync('NOTICE', 'utf8')
const end = text.indexOf(MARK)
if (end < 0) throw new Error('NOTICE has lost its mark')
const head = text.slice(0, end + MARK.length)
const made = `${head}\nIn the web client:\n\n${sorted(npmPackages())}\n\nIn the server:\n\n${sorted(crates())}\n`
if (process.argv.includes('--write')) writeFileSync('NOTICE', made)
else if (made !== text) {
  console.error('NOTICE does not name what the lock files hold: run node .ci/notice.mjs --write')
  process.exitCode = 1
}
