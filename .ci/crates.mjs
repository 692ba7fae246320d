// The crates that the server binary is linked from: normal dependencies of the server on Linux, as Cargo.lock has them. Both NOTICE
// and the bill of materials are made from this list. One platform for everybody, so that it is the same wherever it is made.
import { execFileSync } from 'node:child_process'

/** Packages with the ids of what they need, the server first; each as `cargo metadata` describes it. */
export function linkedCrates() {
  const options = ['metadata', '--locked', '--format-version', '1', '--filter-platform', 'x86_64-unknown-linux-gnu']
  const metadata = JSON.parse(execFileSync('cargo', options, { encoding: 'utf8', maxBuffer: 1 << 28 }))
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]))
  const packages = new Map(metadata.packages.map((pkg) => [pkg.id, pkg]))
  const linked = new Map()
  const waiting = [metadata.packages.find((pkg) => pkg.name === 'pairway-server').id]
  while (waiting.length > 0) {
    const id = waiting.shift()
    if (linked.has(id)) continue
    const needs = nodes.get(id).deps.filter((dep) => dep.dep_kinds.some((kind) => kind.kind === null)).map((dep) => dep.pkg)
    linked.set(id, { ...packages.get(id), needs })
    waiting.push(...needs)
  }
  return [...linked.values()]
}

/** A licence as an SPDX expression; crates of old separate alternatives by a slash. */
export const licenceOf = (pkg) => pkg.license?.replaceAll(/\s*\/\s*/g, ' OR ')
