// Finds circles among the modules of the Rust crates: `node .ci/rust-circles.mjs` fails and prints each, with the places
// that make it. Compilers accept circles; a reader of one file of a circle has to read them all.
//
// What counts as "A needs B": a path in A (`crate::…`, `super::…`, `self::…`, or one that begins with a child module of A),
// in a `use` or in the code, that leads to an item whose defining file is B. Tests are left out.
// - A re-export (`pub use child::Item` in a module's own file) is a sign on the door, not a need: it makes no edge, and who
//   imports through it needs the file that defines the item.
// - A module's own file (`mod.rs`, or `name.rs` beside `name/`) contains its children, so it may call them while they use what
//   it defines. A circle that closes only through such a call downwards is named as a note and is no failure.
// Circles between folders: of the entries of one folder, files and folders taken as wholes, none may need itself through others.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

const CRATES = process.argv.length > 2 ? process.argv.slice(2) : ['crdt/src', 'server/src']

/** Blanks comments, strings and character literals, keeping the length and the lines. */
function codeOnly(source) {
  const blank = (text) => text.replace(/[^\n]/g, ' ')
  return source.replace(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|b?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\\n])'/g,
    blank,
  )
}

/** The end of the item that begins at `from`: behind its `;`, or behind the brace that closes its first one. */
function itemEnd(code, from) {
  for (let at = from, depth = 0; at < code.length; at++) {
    if ('([{'.includes(code[at])) depth++
    if (')]}'.includes(code[at])) depth--
    if (depth === 0 && (code[at] === ';' || code[at] === '}')) return at + 1
  }
  return code.length
}

/** Blanks every item that is compiled for tests only; gives the names of modules in files of their own that are. */
function withoutTests(code) {
  const testModules = []
  let rest = code
  for (const { index, 0: attribute } of code.matchAll(/#\[cfg\((?:test|all\(test[^\]]*)\)\]/g)) {
    const end = itemEnd(code, index + attribute.length)
    const module = /\bmod\s+(\w+)\s*;/.exec(code.slice(index, end))
    if (module) testModules.push(module[1])
    rest = rest.slice(0, index) + rest.slice(index, end).replace(/[^\n]/g, ' ') + rest.slice(end)
  }
  return { code: rest, testModules }
}

/** The modules of one crate: path of names joined by `::` (the root is '') to what its file holds. */
function readCrate(root) {
  const modules = new Map()
  const read = (file, path, folder) => {
    const { code, testModules } = withoutTests(codeOnly(readFileSync(file, 'utf8')))
    const children = []
    for (const [, name] of code.matchAll(/\bmod\s+(\w+)\s*;/g)) {
      if (testModules.includes(name)) continue
      const own = join(folder, `${name}.rs`)
      const childFile = existsSync(own) ? own : join(folder, name, 'mod.rs')
      if (!existsSync(childFile)) continue
      children.push(name)
      read(childFile, path === '' ? name : `${path}::${name}`, join(folder, name))
    }
    modules.set(path, { path, file, code, children, exports: new Map() })
  }
  read(join(root, existsSync(join(root, 'lib.rs')) ? 'lib.rs' : 'main.rs'), '', root)
  return modules
}

/** The paths that the tree of a `use` names: `a::{b, c as d, e::*}` gives a::b, a::c and a::e::*. */
function leaves(tree, prefix = []) {
  const text = tree.trim()
  const open = text.indexOf('{')
  if (open < 0) {
    const [path, alias] = text.split(/\s+as\s+/)
    const names = [...prefix, ...path.split('::').map((name) => name.trim()).filter(Boolean)]
    const self = names.at(-1) === 'self' && names.length > 1
    return [{ names: self ? names.slice(0, -1) : names, alias: alias?.trim() }]
  }
  const head = [...prefix, ...text.slice(0, open).split('::').map((name) => name.trim()).filter(Boolean)]
  const parts = []
  let depth = 0
  let start = open + 1
  for (let at = open + 1; at < text.length; at++) {
    if (depth === 0 && (text[at] === ',' || text[at] === '}')) {
      if (text.slice(start, at).trim()) parts.push(text.slice(start, at))
      start = at + 1
      if (text[at] === '}') break
    } else if (text[at] === '{') depth++
    else if (text[at] === '}') depth--
  }
  return parts.flatMap((part) => leaves(part, head))
}

/** Every path that a module writes, with its place, and whether it is a re-export. */
function pathsOf(module) {
  const found = []
  const lineAt = (index) => module.code.slice(0, index).split('\n').length
  let rest = module.code
  for (const match of module.code.matchAll(/(\bpub(?:\s*\([^)]*\))?\s+)?\buse\s+([^;]+);/g)) {
    for (const leaf of leaves(match[2])) {
      found.push({ ...leaf, line: lineAt(match.index), exported: match[1] !== undefined })
    }
    rest = rest.slice(0, match.index) + match[0].replace(/[^\n]/g, ' ') + rest.slice(match.index + match[0].length)
  }
  rest = rest.replace(/\bpub\s*\(\s*in[^)]*\)/g, (text) => ' '.repeat(text.length))
  for (const match of rest.matchAll(/(?<![\w:.>])[A-Za-z_]\w*(?:::\w+)+/g)) {
    found.push({ names: match[0].split('::'), line: lineAt(match.index), exported: false })
  }
  return found
}

/** The module a path begins in and the names that are left, or nothing when it leaves the crate. */
function start(modules, from, names) {
  if (names[0] === 'crate') return { at: '', names: names.slice(1) }
  if (names[0] === 'self') return { at: from.path, names: names.slice(1) }
  if (names[0] === 'super') {
    let at = from.path
    let rest = names
    while (rest[0] === 'super') {
      at = at.includes('::') ? at.slice(0, at.lastIndexOf('::')) : ''
      rest = rest.slice(1)
    }
    return { at, names: rest }
  }
  if (from.children.includes(names[0])) return { at: from.path, names }
  return undefined
}

/** The path of the module whose file defines what the names lead to. */
function definedIn(modules, at, names, seen = new Set()) {
  const module = modules.get(at)
  if (names.length === 0 || names[0] === '*') return at
  const key = `${at} ${names[0]}`
  if (seen.has(key)) return at
  seen.add(key)
  if (module.children.includes(names[0])) {
    return definedIn(modules, at === '' ? names[0] : `${at}::${names[0]}`, names.slice(1), seen)
  }
  const target = module.exports.get(names[0])
  return target ? definedIn(modules, target.at, [...target.names, ...names.slice(1)], seen) : at
}

/** Edges between files of a crate, as `from -> Map(to -> place)`; `down` holds those from a module to what it contains. */
function edgesOf(modules) {
  for (const module of modules.values()) {
    for (const { names, alias, exported } of pathsOf(module)) {
      const begin = exported ? start(modules, module, names) : undefined
      if (begin && begin.names.length > 0) module.exports.set(alias ?? names.at(-1), begin)
    }
  }
  const edges = new Map([...modules.values()].map((module) => [module.file, new Map()]))
  const down = new Map([...modules.values()].map((module) => [module.file, new Map()]))
  for (const module of modules.values()) {
    for (const { names, line, exported } of pathsOf(module)) {
      const begin = start(modules, module, names)
      if (!begin) continue
      const target = modules.get(definedIn(modules, begin.at, begin.names))
      const isOwnChild = module.path === '' || target.path.startsWith(`${module.path}::`)
      if (target === module || (exported && isOwnChild)) continue
      const kind = isOwnChild ? down : edges
      if (!kind.get(module.file).has(target.file)) kind.get(module.file).set(target.file, `${module.file}:${line}`)
    }
  }
  return { edges, down }
}

/** The strongly connected components of more than one node (Tarjan). */
function circles(edges) {
  const index = new Map()
  const low = new Map()
  const stack = []
  const found = []
  const visit = (node) => {
    index.set(node, index.size)
    low.set(node, index.get(node))
    stack.push(node)
    for (const next of edges.get(node)?.keys() ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)))
    }
    if (low.get(node) !== index.get(node)) return
    const members = stack.splice(stack.indexOf(node))
    if (members.length > 1) found.push(members)
  }
  for (const node of edges.keys()) if (!index.has(node)) visit(node)
  return found
}

/** The edges between the entries of one folder: a folder, with the module file that goes with it, is one entry. */
function entriesOf(folder, edges) {
  const entry = (file) => {
    const inside = relative(folder, file)
    if (inside.startsWith('..')) return undefined
    const name = inside.split('/')[0]
    const isRoot = ['mod.rs', 'lib.rs', 'main.rs'].includes(name)
    return isRoot ? undefined : join(folder, name.replace(/\.rs$/, ''))
  }
  const between = new Map()
  for (const [from, targets] of edges) {
    for (const [to, place] of targets) {
      const [a, b] = [entry(from), entry(to)]
      if (!a || !b || a === b) continue
      if (!between.has(a)) between.set(a, new Map())
      if (!between.get(a).has(b)) between.get(a).set(b, place)
    }
  }
  return between
}

function* foldersBelow(folder) {
  yield folder
  for (const name of readdirSync(folder)) {
    if (statSync(join(folder, name)).isDirectory()) yield* foldersBelow(join(folder, name))
  }
}

function report(kind, members, edges) {
  console.error(`circle of ${kind}: ${members.join(', ')}`)
  for (const from of members) {
    for (const [to, place] of edges.get(from) ?? []) if (members.includes(to)) console.error(`  ${place} needs ${to}`)
  }
}

/** Modules whose own file calls a child which, straight or through others, needs that file. */
function drivingParents(edges, down) {
  const all = new Map([...edges].map(([from, targets]) => [from, new Map([...targets, ...down.get(from)])]))
  return circles(all).flatMap((members) => {
    return members.filter((file) => [...down.get(file).keys()].some((child) => members.includes(child)))
  })
}

let count = 0
for (const root of CRATES) {
  const { edges, down } = edgesOf(readCrate(root))
  const files = circles(edges)
  for (const members of files) report('files', members, edges)
  count += files.length
  for (const folder of foldersBelow(root)) {
    const between = entriesOf(folder, edges)
    const isFolder = (path) => existsSync(path) && statSync(path).isDirectory()
    for (const members of circles(between).filter((found) => found.some(isFolder))) {
      report('folders', members, between)
      count += 1
    }
  }
  for (const parent of drivingParents(edges, down)) {
    console.log(`note: ${parent} calls its children and defines what they use; a file for what they share would part that`)
  }
}
console.log(`${count} circles in ${CRATES.map((root) => basename(dirname(root))).join(' and ')}`)
if (count > 0) process.exitCode = 1
