/**
 * The options of the choices about a part, in the order offered, each with its symbol and word. Pure but for the
 * language of the words.
 */
import { t } from '../../i18n/translate';
import { MODES, PERSPECTIVES, SECTORS, type Mode, type Perspective, type Sector, type WordField } from '../../model/kinds';
import type { Option } from './choice';
import { modeTag, perspectiveTag, sectorTag, wordTag, type Tag } from '../words/part-words';

/** An option from its tag; a value without a tag is "not said yet". */
function option<Value extends string>(value: Value, tag: Tag | undefined): Option<Value> {
  return { value, ...(tag ?? { symbol: 'unsaid', word: t('sector.none') }) };
}

/** The words of a field, with what is not said yet at the end. */
export function wordOptions(field: WordField): Option<string>[] {
  const said = field.words.filter((word) => word !== '');
  return [...said, ''].map((word) => option(word, wordTag(field, word)));
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
