/**
 * Rules of docs/spec/shell.md about words: every key that is used exists, none is kept unused, plural forms are complete,
 * gaps are the same in every form, and the glossary's forbidden words stay out.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { areas as firstAreas, en as first } from '../src/i18n/en';
import { fill, isolated, pluralForm, withoutIsolates, type Message } from '../src/i18n/message';
import { KINDS, rowOf } from '../src/model/kinds';
import { dayInWords, listInWords, setLocale, t } from '../src/i18n/translate';
import { laterAreas } from './later-words';

const later: Readonly<Record<string, Message>> = Object.assign({}, ...Object.values(laterAreas));
const areas = { ...firstAreas, ...Object.fromEntries(Object.entries(laterAreas).map(([name, words]) => [`later/${name}`, words])) };
const en = { ...first, ...later };
const root = new URL('../src/', import.meta.url).pathname;

function paths(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return path.includes('/i18n') ? [] : paths(path);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : [];
  });
}

function sources(folder: string): readonly string[] {
  return paths(folder).map((path) => readFileSync(path, 'utf8'));
}

/** A file and everything it imports statically, without the words themselves. */
function firstLoad(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path) || path.includes('/i18n/')) return seen;
  seen.add(path);
  for (const match of readFileSync(path, 'utf8').matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '(\.[^']+)'/gms)) {
    const base = join(path, '..', match[1] ?? '');
    const file = [`${base}.ts`, `${base}.tsx`].find((one) => existsSync(one));
    if (file) firstLoad(file, seen);
  }
  return seen;
}

/** The keys of words that come later which a file asks for. */
function laterKeysIn(path: string): readonly string[] {
  const source = readFileSync(path, 'utf8');
  const patterns = [...source.matchAll(/\bt\(`([\w.]+)\$\{/g)].map((match) => match[1] ?? '');
  return Object.keys(later).filter((key) => source.includes(`'${key}'`) || patterns.some((pattern) => key.startsWith(pattern)));
}

/** Every feature and panel as the sources write it down: where, its code, and the names of its words. */
function featuresIn(folder: string): readonly { readonly where: string; readonly code: string; readonly words: readonly string[]; readonly isMenu: boolean }[] {
  const wordsIn = (text: string) => [...text.matchAll(/import\('[./]+i18n\/later\/([\w-]+)'\)/g)].map((match) => match[1] ?? '');
  return paths(folder).flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\bfeature\(async \(\) => \{\n[\s\S]*?\n\}\);\n|\bfeature\(\(.*\);\n|\bpanel\(\{\n[\s\S]*?\n {2}\}\),\n/g)].map(([text]) => {
    const target = /import\('(\.[^']+)'\)/.exec(text.replace(/import\('[^']*i18n[^']*'\)/g, ''))?.[1] ?? '';
    const base = join(path, '..', target);
    const code = [`${base}.ts`, `${base}.tsx`].find((one) => existsSync(one)) ?? '';
    // The menu alone shows the titles of panels, and brings the words of every panel for that.
    const isMenu = text.includes('MENU_WORDS');
    const also = isMenu ? [...wordsIn(readFileSync(code, 'utf8')), ...wordsIn(readFileSync(join(code, '../panels.ts'), 'utf8'))] : [];
    return { where: path.slice(root.length), code, words: [...wordsIn(text), ...also], isMenu };
  }));
}

/** Every string in the sources, and every template literal as a pattern. */
function wordsOfSources(): { readonly literals: ReadonlySet<string>; readonly patterns: readonly RegExp[] } {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  for (const source of sources(root)) {
    for (const match of source.matchAll(/'([^'\n]*)'/g)) literals.add(match[1] ?? '');
    for (const match of source.matchAll(/`([a-z][\w.]*\.(?:\$\{[^}]+\}[\w.]*)+)`/gi)) {
      const pattern = (match[1] ?? '').replace(/[.]/g, '\\.').replace(/\$\{[^}]+\}/g, '[\\w]+');
      patterns.push(new RegExp(`^${pattern}$`));
    }
  }
  // The words of the kinds of parts are named by the rows of their table.
  for (const field of KINDS.flatMap((kind) => Object.values(rowOf(kind).words))) for (const word of field.words) literals.add(`${field.label}.${word}`);
  return { literals, patterns };
}

function formsOf(message: Message): readonly string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

function gapsOf(sentence: string): string {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join(',');
}

const messages: readonly (readonly [string, Message])[] = Object.entries(en);

afterEach(() => setLocale('en'));

describe('texts of people in sentences', () => {
  it('SHELL-59 a text with letters that run the other way is set apart in a sentence and in a list of names, and others stay as they are', () => {
    const arabic = '\u0645\u0631\u0627\u062c\u0639\u0629 (GP)';
    expect(fill('{name} said {title}.', { name: 'Siân', title: arabic })).toBe(`Siân said \u2068${arabic}\u2069.`);
    expect(listInWords(['Ann', '\u05d3\u05e0\u05d9', 'Ben'])).toBe('Ann, \u2068\u05d3\u05e0\u05d9\u2069 and Ben');
    for (const text of ['Siân \u201cŵ\u201d', '日本', '👩\u200d⚕️', '']) expect(isolated(text)).toBe(text);
  });

  it('SHELL-59 nothing in a text ends its part early or turns what follows, and a file name holds no such marks', () => {
    for (const evil of ['\u2069\u202eabc', 'a\u2067b', '\u202eabc', '\u05d0\u2069']) {
      const [first, ...rest] = isolated(evil);
      expect([first, rest.pop(), rest.some((mark) => /[\u2066-\u2069]/.test(mark))], evil).toEqual(['\u2068', '\u2069', false]);
    }
    expect(withoutIsolates(isolated('\u05d0'))).toBe('\u05d0');
  });
});

describe('words', () => {
  // Every key that a screen asks for exists in exactly one message file, and no file holds a key that nothing uses.
  it('no key is in two areas', () => {
    const keys = Object.values(areas).flatMap((area) => Object.keys(area));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(new Set(keys)).toEqual(new Set(Object.keys(en)));
  });

  it('what is loaded first asks for no words that come later', () => {
    const found = [...firstLoad(join(root, 'main.ts'))].flatMap((path) => {
      return laterKeysIn(path).map((key) => `${path}: ${key}`);
    });
    expect(found).toEqual([]);
  });

  it('every feature and panel names the words that its code asks for', () => {
    const faults = featuresIn(root).flatMap(({ where, code, words, isMenu }) => {
      const known = new Set(words.flatMap((area) => Object.keys(laterAreas[area] ?? {})));
      return [...firstLoad(code)].filter((path) => isMenu || !path.endsWith('/panels.ts')).flatMap((path) => laterKeysIn(path).filter((key) => !known.has(key)).map((key) => `${where}: ${path.slice(root.length)} asks for ${key}`));
    });
    expect(faults).toEqual([]);
    // The search itself finds them: as many as the page has panels and more.
    expect(featuresIn(root).length).toBeGreaterThan(20);
  });

  it('every key that a source asks for exists', () => {
    const missing: string[] = [];
    for (const source of sources(root)) {
      for (const match of source.matchAll(/\bt\(\s*'([^']+)'/g)) if (!((match[1] ?? '') in en)) missing.push(match[1] ?? '');
    }
    expect(missing).toEqual([]);
  });

  it('every key is used by some source', () => {
    const { literals, patterns } = wordsOfSources();
    const unused = Object.keys(en).filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it('SHELL-2 a plural message has the forms of English and the same gaps in each, but for the count', () => {
    const faults: string[] = [];
    for (const [key, message] of messages) {
      if (typeof message === 'string') continue;
      if (message.one === undefined) faults.push(`${key}: no form for one`);
      if (!message.other.includes('{count}')) faults.push(`${key}: the form for other does not say the count`);
      const gaps = new Set(formsOf(message).map((form) => gapsOf(form.replace('{count}', ''))));
      if (gaps.size !== 1) faults.push(`${key}: gaps differ between its forms`);
    }
    expect(faults).toEqual([]);
  });

  it('SHELL-2 all six Welsh plural forms are chosen, and zero serves English too', () => {
    const forms = { zero: 'zero', one: 'one', two: 'two', few: 'few', many: 'many', other: 'other' };
    const welsh = new Intl.PluralRules('cy');
    expect([0, 1, 2, 3, 6, 4].map((count) => pluralForm(forms, count, welsh))).toEqual(['zero', 'one', 'two', 'few', 'many', 'other']);
    const english = new Intl.PluralRules('en-GB');
    expect([0, 1, 2].map((count) => pluralForm(forms, count, english))).toEqual(['zero', 'one', 'other']);
    expect(pluralForm({ one: 'one', other: 'other' }, 0, english)).toBe('other');
    expect(pluralForm({ other: 'other' }, 1, english)).toBe('other');
  });

  it('SHELL-2 a translation is used where it has the message, English where it has not', () => {
    setLocale('cy', { 'button.close': 'Cau', 'people.button.name': { one: '{count} person yma', two: '{count} berson yma', other: '{count} o bobl yma' } });
    expect(t('button.close')).toBe('Cau');
    expect(t('people.button.name', { count: 2 })).toBe('2 berson yma');
    expect(t('people.button.name', { count: 6 })).toBe('6 o bobl yma');
    expect(t('button.cancel')).toBe('Cancel');
  });

  it('SHELL-2 a gap without a value stays visible, and values are not filled twice', () => {
    expect(fill('{a} and {b}', { a: '{b}' })).toBe('{b} and {b}');
    expect(t('page.title', { page: '{page}' })).toBe('{page} – Pairway');
  });

  it('SHELL-2 dates and lists are words of the language', () => {
    expect(dayInWords('2026-12-04')).toBe('4 December 2026');
    expect(dayInWords('soon')).toBe('soon');
    expect(listInWords(['Mair', 'Ben', 'Carys'])).toBe('Mair, Ben and Carys');
  });

  it('SHELL-4 the glossary’s forbidden words are on no screen', () => {
    const forbidden = /\b(board|canvas|node|card|sticky|edge|connector|swimlane|stakeholder|sufferers?|complian\w*|breakout|log ?in|sign in|click|user)\b/i;
    const found = messages.flatMap(([key, message]) => formsOf(message).filter((form) => forbidden.test(form)).map((form) => `${key}: ${form}`));
    expect(found).toEqual([]);
  });

  it('SHELL-4 sentences have twenty words at most', () => {
    const wordsMax = 20;
    const long = messages.flatMap(([key, message]) =>
      formsOf(message)
        .flatMap((form) => form.split(/(?<=[.?!:])\s+/))
        .filter((sentence) => sentence.split(/\s+/).length > wordsMax)
        .map((sentence) => `${key}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });
});
