/**
 * How the person wants it to look and what they want to be told: text size, colours, contrast, movement, letters as keys,
 * going on by itself and silenced announcements. Owns these choices, keeps them on this device only, and puts them on <html> for the style sheet.
 */
import { effect, signal } from '@preact/signals';
import { goalStrip } from '../../editor/state/goal-fold';
import { letterKeys } from '../../editor/state/letter-keys';
import { walkOnward } from '../../editor/state/walk-onward';
import { SILENCEABLE, silenced, type NoticeKind } from '../../notice/notice';

/** The values of each choice; the first is what one has without choosing. */
export const PREFERENCE_CHOICES = {
  text: ['normal', 'large', 'larger', 'largest'],
  theme: ['auto', 'light', 'dark'],
  contrast: ['auto', 'more'],
  motion: ['auto', 'less'],
  hold: ['off', 'on'],
  quiet: ['off', 'on'],
  letters: ['off', 'on'],
  onward: ['off', 'on'],
  goals: ['shown', 'folded'],
  pointers: ['shown', 'hidden'],
  countdown: ['shown', 'hidden'],
  follow: ['follow', 'stay'],
} as const;

type PreferenceKey = keyof typeof PREFERENCE_CHOICES;

/** The choices of one person on one device. */
export type Preferences = { readonly [Key in PreferenceKey]: (typeof PREFERENCE_CHOICES)[Key][number] } & {
  readonly silenced: readonly NoticeKind[];
};

const STORED_AS = 'pairway.look';

/** What one has without choosing. */
export const DEFAULT_PREFERENCES: Preferences = { text: 'normal', theme: 'auto', contrast: 'auto', motion: 'auto', hold: 'off', quiet: 'off', letters: 'off', onward: 'off', goals: 'shown', pointers: 'shown', countdown: 'shown', follow: 'follow', silenced: [] };

/** Reads stored choices; anything unknown reads as the usual one. */
export function readPreferences(stored: string | null): Preferences {
  const given = parse(stored);
  const one = <Key extends PreferenceKey>(key: Key): Preferences[Key] => {
    const choices: readonly string[] = PREFERENCE_CHOICES[key];
    const value = given[key];
    return (typeof value === 'string' && choices.includes(value) ? value : DEFAULT_PREFERENCES[key]) as Preferences[Key];
  };
  const off = Array.isArray(given['silenced']) ? given['silenced'] : [];
  return {
    text: one('text'),
    theme: one('theme'),
    contrast: one('contrast'),
    motion: one('motion'),
    hold: one('hold'),
    quiet: one('quiet'),
    letters: one('letters'),
    onward: one('onward'),
    goals: one('goals'),
    pointers: one('pointers'),
    countdown: one('countdown'),
    follow: one('follow'),
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
export const preferences = signal<Preferences>(DEFAULT_PREFERENCES);

/** Changes some choices and keeps them on this device. */
export function changePreferences(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.peek(), ...change };
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(preferences.peek()));
  } catch {
    // Storage may be off; the choice then lasts until the page is closed.
  }
}

/** Forgets the choices on this device. */
export function resetPreferences(): void {
  preferences.value = DEFAULT_PREFERENCES;
  try {
    localStorage.removeItem(STORED_AS);
  } catch {
    // Storage is off, so nothing was kept.
  }
}

/** Reads the kept choices and applies every change to the page; returns how to stop. */
export function applyPreferences(): () => void {
  try {
    preferences.value = readPreferences(localStorage.getItem(STORED_AS));
  } catch {
    preferences.value = DEFAULT_PREFERENCES;
  }
  goalStrip.value = preferences.peek().goals;
  const stopFold = effect(() => {
    // It is folded where it stands, and kept here.
    if (goalStrip.value !== preferences.peek().goals) changePreferences({ goals: goalStrip.value });
  });
  const stop = effect(() => {
    const now = preferences.value;
    const root = document.documentElement;
    for (const key of Object.keys(PREFERENCE_CHOICES) as PreferenceKey[]) root.dataset[key] = now[key];
    // What was chosen one by one is there again when it is not quiet any more.
    silenced.value = new Set(now.quiet === 'on' ? SILENCEABLE : now.silenced);
    letterKeys.value = now.letters;
    walkOnward.value = now.onward;
    goalStrip.value = now.goals;
  });
  return () => {
    stopFold();
    stop();
  };
}
