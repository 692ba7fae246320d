/**
 * The map on a phone: one stage a screen, its lanes as headings with their steps below. One goes from stage to stage by swiping, by the
 * row of numbers, or by keyboard; only the stage in sight and its neighbours are drawn, and only the one in sight is read out. What is
 * typed goes along to another stage.
 *
 * Owns which stage is shown. A stage is phone-stage.tsx; what things mean and write is the editor's.
 */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EditorState } from '../../editor/state/editor-state';
import { FOCUS_FRAMES_MAX, focusPart } from '../../editor/state/focus-part';
import type { RevealTarget } from '../../editor/state/neighbour';
import { partName } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import './phone.scss';
import { Adder } from './adder';
import { AddLane, PhoneStage } from './phone-stage';
import { PhoneTyping } from './phone-typing';

/** Stages beside the one in sight that are drawn, so that a swipe finds them. */
const DRAWN_BESIDE = 1;

/** The stage that must be in sight for something to be seen. */
function stageOf(editor: EditorState, target: RevealTarget): string | undefined {
  if (target.kind === 'cell') return target.stage;
  return target.kind === 'step' ? editor.map.step(target.id).peek()?.stage : target.kind === 'stage' ? target.id : undefined;
}

/** Which stage is in sight, and going to another. */
function useStageInSight(editor: EditorState) {
  const scroller = useRef<HTMLDivElement>(null);
  const selected = editor.selected.peek();
  const first = selected ? stageOf(editor, selected as RevealTarget) : undefined;
  const [at, setAt] = useState(() => Math.max(0, editor.map.stages.peek().findIndex(({ id }) => id === first)));
  const count = editor.map.stages.value.length;
  const here = Math.min(at, Math.max(0, count - 1));
  const go = (index: number, behavior: ScrollBehavior = 'auto') => {
    setAt(index);
    const box = scroller.current;
    box?.scrollTo({ left: index * box.clientWidth, behavior });
  };
  const firstRef = useRef(at);
  useLayoutEffect(() => {
    const box = scroller.current;
    box?.scrollTo({ left: firstRef.current * box.clientWidth, behavior: 'instant' });
  }, []);
  /** The stage that a swipe has brought into sight. */
  const swiped = (): number | undefined => {
    const box = scroller.current;
    if (!box || box.clientWidth === 0) return undefined;
    const now = Math.round(box.scrollLeft / box.clientWidth);
    if (now === here || Math.abs(box.scrollLeft - now * box.clientWidth) >= 2) return undefined;
    setAt(now);
    return now;
  };
  return { scroller, here, count, go, swiped };
}

/** Typing on this map: what it asks of the page. */
function useAdder(editor: EditorState, root: { readonly current: HTMLElement | null }, go: (index: number) => void): Adder {
  const [adder] = useState(() => new Adder(editor));
  useLayoutEffect(() => {
    adder.within({
      showStage: (id) => {
        const index = editor.map.stages.peek().findIndex((stage) => stage.id === id);
        if (index >= 0) go(index);
      },
      focusOn: (name) => void requestAnimationFrame(() => focusPart(root, name, FOCUS_FRAMES_MAX)),
    });
  });
  return adder;
}

/** The map. */
export function PhoneMap({ editor }: { readonly editor: EditorState }) {
  const root = useRef<HTMLDivElement>(null);
  const { scroller, here, count, go, swiped } = useStageInSight(editor);
  const adder = useAdder(editor, root, go);
  const stages = editor.map.stages.value;
  useEffect(() => editor.presence.show({ view: 'map', cursor: undefined }), [editor]);
  useSignalEffect(() => {
    const target = editor.partToReveal.value;
    if (!target) return;
    const stage = editor.map.stages.peek().findIndex(({ id }) => id === stageOf(editor, target));
    if (stage >= 0) go(stage, 'instant');
    else if (target.kind === 'step' && editor.map.notPlaced.peek().includes(target.id)) editor.showTray('notPlaced');
    editor.revealDone();
    // The strip of goals stands beside it.
    const view = { current: root.current?.parentElement ?? null };
    requestAnimationFrame(() => focusPart(view, target.kind === 'cell' ? `cell-${target.stage}/${target.lane}` : `${target.kind}-${target.id}`, FOCUS_FRAMES_MAX));
  });
  const arrive = (index: number) => adder.follow(stages[index]?.id ?? '');
  const turn = (index: number) => {
    go(index);
    arrive(index);
  };
  const scrolled = () => {
    const now = swiped();
    if (now !== undefined) arrive(now);
  };
  return (
    <section class="pw-map pw-phone-map" aria-label={t('map.name')} ref={root} onPointerDownCapture={() => adder.pressed()}>
      <div class="pw-phone-map__stages" ref={scroller} onScroll={scrolled}>
        {stages.map((stage, index) => (
          <div class="pw-phone-map__page" key={stage.id} inert={index !== here}>
            {Math.abs(index - here) <= DRAWN_BESIDE && <PhoneStage editor={editor} id={stage.id} number={index + 1} isHere={index === here} adder={adder} />}
          </div>
        ))}
        {count === 0 && <EmptyPage editor={editor} adder={adder} />}
      </div>
      <Elsewhere editor={editor} adder={adder} stage={stages[here]?.id} />
      {count > 0 && <Pips editor={editor} adder={adder} here={here} onTurn={turn} />}
    </section>
  );
}

/** A map without stages: its lanes, and what to do first. */
function EmptyPage({ editor, adder }: { readonly editor: EditorState; readonly adder: Adder }) {
  const canEdit = editor.canEdit.value;
  const lanes = editor.map.lanes.value;
  return (
    <div class="pw-phone-map__page pw-phone-map__empty">
      <h2>{t('map.empty.title')}</h2>
      <p>{t(canEdit ? 'map.empty.text' : 'map.empty.look')}</p>
      {canEdit && (
        <button type="button" class="pw-button" data-part="add-stage" onClick={() => adder.begin({ kind: 'stage' })}><Symbol name="add" />{t('add.stage')}</button>
      )}
      {lanes.map(({ id }) => (
        <h3 class="pw-phone-lane" key={id}>
          <button type="button" class="pw-phone-lane__name" data-part={`lane-${id}`} onClick={() => editor.open({ kind: 'lane', id }, 'field')}>{partName(editor.map, { kind: 'lane', id })}</button>
        </h3>
      ))}
      <AddLane editor={editor} adder={adder} isHere />
    </div>
  );
}

/** The field where its place is not in sight: a new stage has none yet; that of a step may have been removed, with the words still in the field. */
function Elsewhere({ editor, adder, stage }: { readonly editor: EditorState; readonly adder: Adder; readonly stage: string | undefined }) {
  const request = adder.request.value;
  if (!request || request.kind === 'lane') return null;
  const isInSight = request.kind === 'step' && request.stage === stage && editor.map.lanes.value.some(({ id }) => id === request.lane);
  return isInSight ? null : <div class="pw-phone-map__elsewhere"><PhoneTyping adder={adder} request={request} key={adder.count} /></div>;
}

interface PipsProps {
  readonly editor: EditorState;
  readonly adder: Adder;
  readonly here: number;
  onTurn(index: number): void;
}

/** The row of numbers. While something is typed a press on it leaves the focus in the field, which goes along: the keyboard stays open. */
function Pips({ editor, adder, here, onTurn }: PipsProps) {
  const stages = editor.map.stages.value;
  const nameOf = (index: number) => t('list.stage', { number: index + 1, title: partName(editor.map, { kind: 'stage', id: stages[index]?.id ?? '' }) });
  // A number says itself where it leads.
  const step = (index: number) => {
    if (index < 0 || index >= stages.length) return;
    onTurn(index);
    editor.announce(nameOf(index));
  };
  const keepFocus = (event: MouseEvent) => {
    if (adder.request.peek()) event.preventDefault();
  };
  return (
    // It is no control itself.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <nav class="pw-phone-map__pips" aria-label={t('stages.title')} onMouseDown={keepFocus}>
      <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('phone.previous')} aria-disabled={here === 0} onClick={() => step(here - 1)}><Symbol name="left" /></button>
      <ol class="pw-phone-map__numbers">
        {stages.map((stage, index) => (
          <li key={stage.id}>
            <button type="button" class="pw-phone-map__pip" aria-current={index === here ? 'step' : undefined} aria-label={nameOf(index)} onClick={() => onTurn(index)}>{index + 1}</button>
          </li>
        ))}
        {editor.canEdit.value && (
          <li><button type="button" class="pw-phone-map__pip pw-phone-map__add" data-part="add-stage" aria-label={t('add.stage')} title={t('add.stage')} onClick={() => adder.begin({ kind: 'stage' })}><Symbol name="add" size={1} /></button></li>
        )}
      </ol>
      <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('phone.next')} aria-disabled={here >= stages.length - 1} onClick={() => step(here + 1)}><Symbol name="right" /></button>
    </nav>
  );
}
