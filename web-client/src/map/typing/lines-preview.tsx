/** What several lines, or cells of a spreadsheet, would be on the map, and the buttons that add them. Owns this list. */
import type { EditorState } from '../../editor/state/editor-state';
import { partName } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import type { Lines } from './lines';
import type { AddRequest } from './request';

/** Most lines that are shown; the rest is counted. */
const SHOWN_MAX = 8;

/** The list and its buttons. */
export function LinesPreview(props: { readonly editor: EditorState; readonly request: AddRequest; readonly lines: Lines; onAdd(how: 'each' | 'together'): void }) {
  const { editor, request, lines: { lines, columns }, onAdd } = props;
  const count = lines.length;
  const isStep = request.kind === 'step';
  const stages = editor.map.stages.value;
  const first = isStep ? stages.findIndex(({ id }) => id === request.stage) : 0;
  const isStacked = isStep && first + columns > stages.length;
  const stageOf = (column: number) => (columns > 1 && isStep && !isStacked ? partName(editor.map, { kind: 'stage', id: stages[first + column]?.id ?? '' }) : undefined);
  return (
    <div class="pw-typing__many" role="group" aria-label={t(isStep ? 'typing.many' : 'typing.many.list', { count })}>
      <strong aria-hidden="true">{t(isStep ? 'typing.many' : 'typing.many.list', { count })}</strong>
      <ol class="pw-typing__lines">
        {lines.slice(0, SHOWN_MAX).map(({ title, column }, at) => {
          // Said once where it changes.
          const stage = at > 0 && lines[at - 1]?.column === column ? undefined : stageOf(column);
          // Lines have no name of their own; they change only together.
          return <li key={at} dir="auto">{title}{stage !== undefined && <span class="pw-typing__stage">{t('typing.many.column', { stage })}</span>}</li>;
        })}
      </ol>
      {count > SHOWN_MAX && <p>{t('typing.many.more', { count: count - SHOWN_MAX })}</p>}
      {isStacked && columns > 1 && <p>{t('typing.many.stacked')}</p>}
      <div class="pw-row">
        <button type="button" class="pw-button" onClick={() => onAdd('each')}>{t(isStep ? 'typing.many.do' : 'typing.many.list.do', { count })}</button>
        <button type="button" class="pw-button pw-button--plain" onClick={() => onAdd('together')}>{t('typing.many.one')}</button>
      </div>
    </div>
  );
}
