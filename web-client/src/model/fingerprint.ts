/**
 * The fingerprint of what a part means (docs/PROTOCOL.md section 1.3), by the same rule as `crdt/src/pathway/fingerprint.rs`:
 * one half over the part's own words, one over the words around it, which are the titles of what it rests on. Pure.
 */
import { digest } from 'lib0/hash/sha256';
import { TEXT_FIELD_UNITS_MAX } from './limits';
import type { Meaning } from './meaning';

/** Number of the rule by which fingerprints are made; every fingerprint begins with it. */
export const RULE = 2;
const FINGERPRINT = new RegExp(`^${RULE}-[0-9a-f]{64}-[0-9a-f]{64}$`);
const encoder = new TextEncoder();

/** Whether a text is a fingerprint by the present rule; one by an earlier rule names no wording any more. */
export function isFingerprint(text: string): boolean {
  return FINGERPRINT.test(text);
}

/** The half that is about the part's own words, with the number of its rule. */
export function ownHalf(fingerprint: string): string {
  const at = fingerprint.lastIndexOf('-');
  return at < 0 ? fingerprint : fingerprint.slice(0, at);
}

function halfAround(fingerprint: string): string {
  const at = fingerprint.lastIndexOf('-');
  return at < 0 ? '' : fingerprint.slice(at + 1);
}

/** A text without what carries no meaning: white space at its ends, more than one space in a row, the closing full stop. */
export function plainWords(text: string): string {
  const joined = text.split(/\p{White_Space}+/u).filter((word) => word !== '').join(' ');
  // Several full stops in a row say that something is left open.
  return joined.endsWith('.') && !joined.endsWith('..') ? joined.slice(0, -1).trimEnd() : joined;
}

/** Line by line: each is a choice of its own. */
function plainLines(text: string): string {
  return text.split('\n').map(plainWords).filter((line) => line !== '').join('\n');
}

/** Whether two texts of a field carry the same meaning. */
export function isSameWords(field: string, before: string, after: string): boolean {
  if (before === after) return true;
  const words = field === 'options' ? plainLines : plainWords;
  return words(before) === words(after);
}

/** The titles of what a part rests on. */
function titlesAround(meaning: Meaning): readonly string[] {
  switch (meaning.kind) {
    case 'step':
    case 'decision': return [meaning.stage.title, meaning.lane.title, ...[...meaning.goals, ...meaning.leadsTo].map((one) => one.title)];
    case 'link': return [meaning.from.title, meaning.to.title];
    case 'goal':
    case 'stage':
    case 'outcome':
    case 'map': return [];
  }
}

/** The names of the parts of a map in their order. */
function namesIn(parts: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(parts).sort((a, b) => (a < b ? -1 : 1));
}

/** The part's own words, and what it rests on by its id. */
function ownWords(meaning: Meaning): readonly string[] {
  switch (meaning.kind) {
    case 'goal':
    case 'stage': return [meaning.kind, plainWords(meaning.title)];
    case 'outcome': return ['outcome', plainWords(meaning.title), plainWords(meaning.measure), meaning.family];
    case 'step':
    case 'decision': {
      const { title, detail, stage, lane, mode, sector, goals, leadsTo } = meaning;
      const choice = meaning.kind === 'decision' ? [plainLines(meaning.options), plainWords(meaning.matters)] : [];
      // How many goals first: where one list ends and the next begins is meaning.
      return [meaning.kind, plainWords(title), plainWords(detail), ...choice, stage.id, lane.id, mode, sector, String(goals.length), ...[...goals, ...leadsTo].map((one) => one.id)];
    }
    case 'link': return ['link', meaning.from.id, meaning.to.id, plainWords(meaning.label)];
    case 'map': return ['map', meaning.mapKind, ...namesIn(meaning.parts).flatMap((name) => [name, ownHalf(meaning.parts[name] ?? '')])];
  }
}

/** The words around the part. Whose they are is among its own words, so their order is enough. */
function wordsAround(meaning: Meaning): readonly string[] {
  if (meaning.kind === 'map') return namesIn(meaning.parts).map((name) => halfAround(meaning.parts[name] ?? ''));
  return titlesAround(meaning).map(plainWords);
}

/** Whether a text in it is longer than its field may be. Nobody can agree to it: what is read is its beginning. */
export function isOverLimit(meaning: Meaning): boolean {
  const texts = Object.values(meaning).filter((value): value is string => typeof value === 'string');
  return [...texts, ...titlesAround(meaning)].some((text) => text.length > TEXT_FIELD_UNITS_MAX);
}

/** The fingerprint: the number of the rule, the half over its own words, the half over the words around it. */
export function fingerprintOf(meaning: Meaning): string {
  return `${RULE}-${hashOf(ownWords(meaning))}-${hashOf(wordsAround(meaning))}`;
}

/** SHA-256 in 64 hex digits over texts, each as a netstring, so that no two lists are written the same way. */
function hashOf(list: readonly string[]): string {
  const texts = list.map((text) => encoder.encode(text));
  const heads = texts.map((bytes) => encoder.encode(`${bytes.length}:`));
  const whole = new Uint8Array(texts.reduce((sum, bytes, at) => sum + bytes.length + (heads[at]?.length ?? 0) + 1, 0));
  let at = 0;
  texts.forEach((bytes, index) => {
    const head = heads[index] ?? new Uint8Array();
    whole.set(head, at);
    whole.set(bytes, at + head.length);
    at += head.length + bytes.length;
    whole[at] = COMMA;
    at += 1;
  });
  return Array.from(digest(whole), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `,`, which ends a netstring. */
const COMMA = 0x2c;
