/**
 * The buttons beside a goal, an outcome, a lane or a stage in the list: edit, move one place, remove. Owns them; what
 * they do is editor/state/actions.ts.
 */
import { nudgePart, remove } from '../editor/state/actions';
import type { OrderedPart } from '../editor/step/part-editor';
import type { EditorState } from '../editor/state/editor-state';
import { TalkCountButton } from '../editor/talk/talk-count';
import { partName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { isAgreed } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import { Menu, MenuItem } from '../ui/menu';

/** The tools of which part, and where it stands among its siblings. */
export interface PartToolsProps {
  readonly editor: EditorState;
  readonly part: OrderedPart;
  readonly index: number;
  readonly siblings: readonly { readonly id: string }[];
}

/** Who only looks can read what is agreed and what is said. */
function Look({ editor, part, title }: Pick<PartToolsProps, 'editor' | 'part'> & { readonly title: string }) {
  return (
    <div class="pw-part-tools">
      <TalkCountButton editor={editor} part={part} when="always" />
      {isAgreed(part) && <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={`${t('agree.title')}: ${title}`} onClick={() => editor.open(part, 'field')}><Symbol name="info" /></button>}
    </div>
  );
}

/** The buttons. */
export function PartTools({ editor, part, index, siblings }: PartToolsProps) {
  const title = partName(editor.map, part);
  if (!editor.canEdit.value) return <Look editor={editor} part={part} title={title} />;
  const name = (words: string) => `${words}: ${title}`;
  const quiet = 'pw-button pw-button--quiet pw-button--symbol';
  const end = (at: number) => (index === at ? 'true' : undefined);
  return (
    <div class="pw-part-tools">
      <TalkCountButton editor={editor} part={part} />
      <button type="button" class={`${quiet} pw-part-tools__nudge`} aria-label={name(t('move.up'))} aria-disabled={end(0)} onClick={() => nudgePart(editor, part, -1)}><Symbol name="up" /></button>
      <button type="button" class={`${quiet} pw-part-tools__nudge`} aria-label={name(t('move.down'))} aria-disabled={end(siblings.length - 1)} onClick={() => nudgePart(editor, part, 1)}><Symbol name="down" /></button>
      <button type="button" class={quiet} aria-label={name(t('edit.part'))} onClick={() => editor.open(part, 'field')}><Symbol name="edit" /></button>
      <Menu label={<Symbol name="more" />} name={t('step.menu', { title })} buttonClass={quiet}>
        <MenuItem symbol="up" unavailable={index === 0} onChoose={() => nudgePart(editor, part, -1)}>{t('move.up')}</MenuItem>
        <MenuItem symbol="down" unavailable={index === siblings.length - 1} onChoose={() => nudgePart(editor, part, 1)}>{t('move.down')}</MenuItem>
        <MenuItem symbol="bin" tone="warning" onChoose={() => remove(editor, part)}>{t('remove.do')}</MenuItem>
      </Menu>
    </div>
  );
}
