/** Removed parts with a way to bring each back: nothing on a map is lost. Owns that list, in the map and the list view. */
import { t } from '../i18n/translate';
import { PART_KINDS } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import { restore } from './actions';
import type { Desk } from './desk';
import { partName } from './words';

/** The removed parts, closed at first. */
export function RemovedParts({ desk }: { readonly desk: Desk }) {
  const removed = desk.map.removed.value;
  if (removed.length === 0) return null;
  return (
    <details class="pw-removed">
      <summary class="pw-summary"><Symbol name="chevron" /><h2 class="pw-summary__title">{t('removed.title')}</h2><span class="pw-soft">{t('removed.count', { count: removed.length })}</span></summary>
      <p class="pw-soft">{t('removed.lead')}</p>
      <ul class="pw-removed__list">
        {removed.map((part) => {
          const title = partName(desk.map, part);
          const kind = t(PART_KINDS[part.kind].labels.one);
          return (
            <li class="pw-removed__item" key={`${part.kind}-${part.id}`}>
              <span>{t('removed.kind', { kind, title })}</span>
              {desk.canEdit.value && (
                <button type="button" class="pw-button pw-button--plain" aria-label={t('removed.restorePart', { kind: kind.toLocaleLowerCase(), title })} onClick={() => restore(desk, part)}>
                  {t('removed.restore')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
