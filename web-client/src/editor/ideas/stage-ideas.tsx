/**
 * The ideas that people have shared at a stage, below its steps in the list, and the button that shows them in their panel. Owns that
 * part of a stage; loaded when there is an idea.
 */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { EditorState } from '../state/editor-state';
import { IdeaBecame, IdeaBy } from './idea-lines';
import './idea-lines.scss';

/** The ideas at a stage; nothing when there are none. */
export function StageIdeas({ editor, stage }: { readonly editor: EditorState; readonly stage: string }) {
  const ideas = editor.ideas?.at(stage) ?? [];
  if (ideas.length === 0) return null;
  return (
    <section class="pw-stage-ideas">
      <h4 class="pw-stage-ideas__title"><Symbol name="sharedIdea" size={1.125} />{t('ideas.count', { count: ideas.length })}</h4>
      <ul class="pw-stage-ideas__list">
        {ideas.map((idea) => {
          const became = editor.ideas?.became(idea.id);
          return (
            <li key={idea.id}>
              <p class="pw-idea__words" dir="auto">{idea.text}</p>
              <IdeaBy editor={editor} idea={idea} />
              {became && <IdeaBecame editor={editor} became={became} />}
            </li>
          );
        })}
      </ul>
      <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => editor.openIdeas(stage)}>{t('idea.open')}</button>
    </section>
  );
}
