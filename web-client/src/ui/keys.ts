/**
 * What a pressed key is for a shortcut, on any keyboard layout. Shortcuts are Latin letters and digits; on a layout that has
 * none where they stand (Cyrillic, Greek, Arabic, Hebrew) the place of the key decides. Where a layout has Latin letters, the
 * letter does, wherever it stands. And whether there are keys at all. Owns this reading; what a key does belongs to who listens.
 */

/** A pressed key as the browser reports it. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
}

/** One character of the Latin script, or of none: digits and signs of ASCII. */
const LATIN = /^[\p{Script=Latin}\x20-\x7e]/u;
const PLACE = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/;
const SIGNS: Readonly<Record<string, string>> = { Equal: '=', Minus: '-' };

/** The name of a key, a letter in lower case: what is written on it, else what a Latin layout has in its place. */
export function latinKey({ key, code }: PressedKey): string {
  // Names of keys ("Enter", "ArrowLeft") are ASCII; some layouts give two letters at once.
  if (LATIN.test(key)) return key.length === 1 ? key.toLowerCase() : key;
  const place = PLACE.exec(code);
  return (place?.[1] ?? place?.[2] ?? place?.[3] ?? SIGNS[code] ?? key).toLowerCase();
}

/** What the browser tells of a key that may undo. */
export type HistoryKey = PressedKey & Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Ctrl or Command with Z, with Shift and Z, and with Y. */
export function historyKey(event: HistoryKey): 'undo' | 'redo' | undefined {
  // With Alt it is a character of the layout (AltGr), or somebody else's shortcut.
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  const key = latinKey(event);
  if (key === 'y') return 'redo';
  if (key !== 'z') return undefined;
  return event.shiftKey ? 'redo' : 'undo';
}

/** Whether this device has a mouse, and so most likely keys: only then a person is told of keys that a screen keyboard lacks. */
export function hasKeys(): boolean {
  return window.matchMedia('(hover: hover) and (pointer: fine)').matches;
}
