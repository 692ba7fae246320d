/**
 * The person's own words that the server did not take, in the dialog and on the pages that end a workshop. Owns that list.
 */
import { t } from '../../../i18n/translate';
import type { RefusedText } from '../../../sync/offline';
import { CopyButton } from '../../../ui/copy-button';

/** My words that the server did not take, each to be copied. */
export function RefusedWords({ refused }: { readonly refused: readonly RefusedText[] }) {
  return (
    <ul class="pw-refused">
      {refused.flatMap((each) =>
        each.texts.map((text, index) => {
          const name = text.name === '' ? t('refusedWords.unnamed') : text.name;
          return (
            <li key={`${each.id}-${index}`}>
              <h3>{name}</h3>
              {each.message !== '' && <p class="pw-soft">{each.message}</p>}
              <blockquote>{text.text}</blockquote>
              <CopyButton text={text.text} name={t('refusedWords.copy', { name })} done={t('refusedWords.copied', { name })} />
            </li>
          );
        }),
      )}
    </ul>
  );
}
