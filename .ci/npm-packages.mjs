// Two things about the npm packages of each folder: `node .ci/npm-packages.mjs` fails on a package that a package.json names and nothing
// uses, and on a lock file that names the address of a registry, which need not exist anywhere else. For a few small folders this is
// enough; it looks for an import, a style sheet's `@use`, the command of a script, a test environment, types of something that is
// used, and what another package asks for beside itself.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = ['web-client', 'web-client/api-types', 'web-client/bench', 'tests/interop', 'tests/browser']
const SOURCE = /\.(m?[jt]sx?|mts|scss)$/

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n')
const escaped = (name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** Commands that a package brings, as the lock file has them. */
const commandsOf = (name, locked) => Object.keys(locked[`node_modules/${name}`]?.bin ?? {})

/** Whether another package of the lock file asks for this one beside it. */
const isPeer = (name, locked) => Object.values(locked).some((pkg) => pkg.peerDependencies?.[name] !== undefined)

/** Whether the sources or the scripts of a folder use a package. */
function isUsed(name, { locked, sources, scripts }) {
  const own = `${escaped(name)}(?:/[^'"]*)?['"]`
  const imported = new RegExp(`(?:from|import|require|@use|environment:)\\s*\\(?\\s*['"]${own}|@vitest-environment ${escaped(name)}\\b`)
  if (imported.test(sources) || isPeer(name, locked)) return true
  return commandsOf(name, locked).some((command) => new RegExp(`(^|[\\s/])${escaped(command)}(\\s|$)`).test(scripts))
}

let unused = 0
let addresses = 0
for (const folder of FOLDERS) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const files = tracked.filter((file) => file.startsWith(`${folder}/`) && SOURCE.test(file) && existsSync(file))
  const look = {
    locked: JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages,
    sources: files.map((file) => readFileSync(file, 'utf8')).join('\n'),
    scripts: Object.values(manifest.scripts ?? {}).join('\n'),
  }
  for (const [path, pkg] of Object.entries(look.locked).filter(([, locked]) => locked.resolved !== undefined)) {
    console.error(`${folder}/package-lock.json: ${path} names ${pkg.resolved}`)
    addresses += 1
  }
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  for (const name of names) {
    const typed = name.startsWith('@types/') ? name.slice('@types/'.length) : undefined
    const used = typed === 'node' ? /['"]node:/.test(look.sources) : isUsed(typed ?? name, look)
    if (used) continue
    console.error(`${folder}/package.json names ${name}, and nothing uses it`)
    unused += 1
  }
}
console.log(`${unused} unused npm packages, ${addresses} addresses in lock files`)
if (unused + addresses > 0) process.exitCode = 1
