/**
 * The page for an address that names nothing. Owns its words only.
 */
import { at } from '../../config';
import { t } from '../../i18n/translate';
import { Page } from '../common/page';

/** Nothing is here. */
export function NotFoundPage() {
  return (
    <Page title={t('notFound.title')}>
      <div class="pw-flow">
        <p class="pw-lead">{t('notFound.text')}</p>
        <p>
          <a class="pw-button" href={at('/')}>
            {t('notFound.button')}
          </a>
        </p>
      </div>
    </Page>
  );
}
