// Writes what is inside the binary, with versions, licences and check sums, into target/sbom/ as CycloneDX 1.5: the server's crates from
// the same list as NOTICE, and the packages of the web client as npm knows them. From the lock files alone: nothing is built for it.
// (cargo-cyclonedx would write the first part too, and is 179 crates to compile first.)
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { licenceOf, linkedCrates } from './crates.mjs'

const crates = linkedCrates()
const reference = (pkg) => `pkg:cargo/${pkg.name}@${pkg.version}`
const byId = new Map(crates.map((pkg) => [pkg.id, pkg]))
const lock = readFileSync('Cargo.lock', 'utf8')
const checkSums = new Map([...lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g)]
  .map(([, name, version, sum]) => [`${name} ${version}`, sum]))

function component(pkg) {
  const sum = checkSums.get(`${pkg.name} ${pkg.version}`)
  const licence = licenceOf(pkg)
  return {
    type: 'library',
    'bom-ref': reference(pkg),
    name: pkg.name,
    version: pkg.version,
    purl: reference(pkg),
    scope: 'required',
    ...(pkg.authors.length > 0 ? { author: pkg.authors.join(', ') } : {}),
    ...(licence ? { licenses: [{ expression: licence }] } : {}),
    ...(sum ? { hashes: [{ alg: 'SHA-256', content: sum }] } : {}),
    ...(pkg.repository ? { externalReferences: [{ type: 'vcs', url: pkg.repository }] } : {}),
  }
}

const [server, ...libraries] = crates
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { lifecycles: [{ phase: 'pre-build' }], component: { ...component(server), type: 'application' } },
  components: libraries.map(component),
  dependencies: crates.map((pkg) => ({ ref: reference(pkg), dependsOn: pkg.needs.map((id) => reference(byId.get(id))) })),
}
const ofPage = JSON.parse(execFileSync('npm', ['sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'], {
  cwd: 'web-client', encoding: 'utf8', maxBuffer: 1 << 28,
}))

mkdirSync('target/sbom', { recursive: true })
for (const [name, value] of [['server', bom], ['web-client', ofPage]]) {
  const unnamed = value.components.filter((one) => !one.version || !one.purl || !(one.licenses?.length > 0)).map((one) => one.name)
  if (value.components.length === 0 || unnamed.length > 0) throw new Error(`${name}: without version or licence: ${unnamed}`)
  writeFileSync(`target/sbom/${name}.cdx.json`, `${JSON.stringify(value, null, 2)}\n`)
  console.log(`target/sbom/${name}.cdx.json: ${value.components.length} components`)
}
