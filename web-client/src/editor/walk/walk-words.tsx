/**
 * The words of the part that the walk is at, to be read, and to be changed where one reads them: a pair that finds other words
 * while it talks writes them down without leaving. Owns going from one to the other; the fields write as everywhere.
 */
import { useState } from 'preact/hooks';
import { t, type PlainKey } from '../../i18n/translate';
import { textsOf } from '../../model/kinds';
import type { PartRef } from '../../model/schema';
import type { PlacedPart } from '../../model/walk';
import { Symbol } from '../../styles/symbol';
import { BoundText } from '../fields/bound-text';
import type { EditorState } from '../state/editor-state';
import { DecisionFields } from '../step/decision-fields';
import { PartWords } from './part-page';

interface WordsProps {
  readonly editor: EditorState;
  readonly part: PlacedPart;
}

/** The words, and the way to change them for who may. */
export function WalkWords({ editor, part, canChange }: WordsProps & { readonly canChange: boolean }) {
  const [changing, setChanging] = useState<'yes' | 'no'>('no');
  const isChanging = changing === 'yes' && canChange;
  const { kind } = part;
  return (
    // Escape ends writing here, as it does in a panel; a second one closes the walk.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      class="pw-walk__read"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isChanging || event.isComposing) return;
        event.preventDefault();
        setChanging('no');
      }}
    >
      {isChanging && kind !== 'map' ? <Fields editor={editor} part={{ kind, id: part.id }} /> : <PartWords editor={editor} part={part} />}
      {canChange && (
        // One button that changes its words: whoever pressed it by keyboard keeps the focus.
        <button type="button" class="pw-button pw-button--quiet pw-walk__change" aria-expanded={isChanging} onClick={() => setChanging(isChanging ? 'no' : 'yes')}>
          <Symbol name={isChanging ? 'check' : 'edit'} size={1.125} />{t(isChanging ? 'edit.done' : 'walk.change')}
        </button>
      )}
    </div>
  );
}

/** The fields of a part: all its words, and none of what else it is. */
function Fields({ editor, part }: { readonly editor: EditorState; readonly part: PartRef }) {
  const { kind } = part;
  const step = kind === 'step' ? editor.map.step(part.id).value : undefined;
  const title = (label: PlainKey) => <BoundText editor={editor} part={part} field="title" label={t(label)} variant="lead" focusFirst="yes" />;
  return (
    <div class="pw-walk__fields">
      <h3 class="pw-walk__fields-title">{t('walk.change')}</h3>
      {kind === 'link' && <BoundText editor={editor} part={part} field="label" label={t('field.label')} hint={t('field.label.hint')} rows={1} focusFirst="yes" />}
      {step && <>{title('field.title')}<BoundText editor={editor} part={part} field="detail" label={t('field.detail')} hint={t('field.detail.hint')} rows={1} /><DecisionFields editor={editor} step={step} /></>}
      {kind !== 'link' && kind !== 'step' && (
        <>
          {title(`field.title.${kind}`)}
          {textsOf(kind).filter((field) => field !== 'title').map((field) => (
            <BoundText key={field} editor={editor} part={part} field={field} label={t(`field.${kind}.${field}` as PlainKey)} hint={t(`field.${kind}.${field}.hint` as PlainKey)} rows={3} />
          ))}
        </>
      )}
      <p class="pw-soft pw-small">{t('walk.change.hint')}</p>
    </div>
  );
}
