/**
 * The panel of a part of a list (a stage, a lane, a goal, an outcome): its words, its place among its siblings, what
 * else the row of its kind says that it has (model/kinds.ts), removing it.
 *
 * Owns the form; its words are bound to the map (bound-text.tsx), the rest goes through actions.ts.
 */
import { t, type PlainKey } from '../../i18n/translate';
import { setWord } from '../../model/edits';
import { isAgreed, rowOf, textsOf, type OrderedKind } from '../../model/kinds';
import type { PartRef } from '../../model/schema';
import { Symbol } from '../../styles/symbol';
import { nudgePart, remove, report } from '../state/actions';
import { AgreementFeature } from '../agreement/agreement-feature';
import { BoundText } from '../fields/bound-text';
import { Choice } from '../fields/choice';
import { wordOptions } from '../fields/choices';
import type { EditorState } from '../state/editor-state';
import { CommentsSection } from '../comments/comments-section';
import { partName, wordTag } from '../words/part-words';
import { GoneNote } from '../fields/notes';

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

/** The texts of a part beside its title, and its words: how we will know of an outcome, who provides a lane. */
function Fields({ editor, part }: { readonly editor: EditorState; readonly part: OrderedPart }) {
  const value = editor.map.at(part.kind, part.id).value as Readonly<Record<string, unknown>> | undefined;
  const label = (key: string) => `field.${part.kind}.${key}` as PlainKey;
  return (
    <>
      {textsOf(part.kind).filter((field) => field !== 'title').map((field) => (
        <BoundText key={field} editor={editor} part={part} field={field} label={t(label(field))} hint={t(`field.${part.kind}.${field}.hint` as PlainKey)} rows={3} />
      ))}
      {Object.entries(rowOf(part.kind).words).map(([key, field]) => (
        <Choice
          key={key} legend={t(label(key))} options={wordOptions(field)} value={String(value?.[key] ?? '')} disabled={!editor.canEdit.value}
          onChoose={(word) => report(editor, setWord(editor.map, part, key, word), () => `${partName(editor.map, part)}: ${wordTag(field, word)?.word ?? t('sector.none')}.`)}
        />
      ))}
    </>
  );
}

/** The way to the ideas that people have shared at a stage; nothing when there are none. */
function SharedIdeas({ editor, stage }: { readonly editor: EditorState; readonly stage: string }) {
  const count = editor.ideas?.at(stage).length ?? 0;
  if (count === 0) return null;
  return (
    <button type="button" class="pw-button pw-button--plain" onClick={() => { editor.closePanel(); editor.openIdeas(stage); }}>
      <Symbol name="sharedIdea" />{t('ideas.count', { count })}
    </button>
  );
}

/** What the panel needs. */
export interface PartEditorProps {
  readonly editor: EditorState;
  readonly part: OrderedPart;
  readonly focusFirst: 'yes' | 'no';
  onClose(): void;
}

/** The panel of a part of a list: its words first, then what is agreed, then its place and what is said. */
export function PartEditor({ editor, part, focusFirst, onClose }: PartEditorProps) {
  const canEdit = editor.canEdit.value;
  // Of a part that is gone its words stay, for whoever is writing in them; its place among the others is over.
  const isThere = editor.map.at(part.kind, part.id).value?.removed === false;
  return (
    <div class="pw-editor">
      {!canEdit && editor.readOnlyReason.value && <p class="pw-note">{t(editor.readOnlyReason.value)}</p>}
      {!isThere && <GoneNote editor={editor} part={part} />}
      <BoundText editor={editor} part={part} field="title" label={t(`field.title.${part.kind}`)} variant="lead" focusFirst={canEdit ? focusFirst : 'no'} />
      {isThere && isAgreed(part) && <AgreementFeature editor={editor} part={{ kind: part.kind, id: part.id }} />}
      <Fields editor={editor} part={part} />
      {part.kind === 'stage' && <SharedIdeas editor={editor} stage={part.id} />}
      {canEdit && isThere && <Nudges editor={editor} part={part} />}
      {canEdit && isThere && (part.kind === 'stage' || part.kind === 'lane') && <p class="pw-soft pw-small">{t('remove.keepsSteps')}</p>}
      <CommentsSection editor={editor} part={{ kind: part.kind, id: part.id }} />
      <div class="pw-row pw-editor__end">
        <button type="button" class="pw-button" onClick={onClose}>{t('edit.done')}</button>
        {canEdit && isThere && (
          <button type="button" class="pw-button pw-button--quiet pw-editor__remove" onClick={() => remove(editor, part)}>
            <Symbol name="bin" />{t(`remove.${part.kind}`)}
          </button>
        )}
      </div>
    </div>
  );
}
