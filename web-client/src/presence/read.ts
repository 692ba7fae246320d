/**
 * From what another connection says of itself to typed presence: anything malformed reads as absent. Pure.
 */
import { KINDS, textsOf, type TextField } from '../model/kinds';
import type { MyPresence, Peer } from './shown';

const VIEWS = ['map', 'list', 'walk'] as const;
/** Where somebody writes; on a link one does not see others write. */
const FIELDS = KINDS.flatMap(textsOf).filter((field): field is Exclude<TextField, 'label'> => field !== 'label');
/** Most selected parts that are read. */
const SELECTION_MAX = 200;
const ID_UNITS_MAX = 64;
/** Furthest a cursor may be, in places of map/layout/shared-place.ts. */
const COORDINATE_MAX = 1_000_000;

function plain(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function id(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= ID_UNITS_MAX ? value : undefined;
}

function coordinate(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= COORDINATE_MAX ? value : undefined;
}

/** Reads one state; `undefined` when it names no participant. */
export function readPeer(client: number, state: unknown): Peer | undefined {
  const said = plain(state);
  const participant = id(said['participant']);
  if (participant === undefined) return undefined;
  return { client, participant, ...readPresence(said) };
}

function readPresence(said: Readonly<Record<string, unknown>>): MyPresence {
  const out: MyPresence = {};
  const view = VIEWS.find((one) => one === said['view']);
  if (view) out.view = view;
  const part = plain(said['part']);
  const kind = KINDS.find((one) => one === part['kind']);
  const partId = id(part['id']);
  if (kind && partId !== undefined) out.part = { kind, id: partId };
  const field = FIELDS.find((one) => one === said['field']);
  if (field) out.field = field;
  if (said['typing'] === true) out.typing = true;
  const cursor = plain(said['cursor']);
  const [x, y] = [coordinate(cursor['x']), coordinate(cursor['y'])];
  if (x !== undefined && y !== undefined) out.cursor = { x, y };
  if (Array.isArray(said['selection'])) out.selection = said['selection'].slice(0, SELECTION_MAX).filter((one) => id(one) !== undefined) as string[];
  const drag = readDrag(said['drag']);
  if (drag) out.drag = drag;
  return out;
}

function readDrag(value: unknown): MyPresence['drag'] {
  const drag = plain(value);
  const pos = plain(drag['pos']);
  const [step, stage, lane] = [id(drag['step']), id(pos['stage']), id(pos['lane'])];
  if (step === undefined || stage === undefined || lane === undefined) return undefined;
  return { step, pos: { stage, lane, ord: typeof pos['ord'] === 'string' ? pos['ord'].slice(0, 256) : '' } };
}
