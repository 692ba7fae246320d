/**
 * What changed between two wordings of a part, field by field and word by word. Pure functions, bounded: two texts too
 * long to compare are shown one after the other. Knows no words of the interface.
 */
import { isSameWords } from './fingerprint';
import { WORD_PAIRS_MAX } from './limits';
import type { DecisionMeaning, Meaning, Named, StepMeaning } from './meaning';

/** A run of words that stayed, went or came. */
export interface Piece {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** A field whose meaning differs. Both texts are what a person reads, but for `kind`, `family`, `mode`,
 * `sector` and `mapKind`, which are codes. */
export interface FieldChange {
  readonly field: 'title' | 'kind' | 'detail' | 'options' | 'matters' | 'measure' | 'family' | 'stage' | 'lane' | 'mode' | 'sector' | 'goal' | 'leadsTo' | 'from' | 'to' | 'label' | 'mapKind' | 'part';
  readonly before: string;
  readonly after: string;
  /** With `part`: the name of the part of the map; `before` and `after` are its fingerprints, empty when it does not count. */
  readonly name?: string;
}

/** Words, each with the space after it, so that nothing is lost between them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (last?.kind === piece.kind) out[out.length - 1] = { kind: last.kind, text: last.text + piece.text };
    else if (piece.text !== '') out.push(piece);
  }
  return out;
}

function same(words: readonly string[]): Piece {
  return { kind: 'same', text: words.join('') };
}

/** The way from one text to another, word by word; what went stands before what came in its place. */
export function wordDifference(before: string, after: string): readonly Piece[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const [gone, came] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return joined([same(old.slice(0, start)), ...between(gone, came), same(old.slice(old.length - end))]);
}

/** The longest common run of words of two lists, and what stands between. */
function between(old: readonly string[], now: readonly string[]): readonly Piece[] {
  const whole: readonly Piece[] = [{ kind: 'gone', text: old.join('') }, { kind: 'new', text: now.join('') }];
  if (old.length === 0 || now.length === 0 || old.length * now.length > WORD_PAIRS_MAX) return whole;
  const width = now.length + 1;
  // `common[i][j]`: how many words the rests of both lists from there on have in common.
  const common = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = isSame(old[i], now[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && isSame(old[i], now[j])) {
      out.push({ kind: 'same', text: now[j] ?? '' });
      i += 1;
      j += 1;
    } else if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) {
      out.push({ kind: 'gone', text: old[i] ?? '' });
      i += 1;
    } else {
      out.push({ kind: 'new', text: now[j] ?? '' });
      j += 1;
    }
  }
  return out;
}

/** The same word; the space after it may differ at the end of a text. */
function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.trimEnd() === other?.trimEnd();
}

function text(field: FieldChange['field'], before: string, after: string): readonly FieldChange[] {
  return isSameWords(field, before, after) ? [] : [{ field, before, after }];
}

/** Another part: told by its words, also when only its identity changed. */
function other(field: 'stage' | 'lane' | 'from' | 'to', before: Named, after: Named): readonly FieldChange[] {
  return before.id === after.id && isSameWords(field, before.title, after.title) ? [] : [{ field, before: before.title, after: after.title }];
}

function titleIn(list: readonly Named[], id: string): string | undefined {
  return list.find((goal) => goal.id === id)?.title;
}

/** Others in a list, each told by its words. */
function listed(field: 'goal' | 'leadsTo', before: readonly Named[], after: readonly Named[]): readonly FieldChange[] {
  const ids = [...new Set([...before, ...after].map((goal) => goal.id))];
  return ids.flatMap((id) => {
    const [then, now] = [titleIn(before, id), titleIn(after, id)];
    return then !== undefined && now !== undefined && isSameWords(field, then, now) ? [] : [{ field, before: then ?? '', after: now ?? '' }];
  });
}

function parts(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => text('part', before[name] ?? '', after[name] ?? '').map((change) => ({ ...change, name })));
}

function choiceOf(step: StepMeaning | DecisionMeaning): Pick<DecisionMeaning, 'options' | 'matters'> {
  return step.kind === 'decision' ? step : { options: '', matters: '' };
}

/** A step before and after; made a shared decision, or a plain step again, its two texts come or go with that. */
function steps(before: StepMeaning | DecisionMeaning, after: StepMeaning | DecisionMeaning): readonly FieldChange[] {
  const [chose, chooses] = [choiceOf(before), choiceOf(after)];
  return [
    ...text('title', before.title, after.title),
    ...text('kind', before.kind, after.kind),
    ...text('detail', before.detail, after.detail),
    ...text('options', chose.options, chooses.options),
    ...text('matters', chose.matters, chooses.matters),
    ...other('stage', before.stage, after.stage),
    ...other('lane', before.lane, after.lane),
    ...text('mode', before.mode, after.mode),
    ...text('sector', before.sector, after.sector),
    ...listed('goal', before.goals, after.goals),
    ...listed('leadsTo', before.leadsTo, after.leadsTo),
  ];
}

/** Every field that differs, in the order of the meaning; nothing when both mean the same. */
export function changesBetween(before: Meaning, after: Meaning): readonly FieldChange[] {
  if ((before.kind === 'goal' || before.kind === 'stage') && before.kind === after.kind) return text('title', before.title, after.title);
  if (before.kind === 'outcome' && after.kind === 'outcome') {
    return [...text('title', before.title, after.title), ...text('measure', before.measure, after.measure), ...text('family', before.family, after.family)];
  }
  if ((before.kind === 'step' || before.kind === 'decision') && (after.kind === 'step' || after.kind === 'decision')) return steps(before, after);
  if (before.kind === 'link' && after.kind === 'link') {
    return [...other('from', before.from, after.from), ...other('to', before.to, after.to), ...text('label', before.label, after.label)];
  }
  if (before.kind === 'map' && after.kind === 'map') return [...text('mapKind', before.mapKind, after.mapKind), ...parts(before.parts, after.parts)];
  return [];
}
