/**
 * One step in the list: its words as the button that opens it, what is said about it in words and symbols, what it leads
 * to, and tools to move, link and remove it. Shows who else is at it.
 *
 * Owns that row; what the tools do is editor/state/actions.ts.
 */
import { useComputed } from '@preact/signals';
import { nudgeStep, remove } from '../editor/state/actions';
import { tagOfLink } from '../editor/words/agreement-words';
import { DecisionWords } from '../editor/words/decision-words';
import type { EditorState } from '../editor/state/editor-state';
import { StateMark, StateTag } from '../editor/agreement/state-tag';
import { TalkCountButton } from '../editor/talk/talk-count';
import { goalSigns, quotedSteps, stepName, stepTags } from '../editor/words/part-words';
import { listInWords, t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { Menu, MenuItem } from '../ui/menu';

/** Which step, and where it stands in its cell. */
export interface StepRowProps {
  readonly editor: EditorState;
  readonly id: string;
  readonly index: number;
  readonly siblings: readonly string[];
}

/** Names of others who have a step selected. */
function useOthersHere(editor: EditorState, id: string): readonly string[] {
  return useComputed(() => {
    const names = new Map(editor.presence.people.value.map((person) => [person.participant, person.nickname]));
    const here = editor.presence.peers.value.filter((peer) => peer.selection?.includes(id));
    return [...new Set(here.map((peer) => names.get(peer.participant) || t('others.unknown')))];
  }).value;
}

/** What is agreed of a link that leaves this step; nothing while nobody has said anything. */
function LinkState({ editor, id, to }: { readonly editor: EditorState; readonly id: string; readonly to: string }) {
  const tag = tagOfLink(editor.agreement, editor.map, id);
  if (!tag) return null;
  return <p class="pw-row-step__leads"><Symbol name="link" size={1} /><span>{t('step.leadsTo', { steps: t('step.quoted', { title: stepName(editor.map, to) }) })}</span> <StateMark tag={tag} /></p>;
}

/** The row. */
export function StepRow({ editor, id, index, siblings }: StepRowProps) {
  const step = editor.map.step(id).value;
  const others = useOthersHere(editor, id);
  if (!step) return null;
  const title = stepName(editor.map, id);
  const goals = goalSigns(editor.map, editor.map.goalsOf(id).value);
  const all = editor.map.linksFrom(id).value;
  // A link of which somebody has said something has a line of its own, with what was said.
  const leads = all.filter((link) => !tagOfLink(editor.agreement, editor.map, link.id));
  const comes = editor.map.linksTo(id).value.map((link) => link.from);
  const { removalAsked } = editor.agreement.of({ kind: 'step', id }).value;
  const chosen = editor.selected.value?.id === id;
  return (
    <li class="pw-row-step" data-item={`step-${id}`} data-sector={step.sector || undefined} data-selected={chosen ? '' : undefined} data-leaving={removalAsked ? '' : undefined}>
      <div class="pw-row-step__words">
        <button type="button" class="pw-row-step__open" data-part={`step-${id}`} onClick={() => editor.open({ kind: 'step', id }, 'field')}>{title}</button>
        {step.detail !== '' && <p class="pw-row-step__detail">{step.detail}</p>}
        <DecisionWords step={step} />
        <p class="pw-row-step__said">
          <StateTag editor={editor} part={{ kind: 'step', id }} />
          {stepTags(step).map((tag) => <span class="pw-tagline" key={tag.symbol}><Symbol name={tag.symbol} size={1} />{tag.word}</span>)}
          {goals.length === 0 && editor.map.goals.value.length > 0 && <span class="pw-step__flag">{t('step.noGoal')}</span>}
          <TalkCountButton editor={editor} part={{ kind: 'step', id }} />
          {goals.map((goal) => <span class="pw-goal-chip" title={goal.name} key={goal.id}><span aria-hidden="true">{goal.short}</span><span class="pw-hidden">{goal.name}</span></span>)}
        </p>
        {leads.length > 0 && <p class="pw-row-step__leads"><Symbol name="right" size={1} /><span>{t('step.leadsTo', { steps: quotedSteps(editor.map, leads.map((link) => link.to)) })}</span></p>}
        {all.map((link) => <LinkState editor={editor} id={link.id} to={link.to} key={link.id} />)}
        {comes.length > 0 && <p class="pw-row-step__leads pw-soft"><Symbol name="left" size={1} /><span>{t('step.comesFrom', { steps: quotedSteps(editor.map, comes) })}</span></p>}
        {others.length > 0 && <p class="pw-row-step__others"><Symbol name="people" size={1} />{t('step.selectedBy', { names: listInWords(others) })}</p>}
      </div>
      {editor.canEdit.value && (
        <div class="pw-row-step__tools">
          {siblings.length > 1 && (
            <>
              <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('move.stepUp', { title })} aria-disabled={index === 0 ? 'true' : undefined} onClick={() => nudgeStep(editor, id, -1)}><Symbol name="up" /></button>
              <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('move.stepDown', { title })} aria-disabled={index === siblings.length - 1 ? 'true' : undefined} onClick={() => nudgeStep(editor, id, 1)}><Symbol name="down" /></button>
            </>
          )}
          <Menu label={<Symbol name="more" />} name={t('step.menu', { title })} buttonClass="pw-button pw-button--quiet pw-button--symbol">
            <MenuItem symbol="edit" onChoose={() => editor.open({ kind: 'step', id }, 'field')}>{t('menu.open')}</MenuItem>
            <MenuItem symbol="move" onChoose={() => editor.openDialog({ name: 'moveStep', step: id })}>{t('move.title')}</MenuItem>
            <MenuItem symbol="link" onChoose={() => editor.openDialog({ name: 'leadTo', step: id })}>{t('link.add')}</MenuItem>
            <MenuItem symbol="bin" tone="warning" onChoose={() => remove(editor, { kind: 'step', id })}>{t('remove.do')}</MenuItem>
          </Menu>
        </div>
      )}
    </li>
  );
}
