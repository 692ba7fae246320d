// Writes the list of what is inside the binary into NOTICE, or checks it: `node .ci/notice.mjs --write`, `node .ci/notice.mjs`.
// It owns only the part of NOTICE below its mark. Names and licences come from crates.mjs and from web-client/package-lock.json
// (everything that is not for development).
import { readFileSync, writeFileSync } from 'node:fs'
import { licenceOf, linkedCrates } from './crates.mjs'

const MARK = '-- made by .ci/notice.mjs from the lock files --\n'

/** Packages of the web client that end up in the page. */
function npmPackages() {
  const { packages } = JSON.parse(readFileSync('web-client/package-lock.json', 'utf8'))
  const inPage = Object.entries(packages).filter(([path, pkg]) => path !== '' && !pkg.dev && !pkg.devOptional)
  return inPage.map(([path, pkg]) => line(path.replace(/^.*node_modules\//, ''), pkg))
}

const line = (name, pkg) => `  ${name.padEnd(30)} ${licenceOf(pkg) ?? 'see its own licence file'}`
const crates = () => linkedCrates().filter((pkg) => pkg.source).map((pkg) => line(pkg.name, pkg))
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
