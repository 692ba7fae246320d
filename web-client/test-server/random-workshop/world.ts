/**
 * A workshop on the real server with several people of our own client and a few stock ones, and the random things that
 * happen to it. Owns who is there and what happens next; what a person does is in the files beside it, what must hold in
 * checks.ts.
 */
import type { AgreePart } from '../../src/model/meaning';
import type { Role, Side } from '../../src/model/people';
import { newCommand, publicApi } from '../../src/workshop/api';
import type { CreatedWorkshop, NewWorkshop } from '../../src/workshop/api';
import type { OpenMap } from '../../src/workshop/open';
import type { StockClient } from '../../../tests/interop/clients.mjs';
import { diceOf, type Dice } from '../hostile-maps';
import { inviteOf, makeWorkshop, server, until } from '../real-server';
import { Known } from './known';
import { Person } from './person';
import { stockClient } from './stock';

/** A pair, as the server has answered. */
export interface KnownPair { readonly patient: Person; readonly professional: Person; state: 'asked' | 'open' | 'ended' }

/** What a facilitator has set, as the server has answered. */
export interface Plan { title: string; challenge: string; format: string; discuss: readonly string[]; facts: readonly string[]; agenda: readonly number[] }

/** A map, as the server has answered. */
export interface KnownMap { readonly id: string; name: string; isRemoved: boolean }

const PEOPLE = [
  ['Fay', 'facilitator'], ['Ann', 'patientLeader'], ['Ben', 'professional'], ['Cai', 'carer'], ['Dee', 'professional'], ['Sue', 'supporter'],
] as const satisfies readonly (readonly [string, Role])[];

/** Newest doings that are told when something goes wrong. */
const TOLD_MAX = 60;

/** Everything of one run. */
export class World {
  readonly seed: number;
  readonly dice: Dice;
  readonly known = new Known();
  readonly people: Person[] = [];
  readonly stock: StockClient[] = [];
  readonly pairs = new Map<string, KnownPair>();
  readonly maps: KnownMap[] = [];
  readonly plan: Partial<Plan> = {};
  readonly created: CreatedWorkshop;
  /** The token of somebody who only looks, with a stock client. */
  #readerToken = '';
  readonly #done: string[] = [];
  /** The map that is shown first. */
  first: string;
  isFrozen = false;

  private constructor(seed: number, created: CreatedWorkshop) {
    this.seed = seed;
    this.dice = diceOf(seed);
    this.created = created;
    this.first = created.map;
    this.maps.push({ id: created.map, name: '', isRemoved: false });
  }

  /** A workshop with two pairs, one more person, and two stock clients on its map. */
  static async begin(seed: number): Promise<World> {
    const world = new this(seed, await makeWorkshop());
    for (const [name, role] of PEOPLE) await world.join(name, role);
    world.#readerToken = await world.#tokenOf('observer');
    // Of facilitators: a stock client whose edit a frozen map refuses goes on with what nobody else has.
    for (const wire of ['collab', 'yjs'] as const) world.stock.push(stockClient(wire, world.document('map', world.first), await world.#tokenOf('facilitator')));
    for (const client of world.stock) await client.synced(15_000);
    const [fay, ann, ben, cai, dee, sue] = world.people as [Person, Person, Person, Person, Person, Person];
    // Sue writes down what Ann says: the facilitator asks, Ann says yes.
    for (const one of [fay, ann]) await world.call('a scribe', () => one.workshop?.api.people.setActsFor(newCommand(), sue.id, ann.id));
    for (const [patient, professional] of [[ann, ben], [cai, dee]] as const) await world.formPair(patient, professional);
    return world;
  }

  /** The person who runs it. */
  get fay(): Person {
    return this.people[0] as Person;
  }

  get readerToken(): string {
    return this.#readerToken;
  }

  /** Those who take part and have the workshop open. */
  get present(): readonly Person[] {
    return this.people.filter((person) => person.isIn && person.isOpen);
  }

  document(kind: 'map' | 'record' | 'talk' | 'workshop', map: string): string {
    return kind === 'workshop' ? `workshop/${this.created.workshop}` : `${kind}/${this.created.workshop}/${map}`;
  }

  /** Takes down what is done, to be told when something goes wrong. */
  tell(what: string): void {
    this.#done.push(what);
  }

  /** The newest doings. */
  get story(): string {
    return this.#done.slice(-TOLD_MAX).join('\n');
  }

  /** Somebody joins and opens the workshop. */
  async join(name: string, role: Role): Promise<Person> {
    const person = await Person.join(inviteOf(this.created, role), { name, role }, this.known);
    this.people.push(person);
    person.open();
    await until(() => person.at(this.first)?.ready.value === true, () => `${name} opens the workshop`);
    return person;
  }

  async #tokenOf(role: Role): Promise<string> {
    const joined = await publicApi(server.base).join(newCommand(), inviteOf(this.created, role).secret, { nickname: 'Stock', device: newCommand() });
    if (joined.state !== 'in') throw new Error('the waiting room is on');
    return joined.token;
  }

  /** Forms a pair by the facilitator; nothing when the server refuses. */
  async formPair(patient: Person, professional: Person): Promise<void> {
    const formed = await this.call('form a pair', () => this.fay.workshop?.api.formPair(newCommand(), { patient: patient.id, professional: professional.id }));
    if (formed) this.pairs.set(formed.pair, { patient, professional, state: formed.state === 'open' ? 'open' : 'asked' });
  }

  /** The open pair of a person, and the side they are in it. */
  pairOf(person: Person): { readonly id: string; readonly pair: KnownPair; readonly side: Side } | undefined {
    for (const [id, pair] of this.pairs) {
      if (pair.state !== 'open') continue;
      if (pair.patient === person) return { id, pair, side: 'patient' };
      if (pair.professional === person) return { id, pair, side: 'professional' };
    }
    return undefined;
  }

  /** Whose words it is when a person speaks: their own, or those of the person they write for. */
  voiceOf(person: Person, one: OpenMap): Person {
    const speaker = one.agreement.speaker.peek();
    const helped = speaker.can === 'speak' ? speaker.actingFor : undefined;
    return this.people.find(({ id }) => id === helped) ?? person;
  }

  /** Makes a call; what is refused is counted, and what is no refusal fails the run. */
  async call<T>(what: string, make: () => Promise<T> | undefined): Promise<T | undefined> {
    try {
      const answer = await make();
      this.tell(`${what}: done`);
      return answer;
    } catch (error) {
      const { code, status } = error as { readonly code?: string; readonly status?: number };
      this.tell(`${what}: ${String(code)} ${String(error)}`);
      if (code === undefined || code === 'bad_answer' || code === 'internal' || (status !== undefined && status >= 500 && status !== 503)) throw error;
      this.known.refuse(code);
      return undefined;
    }
  }

  /** A person who has the workshop open. */
  somebody(): Person {
    return this.dice.one(this.present);
  }

  /** A map that shows, mostly the first one. */
  someMap(): string {
    const shown = this.maps.filter((map) => !map.isRemoved);
    return this.dice.once(3) ? (this.dice.one(shown)?.id ?? this.first) : this.first;
  }

  /** A place in a list, mostly near its beginning, so that people meet. */
  place(length: number): number {
    return Math.min(this.dice.below(length || 1), this.dice.below(length || 1), this.dice.below(length || 1));
  }

  /** A part on somebody's screen. */
  somePart(one: OpenMap): AgreePart | undefined {
    const all = one.agreement.parts.peek();
    const kind = this.dice.one(['goal', 'outcome', 'stage', 'step', 'step', 'step', 'link', 'link'] as const);
    const ofKind = all.filter((part) => part.kind === kind);
    const part = ofKind[this.place(ofKind.length)];
    return part && { kind: part.kind, id: part.id };
  }

  /** Closes everything. */
  async end(): Promise<void> {
    for (const client of this.stock) client.stop();
    for (const person of this.people) await person.close();
  }
}

/** A new workshop from an archive. */
export function workshopFrom(archive: unknown): Promise<CreatedWorkshop> {
  const workshop: NewWorkshop = { title: 'Again', challenge: '', endsOn: '2027-06-30', archive };
  return publicApi(server.base).createWorkshop(newCommand(), workshop);
}
