/** The lanes of the map as a list that is closed at first: they are structure, read again below every stage. Owns that section. */
import type { EditorState } from '../editor/state/editor-state';
import { partName, sectorTag } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { PartTools } from './part-tools';

/** Whether the lanes are shown. */
interface LaneListProps {
  readonly editor: EditorState;
  readonly open: boolean;
  onToggle(state: 'open' | 'closed'): void;
}

/** The lanes. */
export function LaneList({ editor, open, onToggle }: LaneListProps) {
  const lanes = editor.map.lanes.value;
  return (
    <details class="pw-list-section pw-list-section--lanes" open={open} onToggle={(event) => onToggle(event.currentTarget.open ? 'open' : 'closed')}>
      <summary class="pw-summary">
        <Symbol name="chevron" /><h2>{t('lanes.title')}</h2><span class="pw-soft">{lanes.length}</span>
      </summary>
      <p class="pw-soft">{lanes.length === 0 ? t('list.noLanes') : t('lanes.lead')}</p>
      <ol class="pw-part-list">
        {lanes.map((lane, index) => {
          const part = { kind: 'lane', id: lane.id } as const;
          const tag = sectorTag(lane.sector);
          return (
            <li class="pw-part-list__item" data-item={`lane-${lane.id}`} key={lane.id} data-sector={lane.sector || undefined}>
              <span class="pw-part-list__words">
                <strong data-part={`lane-${lane.id}`} tabIndex={-1}>{partName(editor.map, part)}</strong>
                {tag && <span class="pw-tagline"><Symbol name={tag.symbol} size={1} />{tag.word}</span>}
              </span>
              <PartTools editor={editor} part={part} index={index} siblings={lanes} />
            </li>
          );
        })}
      </ol>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'addPart', kind: 'lane' })}>
          <Symbol name="add" />{t('add.lane')}
        </button>
      )}
    </details>
  );
}
