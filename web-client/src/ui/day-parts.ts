/**
 * A day as people type it in three fields (day, month, year), and as the product keeps it: `YYYY-MM-DD`. Owns the way between the
 * two. What is not a day stays as it was typed, so that it can be said what is wrong with it.
 */

/** What stands in the three fields. */
export interface DayParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** The order of the fields, the same in both languages of the product. The browser's own date field follows the device's instead. */
export const DAY_ORDER = ['day', 'month', 'year'] as const satisfies readonly (keyof DayParts)[];

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a day that there is. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const date = new Date(`${text}T12:00:00Z`);
  // 31 February is read as a day in March.
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** The three fields of a day; empty ones for what is none. */
export function partsOf(text: string): DayParts {
  const [, year = '', month = '', day = ''] = isDay(text) ? (DAY.exec(text) ?? []) : [];
  return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
}

/** The day in three fields; nothing when they are empty, and what is no day as it stands there. */
export function dayFrom({ day, month, year }: DayParts): string {
  const typed = [year.trim(), month.trim(), day.trim()];
  if (typed.every((part) => part === '')) return '';
  // Nobody means the year 27.
  return typed.map((part, at) => (at > 0 && /^\d+$/.test(part) ? part.padStart(2, '0') : part)).join('-');
}
