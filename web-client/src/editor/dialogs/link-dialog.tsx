/**
 * "Leads to…": the way to link a step to another by finding it by its words, without drawing an arrow.
 *
 * Owns which steps are offered; the form is part-picker.tsx, the write goes through actions.ts.
 */
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import type { MapModel } from '../../model/map';
import { leadTo } from '../state/actions';
import type { EditorState } from '../state/editor-state';
import { holdsWords, PartPicker, PICKER_OPTIONS_MAX, type PickerOption } from '../fields/part-picker';
import { partName, stepName, whereWords } from '../words/part-words';
import { Dialog } from '../../ui/dialog';
import { GoneNote, ReadOnlyNote, Refused } from '../fields/notes';

/** Steps in reading order that hold all the words looked for, without those linked already. */
export function offeredSteps(map: MapModel, from: string, find: string): PickerOption[] {
  const taken = new Set([from, ...map.linksFrom(from).value.map((other) => other.to)]);
  const offers: PickerOption[] = [];
  for (const stage of map.stages.value) {
    const name = partName(map, { kind: 'stage', id: stage.id });
    for (const cell of map.cellsOf(stage.id)) {
      for (const id of cell.steps) {
        if (taken.has(id)) continue;
        const title = stepName(map, id);
        const step = map.step(id).value;
        if (!step || !holdsWords(`${title} ${name}`, find)) continue;
        offers.push({ id, title, where: whereWords(map, step) });
        if (offers.length >= PICKER_OPTIONS_MAX) return offers;
      }
    }
  }
  return offers;
}

/** Asks which step comes after. */
export function LinkDialog({ editor, step, onClose }: { readonly editor: EditorState; readonly step: string; onClose(): void }) {
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const choose = (to: string) => {
    const outcome = leadTo(editor, step, to);
    if ('refused' in outcome) setRefused(outcome.refused);
    else onClose();
  };
  return (
    <Dialog title={t('link.add')} onClose={onClose}>
      <ReadOnlyNote editor={editor} />
      {editor.map.step(step).value?.removed !== false && <GoneNote editor={editor} part={{ kind: 'step', id: step }} />}
      <p class="pw-soft">{t('link.add.hint', { title: stepName(editor.map, step) })}</p>
      <Refused words={refused} />
      <PartPicker
        offered={(find) => offeredSteps(editor.map, step, find)} onChoose={choose} onClose={onClose}
        words={{ find: t('link.find'), choose: t('link.choose'), none: t('link.noMatch'), done: t('link.do') }}
      />
    </Dialog>
  );
}
