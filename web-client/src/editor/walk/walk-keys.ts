/**
 * The keys of the walk. Arrows go on and back; letters say something, and only for who has asked for that: a letter that says
 * yes would be said by whoever types too early, or dictates (WCAG 2.2, success criterion 2.1.4).
 */
import { latinKey, type PressedKey } from '../../ui/keys';
import { letterKeys } from '../state/letter-keys';

/** The keys, and what each does; told in the walk and heeded by it. */
export const WALK_KEYS = [['→', 'walk.keys.next'], ['←', 'walk.keys.back'], ['Esc', 'walk.keys.close']] as const;
export const WALK_LETTERS = [['A', 'walk.keys.agree'], ['D', 'walk.keys.differ'], ['P', 'walk.keys.park'], ['N', 'walk.keys.next'], ['B', 'walk.keys.back']] as const;

/** What a key can mean in the walk. */
export type WalkKey = 'agree' | 'differ' | 'park' | 'next' | 'back';

/** What a key means in the walk now. */
export function meaningOfKey(pressed: PressedKey): WalkKey | undefined {
  const key = latinKey(pressed);
  const arrows: Readonly<Record<string, WalkKey>> = { ArrowRight: 'next', ArrowLeft: 'back' };
  const letters: Readonly<Record<string, WalkKey>> = { a: 'agree', d: 'differ', p: 'park', n: 'next', b: 'back' };
  if (key.length > 1) return arrows[key];
  return letterKeys.peek() === 'on' ? letters[key] : undefined;
}
