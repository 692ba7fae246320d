/** Whether letters are keys, in the walk and on the map: a choice of the person, kept by shell/common/preferences.ts and heeded by walk-keys.ts and map/gestures/keyboard.ts. Owns that one word. */
import { signal } from '@preact/signals';

/** The choice now. */
export const letterKeys = signal<'on' | 'off'>('off');
