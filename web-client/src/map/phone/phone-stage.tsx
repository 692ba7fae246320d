/**
 * One stage of the map on a phone: its name, and each lane as a heading with its steps, where new ones are typed in place. A step is its
 * title with the same signs as on the picture, and what it leads to in words. Owns that page; knows nothing of the other stages.
 */
import type { EditorState } from '../../editor/state/editor-state';
import { StateTag } from '../../editor/agreement/state-tag';
import { partName, quotedSteps, sectorTag } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import { cellKey } from '../../model/placement';
import { Symbol } from '../../styles/symbol';
import { stepStyle, withTalk } from '../layers/step-style';
import type { StepPlace } from '../typing/request';
import type { Adder } from './adder';
import { PhoneTyping } from './phone-typing';

const NO_STEPS: readonly string[] = [];

/** Which stage, and whether it is the one in sight. */
export interface PhoneStageProps {
  readonly editor: EditorState;
  readonly id: string;
  readonly number: number;
  readonly isHere: boolean;
  readonly adder: Adder;
}

/** The page of a stage. */
export function PhoneStage({ editor, id, number, isHere, adder }: PhoneStageProps) {
  const part = { kind: 'stage', id } as const;
  const title = partName(editor.map, part);
  const cells = editor.map.cells.value;
  const ideas = editor.ideas?.at(id).length ?? 0;
  const request = isHere ? adder.request.value : undefined;
  return (
    <>
      <h2 class="pw-phone-stage__head">
        <button type="button" class="pw-phone-stage__name" data-part={`stage-${id}`} data-stage={id} aria-label={t('edit.stage', { number, title })} onClick={() => editor.open(part, 'field')}>
          <span class="pw-stage-number">{number}</span><span>{title}</span>
        </button>
        <StateTag editor={editor} part={part} />
        {ideas > 0 && (
          <button type="button" class="pw-button pw-button--quiet pw-button--small pw-phone-stage__ideas" aria-label={t('ideas.count', { count: ideas })} onClick={() => editor.openIdeas(id)}>
            <Symbol name="sharedIdea" size={1.125} />{ideas}
          </button>
        )}
      </h2>
      {editor.map.lanes.value.map((lane) => (
        <Lane
          editor={editor} stage={id} lane={lane.id} steps={cells.get(cellKey(id, lane.id)) ?? NO_STEPS} isHere={isHere} adder={adder} key={lane.id}
          typing={request?.kind === 'step' && request.stage === id && request.lane === lane.id ? request : undefined}
        />
      ))}
      {editor.map.lanes.value.length === 0 && <p class="pw-soft">{t('list.noLanes')}</p>}
      <AddLane editor={editor} adder={adder} isHere={isHere} />
    </>
  );
}

/** The way to one more lane, and the field in which it is typed. */
export function AddLane({ editor, adder, isHere }: { readonly editor: EditorState; readonly adder: Adder; readonly isHere: boolean }) {
  const request = adder.request.value;
  if (isHere && request?.kind === 'lane') return <PhoneTyping adder={adder} request={request} key={adder.count} />;
  if (!editor.canEdit.value) return null;
  return (
    <button type="button" class="pw-button pw-button--plain pw-phone-stage__lane-add" data-part={isHere ? 'add-lane' : undefined} onClick={() => adder.begin({ kind: 'lane' })}>
      <Symbol name="add" size={1.125} />{t('add.lane')}
    </button>
  );
}

/** A lane in a stage, and the place in it where something is typed. */
interface LaneProps {
  readonly editor: EditorState;
  readonly stage: string;
  readonly lane: string;
  readonly steps: readonly string[];
  readonly isHere: boolean;
  readonly adder: Adder;
  readonly typing: (StepPlace & { readonly kind: 'step' }) | undefined;
}

/** A lane in that stage. */
function Lane({ editor, stage, lane, steps, isHere, adder, typing }: LaneProps) {
  const part = { kind: 'lane', id: lane } as const;
  const title = partName(editor.map, part);
  const sector = editor.map.lane(lane).value?.sector ?? '';
  const tag = sectorTag(sector);
  const name = t('add.stepIn', { stage: partName(editor.map, { kind: 'stage', id: stage }), lane: title });
  if (steps.length === 0 && !editor.canEdit.value && !typing) return null;
  const found = typing?.after === undefined ? -1 : steps.indexOf(typing.after);
  const at = found < 0 ? steps.length : found + 1;
  return (
    <section class="pw-phone-lane" data-sector={sector || undefined}>
      <div class="pw-phone-lane__head">
        <h3>
          {/* The lane stands on every page; one goes to it on the page in sight. */}
          <button type="button" class="pw-phone-lane__name" data-part={isHere ? `lane-${lane}` : undefined} data-lane={lane} aria-label={t('edit.lane', { title })} onClick={() => editor.open(part, 'field')}>
            {tag && <Symbol name={tag.symbol} size={1} />}{title}
          </button>
        </h3>
        {editor.canEdit.value && (
          <button type="button" class="pw-button pw-button--quiet pw-button--symbol" data-part={`cell-${stage}/${lane}`} aria-label={name} title={t('add.step')} onClick={() => adder.begin({ kind: 'step', stage, lane })}><Symbol name="add" /></button>
        )}
      </div>
      {(steps.length > 0 || typing) && (
        <ol class="pw-phone-lane__steps">
          {steps.slice(0, at).map((id) => <Step editor={editor} id={id} key={id} />)}
          {typing && <li key="typing"><PhoneTyping adder={adder} request={typing} key={adder.count} /></li>}
          {steps.slice(at).map((id) => <Step editor={editor} id={id} key={id} />)}
        </ol>
      )}
    </section>
  );
}

/** A step. */
function Step({ editor, id }: { readonly editor: EditorState; readonly id: string }) {
  if (!editor.map.step(id).value) return null;
  const look = withTalk(stepStyle(editor.map, editor.agreement, id), editor.talk.countOf({ kind: 'step', id }));
  const leads = editor.map.linksFrom(id).value;
  const said = look.talk.unread > 0 ? t('talk.new', { count: look.talk.unread }) : look.talk.open > 0 ? String(look.talk.open) : '';
  const isLit = editor.pointedGoal.value !== undefined && editor.map.goalsOf(id).value.includes(editor.pointedGoal.value);
  return (
    <li data-item={`step-${id}`}>
      <button
        type="button" class="pw-phone-step" data-part={`step-${id}`} data-step={id} data-state={look.state.symbol} data-lit={isLit ? '' : undefined} aria-label={look.label} aria-pressed={editor.selected.value?.id === id}
        onClick={() => editor.open({ kind: 'step', id }, 'field')}
      >
        <span class="pw-phone-step__title">{look.title}</span>
        <span class="pw-phone-step__signs">
          {look.goals.map((goal) => <span class="pw-goal-chip" key={goal.short}>{goal.short}</span>)}
          {look.noGoal && <span class="pw-soft">{t('step.noGoal')}</span>}
          {look.tags.map((tag) => <Symbol name={tag.symbol} size={1} key={tag.symbol} />)}
          {said !== '' && <span class="pw-phone-step__talk"><Symbol name="comment" size={1} />{said}</span>}
          {look.state.symbol !== 'idea' && <span class={`pw-state pw-state--${look.state.symbol}`}><Symbol name={look.state.symbol} size={1} /><span>{look.state.word}</span></span>}
        </span>
        {leads.length > 0 && <span class="pw-phone-step__leads"><Symbol name="right" size={1} /><span>{quotedSteps(editor.map, leads.map((link) => link.to))}</span></span>}
      </button>
    </li>
  );
}
