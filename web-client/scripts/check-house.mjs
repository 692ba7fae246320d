/**
 * The rules of this code that no linter knows: folders import downwards only and never in a circle, `model/` and `sync/`
 * know no page, files end before line 400 and open with a paragraph, a folder holds at most 20 files, what people write has
 * a direction of its own wherever it stands, and a field for words has a place for the note about a real person (fields.mjs).
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { circlesIn } from './circles.mjs';
import { fieldFaults } from './fields.mjs';

const LINES_MAX = 400;
/** Files side by side in one folder, tests apart. `model/` waits for folders of its own; words are one file a feature, by its name. */
const FILES_MAX = 20;
const FILES_MAX_OF = { model: 24, 'i18n/later': 60 };
/** Made from docs/openapi.json, as long as that says. */
const GENERATED = ['workshop/api-types.ts'];
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
/** Imports, re-exports, imports on first use and imports of types alike: each is a way in which one file knows another. */
const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
/** The rule that gives every element the direction of its own words, and styles that would undo it. */
const OWN_DIRECTION = /^\* \{\n {2}unicode-bidi: plaintext;\n\}$/m;
const DIRECTION = /^\s*(?:unicode-bidi|direction)\s*:/gm;
const faults = [];
/** Which files each file imports. */
const imports = new Map();
const filesIn = new Map();

function* walk(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* walk(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}

/** The file that an import names, relative to src/; `undefined` for styles and the like. */
function fileOf(path, specifier) {
  const base = join(path, '..', specifier);
  const found = [`${base}.ts`, `${base}.tsx`, base].find((one) => existsSync(one) && /\.tsx?$/.test(one));
  return found === undefined ? undefined : relative(root, found);
}

for (const path of walk(root)) {
  const name = relative(root, path);
  const source = readFileSync(path, 'utf8');
  const folder = name.includes('/') ? name.split('/')[0] : '';
  const isTest = /\.test\.tsx?$/.test(name);
  if (!isTest && !GENERATED.includes(name) && source.split('\n').length - 1 >= LINES_MAX) faults.push(`${name}: ${LINES_MAX} lines or more`);
  if (!source.startsWith('/**')) faults.push(`${name}: does not open with a paragraph`);
  if (/^export default/m.test(source)) faults.push(`${name}: default export`);
  const imported = new Set();
  for (const match of source.matchAll(IMPORT)) {
    const target = relative(root, join(path, '..', match[1]));
    const other = target.includes('/') ? target.split('/')[0] : '';
    const file = fileOf(path, match[1]);
    if (file !== undefined) imported.add(file);
    const allowed = MAY_IMPORT[folder];
    if (isTest || folder === other || !allowed || other === 'styles' || target.startsWith('config')) continue;
    if (!allowed.includes(other)) faults.push(`${name}: ${folder} must not import ${target}`);
  }
  if (!isTest) {
    imports.set(name, imported);
    filesIn.set(dirname(name), (filesIn.get(dirname(name)) ?? 0) + 1);
  }
  if (!isTest) faults.push(...fieldFaults(name, source));
  const bare = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '');
  if (NO_PAGE.includes(folder) && !isTest && PAGE.test(bare)) faults.push(`${name}: knows the page`);
}

const styles = readdirSync(root, { recursive: true }).filter((name) => name.endsWith('.scss'));
const directions = styles.flatMap((name) => [...readFileSync(join(root, name), 'utf8').matchAll(DIRECTION)].map(() => name));
if (!OWN_DIRECTION.test(readFileSync(join(root, 'styles/_base.scss'), 'utf8'))) faults.push('styles/_base.scss: the rule is gone that gives what people write its own direction');
if (directions.length !== 1) faults.push(`styles that set a direction: ${directions.join(', ')}`);

for (const circle of circlesIn(imports)) faults.push(`circle of ${circle.of}: ${circle.names.join(' → ')}`);
for (const [folder, count] of filesIn) {
  if (count > (FILES_MAX_OF[folder] ?? FILES_MAX)) faults.push(`${folder}: ${count} files side by side`);
}

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
