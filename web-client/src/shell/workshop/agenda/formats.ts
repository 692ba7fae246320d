/**
 * The eight ways to meet, each with an agenda to begin with. Owns which items each has, and how long; what they are called and say is in
 * the words.
 */
import { t } from '../../../i18n/translate';
import { NEW_ROW, type RowWords } from '../../../model/agenda/rows';

/** The ways to meet. */
export const FORMATS = ['pair', 'emotional', 'professionals', 'joint', 'codesign', 'prioritise', 'ownPace', 'review'] as const;
export type Format = (typeof FORMATS)[number];

/** The items, by the name of their words. */
type Item =
  | 'welcome' | 'goals' | 'walk' | 'build' | 'agree' | 'break' | 'reflect' | 'feelings' | 'tell' | 'patterns' | 'hard' | 'facts' | 'gaps' | 'listen' | 'sides'
  | 'groups' | 'vote' | 'more' | 'add' | 'read' | 'tried' | 'helped' | 'next';

interface Planned extends Pick<RowWords, 'mode'> {
  readonly word: Item;
  readonly min: number;
  readonly opens?: string;
  readonly about?: 'map' | 'question';
}

const welcome: Planned = { word: 'welcome', min: 10, mode: 'plenary' };
const goals: Planned = { word: 'goals', min: 10, mode: 'silent', about: 'question' };
const walk: Planned = { word: 'walk', min: 15, mode: 'round_robin', about: 'map' };
const build: Planned = { word: 'build', min: 20, mode: 'pairs', about: 'map' };
const agree: Planned = { word: 'agree', min: 10, mode: 'pairs', about: 'map' };
const pause: Planned = { word: 'break', min: 10, mode: 'break', opens: 'none' };
const reflect: Planned = { word: 'reflect', min: 5, mode: 'reflect' };
const vote: Planned = { word: 'vote', min: 10, mode: 'vote' };

const AGENDAS: Readonly<Record<Format, readonly Planned[]>> = {
  pair: [{ ...welcome, min: 5 }, { ...goals, min: 5 }, walk, build, agree, reflect],
  emotional: [
    welcome, { word: 'feelings', min: 15, mode: 'silent', about: 'map' }, { word: 'tell', min: 20, mode: 'round_robin' }, pause,
    { word: 'patterns', min: 15, mode: 'plenary', about: 'map' }, { word: 'hard', min: 10, mode: 'vote' }, { ...reflect, min: 10 },
  ],
  professionals: [
    { ...welcome, min: 5 }, { word: 'listen', min: 10, mode: 'plenary' }, { word: 'facts', min: 15, mode: 'silent', opens: 'professional', about: 'map' },
    { word: 'gaps', min: 15, mode: 'round_robin', opens: 'professional', about: 'map' }, { ...reflect, min: 5 },
  ],
  joint: [
    welcome, { word: 'sides', min: 10, mode: 'plenary' }, goals, { ...walk, min: 20 }, pause, { word: 'groups', min: 35, mode: 'breakout', about: 'map' },
    vote, agree, { ...reflect, min: 5 },
  ],
  codesign: [{ ...welcome, min: 5 }, goals, { ...walk, min: 15 }, { ...pause, min: 5 }, { ...build, min: 30 }, { ...agree, min: 15 }, { ...reflect, min: 10 }],
  prioritise: [{ ...welcome, min: 5 }, { word: 'more', min: 10, mode: 'silent', about: 'map' }, walk, vote, agree, { ...reflect, min: 10 }],
  ownPace: [
    { ...goals, min: 20 }, { word: 'add', min: 30, mode: 'plenary', about: 'map' }, { ...pause, min: 10 }, { word: 'read', min: 30, mode: 'plenary', about: 'map' },
    { ...agree, min: 20 }, { ...reflect, min: 10 },
  ],
  review: [
    welcome, { word: 'tried', min: 15, mode: 'round_robin' }, { word: 'helped', min: 10, mode: 'silent' }, { word: 'next', min: 20, mode: 'plenary', about: 'map' },
    { ...agree, min: 10 }, { ...reflect, min: 10 },
  ],
};

/** The agenda that a way to meet begins with. */
export function agendaOf(format: Format): readonly RowWords[] {
  return AGENDAS[format].map(({ word, min, mode, opens = 'patient', about }) => {
    const subject = about === 'question' ? `question:${t('format.item.goals.about')}` : 'map:map';
    return {
      ...NEW_ROW, min: String(min), mode, opens, title: t(`format.item.${word}`), says: t(`format.item.${word}.says`),
      about: about === undefined ? '' : subject, notes: 'named',
    };
  });
}

/** What a way to meet is called. */
export function formatWords(format: Format): string {
  return t(`format.${format}`);
}
