/**
 * The options of the choices about a step and an outcome, in the order offered, each with its symbol and word. Pure but for the
 * language of the words.
 */
import { t } from '../../i18n/translate';
import { FAMILIES, MODES, PERSPECTIVES, SECTORS, type Family, type Mode, type Perspective, type Sector } from '../../model/schema';
import type { Option } from './choice';
import { familyTag, modeTag, perspectiveTag, sectorTag, type Tag } from '../words/part-words';

/** An option from its tag; a value without a tag is "not said yet". */
function option<Value extends string>(value: Value, tag: Tag | undefined): Option<Value> {
  return { value, ...(tag ?? { symbol: 'unsaid', word: t('sector.none') }) };
}

/** What kind of change it is. */
export function familyOptions(): Option<Family>[] {
  return [...FAMILIES, '' as const].map((value) => option<Family>(value, familyTag(value)));
}

/** Who provides it. */
export function sectorOptions(): Option<Sector>[] {
  return [...SECTORS, '' as const].map((value) => option<Sector>(value, sectorTag(value)));
}

/** Done for, by or with people. */
export function modeOptions(): Option<Mode>[] {
  return [...MODES, '' as const].map((value) => option<Mode>(value, modeTag(value)));
}

/** Whose knowledge it is. */
export function perspectiveOptions(): Option<Perspective>[] {
  return [...PERSPECTIVES, '' as const].map((value) => option<Perspective>(value, perspectiveTag(value)));
}
