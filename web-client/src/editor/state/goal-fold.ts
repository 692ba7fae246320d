/** Whether the strip of goals is folded away: a choice of the person, kept by shell/common/preferences.ts and heeded by goal-strip.tsx. Owns that one word. */
import { signal } from '@preact/signals';

/** The choice now. */
export const goalStrip = signal<'shown' | 'folded'>('shown');
