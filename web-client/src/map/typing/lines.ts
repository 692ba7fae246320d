/**
 * What typed or pasted words are as steps: one line is one step, and the cells of a spreadsheet's row (which it copies with
 * tabs between them) stand in one stage after the other. Pure.
 */
import { TITLE_UNITS_MAX } from '../../model/limits';

/** Most steps that are added at once; more is refused and stays in the field. */
export const LINES_MAX = 500;

/** One step to be: its words and how many stages after the first it stands. */
export interface Line {
  readonly title: string;
  readonly column: number;
}

/** Words as steps. */
export interface Lines {
  readonly lines: readonly Line[];
  /** How many stages the widest row needs. */
  readonly columns: number;
  /** By how many letters the longest is too long; 0 when all fit. */
  readonly over: number;
}

/** Fields of a row between tabs. A field in quotation marks may hold tabs and line breaks, and doubled marks stand for one. */
function* fieldsOf(text: string): Generator<{ readonly words: string; readonly column: number }> {
  const field = /"((?:[^"]|"")*)"(?=\t|\r?\n|\r|$)|([^\t\r\n]*)/y;
  let column = 0;
  for (let at = 0; at <= text.length;) {
    field.lastIndex = at;
    const found = field.exec(text);
    yield { words: (found?.[1]?.replaceAll('""', '"') ?? found?.[2] ?? ''), column };
    at += found?.[0].length ?? 0;
    column = text[at] === '\t' ? column + 1 : 0;
    // The end of a line as Windows writes it is two signs.
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
}

/** The steps that words come to: all as one, or one for each line and cell. */
export function linesOf(text: string, how: 'each' | 'together' = 'each'): Lines {
  const all: Line[] = [];
  if (how === 'together') all.push({ title: oneLine(text), column: 0 });
  else for (const { words, column } of fieldsOf(text)) all.push({ title: oneLine(words), column });
  const filled = all.filter(({ title }) => title !== '');
  const first = Math.min(...filled.map(({ column }) => column));
  const lines = filled.map((line) => ({ ...line, column: line.column - first }));
  return {
    lines,
    columns: lines.reduce((most, { column }) => Math.max(most, column + 1), 0),
    over: Math.max(0, ...lines.map(({ title }) => title.length - TITLE_UNITS_MAX)),
  };
}

/** A title is one line: every stretch of white space is one space. The mark that keeps a cell from being a formula (selection/clip.ts) goes. */
function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim().replace(/^'(?=[=+\-@])/, '');
}
