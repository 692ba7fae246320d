/**
 * What others changed, in words: who did what to which part. Pure reading of the model and of who is here; who says it, and
 * when, is announcements/edits.ts.
 */
import { listInWords, t } from '../../../i18n/translate';
import { PART_KINDS } from '../../../model/kinds';
import type { MapModel, PartChange } from '../../../model/map';
import type { PartRef } from '../../../model/schema';
import type { PersonHere } from '../../../presence/presence';

/** What can become of a part, the most telling first. */
const DEEDS = ['removed', 'restored', 'added', 'moved', 'changed'] as const;
/** What became of a part. */
export type Deed = (typeof DEEDS)[number];

/** What others did to one part. */
export interface Told {
  readonly part: PartRef;
  readonly deed: Deed;
  /** Who, as far as it is known. */
  readonly people: readonly string[];
}

/** Most changes that are told one by one; more of them are counted. */
export const TOLD_MAX = 2;

/** What to call a person whose name may not have arrived yet. */
export function nicknameInWords(person: PersonHere): string {
  return person.nickname === '' ? t('people.unnamed') : person.nickname;
}

/** Names a part: "Step “First visit”". */
export function partInWords(map: MapModel, part: PartRef): string {
  if (part.kind === 'link') return t('announce.part.link');
  const title = map.at(part.kind, part.id).peek()?.title ?? '';
  return t('announce.part', { kind: t(PART_KINDS[part.kind].labels.one), title: title === '' ? t('edit.unnamed') : title });
}

/** Where a part stands; nothing for one that stands nowhere. */
function placeOf(value: PartChange['after']): string {
  if (!value) return '';
  const { stage, lane, ord } = value as { readonly stage?: string; readonly lane?: string; readonly ord?: string };
  return JSON.stringify([stage, lane, ord]);
}

/** What became of a part; nothing of one that was not there before and is not now. */
export function deedOf({ before, after }: PartChange): Deed | undefined {
  const [was, is] = [before?.removed === false, after?.removed === false];
  if (!was && !is) return undefined;
  if (!was) return before ? 'restored' : 'added';
  if (!is) return 'removed';
  return placeOf(before) === placeOf(after) ? 'changed' : 'moved';
}

/** Of two things that became of one part the more telling one. */
export function moreTelling(one: Deed, other: Deed): Deed {
  return DEEDS.indexOf(one) <= DEEDS.indexOf(other) ? one : other;
}

function who(people: readonly string[]): string {
  return people.length === 0 ? t('people.unnamed') : listInWords(people);
}

/** One change as a sentence: "Ben moved Step “First visit” to Going home." */
function sentence(map: MapModel, { part, deed, people }: Told): string {
  const said = { person: who(people), name: part.kind === 'link' ? t('announce.part.aLink') : partInWords(map, part) };
  if (deed !== 'moved' || part.kind !== 'step') return t(`announce.did.${deed}`, said);
  const stage = map.stage(map.step(part.id).peek()?.stage ?? '').peek()?.title ?? '';
  return t('announce.did.movedTo', { ...said, stage: stage === '' ? t('edit.unnamed') : stage });
}

/** The part where I am goes, or goes elsewhere. */
export function myPlaceInWords(map: MapModel, { part, deed, people }: Told): string {
  return t(deed === 'removed' ? 'announce.here.removed' : 'announce.here.moved', { person: who(people), name: partInWords(map, part) });
}

/** What others did: one by one, or counted with their names. */
export function changesInWords(map: MapModel, told: readonly Told[]): string {
  if (told.length <= TOLD_MAX) return told.map((one) => sentence(map, one)).join(' ');
  return t('announce.did.many', { people: who([...new Set(told.flatMap(({ people }) => people))]), count: told.length });
}
