/** The ideas from which a part or a comment came, each as a sentence with a way to the ideas. Owns these lines. */
import { t } from '../../i18n/translate';
import { stageOf, type Becomes } from '../../model/session/idea-sorting';
import { Symbol } from '../../styles/symbol';
import type { EditorState } from '../state/editor-state';
import { fromIdea } from './idea-lines';
import '../trail/trail.scss';

/** The lines; nothing where it came from no idea. */
export function FromIdeas({ editor, kind, part }: { readonly editor: EditorState; readonly kind: Becomes; readonly part: string }) {
  const ideas = editor.ideas?.from(kind, part) ?? [];
  if (ideas.length === 0) return null;
  return (
    <ul class="pw-trail__list">
      {ideas.map((idea) => (
        <li class="pw-trail__said" key={idea.id}>
          <p class="pw-trail__quote" dir="auto">{fromIdea(editor, idea)}</p>
          <div class="pw-row">
            <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={() => editor.openIdeas(stageOf(editor.map, idea.about))}>
              <Symbol name="sharedIdea" size={1} />{t('idea.open')}
            </button>
          </div>
        </li>
      ))}
    </ul>
  );
}
