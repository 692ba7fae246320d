/** How much is still to agree, and the ways to it, above the map and at the top of the list. Owns these two buttons. */
import { useComputed } from '@preact/signals';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { Desk } from '../state/editor-state';
import { partnerInWalk } from '../state/partner-presence';

/** The buttons. */
export function AgreeStrip({ desk }: { readonly desk: Desk }) {
  const count = desk.agreement.openCount.value;
  // A word, not the person: cursors move ten times a second, and these buttons need not be drawn for it.
  const partner = useComputed(() => {
    const walking = partnerInWalk(desk);
    return walking ? desk.nameOf(walking.participant) : '';
  }).value;
  return (
    <>
      <button type="button" class="pw-button pw-button--quiet pw-strip" onClick={() => desk.ask({ ask: 'walk' })}>
        <Symbol name="toAgree" />{partner === '' ? t('walk.open', { count }) : t('walk.with', { count, name: partner })}
      </button>
      <button type="button" class="pw-button pw-button--quiet pw-strip" onClick={() => desk.ask({ ask: 'agreed' })}>
        <Symbol name="agreed" />{t('summary.open')}
      </button>
    </>
  );
}
