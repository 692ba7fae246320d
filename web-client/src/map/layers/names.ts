/** Words for stages, lanes and cells as the map's headers and buttons say them. Owns those sentences; draws nothing. */
import { tagOfLink, tagOfPart } from '../../editor/words/agreement-words';
import type { EditorState } from '../../editor/state/editor-state';
import { partName, sectorTag, stepName, type Tag } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import { nameOfPart } from '../../model/meaning';
import type { Layout } from '../layout/shapes';
import type { LinkNames } from './link-words';

/** A stage's header; its number, title and state are written, so the label holds them in this order. */
export function stageWords(editor: EditorState, id: string): { title: string; label: string; state: Tag; ideas: { count: number; words: string } } {
  const title = partName(editor.map, { kind: 'stage', id });
  const number = editor.map.stages.value.findIndex((stage) => stage.id === id) + 1;
  const state = tagOfPart(editor.agreement, { kind: 'stage', id });
  const count = editor.ideas?.at(id).length ?? 0;
  const ideas = { count, words: count > 0 ? t('ideas.count', { count }) : '' };
  const shared = count > 0 ? `. ${ideas.words}` : '';
  return { title, label: `${t(editor.canEdit.value ? 'edit.stage' : 'list.stage', { number, title })}. ${state.word}${shared}`, state, ideas };
}

/** What is agreed of a link; nothing while nobody has said anything, so that the arrows stay arrows. */
function linkState(editor: EditorState, id: string): Tag | undefined {
  // Of most links of a large map nobody has said anything: they need no state of their own.
  if (!editor.agreement.record.names.peek().has(nameOfPart({ kind: 'link', id }))) return undefined;
  return tagOfLink(editor.agreement, editor.map, id);
}

/** How links and the steps at their ends are called. */
export function linkNames(editor: EditorState): LinkNames {
  return {
    label: (id) => editor.map.link(id).peek()?.label ?? '',
    state: (id) => linkState(editor, id),
    otherEnd: (id, step) => {
      const link = editor.map.link(id).peek();
      return stepName(editor.map, (link?.from === step ? link.to : link?.from) ?? '');
    },
  };
}

/** A lane's header. */
export function laneWords(editor: EditorState, id: string): { title: string; label: string; tag: Tag | undefined; sector: string } {
  const title = partName(editor.map, { kind: 'lane', id });
  const sector = editor.map.lane(id).value?.sector ?? '';
  const tag = sectorTag(sector);
  const label = editor.canEdit.value ? t('edit.lane', { title }) : `${t('lane.one')}: ${title}`;
  return { title, label: tag ? `${label}. ${tag.word}` : label, tag, sector };
}

/** What the button of a cell is called. */
export function cellName(editor: EditorState, layout: Layout, at: { column: number; row: number }): string {
  const stage = partName(editor.map, { kind: 'stage', id: layout.columns[at.column]?.stage ?? '' });
  const lane = partName(editor.map, { kind: 'lane', id: layout.rows[at.row]?.lane ?? '' });
  return editor.canEdit.value ? t('add.stepIn', { stage, lane }) : `${t('step.place', { stage, lane })}. ${t('list.noSteps')}`;
}
