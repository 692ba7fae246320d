/**
 * The goals, first and above the map: the goals lead it. Each says how many steps serve it and opens to be changed.
 *
 * Owns that strip. The list view shows goals as headings of its own (list/goal-list.tsx).
 */
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import type { EditorState } from './state/editor-state';
import { StateTag } from './agreement/state-tag';
import { partName } from './words/part-words';

/** The goals as a row. */
export function GoalStrip({ editor }: { readonly editor: EditorState }) {
  const goals = editor.map.goals.value;
  return (
    <section class="pw-goals" aria-label={t('goals.title')}>
      <h2 class="pw-goals__title"><Symbol name="goal" />{t('goals.title')}</h2>
      {goals.length === 0 && <p class="pw-goals__none">{t('goals.none')}</p>}
      <ol class="pw-goals__list">
        {goals.map((goal, index) => <GoalItem editor={editor} id={goal.id} number={index + 1} key={goal.id} />)}
      </ol>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--quiet pw-goals__add" onClick={() => editor.openDialog({ name: 'addPart', kind: 'goal' })}>
          <Symbol name="add" />{t('add.goal')}
        </button>
      )}
    </section>
  );
}

/** One goal. */
function GoalItem({ editor, id, number }: { readonly editor: EditorState; readonly id: string; readonly number: number }) {
  const title = partName(editor.map, { kind: 'goal', id });
  const count = editor.map.stepsOf(id).value.length;
  const words = (
    <>
      <span class="pw-goal-chip">{t('goal.short', { number })}</span>
      <span class="pw-goals__words">
        <span class="pw-goals__goal">{title}</span>
        <span class="pw-goals__served">{t('goal.served', { count })} <StateTag editor={editor} part={{ kind: 'goal', id }} /></span>
      </span>
    </>
  );
  return (
    <li class="pw-goals__item" data-item={`goal-${id}`}>
      <button type="button" class="pw-goals__button" data-part={`goal-${id}`} onClick={() => editor.open({ kind: 'goal', id }, 'field')}>
        {words}
      </button>
    </li>
  );
}
