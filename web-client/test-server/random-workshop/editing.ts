/**
 * What a person of a random workshop edits on a map: every command that our own client has, on parts near the beginning of their
 * lists, so that edits meet each other and what is being decided. Owns the choice; must not know what must hold.
 */
import { FAMILIES, MODES, ORDERED_KINDS, PERSPECTIVES, SECTORS, textsOf } from '../../src/model/kinds';
import type { PartKind } from '../../src/model/kinds';
import type { MapModel } from '../../src/model/map';
import * as many from '../../src/model/many/many';
import type { PartRef } from '../../src/model/schema';
import type { OpenMap } from '../../src/workshop/open';
import * as edits from '../../test/short-edits';
import type { Dice } from '../hostile-maps';
import type { Person } from './person';
import type { World } from './world';

const KINDS: readonly PartKind[] = ['goal', 'outcome', 'stage', 'lane', 'step', 'step', 'step', 'link', 'link', 'asset'];
const WORDS = ['Walk', 'Rest', 'Call the nurse', 'GP surgery', 'Day 1', 'Ärztin', 'الخطوة', '🙂 better'];

/** The parts of a kind that show. */
function shown(map: MapModel, kind: PartKind): readonly string[] {
  if (kind === 'step') return map.reading.peek();
  if (kind === 'link') return map.links.peek().map(({ id }) => id);
  return map.ordered(kind).peek().map(({ id }) => id);
}

/** Chooses what is edited. */
class Choice {
  readonly #world: World;
  readonly map: MapModel;
  readonly one: OpenMap;

  constructor(world: World, one: OpenMap) {
    this.#world = world;
    this.one = one;
    this.map = one.map;
  }

  get dice(): Dice {
    return this.#world.dice;
  }

  get words(): string {
    return `${this.dice.one(WORDS)} ${this.dice.below(1_000)}`;
  }

  id(kind: PartKind): string {
    const ids = shown(this.map, kind);
    return ids[this.#world.place(ids.length)] ?? '';
  }

  ids(): readonly string[] {
    return Array.from(new Set(Array.from({ length: 1 + this.dice.below(4) }, () => this.id('step')))).filter((id) => id !== '');
  }

  part(): PartRef {
    const kind = this.dice.one(KINDS);
    return { kind, id: this.id(kind) };
  }

  index(): number | undefined {
    return this.dice.once(3) ? undefined : this.dice.below(4);
  }

  slot(): edits.StepSlot {
    return { stage: this.id('stage'), lane: this.id('lane'), index: this.index() };
  }
}

/** New words for a text, as people change them: added, replaced, cut, or only other spaces and stops. */
function changed(choice: Choice, before: string): string {
  switch (choice.dice.below(8)) {
    case 0: return choice.words;
    case 1: return before.slice(0, Math.floor(before.length / 2));
    case 2: return `${before}.`;
    case 3: return ` ${before.replaceAll(' ', '  ')} `;
    case 4: return before.toUpperCase();
    case 5: return '';
    default: return `${before} ${choice.words}`;
  }
}

function changeText(choice: Choice): unknown {
  const { map, dice } = choice;
  const part = choice.part();
  const fields = textsOf(part.kind);
  const field = dice.once(3) ? dice.one(fields) : fields[0];
  if (!field) return 'no text';
  const text = changed(choice, map.text(part, field)?.toString() ?? '');
  return edits.setText(map, part, field, { text, ...(dice.once(2) ? { caret: text.length } : {}) });
}

function addSomething(choice: Choice): unknown {
  const { map, dice } = choice;
  switch (dice.below(4)) {
    case 0: return many.addParts(map, dice.one(ORDERED_KINDS), [choice.words], { index: choice.index() });
    case 1: return many.addParts(map, dice.one(ORDERED_KINDS), [choice.words, choice.words]);
    case 2: return many.addSteps(map, [{ title: choice.words, slot: choice.slot(), mode: dice.one(MODES), goals: [choice.id('goal')] }]);
    default: return many.addSteps(map, [{ title: choice.words, slot: choice.slot() }, { title: choice.words, slot: choice.slot(), kind: 'decision', options: 'One\nTwo' }], [{ from: 0, to: 1, label: dice.one(['', '', 'same day']) }]);
  }
}

function moveSomething(choice: Choice): unknown {
  const { map, dice } = choice;
  if (dice.once(4)) return many.moveSteps(map, choice.ids(), dice.one([{ stage: choice.id('stage') }, { lane: choice.id('lane') }]));
  if (dice.once(3)) {
    const kind = dice.one(ORDERED_KINDS);
    return edits.movePart(map, { kind, id: choice.id(kind) }, { index: choice.index() });
  }
  return edits.moveStep(map, choice.id('step'), choice.slot());
}

function sayFacts(choice: Choice): unknown {
  const { map, dice } = choice;
  const step = choice.id('step');
  switch (dice.below(8)) {
    case 0: return edits.setStepKind(map, step, dice.one(['step', 'decision']));
    case 1: return edits.setStepMode(map, step, dice.one(MODES));
    case 2: return edits.setStepSector(map, step, dice.one(SECTORS));
    case 3: return edits.setStepPerspective(map, step, dice.one(PERSPECTIVES));
    case 4: return edits.setWord(map, { kind: 'lane', id: choice.id('lane') }, 'sector', dice.one(SECTORS));
    case 5: return edits.setWord(map, { kind: 'outcome', id: choice.id('outcome') }, 'family', dice.one(FAMILIES));
    case 6: return many.setStepsMeta(map, choice.ids(), { mode: dice.one(MODES), sector: dice.one(SECTORS) });
    default: return edits.setStepGoal(map, step, { id: choice.id('goal'), serves: dice.one(['yes', 'no']) });
  }
}

function linkSomething(choice: Choice): unknown {
  const { map, dice } = choice;
  const link = choice.id('link');
  switch (dice.below(4)) {
    // Words make a part of its own of a plain link, and without them it is part of its step again.
    case 0: return edits.setText(map, { kind: 'link', id: link }, 'label', { text: dice.one(['', '', '.', 'same day', 'hand over']) });
    case 1: return edits.linkSteps(map, choice.id('step'), choice.id('step'), dice.one(['same day', 'by letter']));
    default: return edits.linkSteps(map, choice.id('step'), choice.id('step'));
  }
}

function removeSomething(choice: Choice): unknown {
  const { map, dice } = choice;
  if (dice.once(5)) return many.removeSteps(map, choice.ids());
  return edits.removePart(map, choice.part());
}

function bringBack(choice: Choice): unknown {
  const gone = choice.map.removed.peek();
  const part = gone[choice.dice.below(gone.length || 1)];
  return part ? edits.restorePart(choice.map, part) : 'nothing is removed';
}

/** Brings back the words that a pair agreed to. */
function bringWordsBack(choice: Choice): unknown {
  const changedSince = choice.one.agreement.partsWithStatements.peek().filter((part) => choice.one.agreement.of(part).peek().changedSince);
  const part = changedSince[choice.dice.below(changedSince.length || 1)];
  if (!part || part.kind === 'map') return 'nothing has changed since';
  const agreed = choice.one.agreement.of(part).peek().pairs.find((pair) => pair.changedSince)?.acts.agreed;
  const wording = agreed && choice.one.agreement.record.wording(agreed.fingerprint);
  return wording ? edits.restoreWording(choice.map, { kind: part.kind, id: part.id }, wording) : 'no wording is kept';
}

const COMMANDS: readonly (readonly [string, (choice: Choice) => unknown])[] = [
  ['changes words', changeText], ['changes words', changeText], ['changes words', changeText], ['adds', addSomething], ['moves', moveSomething],
  ['says', sayFacts], ['says', sayFacts], ['links', linkSomething], ['links', linkSomething], ['removes', removeSomething], ['brings back', bringBack],
  ['brings the agreed words back', bringWordsBack],
  ['takes back', ({ one }) => one.undo.undo()?.effect ?? 'nothing'], ['does again', ({ one }) => one.undo.redo()?.effect ?? 'nothing'],
];

/** A person edits a map, where their screen lets them. */
export function edit(world: World, person: Person, map: string): void {
  const one = person.at(map);
  if (!one?.ready.peek() || !['readWrite', 'unknown'].includes(one.access.peek())) return;
  const [what, run] = world.dice.one(COMMANDS);
  world.tell(`${person.name} ${what} on ${map.slice(0, 4)}: ${JSON.stringify(run(new Choice(world, one)))}`);
}
