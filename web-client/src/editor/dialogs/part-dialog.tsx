/**
 * The question about a stage, a lane, a goal or an outcome: its words, its place among its siblings, a lane's sector, what
 * kind of change an outcome is and how we will know, removing it.
 *
 * Owns the form; its words are bound to the map (bound-text.tsx), the rest goes through actions.ts.
 */
import { t } from '../../i18n/translate';
import { setLaneSector, setOutcomeFamily } from '../../model/edits';
import type { OrderedKind, PartRef } from '../../model/schema';
import { Symbol } from '../../styles/symbol';
import { nudgePart, remove, report } from '../state/actions';
import { AgreementFeature } from '../agreement/agreement-feature';
import { BoundText } from '../fields/bound-text';
import { Choice } from '../fields/choice';
import { familyOptions, sectorOptions } from '../fields/choices';
import type { EditorState } from '../state/editor-state';
import { CommentsSection } from '../comments/comments-section';
import { familyTag, partName, sectorTag } from '../words/part-words';
import { Dialog } from '../../ui/dialog';

/** A part that has a place among its siblings. */
export type OrderedPart = PartRef & { readonly kind: OrderedKind };

/** Two buttons that move a part one place. */
function Nudges({ editor, part }: { readonly editor: EditorState; readonly part: OrderedPart }) {
  const siblings = editor.map.ordered(part.kind).value;
  const index = siblings.findIndex((other) => other.id === part.id);
  const [back, on] = part.kind === 'stage' ? (['move.earlier', 'move.later'] as const) : (['move.up', 'move.down'] as const);
  // `aria-disabled` and not `disabled`: a button that loses its use while it has focus must not lose the focus too.
  const end = (at: number) => (index === at ? 'true' : undefined);
  return (
    <div class="pw-row">
      <button type="button" class="pw-button pw-button--plain" aria-disabled={end(0)} onClick={() => nudgePart(editor, part, -1)}>
        <Symbol name={part.kind === 'stage' ? 'left' : 'up'} />{t(back)}
      </button>
      <button type="button" class="pw-button pw-button--plain" aria-disabled={end(siblings.length - 1)} onClick={() => nudgePart(editor, part, 1)}>
        <Symbol name={part.kind === 'stage' ? 'right' : 'down'} />{t(on)}
      </button>
    </div>
  );
}

/** How we will know, and what kind of change it is. */
function OutcomeFields({ editor, id }: { readonly editor: EditorState; readonly id: string }) {
  const outcome = editor.map.outcome(id).value;
  const part = { kind: 'outcome', id } as const;
  return (
    <>
      <BoundText editor={editor} part={part} field="measure" label={t('field.measure')} hint={t('field.measure.hint')} rows={3} />
      <Choice
        legend={t('field.family')} options={familyOptions()} value={outcome?.family ?? ''} disabled={!editor.canEdit.value}
        onChoose={(family) => report(editor, setOutcomeFamily(editor.map, id, family), () => `${partName(editor.map, part)}: ${familyTag(family)?.word ?? t('sector.none')}.`)}
      />
    </>
  );
}

/** Asks what to change about a stage, lane, goal or outcome. */
export function PartDialog({ editor, part, onClose }: { readonly editor: EditorState; readonly part: OrderedPart; onClose(): void }) {
  const { map } = editor;
  const lane = part.kind === 'lane' ? map.lane(part.id).value : undefined;
  const canEdit = editor.canEdit.value;
  return (
    <Dialog title={canEdit ? t(`edit.${part.kind}.title`) : t(`${part.kind}.one`)} onClose={onClose}>
      {!canEdit && editor.readOnlyReason.value && <p class="pw-note">{t(editor.readOnlyReason.value)}</p>}
      <BoundText editor={editor} part={part} field="title" label={t(`field.title.${part.kind}`)} variant="lead" focusFirst={canEdit ? 'yes' : 'no'} />
      {part.kind === 'outcome' && <OutcomeFields editor={editor} id={part.id} />}
      {part.kind !== 'lane' && <AgreementFeature editor={editor} part={{ kind: part.kind, id: part.id }} />}
      {lane && (
        <Choice
          legend={t('field.sector.lane')} options={sectorOptions()} value={lane.sector} disabled={!canEdit}
          onChoose={(sector) => report(editor, setLaneSector(map, part.id, sector), () => `${partName(map, part)}: ${sectorTag(sector)?.word ?? t('sector.none')}.`)}
        />
      )}
      {canEdit && <Nudges editor={editor} part={part} />}
      {canEdit && (part.kind === 'stage' || part.kind === 'lane') && <p class="pw-soft pw-small">{t('remove.keepsSteps')}</p>}
      <CommentsSection editor={editor} part={{ kind: part.kind, id: part.id }} />
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" onClick={onClose}>{t('edit.done')}</button>
        {canEdit && (
          <button
            type="button" class="pw-button pw-button--quiet pw-editor__remove"
            onClick={() => {
              if (remove(editor, part)) onClose();
            }}
          >
            <Symbol name="bin" />{t(`remove.${part.kind}`)}
          </button>
        )}
      </div>
    </Dialog>
  );
}
