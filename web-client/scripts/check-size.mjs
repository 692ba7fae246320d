/**
 * Fails when the first load is heavier than its budget: every script and style that index.html names, and everything
 * those scripts import statically. Chunks behind a dynamic import are shown but not counted. Fails, too, when the service worker
 * names a file that is not there: it would keep nothing then.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const SCRIPT_GZIP_KIB_MAX = 120;
const STYLE_GZIP_KIB_MAX = 30;
const dist = new URL('../dist/', import.meta.url);
const html = readFileSync(new URL('index.html', dist), 'utf8');

const first = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]));
for (const name of first) {
  if (!name.endsWith('.js')) continue;
  const code = readFileSync(new URL(name, dist), 'utf8');
  for (const match of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) first.add(`assets/${match[1]}`);
}

const sizes = { js: 0, css: 0 };
for (const file of readdirSync(new URL('assets/', dist))) {
  const kind = /\.(js|css)$/.exec(file)?.[1];
  if (!kind) continue;
  const kib = gzipSync(readFileSync(new URL(`assets/${file}`, dist)), { level: 9 }).length / 1024;
  const counted = first.has(`assets/${file}`);
  if (counted) sizes[kind] += kib;
  console.log(`${kib.toFixed(1).padStart(7)} KiB gzip  ${counted ? 'first load' : 'later     '}  ${file}`);
}
console.log(`scripts ${sizes.js.toFixed(1)} of ${SCRIPT_GZIP_KIB_MAX} KiB, styles ${sizes.css.toFixed(1)} of ${STYLE_GZIP_KIB_MAX} KiB`);
if (sizes.js === 0) throw new Error('no script found in the first load: the check itself is broken');
if (sizes.js > SCRIPT_GZIP_KIB_MAX || sizes.css > STYLE_GZIP_KIB_MAX) {
  console.error('the first load is over its budget');
  process.exit(1);
}

const worker = readFileSync(new URL('sw.js', dist), 'utf8');
const kept = [...new Set(worker.match(/"assets\/[^"]+"/g))].map((name) => JSON.parse(name));
const missing = kept.filter((name) => !existsSync(new URL(name, dist)));
if (kept.length === 0 || missing.length > 0) {
  console.error(`the service worker names files that are not there: ${missing.join(', ') || 'it names none'}`);
  process.exit(1);
}
