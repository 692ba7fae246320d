/** One link in the panel: what it joins, the words on it, removing it. Owns those fields; writes as step-links.tsx does. */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { remove } from '../state/actions';
import { AgreementLater } from '../agreement/agreement-later';
import { BoundText } from '../fields/bound-text';
import type { Desk } from '../state/editor-state';
import { TalkSection } from '../comments/comments-section';
import { stepName } from '../words/part-words';

/** The fields of one link. */
export function LinkEditor({ desk, id }: { readonly desk: Desk; readonly id: string }) {
  const link = desk.map.link(id).value;
  if (!link || link.removed) return <p>{t('refused.missing')}</p>;
  return (
    <div class="pw-editor">
      <ul class="pw-links__list">
        {[link.from, link.to].map((step, index) => (
          <li class="pw-links__item" key={step}>
            <button type="button" class="pw-links__go" aria-label={t('link.go', { title: stepName(desk.map, step) })} onClick={() => desk.open({ kind: 'step', id: step }, 'field')}>
              <Symbol name={index === 0 ? 'link' : 'right'} />
              <span>{stepName(desk.map, step)}</span>
            </button>
          </li>
        ))}
      </ul>
      <BoundText desk={desk} part={{ kind: 'link', id }} field="label" label={t('field.label')} hint={t('field.label.hint')} rows={1} />
      <AgreementLater desk={desk} part={{ kind: 'link', id }} />
      <TalkSection desk={desk} part={{ kind: 'link', id }} />
      {desk.canEdit.value && (
        <button type="button" class="pw-button pw-button--quiet pw-editor__remove" onClick={() => remove(desk, { kind: 'link', id })}>
          <Symbol name="bin" />{t('remove.link')}
        </button>
      )}
    </div>
  );
}
