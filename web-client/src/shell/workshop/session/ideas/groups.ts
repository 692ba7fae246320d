/** The shared ideas in groups: by the stage they are about, in the order of the pathway, or by theme. Pure; owns that order. */
import { partName } from '../../../../editor/words/part-words';
import { t } from '../../../../i18n/translate';
import { sortedOf, stageOf } from '../../../../model/session/idea-sorting';
import type { Idea } from '../../../../model/session/shared-notes';
import type { OpenMap } from '../../../../workshop/open';

/** What the ideas are sorted by. */
export type SortBy = 'stage' | 'theme';

/** Ideas that stand together; `''` is the group of those that stand nowhere else. */
export interface IdeaGroup {
  readonly id: string;
  readonly title: string;
  readonly ideas: readonly Idea[];
}

/** The groups in their order; the group of stage that was asked for is there even without ideas. */
export function groupsOf({ map, workshop }: OpenMap, by: SortBy): readonly IdeaGroup[] {
  const { ideas, sorting } = workshop.session;
  const keyOf = ({ id, about }: Idea) => (by === 'stage' ? stageOf(map, about) : (sortedOf(sorting.value, id).theme ?? ''));
  const heads = by === 'stage'
    ? map.stages.value.map(({ id }, at) => ({ id, title: t('list.stage', { number: at + 1, title: partName(map, { kind: 'stage', id }) }) }))
    : sorting.value.themes.map(({ id, name }) => ({ id, title: name }));
  const last = { id: '', title: t(by === 'stage' ? 'ideas.noStage' : 'ideas.noTheme') };
  const groups = [...heads, last].map((head) => ({ ...head, ideas: ideas.value.filter((idea) => keyOf(idea) === head.id) }));
  return groups.filter((group) => group.ideas.length > 0);
}
