/**
 * How the person wants it to look and what they want to be told: text size, colours, contrast, movement, letters as keys
 * and silenced announcements. Owns these choices, keeps them on this device only, and puts them on <html> for the style sheet.
 */
import { effect, signal } from '@preact/signals';
import { letterKeys } from '../../editor/state/letter-keys';
import { SILENCEABLE, silenced, type NoticeKind } from '../../notice/notice';

/** The values of each choice; the first is what one has without choosing. */
export const LOOK_CHOICES = {
  text: ['normal', 'large', 'larger', 'largest'],
  theme: ['auto', 'light', 'dark'],
  contrast: ['auto', 'more'],
  motion: ['auto', 'less'],
  hold: ['off', 'on'],
  letters: ['off', 'on'],
} as const;

type LookKey = keyof typeof LOOK_CHOICES;

/** The choices of one person on one device. */
export type Look = { readonly [Key in LookKey]: (typeof LOOK_CHOICES)[Key][number] } & {
  readonly silenced: readonly NoticeKind[];
};

const STORED_AS = 'pairway.look';

/** What one has without choosing. */
export const USUAL_LOOK: Look = { text: 'normal', theme: 'auto', contrast: 'auto', motion: 'auto', hold: 'off', letters: 'off', silenced: [] };

/** Reads stored choices; anything unknown reads as the usual one. */
export function readLook(stored: string | null): Look {
  const given = parse(stored);
  const one = <Key extends LookKey>(key: Key): Look[Key] => {
    const choices: readonly string[] = LOOK_CHOICES[key];
    const value = given[key];
    return (typeof value === 'string' && choices.includes(value) ? value : USUAL_LOOK[key]) as Look[Key];
  };
  const off = Array.isArray(given['silenced']) ? given['silenced'] : [];
  return {
    text: one('text'),
    theme: one('theme'),
    contrast: one('contrast'),
    motion: one('motion'),
    hold: one('hold'),
    letters: one('letters'),
    silenced: SILENCEABLE.filter((kind) => off.includes(kind)),
  };
}

function parse(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The choices now. */
export const look = signal<Look>(USUAL_LOOK);

/** Changes some choices and keeps them on this device. */
export function chooseLook(change: Partial<Look>): void {
  look.value = { ...look.peek(), ...change };
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(look.peek()));
  } catch {
    // Storage may be off; the choice then lasts until the page is closed.
  }
}

/** Forgets the choices on this device. */
export function forgetLook(): void {
  look.value = USUAL_LOOK;
  try {
    localStorage.removeItem(STORED_AS);
  } catch {
    // Storage is off, so nothing was kept.
  }
}

/** Reads the kept choices and applies every change to the page; returns how to stop. */
export function applyLook(): () => void {
  try {
    look.value = readLook(localStorage.getItem(STORED_AS));
  } catch {
    look.value = USUAL_LOOK;
  }
  return effect(() => {
    const now = look.value;
    const root = document.documentElement;
    for (const key of Object.keys(LOOK_CHOICES) as LookKey[]) root.dataset[key] = now[key];
    silenced.value = new Set(now.silenced);
    letterKeys.value = now.letters;
  });
}
