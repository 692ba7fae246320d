/**
 * From whatever a document holds to typed values: the rules of reading of docs/PROTOCOL.md section 1.1. Pure functions.
 * A value of the wrong type reads as absent; nothing a peer writes makes a read throw or grow without bound.
 */
import * as Y from 'yjs';
import { rowOf, textsOf, wordOf } from './kinds';
import type { FieldsOf, ListedPart, OrderedKind, PartKind, TextField } from './kinds';
import { ID_UNITS_MAX, ORD_UNITS_MAX, TEXT_CUT_MARK, TEXT_FIELD_UNITS_MAX } from './limits';
import { isOrd } from './order';
import type { Link, MapKind, Place, Step } from './schema';

/** Whether a key can be the id of a part: as the server has it, 1 to 64 letters, digits, `-` and `_`. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= ID_UNITS_MAX && /^[0-9A-Za-z_-]+$/.test(value);
}

/** The live text under a key of a part, if it is one. */
export function textOf(part: Y.Map<unknown>, field: TextField): Y.Text | undefined {
  const value = part.get(field);
  return value instanceof Y.Text && !(value instanceof Y.XmlText) ? value : undefined;
}

function words(part: Y.Map<unknown>, field: TextField): string {
  const text = textOf(part, field);
  if (!text) return '';
  const whole = text.toString();
  if (whole.length <= TEXT_FIELD_UNITS_MAX) return whole;
  const cut = whole.slice(0, TEXT_FIELD_UNITS_MAX);
  // Never half of a character: the server, too, ends before one that does not fit whole.
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut) + TEXT_CUT_MARK;
}

/** A plain object of a document. */
export type Plain = Readonly<Record<string, unknown>>;

/**
 * The fields that a plain value has itself; nothing for a value that is no plain object. The decoder makes a field
 * `__proto__` the prototype of the object it decodes, so what an object inherits is not what was written.
 */
export function plainOf(value: unknown): Plain | undefined {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Y.AbstractType) && !(value instanceof Uint8Array);
  return isPlain ? (Object.assign(Object.create(null), value) as Plain) : undefined;
}

/** The plain object under a key, or an empty one. */
function plain(value: unknown): Plain {
  return plainOf(value) ?? {};
}

function ordOf(value: unknown): string {
  return typeof value === 'string' && value.length <= ORD_UNITS_MAX && isOrd(value) ? value : '';
}

function idOf(value: unknown): string {
  return isId(value) ? value : '';
}

/** The texts and words of a part, by the row of its kind. */
function fieldsOf(kind: PartKind, part: Y.Map<unknown>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const field of textsOf(kind)) out[field] = words(part, field);
  const meta = plain(part.get('meta'));
  for (const [key, field] of Object.entries(rowOf(kind).words)) out[key] = wordOf(field, field.within === 'meta' ? meta[key] : part.get(key));
  return out;
}

/** Reads a part of a kind that stands in one order of its own. */
export function readListed<Kind extends OrderedKind>(kind: Kind, id: string, raw: unknown): ListedPart<Kind> | undefined {
  if (!(raw instanceof Y.Map)) return undefined;
  const part = raw as Y.Map<unknown>;
  // The row of a kind is what the type of its parts is made of.
  return { id, ...fieldsOf(kind, part), ord: ordOf(part.get('ord')), removed: part.get('rm') === true } as ListedPart<Kind>;
}

/** Reads where a step stands; a malformed place is no place, so that the step shows under "Not placed". */
export function readPlace(value: unknown): Place {
  const pos = plain(value);
  return { stage: idOf(pos['stage']), lane: idOf(pos['lane']), ord: ordOf(pos['ord']) };
}

/** Reads a step. */
export function readStep(id: string, raw: unknown): Step | undefined {
  if (!(raw instanceof Y.Map)) return undefined;
  const part = raw as Y.Map<unknown>;
  return { id, ...(fieldsOf('step', part) as FieldsOf<'step'>), ...readPlace(part.get('pos')), removed: part.get('rm') === true };
}

/** Reads a link; one without two named ends has empty ends and is never shown. */
export function readLink(id: string, raw: unknown): Link | undefined {
  if (!(raw instanceof Y.Map)) return undefined;
  const part = raw as Y.Map<unknown>;
  const ends = plain(part.get('ends'));
  const kind = part.get('kind');
  return {
    id,
    from: idOf(ends['from']),
    to: idOf(ends['to']),
    kind: typeof kind === 'string' ? kind.slice(0, ID_UNITS_MAX) : 'leadsTo',
    label: words(part, 'label'),
    removed: part.get('rm') === true,
  };
}

/** Reads what a map is of. */
export function readKind(value: unknown): MapKind {
  return value === 'future' ? 'future' : 'current';
}

/** The step and the goal that a key of `stepGoals` names. */
export function readStepGoalKey(key: string): { readonly step: string; readonly goal: string } | undefined {
  const [step, goal, ...rest] = key.split(':');
  return isId(step) && isId(goal) && rest.length === 0 ? { step, goal } : undefined;
}

/** Display order: by key, ties by id. Compares code units, which for keys is byte order. */
export function byOrd(a: { readonly ord: string; readonly id: string }, b: { readonly ord: string; readonly id: string }): number {
  if (a.ord !== b.ord) return a.ord < b.ord ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
