/**
 * English words that come with the screens which need them, so that nobody waits for them before the map is seen. Loaded
 * by ui/later.tsx together with every such screen. Owns nothing but the joining, as en.ts does for the words of the
 * first load.
 */
import { agreeLater } from './en/agree-later';
import { contributions } from './en/contributions';
import { mapLater } from './en/map-later';
import { peopleLater } from './en/people-later';
import { privacy } from './en/privacy';
import { settings } from './en/settings';
import { start } from './en/start';
import { talkLater } from './en/talk-later';
import { trail } from './en/trail';

/** The areas, apart, for the test that looks for keys in two of them. */
export const laterAreas = { agreeLater, contributions, mapLater, peopleLater, privacy, settings, start, talkLater, trail } as const;

/** Every English message that comes later, by key. */
export const later = { ...agreeLater, ...contributions, ...mapLater, ...peopleLater, ...privacy, ...settings, ...start, ...talkLater, ...trail } as const;
