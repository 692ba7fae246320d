/**
 * What the start form holds and what is wrong with it: pure values in, mistakes in words out. Owns the limits that the
 * form, and the one that changes a workshop later, show; the server checks again. Knows no component and no network.
 */
import { dayInWords, t } from '../../i18n/translate';
import { isDay } from '../../ui/day-parts';
import type { FieldError } from '../../ui/field';

/** Longest title and shared challenge, in UTF-16 code units; the server counts characters, which are never more. */
export const TITLE_UNITS_MAX = 120;
export const CHALLENGE_UNITS_MAX = 1_000;
/** How long a workshop lasts unless the person says otherwise, in days. */
export const USUAL_DAYS = 28;

/** The id of the choice that the error summary leads to. */
export const FROM_FIELD = 'from-blank';

/** What a workshop may start from. */
export type StartFrom = { readonly kind: 'blank' } | { readonly kind: 'template'; readonly id: string } | { readonly kind: 'archive' };

/** A full copy that was read from a file. */
export interface ArchiveFile {
  readonly title: string;
  readonly challenge: string;
  readonly content: unknown;
}

/** The answers so far. */
export interface StartAnswers {
  readonly from: StartFrom | undefined;
  readonly archive: ArchiveFile | undefined;
  readonly title: string;
  readonly challenge: string;
  /** `YYYY-MM-DD`, or what was typed when that is no day. */
  readonly endsOn: string;
  readonly creationKey: string;
}

/** Between which days an end date lies, as `YYYY-MM-DD`. */
export interface DayRules {
  readonly today: string;
  /** `undefined` while the server's limit is not known: only the server checks it then. */
  readonly lastDay: string | undefined;
}

/** What the answers are checked against. */
export interface StartRules extends DayRules {
  readonly lastDay: string;
  readonly creation: 'open' | 'key';
}

/** A day counted from another, as `YYYY-MM-DD`. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** What is wrong with a title. */
export function mistakeInTitle(text: string): string | undefined {
  const title = text.trim();
  if (title === '') return t('start.name.error');
  return title.length > TITLE_UNITS_MAX ? t('start.name.long', { max: TITLE_UNITS_MAX }) : undefined;
}

/** What is wrong with a shared challenge. */
export function mistakeInChallenge(text: string): string | undefined {
  const challenge = text.trim();
  if (challenge === '') return t('start.challenge.error');
  return challenge.length > CHALLENGE_UNITS_MAX ? t('start.challenge.long', { max: CHALLENGE_UNITS_MAX }) : undefined;
}

/** What is wrong with an end date. */
export function mistakeInDay(day: string, { today, lastDay }: DayRules): string | undefined {
  if (day === '') return t('start.ends.error');
  if (!isDay(day)) return t('start.ends.unreal');
  if (day < today) return t('start.ends.past');
  return lastDay !== undefined && day > lastDay ? t('start.ends.far', { day: dayInWords(lastDay) }) : undefined;
}

/** Every mistake, in the order of the page; none when the workshop can be started. */
export function mistakesIn(answers: StartAnswers, rules: StartRules): FieldError[] {
  const found: FieldError[] = [];
  const add = (field: string, message: string | undefined) => {
    if (message !== undefined) found.push({ field, message });
  };
  add('title', mistakeInTitle(answers.title));
  add('challenge', mistakeInChallenge(answers.challenge));
  add('ends', mistakeInDay(answers.endsOn, rules));
  if (!answers.from) add(FROM_FIELD, t('start.from.error'));
  if (answers.from?.kind === 'archive' && !answers.archive) add('file', t('start.file.error'));
  if (rules.creation === 'key' && answers.creationKey.trim() === '') add('key', t('start.key.error'));
  return found;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads a full copy; `undefined` when the text is not one. What is inside is checked by the server. */
export function readArchive(text: string): ArchiveFile | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  const { format, workshop } = content as { format?: unknown; workshop?: unknown };
  if (format !== 'pairway-archive' || typeof workshop !== 'object' || workshop === null) return undefined;
  const { title, challenge } = workshop as { title?: unknown; challenge?: unknown };
  return { title: textOf(title), challenge: textOf(challenge), content };
}
