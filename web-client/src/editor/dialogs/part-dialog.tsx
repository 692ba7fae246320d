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
import { AgreementLater } from '../agreement/agreement-later';
import { BoundText } from '../fields/bound-text';
import { Choice } from '../fields/choice';
import { familyOptions, sectorOptions } from '../fields/choices';
import type { Desk } from '../state/editor-state';
import { TalkSection } from '../comments/comments-section';
import { familyTag, partName, sectorTag } from '../words/part-words';
import { Dialog } from '../../ui/dialog';

/** A part that has a place among its siblings. */
export type OrderedPart = PartRef & { readonly kind: OrderedKind };

/** Two buttons that move a part one place. */
function Nudges({ desk, part }: { readonly desk: Desk; readonly part: OrderedPart }) {
  const siblings = desk.map.ordered(part.kind).value;
  const index = siblings.findIndex((other) => other.id === part.id);
  const [back, on] = part.kind === 'stage' ? (['move.earlier', 'move.later'] as const) : (['move.up', 'move.down'] as const);
  // `aria-disabled` and not `disabled`: a button that loses its use while it has focus must not lose the focus too.
  const end = (at: number) => (index === at ? 'true' : undefined);
  return (
    <div class="pw-row">
      <button type="button" class="pw-button pw-button--plain" aria-disabled={end(0)} onClick={() => nudgePart(desk, part, -1)}>
        <Symbol name={part.kind === 'stage' ? 'left' : 'up'} />{t(back)}
      </button>
      <button type="button" class="pw-button pw-button--plain" aria-disabled={end(siblings.length - 1)} onClick={() => nudgePart(desk, part, 1)}>
        <Symbol name={part.kind === 'stage' ? 'right' : 'down'} />{t(on)}
      </button>
    </div>
  );
}

/** How we will know, and what kind of change it is. */
function OutcomeFields({ desk, id }: { readonly desk: Desk; readonly id: string }) {
  const outcome = desk.map.outcome(id).value;
  const part = { kind: 'outcome', id } as const;
  return (
    <>
      <BoundText desk={desk} part={part} field="measure" label={t('field.measure')} hint={t('field.measure.hint')} rows={3} />
      <Choice
        legend={t('field.family')} options={familyOptions()} value={outcome?.family ?? ''} disabled={!desk.canEdit.value}
        onChoose={(family) => report(desk, setOutcomeFamily(desk.map, id, family), () => `${partName(desk.map, part)}: ${familyTag(family)?.word ?? t('sector.none')}.`)}
      />
    </>
  );
}

/** Asks what to change about a stage, lane, goal or outcome. */
export function AskPart({ desk, part, onClose }: { readonly desk: Desk; readonly part: OrderedPart; onClose(): void }) {
  const { map } = desk;
  const lane = part.kind === 'lane' ? map.lane(part.id).value : undefined;
  const canEdit = desk.canEdit.value;
  return (
    <Dialog title={canEdit ? t(`edit.${part.kind}.title`) : t(`${part.kind}.one`)} onClose={onClose}>
      {!canEdit && desk.reason.value && <p class="pw-note">{t(desk.reason.value)}</p>}
      <BoundText desk={desk} part={part} field="title" label={t(`field.title.${part.kind}`)} look="lead" focusFirst={canEdit ? 'yes' : 'no'} />
      {part.kind === 'outcome' && <OutcomeFields desk={desk} id={part.id} />}
      {part.kind !== 'lane' && <AgreementLater desk={desk} part={{ kind: part.kind, id: part.id }} />}
      {lane && (
        <Choice
          legend={t('field.sector.lane')} options={sectorOptions()} value={lane.sector} disabled={!canEdit}
          onChoose={(sector) => report(desk, setLaneSector(map, part.id, sector), () => `${partName(map, part)}: ${sectorTag(sector)?.word ?? t('sector.none')}.`)}
        />
      )}
      {canEdit && <Nudges desk={desk} part={part} />}
      {canEdit && (part.kind === 'stage' || part.kind === 'lane') && <p class="pw-soft pw-small">{t('remove.keepsSteps')}</p>}
      <TalkSection desk={desk} part={{ kind: part.kind, id: part.id }} />
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" onClick={onClose}>{t('edit.done')}</button>
        {canEdit && (
          <button
            type="button" class="pw-button pw-button--quiet pw-editor__remove"
            onClick={() => {
              if (remove(desk, part)) onClose();
            }}
          >
            <Symbol name="bin" />{t(`remove.${part.kind}`)}
          </button>
        )}
      </div>
    </Dialog>
  );
}
