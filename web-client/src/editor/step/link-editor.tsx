/** One link in the panel: what it joins, the words on it, removing it. Owns those fields; writes as step-links.tsx does. */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { GoneNote } from '../fields/notes';
import { remove } from '../state/actions';
import { AgreementFeature } from '../agreement/agreement-feature';
import { BoundText } from '../fields/bound-text';
import type { EditorState } from '../state/editor-state';
import { CommentsSection } from '../comments/comments-section';
import { stepName } from '../words/part-words';

/** The fields of one link. */
export function LinkEditor({ editor, id }: { readonly editor: EditorState; readonly id: string }) {
  const link = editor.map.link(id).value;
  if (!link) return <p>{t('refused.missing')}</p>;
  const part = { kind: 'link', id } as const;
  const label = <BoundText editor={editor} part={part} field="label" label={t('field.label')} hint={t('field.label.hint')} rows={1} />;
  // Of a link that is gone its words stay, and those of a comment that was begun.
  if (link.removed) return <div class="pw-editor"><GoneNote editor={editor} part={part} />{label}<CommentsSection editor={editor} part={part} /></div>;
  return (
    <div class="pw-editor">
      <ul class="pw-links__list">
        {[link.from, link.to].map((step, index) => (
          <li class="pw-links__item" key={step}>
            <button type="button" class="pw-links__go" aria-label={t('link.go', { title: stepName(editor.map, step) })} onClick={() => editor.open({ kind: 'step', id: step }, 'field')}>
              <Symbol name={index === 0 ? 'link' : 'right'} />
              <span>{stepName(editor.map, step)}</span>
            </button>
          </li>
        ))}
      </ul>
      {label}
      <AgreementFeature editor={editor} part={part} />
      <CommentsSection editor={editor} part={part} />
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--quiet pw-editor__remove" onClick={() => remove(editor, { kind: 'link', id })}>
          <Symbol name="bin" />{t('remove.link')}
        </button>
      )}
    </div>
  );
}
