/** Whether letters are keys in the walk: a choice of the person, kept by shell/common/preferences.ts and heeded by walk-keys.ts. Owns that one word. */
import { signal } from '@preact/signals';

/** The choice now. */
export const letterKeys = signal<'on' | 'off'>('off');
