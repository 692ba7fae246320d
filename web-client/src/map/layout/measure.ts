/**
 * How wide words are, measured by the browser in the fonts of a step's title and tags, with the space between letters, words
 * and lines that people have set in their browser (WCAG 2.2, 1.4.12). Each word is measured once, of Latin words each pair of letters.
 *
 * Owns the fonts' description, which must be that of map.scss. Knows the browser's text measuring, nothing of maps.
 */
import { TITLE_LINE_HEIGHT, TITLE_TEXT, type Measure } from './shapes';

/** Font of a step's title; the same as `.pw-step__title`. */
const TITLE_FONT = `bold ${TITLE_TEXT}px arial, sans-serif`;
/** Font of a step's tags; the same as `.pw-step__tag`. */
const TAG_FONT = '12px arial, sans-serif';
/** Words kept; a map with more different words than this starts afresh. */
const WORDS_KEPT_MAX = 20_000;

const kept: Readonly<Record<string, Map<string, number>>> = { [TITLE_FONT]: new Map<string, number>(), [TAG_FONT]: new Map<string, number>() };
/** A pen for each font: giving a pen another font costs more than measuring. */
const pens = new Map<string, CanvasRenderingContext2D | null>();

function penFor(font: string): CanvasRenderingContext2D | null {
  const known = pens.get(font);
  if (known !== undefined) return known;
  const pen = document.createElement('canvas').getContext('2d');
  if (pen) pen.font = font;
  pens.set(font, pen);
  return pen;
}

/** Words of letters, digits and signs that stand one after another, so that a word is as wide as its pairs of letters. */
const PLAIN_WORD = /^[!-~]{3,}$/;

/** The width of words in a font, with nothing added between letters. */
function plainWidth(font: string, text: string): number {
  const words = kept[font];
  const known = words?.get(text);
  if (known !== undefined) return known;
  const width = PLAIN_WORD.test(text) ? widthByPairs(font, text) : measured(font, text);
  if (words && words.size >= WORDS_KEPT_MAX) words.clear();
  words?.set(text, width);
  return width;
}

/** The width of a plain word: thousands of words have few different pairs, and asking the browser is what costs. */
function widthByPairs(font: string, word: string): number {
  let sum = plainWidth(font, word.charAt(0));
  for (let at = 1; at < word.length; at += 1) sum += plainWidth(font, word.slice(at - 1, at + 1)) - plainWidth(font, word.charAt(at - 1));
  return sum;
}

function measured(font: string, text: string): number {
  const pen = penFor(font);
  // Without a pen (it can be blocked) half a letter's height is a fair guess.
  return pen ? pen.measureText(text).width : text.length * 7;
}

/** Space that is added between letters, words and lines. */
export interface Spacing {
  /** Pixels after each letter, and more of them for a space. */
  readonly letter: number;
  readonly word: number;
  /** How much higher than usual a line is. */
  readonly lines: number;
}

/** Nothing is added. */
export const NO_SPACING: Spacing = { letter: 0, word: 0, lines: 1 };

/** Pixels of a computed length; "normal" counts as none. */
function pixels(value: string): number {
  return Number.parseFloat(value) || 0;
}

/** The spacing of an element that looks like a step's title; what cannot be read counts as nothing. */
export function spacingOf(title: Element): Spacing {
  const style = getComputedStyle(title);
  return {
    letter: pixels(style.letterSpacing), word: pixels(style.wordSpacing),
    lines: Math.max(1, pixels(style.lineHeight) / TITLE_LINE_HEIGHT),
  };
}

/** What is put in place of words that are cut. */
const ELLIPSIS = '…';
/** Text that is plain words and the spaces between them. */
const PLAIN_TEXT = /^[ -~]+$/;

/** Text in the font of tags, cut to a room of pixels where it is longer; nothing for text that is not of plain words. */
function cutTo(text: string, room: number, spacing: Spacing): string | undefined {
  if (!PLAIN_TEXT.test(text)) return undefined;
  let [used, fits] = [0, 0];
  const end = plainWidth(TAG_FONT, ELLIPSIS) + spacing.letter;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    used += plainWidth(TAG_FONT, text.slice(Math.max(0, at - 1), at + 1)) - (at === 0 ? 0 : plainWidth(TAG_FONT, text.charAt(at - 1)));
    used += spacing.letter + (letter === ' ' ? spacing.word : 0);
    if (used + end <= room) fits = at + 1;
    if (used > room) return `${text.slice(0, fits).trimEnd()}${ELLIPSIS}`;
  }
  return text;
}

/** A measure that uses the browser's fonts. */
export function browserMeasure(spacing: Spacing = NO_SPACING): Measure {
  const width = (font: string, text: string): number =>
    plainWidth(font, text) + text.length * spacing.letter + (text === ' ' ? spacing.word : 0);
  return { title: (text) => width(TITLE_FONT, text), tag: (text) => width(TAG_FONT, text), cut: (text, room) => cutTo(text, room, spacing), lines: spacing.lines };
}
