/** The goals as the first list of all: they lead the map. Owns that section. */
import type { EditorState } from '../editor/state/editor-state';
import { StateTag } from '../editor/agreement/state-tag';
import { partName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { PartTools } from './part-tools';

/** The goals. */
export function GoalList({ editor }: { readonly editor: EditorState }) {
  const goals = editor.map.goals.value;
  return (
    <section class="pw-list-section pw-list-section--goals" aria-labelledby="pw-list-goals">
      <header class="pw-list-section__head">
        <h2 id="pw-list-goals"><Symbol name="goal" size={1.5} />{t('goals.title')}</h2>
        <p class="pw-soft">{goals.length === 0 ? t('goals.none') : t('goals.lead')}</p>
      </header>
      <ol class="pw-part-list">
        {goals.map((goal, index) => {
          const part = { kind: 'goal', id: goal.id } as const;
          return (
            <li class="pw-part-list__item" data-item={`goal-${goal.id}`} key={goal.id}>
              <span class="pw-goal-chip" aria-hidden="true">{t('goal.short', { number: index + 1 })}</span>
              <span class="pw-part-list__words">
                <strong data-part={`goal-${goal.id}`} tabIndex={-1}>{partName(editor.map, part)}</strong>
                <span class="pw-soft pw-small pw-served">{t('goal.served', { count: editor.map.stepsOf(goal.id).value.length })} <StateTag editor={editor} part={part} /></span>
              </span>
              <PartTools editor={editor} part={part} index={index} siblings={goals} />
            </li>
          );
        })}
      </ol>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'addPart', kind: 'goal' })}>
          <Symbol name="add" />{t('add.goal')}
        </button>
      )}
    </section>
  );
}
