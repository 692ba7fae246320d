/** Plain words for a call that failed, whatever it was. Owns these words; must not know what was asked. */
import { t } from '../../i18n/translate';
import { ApiError } from '../../workshop/api';

/** Plain words for a failure. The server's own words are plain words too. */
export function wordsForFailure(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.unexpected');
  if (error.code === 'offline') return t('error.noConnection');
  // What was too fast without being a try, the server says itself.
  if (error.status === 429 && error.code !== 'too_fast') return t('error.tooMany');
  if (error.status >= 500 || error.code === 'bad_answer' || error.message === '') return t('error.unexpected');
  return error.message;
}
