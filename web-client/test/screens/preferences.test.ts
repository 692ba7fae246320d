/**
 * Rules of docs/spec/shell.md about the look: contrast of every pair of ink and ground in every look, sides of equal
 * weight, a sheet that loses nothing when minified, and the person's own choices.
 */
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { compile } from 'sass-embedded';
import { describe, expect, it } from 'vitest';
import { transform } from 'lightningcss';
import { symbols } from '../../src/styles/symbols';
import { readPreferences, DEFAULT_PREFERENCES } from '../../src/shell/common/preferences';

const folder = new URL('../../', import.meta.url).pathname;
const compiled = (file: string) => compile(`${folder}src/${file}`, { loadPaths: [`${folder}node_modules`], quietDeps: true }).css;
const css = compiled('styles/main.scss');
const mapCss = compiled('map/map.scss');
const editorCss = compiled('editor/editor.scss');

type Tokens = ReadonlyMap<string, string>;

/** The declarations of the first block after `selector` in the sheet. */
function block(selector: string): Tokens {
  const start = css.indexOf(selector);
  expect(start, `${selector} is in the sheet`).toBeGreaterThan(-1);
  const body = css.slice(css.indexOf('{', start + selector.length - 1) + 1, css.indexOf('}', start + selector.length));
  return new Map([...body.matchAll(/(--pw-[\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]));
}

const light = block(':root {');
const dark = block(':root[data-theme=dark] {');
const lightContrast = block(':root[data-contrast=more] {');
const darkContrast = block(':root[data-contrast=more][data-theme=dark] {');

const looks: Readonly<Record<string, { readonly tokens: Tokens; readonly text: number }>> = {
  light: { tokens: light, text: 4.5 },
  dark: { tokens: new Map([...light, ...dark]), text: 4.5 },
  'light, high contrast': { tokens: new Map([...light, ...lightContrast]), text: 7 },
  'dark, high contrast': { tokens: new Map([...light, ...dark, ...lightContrast, ...darkContrast]), text: 7 },
};

function channels(colour: string): [number, number, number] {
  const hex = /^#([0-9a-f]{3,6})$/i.exec(colour)?.[1];
  if (hex === undefined) throw new Error(`not a plain colour: ${colour}`);
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255) as [number, number, number];
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** A colour mixed with white, as `color-mix` does in sRGB. */
function mixed(colour: string, share: number): string {
  return `#${channels(colour).map((value) => Math.round((value * share + 1 - share) * 255).toString(16).padStart(2, '0')).join('')}`;
}

const GROUNDS = ['paper', 'surface', 'surface-raised', 'sunk', 'field'];
const TEXT: readonly (readonly [ink: string, grounds: readonly string[]])[] = [
  ['ink', [...GROUNDS, 'accent-soft', 'neutral-soft', 'patient-soft', 'professional-soft', 'warm-soft', 'good-soft', 'wait-soft', 'error-soft']],
  ['ink-soft', [...GROUNDS, 'accent-soft', 'neutral-soft']],
  ['link', GROUNDS],
  ['link-hover', GROUNDS],
  ['accent-ink', [...GROUNDS, 'accent-soft']],
  ['error', [...GROUNDS, 'error-soft']],
  ['good', [...GROUNDS, 'good-soft']],
  ['wait', [...GROUNDS, 'wait-soft']],
  ['warm-ink', [...GROUNDS, 'warm-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-error', ['error', 'error-strong']],
  ['focus-ink', ['focus']],
  ['paper', ['ink']],
];
const SHAPES: typeof TEXT = [
  ['line-strong', GROUNDS],
  ['accent', GROUNDS],
  ['warm', GROUNDS],
  ['patient', [...GROUNDS, 'patient-soft', 'neutral-soft']],
  ['professional', [...GROUNDS, 'professional-soft', 'neutral-soft']],
  ['neutral', [...GROUNDS, 'neutral-soft']],
];

function valueOf(tokens: Tokens, name: string): string {
  return tokens.get(`--pw-${name}`) ?? '';
}

function faintPairs(tokens: Tokens, pairs: typeof TEXT, least: number): string[] {
  return pairs.flatMap(([ink, grounds]) =>
    grounds
      .map((ground) => ({ name: `${ink} on ${ground}`, ratio: contrast(valueOf(tokens, ink), valueOf(tokens, ground)) }))
      .filter((pair) => pair.ratio < least)
      .map((pair) => `${pair.name}: ${pair.ratio.toFixed(2)}`),
  );
}

function classesOf(sheet: string): ReadonlySet<string> {
  return new Set([...sheet.matchAll(/\.((?:pw|nhsuk)-[\w-]+)/g)].map((match) => match[1] ?? ''));
}

describe('look', () => {
  for (const [name, look] of Object.entries(looks)) {
    it(`SHELL-5 text and shapes stand out: ${name}`, () => {
      expect(faintPairs(look.tokens, TEXT, look.text)).toEqual([]);
      expect(faintPairs(look.tokens, SHAPES, 3)).toEqual([]);
    });

    it(`SHELL-5 the focus ring is seen on every ground, by its dark or its bright line: ${name}`, () => {
      for (const ground of [...GROUNDS, 'accent', 'error-soft']) {
        const best = Math.max(...['focus', 'focus-ink'].map((line) => contrast(valueOf(look.tokens, line), valueOf(look.tokens, ground))));
        expect(best, ground).toBeGreaterThanOrEqual(3);
      }
    });

    it(`SHELL-6 both sides have the same weight: ${name}`, () => {
      const ratio = contrast(look.tokens.get('--pw-patient') ?? '', look.tokens.get('--pw-professional') ?? '');
      expect(ratio).toBeLessThan(1.2);
    });
  }

  it('SHELL-5 outlines and names of others stand out on every ground of their look', () => {
    const marks = [...new Set([...mapCss.matchAll(/--pw-mark-colour: (#[0-9a-f]{6})/g)].map((match) => match[1] ?? ''))];
    expect(marks).toHaveLength(8);
    const share = Number(/--pw-mark: color-mix\(in srgb, var\(--pw-mark-colour, #1f5fa8\) (\d+)%, #fff\)/.exec(mapCss)?.[1]) / 100;
    const onDark = /--pw-on-mark: (#1\w{5})/.exec(mapCss)?.[1] ?? '';
    const inLook = (name: string, colour: string) => (name.startsWith('dark') ? mixed(colour, share) : colour);
    for (const [name, look] of Object.entries(looks)) {
      for (const colour of marks) {
        const shown = inLook(name, colour);
        for (const ground of ['paper', 'surface', 'surface-raised']) expect(contrast(shown, valueOf(look.tokens, ground)), `${colour} on ${ground}, ${name}`).toBeGreaterThanOrEqual(3);
        expect(contrast(shown, name.startsWith('dark') ? onDark : '#ffffff'), `the name in ${colour}, ${name}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('SHELL-5 the symbols and edges of sectors stand out on every ground of their look', () => {
    const sectors = (selector: string) => {
      const start = editorCss.indexOf(selector);
      return [...editorCss.slice(start, editorCss.indexOf('}', start)).matchAll(/--pw-sector-[\w-]+: (#[0-9a-f]{6})/g)].map((match) => match[1] ?? '');
    };
    for (const [name, look] of Object.entries(looks)) {
      const colours = sectors(name.startsWith('dark') ? ':root[data-theme=dark]' : ':root {');
      expect(colours).toHaveLength(6);
      for (const colour of colours) for (const ground of ['paper', 'surface', 'surface-raised']) expect(contrast(colour, valueOf(look.tokens, ground)), `${colour} on ${ground}, ${name}`).toBeGreaterThanOrEqual(3);
    }
  });

  it('SHELL-6 circle and square have the same area', () => {
    const radius = Number(/a([\d.]+) /.exec(symbols.patient.solids)?.[1]);
    const [, straight = 0, corner = 0] = (/h([\d.]+)a([\d.]+) /.exec(symbols.professional.solids) ?? []).map(Number);
    const side = straight + 2 * corner;
    const circle = Math.PI * radius ** 2;
    const square = side ** 2 - (4 - Math.PI) * corner ** 2;
    expect(Math.abs(circle - square) / circle).toBeLessThan(0.02);
  });

  // The style sheet loses no rule when it is minified, fetches nothing from elsewhere and keeps within 30 KiB gzip.
  it('no class is lost when the sheet is minified, and nothing is fetched', () => {
    const { code, warnings } = transform({ filename: 'main.css', code: Buffer.from(css), minify: true });
    expect(warnings).toEqual([]);
    const minified = Buffer.from(code).toString();
    expect(classesOf(minified)).toEqual(classesOf(css));
    expect(minified).not.toMatch(/@import|@font-face|https?:\/\/(?!www\.w3\.org)/);
    expect(gzipSync(minified).length).toBeLessThan(30 * 1024);
  });

  it('the kept version of nhsuk-frontend is the one whose parts were chosen', () => {
    const { version } = createRequire(import.meta.url)('nhsuk-frontend/package.json') as { version: string };
    expect(version).toMatch(/^10\.6\./);
  });

  it('SHELL-8 a stored choice is read back; what is not a choice reads as none', () => {
    const chosen = { text: 'large', theme: 'dark', contrast: 'more', motion: 'less', hold: 'on', quiet: 'off', letters: 'on', onward: 'on', goals: 'folded', pointers: 'hidden', countdown: 'hidden', follow: 'stay', silenced: ['edits'] } as const;
    expect(readPreferences(JSON.stringify(chosen))).toEqual(chosen);
    expect(readPreferences(null)).toEqual(DEFAULT_PREFERENCES);
    for (const stored of ['', 'null', '[]', '7', '{"text":"huge","theme":1,"silenced":"all"}', '{"silenced":["own","rows"]}']) {
      expect(readPreferences(stored), stored).toEqual(DEFAULT_PREFERENCES);
    }
  });
});
