/**
 * What an item of an agenda says beyond its minutes, title, mode and opening side: an instruction, what it is about, and how notes are
 * shown. Reads what the server wrote, never throws on unexpected content. The layout is PROTOCOL.md section 1.2; knows no page.
 */

/** How notes that people wrote for themselves are shown to all. */
export type NotesShown = 'named' | 'anonymous';

/** What an item is about. */
export type About = { readonly kind: 'map' } | { readonly kind: 'stage' | 'goal'; readonly id: string } | { readonly kind: 'question'; readonly words: string };

/** What an item may say beyond what every item does; nothing is absent, never empty. */
export interface Said {
  readonly says?: string;
  readonly about?: string;
  readonly notes?: NotesShown;
}

/** Longest instruction, and longest question that an item is about, in characters. */
export const SAYS_MAX = 300;

const PART_ID = /^[\w-]{1,64}$/;

function isSaid(text: string): boolean {
  return text !== '' && Array.from(text).length <= SAYS_MAX;
}

/** What a text says that an item is about. */
export function aboutOf(text: string | undefined): About | undefined {
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0) return undefined;
  const [kind, rest] = [text.slice(0, colon), text.slice(colon + 1)];
  if (kind === 'map' && rest === 'map') return { kind };
  if ((kind === 'stage' || kind === 'goal') && PART_ID.test(rest)) return { kind, id: rest };
  return kind === 'question' && isSaid(rest) ? { kind, words: rest } : undefined;
}

/** What an item or an activity says, of what is written of it. */
export function saidOf(written: Readonly<Record<string, unknown>>): Said {
  const { says, about, notes } = written;
  return {
    ...(typeof says === 'string' && isSaid(says) ? { says } : {}),
    ...(typeof about === 'string' && aboutOf(about) ? { about } : {}),
    ...(notes === 'named' || notes === 'anonymous' ? { notes } : {}),
  };
}
