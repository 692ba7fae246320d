/** How much is still to agree, and the ways to it, above the map and at the top of the list. Owns these two buttons. */
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import type { Desk } from './desk';

/** The buttons. */
export function AgreeStrip({ desk }: { readonly desk: Desk }) {
  const count = desk.agreement.openCount.value;
  return (
    <>
      <button type="button" class="pw-button pw-button--quiet pw-strip" onClick={() => desk.ask({ ask: 'walk' })}>
        <Symbol name="toAgree" />{count === 0 ? t('walk.start') : t('walk.open', { count })}
      </button>
      <button type="button" class="pw-button pw-button--quiet pw-strip" onClick={() => desk.ask({ ask: 'agreed' })}>
        <Symbol name="agreed" />{t('summary.open')}
      </button>
    </>
  );
}
