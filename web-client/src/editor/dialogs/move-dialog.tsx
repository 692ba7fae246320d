/**
 * "Move to…": the way to move a step by choosing stage, lane and place, for keyboards, taps and switches alike.
 *
 * Owns the form; the one write at its end goes through actions.ts.
 */
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { cellKey } from '../../model/placement';
import { placeStep } from '../state/actions';
import type { EditorState } from '../state/editor-state';
import { Select } from '../fields/select';
import { partName, stepName } from '../words/part-words';
import { Dialog } from '../../ui/dialog';
import { GoneNote, ReadOnlyNote, Refused } from '../fields/notes';

/** Asks where a step should go. */
export function MoveDialog({ editor, step: id, onClose }: { readonly editor: EditorState; readonly step: string; onClose(): void }) {
  const { map } = editor;
  const step = map.step(id).value;
  const stages = map.stages.value;
  const lanes = map.lanes.value;
  const [chosenStage, setStage] = useState(() => known(stages, step?.stage));
  const [chosenLane, setLane] = useState(() => known(lanes, step?.lane));
  // What was chosen may be taken out meanwhile; what the list shows is what is meant.
  const [stage, lane] = [known(stages, chosenStage), known(lanes, chosenLane)];
  const others = (map.cells.value.get(cellKey(stage, lane)) ?? []).filter((other) => other !== id);
  const [after, setAfter] = useState<string>(() => placeBefore(map.cells.peek().get(cellKey(stage, lane)) ?? [], id));
  const found = others.indexOf(after);
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const move = () => {
    const outcome = placeStep(editor, id, { stage, lane, index: found + 1 });
    if ('refused' in outcome) {
      setRefused(outcome.refused);
      return;
    }
    editor.requestReveal({ kind: 'step', id });
    onClose();
  };
  return (
    <Dialog title={t('move.title')} onClose={onClose}>
      <ReadOnlyNote editor={editor} />
      <p class="pw-soft">{stepName(map, id)}</p>
      {step?.removed !== false && <GoneNote editor={editor} part={{ kind: 'step', id }} />}
      <Select
        label={t('move.stage')} value={stage} onPick={(next) => { setStage(next); setAfter(lastOf(map.cells.peek().get(cellKey(next, lane)))); }}
        options={stages.map((part) => ({ id: part.id, words: partName(map, { kind: 'stage', id: part.id }) }))}
      />
      <Select
        label={t('move.lane')} value={lane} onPick={(next) => { setLane(next); setAfter(lastOf(map.cells.peek().get(cellKey(stage, next)))); }}
        options={lanes.map((part) => ({ id: part.id, words: partName(map, { kind: 'lane', id: part.id }) }))}
      />
      <Select
        label={t('move.place')} value={found < 0 ? '' : after} onPick={setAfter}
        options={[{ id: '', words: t('move.first') }, ...others.map((other) => ({ id: other, words: t('move.after', { title: stepName(map, other) }) }))]}
      />
      <Refused words={refused} />
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" onClick={move} disabled={stage === '' || lane === ''} aria-disabled={editor.canEdit.value ? undefined : 'true'}>{t('move.do')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </Dialog>
  );
}

/** The one that is on the map, else the first of the map. */
function known(list: readonly { readonly id: string }[], one: string | undefined): string {
  return (list.some((part) => part.id === one) ? one : list[0]?.id) ?? '';
}

/** The step before another in a stack, or `''`; a step from elsewhere goes to the end. */
function placeBefore(ids: readonly string[], id: string): string {
  const index = ids.indexOf(id);
  return index < 0 ? lastOf(ids) : (ids[index - 1] ?? '');
}

/** The last of a list, or `''`. */
function lastOf(ids: readonly string[] | undefined): string {
  return ids?.[ids.length - 1] ?? '';
}
