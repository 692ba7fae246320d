// What .ci/rust-circles.mjs calls a circle, on crates of a few lines: `node --test .ci/test/*.test.mjs`.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const SCRIPT = new URL('../rust-circles.mjs', import.meta.url).pathname

/** Runs the check on a crate of these files; gives what it printed, and whether it passed. */
function check(files) {
  const root = mkdtempSync(join(tmpdir(), 'circles-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'src', name)), { recursive: true })
    writeFileSync(join(root, 'src', name), text)
  }
  const { stdout, stderr, status } = spawnSync('node', [SCRIPT, 'src'], { cwd: root, encoding: 'utf8' })
  rmSync(root, { recursive: true })
  return { said: stdout + stderr, passed: status === 0 }
}

const LIB = 'mod a; mod b;\n'

test('two files that need each other are a circle, whichever way the path is written', () => {
  const { said, passed } = check({ 'lib.rs': LIB, 'a.rs': 'use super::b::B;\npub struct A(B);', 'b.rs': 'pub struct B(Box<crate::a::A>);' })
  assert.equal(passed, false)
  assert.match(said, /circle of files: src\/(a|b)\.rs, src\/(a|b)\.rs/)
  assert.match(said, /src\/b\.rs:1 needs src\/a\.rs/)
})

test('who imports through a re-export needs the file that defines, and folders are wholes', () => {
  const files = { 'lib.rs': LIB, 'a/mod.rs': 'mod x;\nmod y;\npub use x::X;\npub use y::Y;', 'a/x.rs': 'pub struct X;', 'a/y.rs': 'use crate::b::B;\npub struct Y(B);' }
  const { said, passed } = check({ ...files, 'b.rs': 'use crate::a::{X as Ex};\npub struct B(Ex);' })
  assert.equal(passed, false)
  assert.doesNotMatch(said, /circle of files/)
  assert.match(said, /circle of folders: src\/(a|b), src\/(a|b)/)
})

test('tests, comments and strings need nothing', () => {
  const { said, passed } = check({
    'lib.rs': LIB,
    'a.rs': 'use crate::b::B;\npub struct A(B);',
    'b.rs': 'pub struct B;\n// use crate::a::A;\nconst S: &str = "crate::a::A";\n#[cfg(test)]\nmod tests { use crate::a::A; }',
  })
  assert.equal(passed, true, said)
})

test('a module that calls a child which uses what the module defines is a note', () => {
  const { said, passed } = check({ 'lib.rs': 'mod a;', 'a/mod.rs': 'mod x;\npub struct A;\npub fn go() { x::go(A) }', 'a/x.rs': 'use super::A;\npub fn go(_: A) {}' })
  assert.equal(passed, true, said)
  assert.match(said, /note: src\/a\/mod\.rs calls its children/)
})
