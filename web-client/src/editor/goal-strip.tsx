/**
 * The goals, first and above the map: the goals lead it. Each says how many steps serve it and opens to be changed.
 *
 * Owns that strip. The list view shows goals as headings of its own (list/goal-list.tsx).
 */
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import type { Desk } from './state/editor-state';
import { StateTag } from './agreement/state-tag';
import { partName } from './words/part-words';

/** The goals as a row. */
export function GoalStrip({ desk }: { readonly desk: Desk }) {
  const goals = desk.map.goals.value;
  return (
    <section class="pw-goals" aria-label={t('goals.title')}>
      <h2 class="pw-goals__title"><Symbol name="goal" />{t('goals.title')}</h2>
      {goals.length === 0 && <p class="pw-goals__none">{t('goals.none')}</p>}
      <ol class="pw-goals__list">
        {goals.map((goal, index) => <GoalItem desk={desk} id={goal.id} number={index + 1} key={goal.id} />)}
      </ol>
      {desk.canEdit.value && (
        <button type="button" class="pw-button pw-button--quiet pw-goals__add" onClick={() => desk.ask({ ask: 'addPart', kind: 'goal' })}>
          <Symbol name="add" />{t('add.goal')}
        </button>
      )}
    </section>
  );
}

/** One goal. */
function GoalItem({ desk, id, number }: { readonly desk: Desk; readonly id: string; readonly number: number }) {
  const title = partName(desk.map, { kind: 'goal', id });
  const count = desk.map.stepsOf(id).value.length;
  const words = (
    <>
      <span class="pw-goal-chip">{t('goal.short', { number })}</span>
      <span class="pw-goals__words">
        <span class="pw-goals__goal">{title}</span>
        <span class="pw-goals__served">{t('goal.served', { count })} <StateTag desk={desk} part={{ kind: 'goal', id }} /></span>
      </span>
    </>
  );
  return (
    <li class="pw-goals__item">
      <button type="button" class="pw-goals__button" data-part={`goal-${id}`} onClick={() => desk.open({ kind: 'goal', id }, 'field')}>
        {words}
      </button>
    </li>
  );
}
