/**
 * The question about a part of a list (a stage, a lane, a goal, an outcome): its words, its place among its siblings, what
 * else the row of its kind says that it has (model/kinds.ts), removing it.
 *
 * Owns the form; its words are bound to the map (bound-text.tsx), the rest goes through actions.ts.
 */
import { t, type PlainKey } from '../i18n/translate';
import { setWord } from '../model/edits';
import { isAgreed, rowOf, textsOf, type OrderedKind } from '../model/kinds';
import type { PartRef } from '../model/schema';
import { Symbol } from '../styles/symbol';
import { nudgePart, remove, report } from './actions';
import { AgreementLater } from './agree-later';
import { BoundText } from './bound-text';
import { Choice } from './choice';
import { wordOptions } from './choices';
import type { Desk } from './desk';
import { TalkSection } from './talk-section';
import { partName, wordTag } from './words';
import { Dialog } from '../ui/dialog';

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

/** The texts of a part beside its title, and its words: how we will know of an outcome, who provides a lane. */
function Fields({ desk, part }: { readonly desk: Desk; readonly part: OrderedPart }) {
  const value = desk.map.at(part.kind, part.id).value as Readonly<Record<string, unknown>> | undefined;
  const label = (key: string) => `field.${part.kind}.${key}` as PlainKey;
  return (
    <>
      {textsOf(part.kind).filter((field) => field !== 'title').map((field) => (
        <BoundText key={field} desk={desk} part={part} field={field} label={t(label(field))} hint={t(`field.${part.kind}.${field}.hint` as PlainKey)} rows={3} />
      ))}
      {Object.entries(rowOf(part.kind).words).map(([key, field]) => (
        <Choice
          key={key} legend={t(label(key))} options={wordOptions(field)} value={String(value?.[key] ?? '')} disabled={!desk.canEdit.value}
          onChoose={(word) => report(desk, setWord(desk.map, part, key, word), () => `${partName(desk.map, part)}: ${wordTag(field, word)?.word ?? t('sector.none')}.`)}
        />
      ))}
    </>
  );
}

/** Asks what to change about a part of a list. */
export function AskPart({ desk, part, onClose }: { readonly desk: Desk; readonly part: OrderedPart; onClose(): void }) {
  const canEdit = desk.canEdit.value;
  return (
    <Dialog title={canEdit ? t(`edit.${part.kind}.title`) : t(`${part.kind}.one`)} onClose={onClose}>
      {!canEdit && desk.reason.value && <p class="pw-note">{t(desk.reason.value)}</p>}
      <BoundText desk={desk} part={part} field="title" label={t(`field.title.${part.kind}`)} look="lead" focusFirst={canEdit ? 'yes' : 'no'} />
      <Fields desk={desk} part={part} />
      {isAgreed(part) && <AgreementLater desk={desk} part={{ kind: part.kind, id: part.id }} />}
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
