/** What should come of the pathway, after the goals: each with how we will know and what kind of change it is. Owns that section. */
import type { EditorState } from '../editor/state/editor-state';
import { StateTag } from '../editor/agreement/state-tag';
import { familyTag, partName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { PartTools } from './part-tools';

/** The outcomes. */
export function OutcomeList({ editor }: { readonly editor: EditorState }) {
  const outcomes = editor.map.outcomes.value;
  return (
    <section class="pw-list-section pw-list-section--outcomes" aria-labelledby="pw-list-outcomes">
      <header class="pw-list-section__head">
        <h2 id="pw-list-outcomes"><Symbol name="outcome" size={1.5} />{t('outcomes.title')}</h2>
        <p class="pw-soft">{t('outcomes.lead')}</p>
      </header>
      <ol class="pw-part-list">
        {outcomes.map((outcome, index) => {
          const part = { kind: 'outcome', id: outcome.id } as const;
          const tag = familyTag(outcome.family);
          const measure = outcome.measure.trim();
          return (
            <li class="pw-part-list__item" key={outcome.id}>
              <span class="pw-part-list__words">
                <strong data-part={`outcome-${outcome.id}`} tabIndex={-1}>{partName(editor.map, part)}</strong>
                {measure !== '' && <span class="pw-soft pw-part-list__more">{t('outcome.measure', { measure })}</span>}
                <span class="pw-soft pw-small pw-served">
                  {tag && <span class="pw-tagline"><Symbol name={tag.symbol} size={1} />{tag.word}</span>} <StateTag editor={editor} part={part} />
                </span>
              </span>
              <PartTools editor={editor} part={part} index={index} siblings={outcomes} />
            </li>
          );
        })}
      </ol>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'addPart', kind: 'outcome' })}>
          <Symbol name="add" />{t('add.outcome')}
        </button>
      )}
    </section>
  );
}
