/**
 * How wide words are, measured by the browser in the fonts of a step's title and tags. Each word is measured once.
 *
 * Owns the fonts' description, which must be that of map.scss. Knows the browser's text measuring, nothing of maps.
 */
import type { Measure } from './shapes';

/** Font of a step's title; the same as `.pw-step__title`. */
const TITLE_FONT = 'bold 16px arial, sans-serif';
/** Font of a step's tags; the same as `.pw-step__tag`. */
const TAG_FONT = '14px arial, sans-serif';
/** Words kept; a map with more different words than this starts afresh. */
const WORDS_KEPT_MAX = 20_000;

/** A measure that uses the browser's fonts. */
export function browserMeasure(): Measure {
  const pen = document.createElement('canvas').getContext('2d');
  const kept = { [TITLE_FONT]: new Map<string, number>(), [TAG_FONT]: new Map<string, number>() };
  const width = (font: typeof TITLE_FONT | typeof TAG_FONT, text: string): number => {
    const words = kept[font];
    const known = words.get(text);
    if (known !== undefined) return known;
    if (pen) pen.font = font;
    // Without a pen (it can be blocked) half a letter's height is a fair guess.
    const measured = pen ? pen.measureText(text).width : text.length * 8;
    if (words.size >= WORDS_KEPT_MAX) words.clear();
    words.set(text, measured);
    return measured;
  };
  return { title: (text) => width(TITLE_FONT, text), tag: (text) => width(TAG_FONT, text) };
}
