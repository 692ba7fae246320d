/**
 * Words on the screen: `t(key, values)` gives the sentence in the chosen language, and the formatters give dates,
 * times, numbers and lists in it. Owns the chosen language. Components that call `t` while they render draw again
 * when the language changes, because the language is a signal. Must not know any screen; a missing translation falls
 * back to English, never to a key.
 */
import { signal } from '@preact/signals-core';
import { en } from './en';
import { COUNT, fill, isolated, pluralForm, type Gaps, type Message } from './message';

/** The languages of the product, by their code. */
export type Locale = 'en' | 'cy';

/** The words of what is loaded on first use, by area: each file of i18n/later adds its own here. */
// oxlint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface
export interface LaterWords {}

type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Every) => void ? Every : never;
type English = typeof en & All<LaterWords[keyof LaterWords]>;

/** The name of a message. */
export type MessageKey = keyof English;

/** Messages without gaps: what a table from values to words may hold. */
export type PlainKey = {
  [Key in MessageKey]: [Gaps<English[Key]>] extends [never] ? Key : never;
}[MessageKey];

/** What a translation holds: any part of the English messages. */
export type Translation = Readonly<Partial<Record<MessageKey, Message>>>;

type Values<Key extends MessageKey> = [Gaps<English[Key]>] extends [never] ? [] : [values: Gaps<English[Key]>];

const REGION: Record<Locale, string> = { en: 'en-GB', cy: 'cy' };

/** The chosen language. Set it with `setLocale`. */
export const locale = signal<Locale>('en');

/** What is known so far: the words of the first load, and those of what was loaded on first use. */
const english: Partial<Record<MessageKey, Message>> = { ...en };
let translation: Translation = {};
let rules = new Intl.PluralRules(REGION.en);

/** Adds the words of something that was loaded on first use (i18n/later). */
export function addWords(words: Readonly<Partial<Record<MessageKey, Message>>>): void {
  Object.assign(english, words);
}

/** Chooses the language; `messages` are its translation (nothing for English). */
export function setLocale(next: Locale, messages: Translation = {}): void {
  translation = messages;
  rules = new Intl.PluralRules(REGION[next]);
  locale.value = next;
}

/** The language tag for the `lang` attribute and formatters, for example `en-GB`. */
export function languageTag(): string {
  return REGION[locale.value];
}

/** The sentence for a key in the chosen language, its gaps filled. */
export function t<Key extends MessageKey>(key: Key, ...values: Values<Key>): string {
  void locale.value;
  const message: Message = translation[key] ?? english[key] ?? '';
  const given: Readonly<Record<string, string | number>> = values[0] ?? {};
  if (typeof message === 'string') return fill(message, given);
  return fill(pluralForm(message, Number(given[COUNT]), rules), given);
}

/** Kept, because making one costs far more than using it and every step of a map is said with lists. */
let lists: { readonly tag: string; readonly format: Intl.ListFormat } | undefined;

/** A list in words: 'Aisha, Ben and Carys'. */
export function listInWords(items: readonly string[]): string {
  const tag = languageTag();
  if (lists?.tag !== tag) lists = { tag, format: new Intl.ListFormat(tag, { type: 'conjunction' }) };
  return lists.format.format(items.map(isolated));
}

/** A day in words, from `YYYY-MM-DD`: '4 December 2026', the one form of days everywhere. Unreadable dates come back as they are. */
export function dayInWords(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(languageTag(), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

/** A time of day, from milliseconds since 1970, in the person's own time zone: '14:05'. */
export function timeInWords(atMs: number): string {
  return new Intl.DateTimeFormat(languageTag(), { hour: '2-digit', minute: '2-digit' }).format(atMs);
}

/** A day and a time of day, from milliseconds since 1970, in the person's own time zone: '4 December 2026 at 14:05'. */
export function momentInWords(atMs: number): string {
  return new Intl.DateTimeFormat(languageTag(), { dateStyle: 'long', timeStyle: 'short' }).format(atMs);
}

/** A number as people write it: '1,250'. */
export function numberInWords(value: number): string {
  return new Intl.NumberFormat(languageTag()).format(value);
}
