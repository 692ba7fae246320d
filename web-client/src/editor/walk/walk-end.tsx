/** The end of the walk: what is left, and what one may do with it. Owns this page; what is left is the editor state's agreement. */
import { t } from '../../i18n/translate';
import { WHOLE_MAP } from '../../model/meaning';
import type { EditorState } from '../state/editor-state';

interface WalkEndProps {
  readonly editor: EditorState;
  /** Nothing was there to go through at all. */
  readonly empty: boolean;
  /** How many parts nobody has put up. */
  readonly ideas: number;
  onAgain(): void;
  onIdeas(): void;
  onClose(): void;
}

/** What is shown after the last part. */
export function WalkEnd({ editor, empty, ideas, onAgain, onIdeas, onClose }: WalkEndProps) {
  const left = editor.agreement.openCount.value;
  const mine = editor.agreement.mineCount.value ?? 0;
  // The whole map is for when everything was talked about: with ideas left it would be a yes to what nobody has looked at.
  const isWhole = left === 0 && ideas === 0 && editor.agreement.partsWithStatements.value.length > 0;
  return (
    <div class="pw-walk__end">
      {empty ? <p class="pw-lead">{t(editor.agreement.parts.value.length === 0 ? 'walk.empty.all' : 'walk.empty')}</p> : (
        <>
          <h3 class="pw-walk__title">{t('walk.end')}</h3>
          {mine > 0 && <p class="pw-lead">{t('walk.end.mine', { count: mine })}</p>}
          <p class="pw-lead">{t('walk.end.left', { count: left })}</p>
          {ideas > 0 && <p class="pw-lead">{t('walk.end.ideas', { count: ideas })}</p>}
        </>
      )}
      <div class="pw-row">
        {ideas > 0 && !empty && <button type="button" class="pw-button" onClick={onIdeas}>{t('walk.ideas', { count: ideas })}</button>}
        {left > 0 && !empty && <button type="button" class="pw-button pw-button--plain" onClick={onAgain}>{t('walk.again')}</button>}
        {isWhole && <button type="button" class="pw-button" onClick={() => { onClose(); editor.openAgreementPart(WHOLE_MAP); }}>{t('walk.whole')}</button>}
        <button type="button" class="pw-button pw-button--plain" onClick={onClose}>{t('button.close')}</button>
      </div>
    </div>
  );
}
