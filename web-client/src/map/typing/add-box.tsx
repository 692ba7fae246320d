/**
 * The field in which new steps, stages or lanes are typed one after the other: Enter adds and goes on below, Tab in the next
 * stage, Escape ends. Several lines, or cells of a spreadsheet, are shown as a list and added together.
 *
 * Owns the words until they are on the map, and what is said when they cannot be. Where the field stands is typing.tsx.
 */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ReadOnlyNote } from '../../editor/fields/notes';
import type { EditorState } from '../../editor/state/editor-state';
import { addPartsAt, addStepsAt, type ManyOutcome } from '../../editor/state/many-actions';
import { partName } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import { isShown } from '../../model/edits';
import type { NewStep } from '../../model/many/many';
import { cellKey } from '../../model/placement';
import { NotePlace } from '../../ui/note-place';
import { hasKeys } from '../../ui/keys';
import { useUnsentWords } from '../../ui/unsent-words';
import { LINES_MAX, linesOf, type Lines } from './lines';
import { LinesPreview } from './lines-preview';
import { indexOf, placeBeside } from './places';
import type { AddRequest, StepPlace, TypingHost } from './request';

/** What comes after what was typed is on the map. */
type Then = 'below' | 'next' | 'previous' | 'end' | 'leave';

/** The steps that lines come to: a column of a spreadsheet is a stage, where there are as many. */
function stepsFor(editor: EditorState, place: StepPlace, { lines, columns }: Lines): readonly NewStep[] {
  const stages = editor.map.stages.peek();
  const first = stages.findIndex(({ id }) => id === place.stage);
  const isStacked = first + columns > stages.length;
  const below = indexOf(editor.map, place) ?? (editor.map.cells.peek().get(cellKey(place.stage, place.lane)) ?? []).length;
  let here = 0;
  return lines.map(({ title, column }) => {
    const stage = isStacked || column === 0 ? place.stage : (stages[first + column]?.id ?? place.stage);
    const isHere = stage === place.stage;
    return { title, slot: { stage, lane: place.lane, index: isHere ? below + here++ : undefined } };
  });
}

/** The stage or the lane of a place that is not there any more. */
function goneAxis(editor: EditorState, request: AddRequest): 'stage' | 'lane' | undefined {
  if (request.kind !== 'step') return undefined;
  return (['stage', 'lane'] as const).find((axis) => !isShown(editor.map.at(axis, request[axis]).value));
}

/** What is typed, and everything that can be done with it. */
function useAdding(host: TypingHost, first: AddRequest) {
  const { editor } = host;
  const [request, setRequest] = useState(first);
  const [text, setText] = useState(host.words);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const lines = linesOf(text);
  const isMany = lines.lines.length > 1;
  const write = (words: string) => {
    setText(words);
    setProblem(undefined);
    host.draft(words);
  };
  /** Gives the words to the question that offers another place. */
  const askForPlace = () => {
    if (request.kind !== 'step') return;
    editor.formDrafts.set('step', text);
    host.close('stay');
    editor.openDialog({ name: 'addStep', stage: request.stage, lane: request.lane });
  };
  const put = (what: Lines): ManyOutcome => {
    if (what.lines.length > LINES_MAX) return { refused: t('typing.many.limit', { most: LINES_MAX, count: what.lines.length }) };
    if (what.over > 0) return { refused: t(what.lines.length > 1 ? 'add.tooLong.line' : 'add.tooLong', { count: what.over }) };
    if (request.kind === 'step') return addStepsAt(editor, stepsFor(editor, request, what));
    return addPartsAt(editor, request.kind, what.lines.map(({ title }) => title));
  };
  const goOn = (then: Then, last: string | undefined) => {
    if (then === 'end' || then === 'leave') return host.close(then === 'end' ? 'focus' : 'stay');
    if (request.kind !== 'step') return host.focus();
    const next = then === 'below' ? { ...request, after: last ?? request.after } : placeBeside(editor.map, request, then === 'next' ? 1 : -1);
    if (!next) return undefined;
    setRequest({ kind: 'step', stage: next.stage, lane: next.lane, after: next.after });
    host.moveTo(next);
    return host.focus();
  };
  const commit = (then: Then, how: 'each' | 'together' = 'each') => {
    const what = linesOf(text, how);
    if (what.lines.length === 0) return goOn(then === 'below' ? 'end' : then, undefined);
    const gone = goneAxis(editor, request);
    const outcome: ManyOutcome = gone ? { refused: t('add.needsPlace') } : put(what);
    if ('refused' in outcome) {
      setProblem(outcome.refused);
      return;
    }
    const last = request.kind === 'step' ? outcome.ids.findLast((id) => editor.map.step(id).peek()?.stage === request.stage) : outcome.ids.at(-1);
    if (last !== undefined) host.added({ kind: request.kind, id: last });
    write('');
    goOn(then, last);
  };
  return { editor, request, text, problem, lines, isMany, write, commit, askForPlace };
}

/** The field. */
export function AddBox({ host, request: first }: { readonly host: TypingHost; readonly request: AddRequest }) {
  const adding = useAdding(host, first);
  const { editor, request, text, problem, lines, isMany, write, commit, askForPlace } = adding;
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  useUnsentWords(root);
  const gone = goneAxis(editor, request);
  const over = lines.over > 0 ? t(isMany ? 'add.tooLong.line' : 'add.tooLong', { count: lines.over }) : undefined;
  const said = over ?? problem;
  // Several lines are added when somebody says so, never by going away.
  useLayoutEffect(() => host.onFinish((focus) => {
    if (!isMany) commit(focus === 'focus' ? 'end' : 'leave');
  }));
  const label = request.kind === 'step'
    ? t('typing.step', { stage: partName(editor.map, { kind: 'stage', id: request.stage }), lane: partName(editor.map, { kind: 'lane', id: request.lane }) })
    : t(`typing.${request.kind}`);
  const pressed = (event: KeyboardEvent) => {
    // In a composition (IME) these keys are the input method's.
    if (event.isComposing || event.keyCode === IN_COMPOSITION) return;
    if (event.key === 'Enter') commit('below');
    else if (event.key === 'Escape') commit('end');
    else if (event.key === 'Tab' && request.kind === 'step' && !isMany && placeBeside(editor.map, request, event.shiftKey ? -1 : 1)) commit(event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="pw-typing__box" ref={root}>
      <textarea
        dir="auto" class={`pw-typing__area${isMany ? ' pw-typing__area--many' : ''}`} rows={2} value={text} aria-label={label} aria-describedby={`${id}-hint${said ? ` ${id}-said` : ''}`}
        aria-invalid={over ? 'true' : undefined} enterkeyhint="next" data-begun={host.words === '' ? undefined : 'yes'}
        onInput={(event) => write(event.currentTarget.value)} onKeyDown={pressed}
      />
      <NotePlace />
      {said && <p class="pw-typing__said" id={`${id}-said`} role="alert">{said}</p>}
      <ReadOnlyNote editor={editor} />
      {gone && (
        <div class="pw-note pw-note--warm" role="status">
          <p>{t(`add.gone.${gone}`, { title: partName(editor.map, { kind: gone, id: request.kind === 'step' ? request[gone] : '' }) })}</p>
          <button type="button" class="pw-button pw-button--plain" onClick={askForPlace}>{t('typing.place')}</button>
        </div>
      )}
      {isMany && <LinesPreview editor={editor} request={request} lines={lines} onAdd={(how) => commit('below', how)} />}
      <div class="pw-typing__foot">
        <span class="pw-typing__hint" id={`${id}-hint`}>{t(!hasKeys() ? 'typing.hint.touch' : request.kind === 'step' ? 'typing.hint' : 'typing.hint.list')}</span>
        {!isMany && <button type="button" class="pw-button pw-button--quiet" onMouseDown={keepFocus} onClick={() => commit('below')}>{t('typing.add')}</button>}
        {!isMany && request.kind === 'step' && placeBeside(editor.map, request, 1) && (
          <button type="button" class="pw-button pw-button--quiet pw-typing__next" onMouseDown={keepFocus} onClick={() => commit('next')}>{t('typing.next')}</button>
        )}
        {said || isMany || gone || !editor.canEdit.value
          ? <button type="button" class="pw-button pw-button--quiet" onClick={() => host.close('focus')}>{t('typing.drop')}</button>
          : <button type="button" class="pw-button pw-button--quiet" onClick={() => commit('end')}>{t('typing.done')}</button>}
      </div>
    </div>
  );
}

/** A press on a button of the field leaves the focus in it: on a phone the keyboard stays open. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

/** The code of a key that belongs to an input method, for browsers that end a composition before its last key. */
const IN_COMPOSITION = 229;
