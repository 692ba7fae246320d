/** The bar of tools for several steps: how many are chosen, and what can be done with all of them. Owns its buttons and lists. */
import { modeOptions } from '../../editor/fields/choices';
import type { EditorState } from '../../editor/state/editor-state';
import { moveMany, setManyGoal, setManyMeta } from '../../editor/state/chosen-actions';
import { goalSigns, partName } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { Menu, MenuGroup, MenuItem } from '../../ui/menu';

interface ToolsProps {
  readonly editor: EditorState;
  onCopy(): void;
  onDuplicate(): void;
  onRemove(): void;
  onEnd(): void;
}

/** To a stage or to a lane. */
function MoveMenu({ editor, ids }: { readonly editor: EditorState; readonly ids: readonly string[] }) {
  const { map } = editor;
  return (
    <Menu label={<><Symbol name="move" />{t('chosen.move')}</>}>
      <MenuGroup title={t('chosen.stages')}>
        {map.stages.value.map(({ id }) => <MenuItem key={id} symbol="right" onChoose={() => moveMany(editor, ids, { stage: id })}>{partName(map, { kind: 'stage', id })}</MenuItem>)}
      </MenuGroup>
      <MenuGroup title={t('chosen.lanes')}>
        {map.lanes.value.map(({ id }) => <MenuItem key={id} symbol="down" onChoose={() => moveMany(editor, ids, { lane: id })}>{partName(map, { kind: 'lane', id })}</MenuItem>)}
      </MenuGroup>
    </Menu>
  );
}

/** Goals that all serve have a tick, and are taken from all. */
function GoalMenu({ editor, ids }: { readonly editor: EditorState; readonly ids: readonly string[] }) {
  const { map } = editor;
  const goals = goalSigns(map, map.goals.value.map(({ id }) => id));
  return (
    <Menu label={<><Symbol name="goal" />{t('chosen.goals')}</>}>
      {goals.length === 0 && <p class="pw-soft">{t('chosen.goals.none')}</p>}
      {goals.map(({ id, name }) => (
        <MenuItem key={id} symbol={ids.every((step) => map.goalsOf(step).value.includes(id)) ? 'check' : 'goal'} onChoose={() => setManyGoal(editor, ids, id)}>{name}</MenuItem>
      ))}
    </Menu>
  );
}

/** The bar. */
export function Tools({ editor, onCopy, onDuplicate, onRemove, onEnd }: ToolsProps) {
  const { chosen, map } = editor;
  const ids = chosen.shown(map);
  const canEdit = editor.canEdit.value;
  const button = 'pw-button pw-button--quiet';
  if (chosen.ids.value.size === 0 && chosen.mode.value === 'off') return null;
  return (
    <div class="pw-chosen__bar" role="toolbar" aria-label={t('chosen.tools')}>
      <span class="pw-chosen__count" role="status">{t('chosen.count', { count: ids.length })}</span>
      {ids.length === 0 && <button type="button" class={button} onClick={() => chosen.only(map.reading.peek())}>{t('chosen.all')}</button>}
      {ids.length > 0 && canEdit && (
        <>
          <MoveMenu editor={editor} ids={ids} />
          <GoalMenu editor={editor} ids={ids} />
          <Menu label={<><Symbol name="with" />{t('chosen.mode')}</>}>
            {modeOptions().map(({ value, symbol, word }) => <MenuItem key={value} symbol={symbol} onChoose={() => setManyMeta(editor, ids, { mode: value })}>{word}</MenuItem>)}
          </Menu>
        </>
      )}
      {ids.length > 0 && <button type="button" class={button} onClick={onCopy}><Symbol name="copy" />{t('chosen.copy')}</button>}
      {ids.length > 0 && canEdit && (
        <>
          <button type="button" class={button} onClick={onDuplicate}><Symbol name="add" />{t('chosen.duplicate')}</button>
          <button type="button" class={button} onClick={onRemove}><Symbol name="bin" />{t('remove.do')}</button>
        </>
      )}
      <button type="button" class={button} onClick={onEnd}><Symbol name="close" />{t('chosen.done')}</button>
    </div>
  );
}
