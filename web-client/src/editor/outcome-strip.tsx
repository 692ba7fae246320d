/**
 * What should come of the pathway, in one row below the goals: each opens to be read and changed. Takes no room
 * while there is none; adding one is among the map's tools.
 *
 * Owns that strip. The list view shows outcomes as a section of its own (list/outcome-list.tsx).
 */
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import type { EditorState } from './state/editor-state';
import { StateTag } from './agreement/state-tag';
import { familyTag, partName } from './words/part-words';

/** The outcomes as a row. */
export function OutcomeStrip({ editor }: { readonly editor: EditorState }) {
  const outcomes = editor.map.outcomes.value;
  if (outcomes.length === 0) return null;
  return (
    <section class="pw-goals pw-goals--outcomes" aria-label={t('outcomes.title')}>
      <h2 class="pw-goals__title"><Symbol name="outcome" />{t('outcomes.title')}</h2>
      <ol class="pw-goals__list">
        {outcomes.map((outcome) => {
          const part = { kind: 'outcome', id: outcome.id } as const;
          const tag = familyTag(outcome.family);
          const words = (
            <span class="pw-goals__words">
              <span class="pw-goals__goal">{partName(editor.map, part)}</span>
              <span class="pw-goals__served">
                {tag && <span class="pw-tagline"><Symbol name={tag.symbol} size={1} />{tag.word}</span>} <StateTag editor={editor} part={part} />
              </span>
            </span>
          );
          return (
            <li class="pw-goals__item" key={outcome.id}>
              <button type="button" class="pw-goals__button" data-part={`outcome-${outcome.id}`} onClick={() => editor.open(part, 'field')}>{words}</button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
