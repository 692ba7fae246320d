/**
 * One stage of the list: its heading, its tools, and its lanes with their steps. Closed stages are not drawn inside, so
 * that a map of thousands of steps stays quick and every step that is drawn is really in the page (and heard).
 *
 * Owns that section. Steps are step-row.tsx.
 */
import { feature, FeatureView } from '../ui/feature';
import type { EditorState } from '../editor/state/editor-state';
import { StateTag } from '../editor/agreement/state-tag';
import { partName, sectorTag } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { cellKey } from '../model/placement';
import { Symbol } from '../styles/symbol';
import { PartTools } from './part-tools';
import { StepRow } from './step-row';

/** Loaded when somebody has shared an idea. */
const stageIdeas = feature(() => import('../editor/ideas/stage-ideas'), () => import('../i18n/later/idea'));

/** Which stage, and whether it is open. */
export interface StageSectionProps {
  readonly editor: EditorState;
  readonly id: string;
  readonly number: number;
  readonly open: boolean;
  onToggle(id: string, state: 'open' | 'closed'): void;
}

/** A stage with its lanes. */
export function StageSection({ editor, id, number, open, onToggle }: StageSectionProps) {
  const title = partName(editor.map, { kind: 'stage', id });
  const lanes = editor.map.lanes.value;
  const cells = editor.map.cellsOf(id);
  const count = cells.reduce((sum, cell) => sum + cell.steps.length, 0);
  const ideas = editor.ideas?.at(id).length ?? 0;
  return (
    <div class="pw-stage" data-item={`stage-${id}`}>
      <details class="pw-stage__details" open={open} onToggle={(event) => onToggle(id, event.currentTarget.open ? 'open' : 'closed')}>
        <summary class="pw-summary pw-stage__summary" data-part={`stage-${id}`}>
          <Symbol name="chevron" />
          <h3 class="pw-stage__title"><span class="pw-stage-number" aria-hidden="true">{number}</span><span class="pw-hidden">{t('list.stage', { number, title })}</span><span aria-hidden="true">{title}</span></h3>
          <span class="pw-soft pw-stage__count"><StateTag editor={editor} part={{ kind: 'stage', id }} /> <span>{t('list.steps', { count })}</span>{ideas > 0 && <span>{t('ideas.count', { count: ideas })}</span>}</span>
        </summary>
        {open && (
          <div class="pw-stage__body">
            {lanes.length === 0 && <p class="pw-soft">{t('list.noLanes')}</p>}
            {cells.map(({ lane }) => <LaneCell editor={editor} stage={id} lane={lane} key={lane} />)}
            {count === 0 && lanes.length > 0 && <p class="pw-soft">{t('list.noSteps')}</p>}
            {lanes.length > 0 && <AddToLane editor={editor} stage={id} count={count} />}
            {ideas > 0 && <FeatureView feature={stageIdeas}>{({ StageIdeas }) => <StageIdeas editor={editor} stage={id} />}</FeatureView>}
          </div>
        )}
      </details>
      <PartTools editor={editor} part={{ kind: 'stage', id }} index={number - 1} siblings={editor.map.stages.value} />
    </div>
  );
}

/** Adds a step to a lane that has none here yet: lanes without steps are not shown one by one. */
function AddToLane({ editor, stage, count }: { readonly editor: EditorState; readonly stage: string; readonly count: number }) {
  if (!editor.canEdit.value) return null;
  const cells = editor.map.cells.peek();
  const ask = () => {
    const free = editor.map.lanes.peek().find((lane) => (cells.get(cellKey(stage, lane.id))?.length ?? 0) === 0) ?? editor.map.lanes.peek()[0];
    if (free) editor.openDialog({ name: 'addStep', stage, lane: free.id, choose: 'lane' });
  };
  const name = t('add.stepStage', { stage: partName(editor.map, { kind: 'stage', id: stage }) });
  return (
    <button type="button" class="pw-button pw-button--quiet pw-lane-cell__add" aria-label={count > 0 ? `${t('add.stepOther')}. ${name}` : name} data-part={`cells-${stage}`} onClick={ask}>
      <Symbol name="add" />{count > 0 ? t('add.stepOther') : t('add.step')}
    </button>
  );
}

/** The steps of one lane in one stage. */
function LaneCell({ editor, stage, lane }: { readonly editor: EditorState; readonly stage: string; readonly lane: string }) {
  const ids = editor.map.cells.value.get(cellKey(stage, lane)) ?? [];
  const sector = editor.map.lane(lane).value?.sector ?? '';
  const tag = sectorTag(sector);
  const laneTitle = partName(editor.map, { kind: 'lane', id: lane });
  const add = t('add.stepIn', { stage: partName(editor.map, { kind: 'stage', id: stage }), lane: laneTitle });
  return (
    <section class="pw-lane-cell">
      <h4 class="pw-lane-cell__title" data-sector={sector || undefined}>
        {tag && <Symbol name={tag.symbol} size={1.125} />}
        {laneTitle}
      </h4>
      <ol class="pw-step-list">
        {ids.map((id, index) => <StepRow editor={editor} id={id} index={index} siblings={ids} key={id} />)}
      </ol>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--quiet pw-lane-cell__add" aria-label={add} data-part={`cell-${stage}/${lane}`} onClick={() => editor.openDialog({ name: 'addStep', stage, lane })}>
          <Symbol name="add" />{t('add.step')}
        </button>
      )}
    </section>
  );
}
