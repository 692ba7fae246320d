/**
 * What people of a random workshop say of parts, as their screens would send it: yeses to what is on the screen at that moment,
 * by one, by both, to several parts at once, and everything else that can be said. Takes down what was on the screen and what
 * the server answered; must not know what must hold.
 */
import type { Act } from '../../src/model/agreement';
import { nameOfPart, WHOLE_MAP } from '../../src/model/meaning';
import type { AgreePart } from '../../src/model/meaning';
import { ApiError, newCommand } from '../../src/workshop/api';
import type { OpenMap } from '../../src/workshop/open';
import type { Spoken } from './known';
import type { Person } from './person';
import { screenOf, screenOfMap, type Screen } from './screen';
import type { World } from './world';

/** What a part says on a screen now. */
export function screenOn(one: Pick<OpenMap, 'map' | 'agreement'>, part: AgreePart): Screen | undefined {
  if (part.kind !== 'map') return screenOf(one.map.doc, part);
  const counts = one.agreement.partsWithStatements.peek().filter((part) => !['idea', 'parked'].includes(one.agreement.of(part).peek().state));
  return screenOfMap(one.map.doc, counts);
}

const ACTS: readonly Act[] = ['agree', 'agree', 'agree', 'agree', 'agree', 'agree', 'withdraw', 'differ', 'differ', 'resolve', 'resolve', 'resolve', 'park', 'reopen', 'reopen', 'keep', 'propose'];

/** Says one thing of one part. */
export async function say(world: World, person: Person, about: { readonly map: string; readonly part: AgreePart; readonly act: Act }): Promise<void> {
  const { map, part, act } = about;
  const one = person.at(map);
  if (!one?.ready.peek()) return;
  const mine = world.pairOf(world.voiceOf(person, one));
  const screen = screenOn(one, part);
  const fingerprint = one.agreement.present(part).peek();
  if (act === 'agree' && (!screen || fingerprint === '')) return;
  if (screen && fingerprint !== '') world.known.compare(nameOfPart(part), screen, fingerprint);
  const words = act === 'differ' ? `I see it like this ${world.dice.below(3)}` : undefined;
  const given = act === 'agree' ? { fingerprint } : words === undefined ? {} : { text: words };
  const answer = await one.agreement.submit(part, act, given);
  const told = answer.kind === 'failed' ? String(answer.error) : answer.kind;
  world.tell(`${person.name} ${act} ${nameOfPart(part)} on ${map.slice(0, 4)}: ${told}`);
  if (act === 'propose') return;
  const spoken = mine && { map, pair: mine.id, part: nameOfPart(part) };
  if (answer.kind === 'changed') return world.known.refuse('changed');
  if (answer.kind === 'failed') failed(world, spoken, { act, error: answer.error });
  else if (!spoken) throw new Error(`${person.name} spoke without being in a pair`);
  const isTaken = answer.kind === 'said' || isUnanswered(answer.error);
  if (spoken && isTaken && act === 'agree' && screen) world.known.saw(spoken, mine.side, screen);
  if (spoken && answer.kind === 'said') world.known.take(spoken, { side: mine.side, act, words: act === 'agree' ? fingerprint : words });
  return undefined;
}

function isUnanswered(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 503);
}

function failed(world: World, spoken: Spoken | undefined, { act, error }: { readonly act: Act; readonly error: unknown }): void {
  if (!(error instanceof ApiError) || error.code === 'bad_answer' || error.status === 500) throw error;
  world.known.refuse(error.code);
  if (isUnanswered(error) && spoken) world.known.lose(spoken, act);
}

/** A person says something of a part on their screen. */
export async function sayAnything(world: World, person: Person, map: string): Promise<void> {
  const one = person.at(map);
  const part = one && (world.dice.once(15) ? WHOLE_MAP : world.somePart(one));
  if (part) await say(world, person, { map, part, act: world.dice.one(ACTS) });
}

/** Two that are a pair, and a map that both have open. */
function aPair(world: World): readonly [Person, Person] | undefined {
  const open = Array.from(world.pairs.values()).filter(({ state, patient, professional }) => state === 'open' && patient.isIn && professional.isIn && patient.isOpen && professional.isOpen);
  const pair = world.dice.one(open);
  return pair && [pair.patient, pair.professional];
}

/** Both halves of a pair say the same of a part, at the same moment or one after the other. */
export async function bothSay(world: World, map: string, act: 'agree' | 'remove'): Promise<void> {
  const pair = aPair(world);
  const one = pair?.[0].at(map);
  if (!pair || !one) return;
  const part = act === 'remove' ? keptPart(world, one) : world.dice.once(12) ? WHOLE_MAP : world.somePart(one);
  if (!part) return;
  if (world.dice.once(2)) await Promise.all(pair.map((person) => say(world, person, { map, part, act })));
  else for (const person of pair) await say(world, person, { map, part, act });
}

/** A part that only both take out: agreed, or a plain link of an agreed step. */
function keptPart(world: World, one: OpenMap): AgreePart | undefined {
  const kept = one.agreement.everyPart.peek().filter((part) => one.agreement.of(part).peek().isKept);
  const links = kept.filter(({ kind }) => kind === 'link');
  const from = world.dice.once(2) && links.length > 0 ? links : kept;
  const part = from[world.place(from.length)];
  return part && { kind: part.kind, id: part.id };
}

/** A person asks an agreed part to be taken out. */
export async function askOut(world: World, person: Person, map: string): Promise<void> {
  const one = person.at(map);
  const part = one && keptPart(world, one);
  if (part) await say(world, person, { map, part, act: 'remove' });
}

/** A person says yes to many parts at once, as they are on the screen; a part may change meanwhile. */
export async function agreeToSeveral(world: World, person: Person, map: string): Promise<void> {
  const one = person.at(map);
  if (!one?.ready.peek()) return;
  const mine = world.pairOf(world.voiceOf(person, one));
  if (!mine) return;
  const stage = world.dice.one(one.map.stages.peek())?.id;
  const from = one.agreement.parts.peek().filter((part) => (world.dice.once(2) ? part.stage === stage : world.dice.once(6)));
  const seen = from.slice(0, 40).flatMap(({ kind, id }) => {
    const [screen, fingerprint] = [screenOn(one, { kind, id }), one.agreement.present({ kind, id }).peek()];
    if (screen) world.known.compare(nameOfPart({ kind, id }), screen, fingerprint);
    return screen ? [{ kind, id, fingerprint, screen }] : [];
  });
  if (seen.length === 0) return;
  const speaker = one.agreement.speaker.peek();
  const actingFor = speaker.can === 'speak' ? speaker.actingFor : undefined;
  const parts = seen.map(({ kind, id, fingerprint }) => ({ kind, id, fingerprint }));
  const spokenOf = (part: AgreePart) => ({ map, pair: mine.id, part: nameOfPart(part) });
  try {
    const { refused } = await one.api.agreeToSeveral(newCommand(), { parts, ...(actingFor === undefined ? {} : { actingFor }) });
    const isRefused = (part: AgreePart) => refused.some(({ kind, id }) => kind === part.kind && id === part.id);
    for (const { screen, ...part } of seen.filter((part) => !isRefused(part))) {
      world.known.saw(spokenOf(part), mine.side, screen);
      world.known.take(spokenOf(part), { side: mine.side, act: 'agree', words: part.fingerprint });
    }
    for (const { code } of refused) world.known.refuse(code);
    world.tell(`${person.name} agrees to ${seen.map(nameOfPart).join(' ')} on ${map.slice(0, 4)}, ${refused.length} refused`);
  } catch (error) {
    world.tell(`${person.name} agrees to several on ${map.slice(0, 4)}: ${String(error)}`);
    for (const part of seen) {
      failed(world, spokenOf(part), { act: 'agree', error });
      if (isUnanswered(error)) world.known.saw(spokenOf(part), mine.side, part.screen);
    }
  }
}
