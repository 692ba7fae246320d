/**
 * Random maps as nobody's editor makes them: raw operations of Yjs on the documents of a few hostile peers, and the
 * updates of all of them in a random order. Everything from one seed; must not know who reads them.
 */
import * as Y from 'yjs';
import { seeded } from '../test/helpers';

/** Draws from a seed. */
export interface Dice {
  /** A whole number below `count`. */
  below(count: number): number;
  one<T>(list: readonly T[]): T;
  /** Whether something that happens once in `times` happens. */
  once(times: number): boolean;
}

export function diceOf(seed: number): Dice {
  const random = seeded(seed);
  const below = (count: number) => random() % count;
  return { below, one: <T>(list: readonly T[]) => list[below(list.length)] as T, once: (times) => below(times) === 0 };
}

/** Any shared type, and any content, as Yjs has them. */
type Shared = Exclude<Y.Item['parent'], Y.ID | null>;
type Content = Y.Item['content'];

const PEERS = 3;
const OPERATIONS = 60;
/** The limit of a text field, so that texts end on both sides of it. */
const UNITS = 10_000;

const ROOTS = ['stages', 'lanes', 'goals', 'outcomes', 'assets', 'steps', 'links'] as const;
/** Ids that are some and ids that are none, and names that every object has. */
const IDS = ['a', 'b', 'c', '__proto__', 'constructor', 'toString', 'A-_9', 'x'.repeat(64), 'x'.repeat(65), '', 'a b', 'ü', 'a:b', '\ufeffa', 'a\n', '\ud83d'];
const PLAIN_IDS = IDS.slice(0, 8);
/** Those of the parts that every map begins with. */
const FIRST_IDS = IDS.slice(0, 5);
const KEYS = ['title', 'detail', 'options', 'matters', 'measure', 'label', 'ord', 'rm', 'sector', 'pos', 'meta', 'ends', 'kind', 'family', '__proto__', 'constructor'];
const TEXT_KEYS = ['title', 'detail', 'options', 'matters', 'measure', 'label'];
const ORDS = ['a0', 'a1', 'a0V', 'b00', 'Zz', 'zz', 'a', 'a00', '', 'not a key', 'A'.padEnd(27, '0'), 'a'.repeat(256), 'a'.repeat(257), 'a0\n', 'á0'];
const WORDS = ['', 'nhs', 'peer', 'for', 'with', 'lived', 'decision', 'step', 'recovery', 'long_term', 'place', 'future', 'current', 'leadsTo', 'Nhs', 'constructor', '__proto__'];
const PIECES = ['a', 'Walk ', '👩‍⚕️', '😀', '\ud83d', '\ude00', '\u0000', '\ufeff', 'é', 'e\u0301', '\r\n', '…', '1:a,', '\ufffd', 'ẞ', '\u2028'];

/** An object as JSON has it: a field `__proto__` is one of its own. */
function object(fields: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(`{${fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value ?? null)}`).join(',')}}`);
}

function words(dice: Dice): string {
  const text = Array.from({ length: dice.below(5) }, () => dice.one(PIECES)).join('');
  if (!dice.once(12)) return text;
  return 'x'.repeat(UNITS - 2 + dice.below(4)) + text;
}

/** A value that is no shared type. */
function junk(dice: Dice): unknown {
  return dice.one<() => unknown>([
    () => null, () => undefined, () => true, () => false, () => 'true', () => 0, () => -0.5, () => Number.NaN, () => 2 ** 53, () => words(dice), () => dice.one(IDS),
    () => [dice.one(PLAIN_IDS), dice.one(PLAIN_IDS), 'a0'], () => new Uint8Array([1, 2, 3]), () => ({}), () => object([['__proto__', { title: 'x' }]]),
  ])();
}

function fields(dice: Dice, names: readonly string[], values: readonly unknown[]): unknown {
  const own = names.filter(() => !dice.once(6)).map((name) => [name, dice.once(8) ? junkJson(dice) : dice.one(values)] as const);
  if (!dice.once(5)) return object(own);
  // Part of it only inherited, once a decoder has made a prototype of it.
  const inherited = Object.fromEntries(names.map((name) => [name, dice.one(values)]));
  return object([...own.filter(() => dice.once(2)), ['__proto__', dice.once(4) ? null : inherited]]);
}

function junkJson(dice: Dice): unknown {
  return dice.one([null, true, 7, ['a'], { a: 'a' }, 'a b']);
}

/** What may stand under a key of a part. */
function valueFor(dice: Dice, key: string): unknown {
  if (dice.once(7)) return dice.once(2) ? junk(dice) : type(dice);
  if (TEXT_KEYS.includes(key)) return new Y.Text(words(dice));
  switch (key) {
    case 'ord': return dice.one(ORDS);
    case 'rm': return dice.one([true, true, false, 'true', 1]);
    case 'pos': return fields(dice, ['stage', 'lane', 'ord'], [...FIRST_IDS, ...FIRST_IDS, ...PLAIN_IDS, 'a0']);
    case 'ends': return fields(dice, ['from', 'to'], [...FIRST_IDS, ...FIRST_IDS, ...PLAIN_IDS]);
    case 'meta': return fields(dice, ['kind', 'mode', 'sector', 'perspective', 'family'], WORDS);
    default: return dice.one(WORDS);
  }
}

/** A shared type where something else, or another type, belongs. */
function type(dice: Dice): unknown {
  return dice.one<() => unknown>([
    () => new Y.Text(words(dice)), () => new Y.Map(), () => Y.Array.from([1, 'a']), () => new Y.XmlText('words'), () => new Y.XmlElement('b'), () => new Y.XmlFragment(),
  ])();
}

function part(dice: Dice): Y.Map<unknown> {
  return new Y.Map(KEYS.filter((key) => (key === 'rm' ? dice.once(8) : !dice.once(4))).map((key) => [key, valueFor(dice, key)] as const));
}

/** A few parts as editors make them, so that what is hostile has something to hurt. */
function furnish(dice: Dice, doc: Y.Doc): void {
  doc.transact(() => {
    for (const root of ROOTS) {
      for (const id of FIRST_IDS) {
        const made = new Y.Map<unknown>(TEXT_KEYS.map((key) => [key, new Y.Text(words(dice))] as const));
        made.set('ord', dice.one(ORDS.slice(0, 4)));
        made.set('pos', { stage: dice.one(FIRST_IDS), lane: dice.one(FIRST_IDS), ord: dice.one(ORDS.slice(0, 4)) });
        made.set('ends', { from: dice.one(FIRST_IDS), to: dice.one(FIRST_IDS) });
        made.set('meta', { kind: dice.one(['step', 'decision', 'family']), mode: 'with', sector: 'peer', family: 'recovery' });
        doc.getMap(root).set(id, made);
        doc.getMap('stepGoals').set(`${id}:${dice.one(FIRST_IDS)}`, true);
      }
    }
  });
}

/** Every shared type within a type. */
function* within(one: Shared): Generator<Shared> {
  yield one;
  if (!(one instanceof Y.Map)) return;
  for (const value of one.values()) if (value instanceof Y.AbstractType) yield* within(value);
}

function typesIn(doc: Y.Doc): readonly Shared[] {
  return ROOTS.flatMap((root) => Array.from(within(doc.getMap(root)))).slice(ROOTS.length);
}

/**
 * An item as no method of Yjs makes it: any content under a key, or in the list of a map. Of several living elements under
 * one key the gate takes none, and nothing of the same peer behind it, so that there is one of each.
 */
function rawItem(dice: Dice, doc: Y.Doc): void {
  const parent = dice.once(3) ? doc.getMap(dice.one(ROOTS)) : (dice.one<Shared>([...typesIn(doc), doc.getMap('steps')]));
  const key = dice.once(4) ? null : dice.once(2) ? dice.one(KEYS) : dice.one(PLAIN_IDS);
  const content = dice.one<() => Content>([
    () => new Y.ContentString(key === null ? words(dice) || 'a' : dice.one(['a', '7', 'é'])), () => new Y.ContentEmbed(fields(dice, ['stage', 'lane', 'from', 'to', 'kind'], PLAIN_IDS) as object),
    () => new Y.ContentFormat('bold', true as unknown as object), () => new Y.ContentBinary(new Uint8Array([9])), () => new Y.ContentAny([valueForAny(dice)]), () => new Y.ContentAny(key === null ? [1, dice.one(ORDS)] : [dice.one(ORDS)]),
    () => new Y.ContentType(new Y.Map() as Shared), () => new Y.ContentDeleted(1 + dice.below(3)),
  ])();
  doc.transact((transaction) => {
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
    new Y.Item(id, null, null, null, null, parent, key, content).integrate(transaction, 0);
  });
}

function valueForAny(dice: Dice): unknown {
  const value = valueFor(dice, dice.one(['pos', 'meta', 'ends', 'ord', 'rm']));
  return value instanceof Y.AbstractType ? 'a' : value;
}

function changeText(dice: Dice, text: Y.Text): void {
  const at = dice.below(text.length + 1);
  const rest = text.length - at;
  dice.one<() => void>([
    () => text.insert(at, words(dice)),
    // Anywhere: also between the two halves of a character.
    () => { if (rest > 0) text.delete(at, 1 + dice.below(Math.min(rest, 3))); },
    () => { if (rest > 0) text.delete(at, 1 + dice.below(rest)); },
    () => text.insertEmbed(at, dice.once(2) ? { image: 'x' } : new Y.Map()),
    () => { if (rest > 0) text.format(at, 1, { bold: true }); },
    () => text.setAttribute('title', 'attribute'),
  ])();
}

/** One operation of a hostile peer. */
function operate(dice: Dice, doc: Y.Doc): void {
  const root = doc.getMap<unknown>(dice.one(ROOTS));
  const id = dice.once(6) ? dice.one(IDS) : dice.one(PLAIN_IDS);
  const types = typesIn(doc);
  const parts = types.filter((one): one is Y.Map<unknown> => one instanceof Y.Map);
  const texts = types.filter((one): one is Y.Text => one instanceof Y.Text);
  const stepGoals = doc.getMap<unknown>('stepGoals');
  dice.one<() => void>([
    () => root.set(id, part(dice)),
    () => root.set(id, part(dice)),
    () => root.set(id, dice.once(2) ? type(dice) : junk(dice)),
    () => root.delete(id),
    () => { if (parts.length > 0) { const key = dice.one(KEYS); dice.one(parts).set(key, valueFor(dice, key)); } },
    () => { if (parts.length > 0) { const key = dice.one(KEYS); dice.one(parts).set(key, valueFor(dice, key)); } },
    () => { if (parts.length > 0) dice.one(parts).delete(dice.one(KEYS)); },
    () => { if (texts.length > 0) changeText(dice, dice.one(texts)); },
    () => { if (texts.length > 0) changeText(dice, dice.one(texts)); },
    () => stepGoals.set(`${dice.one(PLAIN_IDS)}:${dice.one(PLAIN_IDS)}`, dice.one([true, true, true, false, 'true', 1])),
    () => stepGoals.set(`${dice.one(IDS)}:${dice.one(IDS)}`, dice.once(3) ? new Y.Map() : true),
    () => doc.getMap('meta').set('kind', dice.one(['future', 'current', 'past', 1, ['future']])),
    () => rawItem(dice, doc),
  ])();
}

/** Updates of a few hostile peers who meet now and then, in an order in which a server might get them. */
export function hostileUpdates(seed: number): readonly Uint8Array[] {
  const dice = diceOf(seed);
  const updates: Uint8Array[] = [];
  const docs = Array.from({ length: PEERS }, () => {
    const doc = new Y.Doc();
    // Small ones too: which of two wins goes by the id.
    doc.clientID = 1 + dice.below(dice.once(3) ? 100 : 2 ** 31);
    doc.on('update', (update: Uint8Array, origin: unknown) => { if (origin !== 'wire') updates.push(update); });
    return doc;
  });
  const [first] = docs;
  if (first) furnish(dice, first);
  for (let at = 0; at < OPERATIONS; at += 1) {
    const doc = dice.one(docs);
    if (dice.once(4)) Y.applyUpdate(doc, Y.encodeStateAsUpdate(dice.one(docs)), 'wire');
    operate(dice, doc);
  }
  if (dice.once(4)) {
    const odd = new Y.Doc();
    odd.getText(dice.one(ROOTS)).insert(0, 'words where parts should be');
    updates.push(Y.encodeStateAsUpdate(odd));
  }
  const mixed = updates.map((update) => ({ update, at: dice.below(updates.length) })).sort((a, b) => a.at - b.at);
  // What came too early, or was refused and more builds on it, comes again with all that its author has.
  return [...mixed.map(({ update }) => update), ...docs.map((doc) => Y.encodeStateAsUpdate(doc)), ...updates];
}
