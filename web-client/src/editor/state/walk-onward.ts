/** Whether "Agree together" goes on by itself after an answer: a choice of the person, kept by shell/common/preferences.ts and heeded by walk/agreement-walk.tsx. Owns that one word. */
import { signal } from '@preact/signals';

/** The choice now. */
export const walkOnward = signal<'on' | 'off'>('off');
