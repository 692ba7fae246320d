/** The way from one page of agreement to the next: stage by stage, at the end what belongs to no stage. Owns that order and its button. */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { EditorState } from '../state/editor-state';
import { partName } from '../words/part-words';

/** The stages that hold something to agree on, in their order; `''` last, for what belongs to none. */
function pagesOf({ agreement, map }: EditorState): readonly string[] {
  const { byStage } = agreement.summary.value;
  return [...map.stages.value.map(({ id }) => id), ''].filter((stage) => byStage.has(stage));
}

/** The button to the page after this one; nothing after the last. */
export function Onward({ editor, stage }: { readonly editor: EditorState; readonly stage: string }) {
  const pages = pagesOf(editor);
  const next = pages[pages.indexOf(stage) + 1];
  if (next === undefined || !pages.includes(stage)) return null;
  return (
    <div class="pw-row">
      <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'stagePage', stage: next })}>
        {t('stage.agree.next', { stage: next === '' ? t('summary.noStage') : partName(editor.map, { kind: 'stage', id: next }) })}<Symbol name="right" size={1.125} />
      </button>
    </div>
  );
}
