/**
 * The map as headings and lists: goals, outcomes, lanes, then stage by stage, lane by lane, every step. Everything that the picture
 * edits is edited here too, by keyboard alone; neither view is second-class.
 *
 * Owns which stages are open and where focus goes. Rows are stage-section.tsx and step-row.tsx; writing is the editor's.
 */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { AgreementStrip } from '../editor/agreement/agreement-strip';
import type { EditorState } from '../editor/state/editor-state';
import { FOCUS_FRAMES_MAX, focusPart } from '../editor/state/focus-part';
import type { RevealTarget } from '../editor/state/neighbour';
import { feature, FeatureView } from '../ui/feature';
import { NotPlaced } from '../editor/not-placed';
import { RemovedParts } from '../editor/removed-parts';
import { t } from '../i18n/translate';
import { PLAIN_KINDS } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import './list.scss';
import { GoalList } from './goal-list';
import { LaneList } from './lane-list';
import { PlainList } from './plain-list';
import { StageSection } from './stage-section';

/** Up to this many steps every stage is open at first; a longer list begins with its first stage. */
export const OPEN_STEPS_MAX = 60;

/** Which stages are open at first. */
function openAtFirst(editor: EditorState): ReadonlySet<string> {
  const stages = editor.map.stages.peek();
  const steps = [...editor.map.cells.peek().values()].reduce((sum, ids) => sum + ids.length, 0);
  return new Set((steps <= OPEN_STEPS_MAX ? stages : stages.slice(0, 1)).map((stage) => stage.id));
}

/** The stage that must be open for something to be drawn. */
function stageOf(editor: EditorState, target: RevealTarget): string | undefined {
  if (target.kind === 'cell') return target.stage;
  return target.kind === 'step' ? editor.map.step(target.id).peek()?.stage : target.kind === 'stage' ? target.id : undefined;
}

/** What stands for it in the list: for an empty cell the button that adds to its stage. */
function nameInList(editor: EditorState, target: RevealTarget): string {
  if (target.kind !== 'cell') return `${target.kind}-${target.id}`;
  return editor.canEdit.peek() ? `cells-${target.stage}` : `stage-${target.stage}`;
}

/** The pathway as a list. */
export function ListView({ editor }: { readonly editor: EditorState }) {
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(editor));
  useEffect(() => editor.presence.show({ view: 'list', cursor: undefined }), [editor]);
  const toggle = (id: string, state: 'open' | 'closed') => setOpen((now) => {
    if (now.has(id) === (state === 'open')) return now;
    const next = new Set(now);
    if (state === 'open') next.add(id);
    else next.delete(id);
    return next;
  });
  useSignalEffect(() => {
    const target = editor.partToReveal.value;
    if (!target) return;
    const stage = stageOf(editor, target);
    if (stage !== undefined) toggle(stage, 'open');
    editor.revealDone();
    // After a question has given the focus back, and as soon as an opened stage has been drawn.
    requestAnimationFrame(() => focusPart(root, nameInList(editor, target), FOCUS_FRAMES_MAX));
  });
  return (
    <div class="pw-list-view" ref={root}>
      <div class="pw-list-view__agree"><AgreementStrip editor={editor} /></div>
      <Filtered editor={editor} />
      {editor.filter.value === undefined && <Everything editor={editor} open={open} onToggle={toggle} />}
    </div>
  );
}

/** The whole list: goals, outcomes, lanes, stages, and what has no place or was removed. */
function Everything({ editor, open, onToggle }: { readonly editor: EditorState; readonly open: ReadonlySet<string>; onToggle(id: string, state: 'open' | 'closed'): void }) {
  const stages = editor.map.stages.value;
  return (
    <>
      <GoalList editor={editor} />
      {PLAIN_KINDS.map((kind) => <PlainList editor={editor} kind={kind} key={kind} />)}
      <LaneList editor={editor} />
      <section class="pw-list-section" aria-labelledby="pw-list-stages">
        <header class="pw-list-section__head">
          <h2 id="pw-list-stages">{t('stages.title')}</h2>
          <p class="pw-soft">{t('stages.lead')}</p>
        </header>
        {stages.length === 0 && <p>{t('list.empty')}</p>}
        {stages.map((stage, index) => (
          <StageSection editor={editor} id={stage.id} number={index + 1} open={open.has(stage.id)} key={stage.id} onToggle={onToggle} />
        ))}
        {editor.canEdit.value && (
          <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'addPart', kind: 'stage' })}>
            <Symbol name="add" />{t('add.stage')}
          </button>
        )}
      </section>
      <NotPlaced editor={editor} />
      <RemovedParts editor={editor} />
    </>
  );
}

/** Loaded when somebody first asks for some parts only. */
const filtered = feature(() => import('./filtered-list'), () => import('../i18n/later/agreement'));

/** The parts that a number of the agreement counts, when somebody asked for them. */
function Filtered({ editor }: { readonly editor: EditorState }) {
  const filter = editor.filter.value;
  return filter ? <FeatureView feature={filtered}>{({ FilteredList }) => <FilteredList editor={editor} filter={filter} />}</FeatureView> : null;
}
