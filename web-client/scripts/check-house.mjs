/**
 * The house rules no linter knows: folders import downwards only, `model/` and `sync/` know no page, only
 * `model/edits.ts` (and what it calls) writes a document, files end before line 400 and open with a paragraph.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const LINES_MAX = 400;
const root = new URL('../src/', import.meta.url).pathname;
/** What each folder may import besides itself. A folder that is not listed may not be imported by those that are. */
const MAY_IMPORT = {
  model: [],
  sync: [],
  presence: ['model', 'sync'],
  workshop: ['model', 'sync', 'presence'],
  i18n: [],
  notice: [],
  ui: ['model', 'i18n', 'notice'],
  print: ['model', 'i18n', 'workshop', 'notice', 'ui', 'editor', 'map'],
  editor: ['model', 'presence', 'workshop', 'i18n', 'sync', 'notice', 'ui'],
  list: ['model', 'presence', 'workshop', 'i18n', 'sync', 'notice', 'ui', 'editor'],
  map: ['model', 'presence', 'workshop', 'i18n', 'sync', 'notice', 'ui', 'editor'],
};
const NO_PAGE = ['model', 'sync'];
/** The page's own names as bare globals; comments and strings are cut out before looking. */
const PAGE =
  /(?<![.\w'])(?:(?:window|navigator|HTMLElement)\s*[.[(]|document\s*\.\s*(?:body|head|documentElement|activeElement|createElement|getElement\w+|querySelector\w*|addEventListener|title)\b)/;
const faults = [];

function* walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* walk(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

for (const path of walk(root)) {
  const name = relative(root, path);
  const source = readFileSync(path, 'utf8');
  const folder = name.includes('/') ? name.split('/')[0] : '';
  const isTest = /\.test\.tsx?$/.test(name);
  if (!isTest && source.split('\n').length - 1 >= LINES_MAX) faults.push(`${name}: ${LINES_MAX} lines or more`);
  if (!source.startsWith('/**')) faults.push(`${name}: does not open with a paragraph`);
  if (/^export default/m.test(source)) faults.push(`${name}: default export`);
  for (const match of source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const target = relative(root, join(path, '..', match[1]));
    const other = target.includes('/') ? target.split('/')[0] : '';
    const allowed = MAY_IMPORT[folder];
    if (isTest || folder === other || !allowed || other === 'styles' || target.startsWith('config')) continue;
    if (!allowed.includes(other)) faults.push(`${name}: ${folder} must not import ${target}`);
  }
  const bare = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '');
  if (NO_PAGE.includes(folder) && !isTest && PAGE.test(bare)) faults.push(`${name}: knows the page`);
}

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
