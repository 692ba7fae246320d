/**
 * Words around comments: who said it, about what, when, and how people who are mentioned stand in a text. In the document
 * a mention is `@` and an id, so that names stay in the roster; on the screen it is `@` and the name. Owns both ways.
 */
import { dayInWords, t, timeInWords } from '../../i18n/translate';
import type { MapModel } from '../../model/map';
import type { PartRef } from '../../model/schema';
import type { Talk, TalkMessage, TalkPerson } from '../../workshop/talk';
import type { TalkPart } from '../../workshop/talk-part';
import type { ChosenName } from './chosen-names';
import { partName } from './part-words';

const MENTION = /@([0-9a-hjkmnp-tv-z]{26})(?![0-9a-z])/g;

/** What a person is called; never their id. */
export function nameOf(person: TalkPerson): string {
  const name = person.nickname === '' ? t('people.unnamed') : person.nickname;
  return person.isMe ? t('people.me', { nickname: name }) : name;
}

/** A piece of a text: words, or somebody who is mentioned. */
export type Piece = string | TalkPerson;

/** A text cut into words and people. */
export function piecesOf(talk: Talk, text: string): readonly Piece[] {
  return text.split(MENTION).map((piece, index) => (index % 2 === 1 ? talk.person(piece) : piece)).filter((piece) => piece !== '');
}

/** A text as one reads it aloud. */
export function readable(talk: Talk, text: string): string {
  return piecesOf(talk, text).map((piece) => (typeof piece === 'string' ? piece : `@${piece.nickname || t('people.unnamed')}`)).join('');
}

/** The beginning of a message, on one line. */
export function beginningOf(talk: Talk, message: TalkMessage, unitsMax: number): string {
  const words = readable(talk, message.text).replace(/\s+/g, ' ');
  // The last word goes, and where there is only one, half of a character that was cut in two.
  return words.length <= unitsMax ? words : `${words.slice(0, unitsMax).replace(/\s\S*$/, '').replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A text and who is mentioned in it, as the server takes them. */
export interface Addressed {
  readonly text: string;
  readonly mentions: readonly string[];
  /** A name in it that several people have and that was not chosen from the list. */
  readonly unclear: string | undefined;
}

/** What was typed as it goes to the server: names after an `@` become ids. `chosen` says who was chosen from the list, and where. */
export function addressed(typed: string, people: readonly TalkPerson[], chosen: readonly ChosenName[]): Addressed {
  const mentions = new Set<string>();
  // Longer names first: "@Ann Lee" is not "@Ann".
  const names = [...new Set(people.map((person) => person.nickname))].filter((name) => name !== '').sort((a, b) => b.length - a.length);
  let text = '';
  let unclear: string | undefined;
  let done = 0;
  // From left to right, once: what a name became is never read again.
  for (let at = typed.indexOf('@'); at >= 0; at = typed.indexOf('@', Math.max(at + 1, done))) {
    const isHere = (name: string) => typed.startsWith(name, at + 1) && !/^[\p{L}\p{N}]/u.test(typed.slice(at + 1 + name.length));
    const pick = chosen.find((one) => one.at === at && isHere(one.name));
    const name = pick?.name ?? names.find(isHere);
    if (name === undefined) continue;
    const called = people.filter((person) => person.nickname === name);
    const id = pick?.participant ?? called[0]?.participant ?? '';
    if (!pick && called.length > 1) unclear ??= name;
    mentions.add(id);
    text += `${typed.slice(done, at)}@${id}`;
    done = at + 1 + name.length;
  }
  return { text: (text + typed.slice(done)).trim(), mentions: [...mentions], unclear };
}

/** A part as it is named above its comments. */
export function talkPartName(map: MapModel, part: TalkPart): string {
  if (part.kind === 'map') return t('talk.wholeMap');
  const ref: PartRef = { kind: part.kind, id: part.id };
  return isThere(map, ref) ? partName(map, ref) : t('talk.partGone');
}

/** Whether a part is on the map and not taken out. */
export function isThere(map: MapModel, part: PartRef): boolean {
  return map.at(part.kind, part.id).value?.removed === false;
}

function dayOf(ms: number): string {
  return new Date(ms).toDateString();
}

/** When something was said: the time today, else the day and the time. */
export function whenWords(at: number): string {
  if (dayOf(at) === dayOf(Date.now())) return timeInWords(at);
  const said = new Date(at);
  const iso = [said.getFullYear(), said.getMonth() + 1, said.getDate()].map((number) => String(number).padStart(2, '0')).join('-');
  return `${dayInWords(iso)}, ${timeInWords(at)}`;
}
