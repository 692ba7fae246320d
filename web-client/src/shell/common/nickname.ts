/** What may be typed as the name of a person, wherever a page asks for one. Owns that check; the server makes it again. */
import { t } from '../../i18n/translate';

/** Longest name, in characters as the server counts them: an emoji that is two code units here is one. */
const NICKNAME_CHARS_MAX = 60;

/** What is wrong with a name, in words for the field; `undefined` when it may be sent. Its words come with `i18n/later/join.ts`. */
export function mistakeInNickname(nickname: string): string | undefined {
  if (nickname === '') return t('join.nickname.error');
  if ([...nickname].length > NICKNAME_CHARS_MAX) return t('join.nickname.long', { max: NICKNAME_CHARS_MAX });
  return undefined;
}
