/**
 * What others changed, in one short sentence. Pure reading of the model and of who is here; who says it, and when, is
 * announcements.ts.
 */
import { t } from '../../../i18n/translate';
import { PART_KINDS } from '../../../model/kinds';
import type { MapModel } from '../../../model/map';
import type { PartRef } from '../../../model/schema';
import type { PersonHere } from '../../../presence/presence';

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

/** The one sentence for what others changed; with the person's name when only one can have done it. */
export function changeInWords(map: MapModel, parts: readonly PartRef[], people: readonly PersonHere[]): string {
  const [only] = parts;
  if (parts.length !== 1 || !only) return t('announce.changedMany', { count: parts.length });
  const name = partInWords(map, only);
  const there = people.filter((person) => !person.isMe && person.at.part?.id === only.id);
  const [who] = there;
  return who && there.length === 1 ? t('announce.changedBy', { person: nicknameInWords(who), name }) : t('announce.changed', { name });
}
