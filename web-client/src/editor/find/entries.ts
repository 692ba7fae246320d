/**
 * What can be found on a map by its words: every part with all that is written in it, the people who are at one, and what was
 * said about it. Compared without case and marks on letters. Owns what counts as found and in which order; draws nothing.
 */
import { folded } from '../../i18n/folded';
import { t } from '../../i18n/translate';
import { KINDS_AS_SHOWN, PART_KINDS, textsOf, type PartKind } from '../../model/kinds';
import type { MapModel } from '../../model/map';
import type { PartRef } from '../../model/schema';
import type { Presence } from '../../presence/presence';
import type { Talk } from '../../workshop/talk';
import type { TalkPart } from '../../workshop/talk-part';
import { partName, whereWords } from '../words/part-words';
import { nameOf, readable } from '../words/talk-words';

/** Most results that are shown; more words narrow them. */
export const FOUND_MAX = 50;
/** How much of a long comment is shown, and how much of it before what was looked for, in UTF-16 code units. */
const SHOWN_UNITS_MAX = 160;
const BEFORE_UNITS = 40;

/** Something that can be found, and where it leads. */
export interface FindEntry {
  readonly key: string;
  readonly title: string;
  /** What it is and where it stands. */
  readonly where: string;
  readonly part: TalkPart;
  /** Whether it leads to what is said about the part. */
  readonly leadsTo: 'part' | 'comments';
  /** Its title, and all its words, as they are compared. */
  readonly name: string;
  readonly words: string;
}

/** What was found, best first, and how much in all. */
export interface Found {
  readonly shown: readonly FindEntry[];
  readonly count: number;
}

function idsOf(map: MapModel, kind: PartKind): readonly string[] {
  if (kind === 'step') return map.reading.peek();
  if (kind === 'link') return map.links.peek().filter(({ label }) => label.trim() !== '').map(({ id }) => id);
  return map.ordered(kind).peek().map(({ id }) => id);
}

function entryOf(map: MapModel, part: PartRef): FindEntry {
  const { kind, id } = part;
  const value = map.peek(part) as unknown as Readonly<Record<string, unknown>> | undefined;
  const texts = textsOf(kind).map((field) => String(value?.[field] ?? ''));
  const step = kind === 'step' ? map.step(id).peek() : undefined;
  const title = kind === 'link' ? (texts[0] ?? '') : partName(map, part);
  const one = t(PART_KINDS[kind].labels.one);
  const where = step ? whereWords(map, step) : kind === 'link' ? partName(map, part) : one;
  // Who looks for a stage or a lane finds its steps too, after the stage itself.
  const around = step ? `${partName(map, { kind: 'stage', id: step.stage })} ${partName(map, { kind: 'lane', id: step.lane })}` : '';
  return { key: `${kind}-${id}`, title, where, part, leadsTo: 'part', name: folded(title), words: folded([...texts, around].join(' ')) };
}

/** What is said about parts that show, and about the whole map. It has no title: words in one come before words about one. */
function commentsOn(map: MapModel, talk: Talk): readonly FindEntry[] {
  return talk.threads.peek().flatMap(({ part, messages }): readonly FindEntry[] => {
    if (part.kind !== 'map' && map.peek({ kind: part.kind, id: part.id })?.removed !== false) return [];
    const title = part.kind === 'map' ? t('agree.whole') : partName(map, { kind: part.kind, id: part.id });
    return messages.filter(({ isTakenBack }) => !isTakenBack).map((message) => {
      const text = readable(talk, message.text).replace(/\s+/g, ' ').trim();
      const where = t('find.comment', { name: nameOf(talk.person(message.by)), title });
      return { key: `comment-${message.id}`, title: text, where, part, leadsTo: 'comments', name: '', words: folded(text) };
    });
  });
}

/** What is drawn of words, so that what was looked for is in sight. */
export function excerptOf({ title, words, leadsTo }: FindEntry, looked: string): string {
  if (leadsTo === 'part' || title.length <= SHOWN_UNITS_MAX) return title;
  // Compared words can be some letters longer or shorter than the written ones: near is near enough.
  const at = Math.max(0, words.indexOf(folded(looked).trim().split(/\s+/)[0] ?? '') - BEFORE_UNITS);
  const piece = title.slice(at, at + SHOWN_UNITS_MAX);
  const whole = at === 0 ? piece : `…${piece.replace(/^\S*\s/, '')}`;
  return at + SHOWN_UNITS_MAX < title.length ? `${whole.replace(/\s\S*$/, '')}…` : whole;
}

/** Everything that can be found now. */
export function entriesOf(map: MapModel, presence: Presence, talk: Talk): readonly FindEntry[] {
  const people = presence.people.peek().flatMap(({ participant, nickname, isMe, at }): FindEntry[] => {
    const { part } = at;
    if (isMe || !part || map.peek(part)?.removed !== false) return [];
    const name = folded(nickname);
    return [{ key: `person-${participant}`, title: nickname, where: t('find.person', { title: partName(map, part) }), part, leadsTo: 'part', name, words: name }];
  });
  const parts = KINDS_AS_SHOWN.flatMap((kind) => idsOf(map, kind).map((id) => entryOf(map, { kind, id })));
  return [...people, ...parts, ...commentsOn(map, talk)];
}

/** What holds all the words looked for: in its title before elsewhere, at the beginning of the title first of all. */
export function findIn(entries: readonly FindEntry[], looked: string): Found {
  const words = folded(looked).split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return { shown: [], count: 0 };
  const rank = ({ name, words: all }: FindEntry): number | undefined => {
    if (words.every((word) => name.includes(word))) return name.startsWith(words[0] ?? '') ? 0 : 1;
    return words.every((word) => name.includes(word) || all.includes(word)) ? 2 : undefined;
  };
  const ranked = entries.flatMap((entry) => {
    const at = rank(entry);
    return at === undefined ? [] : [{ entry, at }];
  });
  // A stable sort: among equals the order of the map stays.
  ranked.sort((a, b) => a.at - b.at);
  return { shown: ranked.slice(0, FOUND_MAX).map(({ entry }) => entry), count: ranked.length };
}
