/**
 * What is said of others' edits: who did what to which part. What becomes of the part where one is is told at once, because the
 * focus goes elsewhere; the rest is gathered and comes at the pace of pace.ts. Owns the gathering; the kind can be silenced
 * (notice/notice.ts).
 */
import { editorStateOf } from '../../../editor/state/editor-state-of';
import type { PartRef } from '../../../model/schema';
import { announce } from '../../../notice/notice';
import type { OpenMap } from '../../../workshop/open';
import { changesInWords, deedOf, moreTelling, myPlaceInWords, nicknameInWords, type Deed, type Told } from '../common/change-words';
import type { Pace, Teller } from './pace';

/** How long others' edits are gathered into one message, in milliseconds. */
export const EDITS_GATHER_MS = 4_000;

/** Most client ids whose names are remembered; the oldest makes room. */
const NAMES_MAX = 2_000;

const keyOf = (part: PartRef) => `${part.kind}-${part.id}`;

/** The parts where I am: what has the focus stands for one, and so does what is open. */
function myParts(open: OpenMap): ReadonlySet<string> {
  const editor = editorStateOf(open);
  const { activeElement } = document;
  const item = activeElement?.closest<HTMLElement>('[data-item]')?.dataset['item'];
  const onMap = activeElement?.closest<HTMLElement>('[data-step], [data-stage], [data-lane]')?.dataset;
  const parts = (['step', 'stage', 'lane'] as const).flatMap((kind) => (onMap?.[kind] === undefined ? [] : [`${kind}-${onMap[kind]}`]));
  const opened = editor.opened.peek();
  return new Set([...(item === undefined ? [] : [item]), ...parts, ...(opened ? [keyOf(opened)] : [])]);
}

/** Who wrote by which client id: a name, or that it was me in another tab. */
class Writers {
  readonly #names = new Map<number, string>();
  readonly #mine = new Set<number>();

  constructor(private readonly open: OpenMap) {}

  /** Notes everybody who is here; who has just left is still known. */
  look(): void {
    const { presence, workshop } = this.open;
    const people = new Map(presence.people.peek().map((person) => [person.participant, nicknameInWords(person)]));
    for (const { client, participant } of presence.peers.peek()) {
      const name = people.get(participant);
      if (participant === workshop.entry.participant) this.#mine.add(client);
      else if (name !== undefined) this.#names.set(client, name);
    }
    for (const client of this.#names.keys()) if (this.#names.size > NAMES_MAX) this.#names.delete(client);
  }

  /** Whether nobody but me wrote. */
  areMine(clients: readonly number[]): boolean {
    return clients.length > 0 && clients.every((client) => this.#mine.has(client));
  }

  /** Who wrote, each once; of what nobody wrote (letters were only taken out) who is at that part, when that is one person. */
  namesFor(clients: readonly number[], part: PartRef): readonly string[] {
    const wrote = [...new Set(clients.flatMap((client) => this.#names.get(client) ?? []))];
    if (wrote.length > 0) return wrote;
    const there = this.open.presence.people.peek().filter((person) => !person.isMe && person.at.part?.id === part.id);
    return there.length === 1 ? there.map(nicknameInWords) : [];
  }
}

/** Says it until stopped. */
export function announceEdits(open: OpenMap, pace: Pace): () => void {
  const waiting = new Map<string, Told>();
  const writers = new Writers(open);
  /** Parts that came removed, and from whom: their maker shows them a moment later, which brings nothing back. */
  const born = new Map<string, readonly string[]>();
  const say = () => {
    announce(changesInWords(open.map, [...waiting.values()]), 'edits');
    waiting.clear();
    return 'said' as const;
  };
  const teller: Teller = { kind: 'edits', gatherMs: EDITS_GATHER_MS, say };
  const take = (told: Told, here: ReadonlySet<string>) => {
    const key = keyOf(told.part);
    const isGoing = told.deed === 'removed' || told.deed === 'moved';
    if (isGoing && here.has(key)) return announce(myPlaceInWords(open.map, told));
    const before = waiting.get(key);
    const deed: Deed = before ? moreTelling(before.deed, told.deed) : told.deed;
    waiting.set(key, { ...told, deed, people: [...new Set([...(before?.people ?? []), ...told.people])] });
    return undefined;
  };
  const stop = open.map.subscribe((change) => {
    // The first arrival of the document is not somebody's edit.
    if (change.mine || !open.ready.peek() || open.saveState.peek() === 'opening') return;
    writers.look();
    if (writers.areMine(change.writers)) return;
    const here = myParts(open);
    for (const edit of change.edits) {
      const part = { kind: edit.kind, id: edit.id };
      const people = writers.namesFor(change.writers, part);
      const maker = born.get(keyOf(part));
      const deed = deedOf(edit);
      if (!edit.before && edit.after?.removed) born.set(keyOf(part), people);
      if (!deed) continue;
      born.delete(keyOf(part));
      take(deed === 'restored' && maker ? { part, deed: 'added', people: maker } : { part, deed, people }, here);
    }
    const edited = new Set(change.edits.map(keyOf));
    for (const part of change.parts) if (!edited.has(keyOf(part))) take({ part, deed: 'changed', people: writers.namesFor(change.writers, part) }, here);
    if (waiting.size > 0) pace.ask(teller);
  });
  return stop;
}
