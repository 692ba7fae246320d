/**
 * The map as headings and lists: goals, outcomes, lanes, then stage by stage, lane by lane, every step. Everything that the picture
 * edits is edited here too, by keyboard alone; neither view is second-class.
 *
 * Owns which stages are open and where focus goes. Rows are stage-section.tsx and step-row.tsx; writing is the editor's.
 */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { PHONE_QUERY, useMedia } from '../editor/frame';
import { AgreementStrip } from '../editor/agreement/agreement-strip';
import type { EditorState } from '../editor/state/editor-state';
import { FOCUS_FRAMES_MAX, focusPart } from '../editor/state/focus-part';
import type { RevealTarget } from '../editor/state/neighbour';
import { feature, FeatureView } from '../ui/feature';
import { NotPlaced } from '../editor/not-placed';
import { RemovedParts } from '../editor/removed-parts';
import { t } from '../i18n/translate';
import { PLAIN_KINDS } from '../model/kinds';
import { partName } from '../editor/words/part-words';
import { Symbol } from '../styles/symbol';
import { Menu, MenuItem } from '../ui/menu';
import './list.scss';
import { GoalList } from './goal-list';
import { LaneList } from './lane-list';
import { PlainList } from './plain-list';
import { StageSection } from './stage-section';

/** The name of the lanes among what is open; no stage has it. */
const LANES = 'lanes';
/** Up to this many steps every stage is open at first; a longer list begins with its first stage. */
export const OPEN_STEPS_MAX = 60;

/** Whether the list is so short that every stage of it can be open. */
function isShort(editor: EditorState): boolean {
  return [...editor.map.cells.peek().values()].reduce((sum, ids) => sum + ids.length, 0) <= OPEN_STEPS_MAX;
}

/** Which stages are open at first; the lanes are while there are none, because they are asked for. */
function openAtFirst(editor: EditorState): ReadonlySet<string> {
  const stages = editor.map.stages.peek();
  const lanes = editor.map.lanes.peek().length === 0 ? [LANES] : [];
  return new Set([...lanes, ...(isShort(editor) ? stages : stages.slice(0, 1)).map((stage) => stage.id)]);
}

/** What must be open for something to be drawn: a stage, or the lanes. */
function placeOf(editor: EditorState, target: RevealTarget): string | undefined {
  if (target.kind === 'lane') return LANES;
  if (target.kind === 'cell') return target.stage;
  return target.kind === 'step' ? editor.map.step(target.id).peek()?.stage : target.kind === 'stage' ? target.id : undefined;
}

/** What stands for it in the list: for an empty cell the button that adds to its stage. */
function nameInList(editor: EditorState, target: RevealTarget): string {
  if (target.kind !== 'cell') return `${target.kind}-${target.id}`;
  return editor.canEdit.peek() ? `cells-${target.stage}` : `stage-${target.stage}`;
}

/** The way to any stage in two taps, where the list is many screens long. */
function StageJump({ editor }: { readonly editor: EditorState }) {
  const stages = editor.map.stages.value;
  if (stages.length < 2) return null;
  return (
    <Menu buttonClass="pw-button pw-button--plain pw-list-view__jump" label={<><Symbol name="list" size={1.125} /><span>{t('list.jump')}</span></>}>
      {stages.map(({ id }, index) => (
        <MenuItem symbol="down" key={id} onChoose={() => editor.requestReveal({ kind: 'stage', id })}>{t('list.stage', { number: index + 1, title: partName(editor.map, { kind: 'stage', id }) })}</MenuItem>
      ))}
    </Menu>
  );
}

/** What is open, and opening and closing it. A stage that is added to a short list is open as the others are, whoever adds it. */
function useOpen(editor: EditorState) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(editor));
  const known = useRef(new Set(editor.map.stages.peek().map(({ id }) => id)));
  useSignalEffect(() => {
    const added = editor.map.stages.value.map(({ id }) => id).filter((id) => !known.current.has(id));
    for (const id of added) known.current.add(id);
    if (added.length > 0 && isShort(editor)) setOpen((now) => new Set([...now, ...added]));
  });
  const toggle = (id: string, state: 'open' | 'closed') => setOpen((now) => {
    if (now.has(id) === (state === 'open')) return now;
    const next = new Set(now);
    if (state === 'open') next.add(id);
    else next.delete(id);
    return next;
  });
  return { open, toggle };
}

/** The pathway as a list. */
export function ListView({ editor }: { readonly editor: EditorState }) {
  const isPhone = useMedia(PHONE_QUERY);
  const root = useRef<HTMLDivElement>(null);
  const { open, toggle } = useOpen(editor);
  useEffect(() => editor.presence.show({ view: 'list', cursor: undefined }), [editor]);
  useSignalEffect(() => {
    const target = editor.partToReveal.value;
    if (!target) return;
    const place = placeOf(editor, target);
    if (place !== undefined) toggle(place, 'open');
    editor.revealDone();
    // After a question has given the focus back, and as soon as an opened stage has been drawn.
    requestAnimationFrame(() => focusPart(root, nameInList(editor, target), FOCUS_FRAMES_MAX));
  });
  return (
    <div class="pw-list-view" ref={root}>
      <div class="pw-list-view__agree">{isPhone && <StageJump editor={editor} />}<AgreementStrip editor={editor} /></div>
      <Filtered editor={editor} />
      {editor.filter.value === undefined && <Everything editor={editor} open={open} order={isPhone ? 'stagesEarly' : 'stagesLast'} onToggle={toggle} />}
    </div>
  );
}

/** What stands around everything in the list. */
interface EverythingProps {
  readonly editor: EditorState;
  readonly open: ReadonlySet<string>;
  /** The goals lead everywhere; on a phone the stages follow at once. */
  readonly order: 'stagesEarly' | 'stagesLast';
  onToggle(id: string, state: 'open' | 'closed'): void;
}

/** The whole list: goals, outcomes, lanes, stages, and what has no place or was removed. */
function Everything(props: EverythingProps) {
  const { editor, order } = props;
  const others = (
    <>
      {PLAIN_KINDS.map((kind) => <PlainList editor={editor} kind={kind} key={kind} />)}
      <LaneList editor={editor} open={props.open.has(LANES)} onToggle={(state) => props.onToggle(LANES, state)} />
    </>
  );
  return (
    <>
      <GoalList editor={editor} />
      {order === 'stagesLast' && others}
      <Stages {...props} />
      {order === 'stagesEarly' && others}
      <NotPlaced editor={editor} />
      <RemovedParts editor={editor} />
    </>
  );
}

/** The stages, one below the other. */
function Stages({ editor, open, onToggle }: EverythingProps) {
  const stages = editor.map.stages.value;
  return (
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
  );
}

/** Loaded when somebody first asks for some parts only. */
const filtered = feature(() => import('./filtered-list'), () => import('../i18n/later/agreement'));

/** The parts that a number of the agreement counts, when somebody asked for them. */
function Filtered({ editor }: { readonly editor: EditorState }) {
  const filter = editor.filter.value;
  return filter ? <FeatureView feature={filtered}>{({ FilteredList }) => <FilteredList editor={editor} filter={filter} />}</FeatureView> : null;
}
