/**
 * The closing of a session, for everybody: what is agreed, what is open, who does what by when, thanks. Owns what stands in it and leads
 * to what exists already; nothing is closed by it.
 */
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { AGREE_STATES } from '../../../model/agreement';
import { t } from '../../../i18n/translate';
import type { OpenMap } from '../../../workshop/open';
import { ActionsList } from './actions-list';
import type { ActivityPanelProps } from './activity';

/** How many parts of the map are agreed, open, and seen differently. */
function countsOf({ agreement }: OpenMap) {
  const { all } = agreement.summary.value;
  const total = AGREE_STATES.reduce((sum, state) => sum + all[state], 0);
  // Parked parts were put aside by those who decide, ideas are not up for a decision.
  return { agreed: all.agreed, open: total - all.agreed - all.parked - all.idea, differ: all.differ };
}

/** The panel. */
export function ClosingPanel({ open }: ActivityPanelProps) {
  const { agreed, open: openParts, differ } = countsOf(open);
  const editor = editorStateOf(open);
  return (
    <div class="pw-closing">
      <section>
        <h3>{t('closing.agreed')}</h3>
        <p>{t('closing.agreed.count', { count: agreed })}</p>
        <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => editor.openDialog({ name: 'agreed' })}>{t('closing.show')}<span class="pw-hidden"> {t('closing.agreed')}</span></button>
      </section>
      <section>
        <h3>{t('closing.open')}</h3>
        <p>{t('closing.open.count', { count: openParts })}</p>
        {differ > 0 && <p>{t('closing.differ.count', { count: differ })}</p>}
      </section>
      <section>
        <h3>{t('actions.title')}</h3>
        <ActionsList workshop={open.workshop} />
      </section>
      <section>
        <h3>{t('closing.thanks')}</h3>
        <p>{t('closing.thanks.words')}</p>
      </section>
    </div>
  );
}
