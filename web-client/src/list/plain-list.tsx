/**
 * The parts of a kind that is a plain list (outcomes): each with its further texts, its words by symbol and word, and what
 * is agreed of it. Owns that section; which kinds there are, and what they are called, is a row each of model/kinds.ts.
 */
import type { EditorState } from '../editor/state/editor-state';
import { StateTag } from '../editor/agreement/state-tag';
import { partName, shownTexts, wordTags } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { isAgreed, PART_KINDS, rowOf, type PlainKind } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import { PartTools } from './part-tools';

/** One list; of a kind that shows only once it is used, no more than the way to add to it. */
export function PlainList({ editor, kind }: { readonly editor: EditorState; readonly kind: PlainKind }) {
  const { root, symbol, labels } = PART_KINDS[kind];
  const parts = editor.map.ordered(kind).value;
  const add = (look: string) => editor.canEdit.value && (
    <button type="button" class={`pw-button ${look}`} onClick={() => editor.openDialog({ name: 'addPart', kind })}>
      <Symbol name="add" />{t(labels.add)}
    </button>
  );
  if (rowOf(kind).shows === 'used' && parts.length === 0) return editor.canEdit.value ? <div>{add('pw-button--quiet')}</div> : null;
  return (
    <section class={`pw-list-section pw-list-section--${root}`} aria-labelledby={`pw-list-${root}`}>
      <header class="pw-list-section__head">
        <h2 id={`pw-list-${root}`}><Symbol name={symbol} size={1.5} />{t(labels.title)}</h2>
        <p class="pw-soft">{t(labels.lead)}</p>
      </header>
      <ol class="pw-part-list">
        {parts.map((value, index) => {
          const part = { kind, id: value.id };
          return (
            <li class="pw-part-list__item" data-item={`${kind}-${value.id}`} key={value.id}>
              <span class="pw-part-list__words">
                <strong data-part={`${kind}-${value.id}`} tabIndex={-1}>{partName(editor.map, part)}</strong>
                {shownTexts(kind, value).map((text) => <span class="pw-soft pw-part-list__more" key={text}>{text}</span>)}
                <span class="pw-soft pw-small pw-served">
                  {wordTags(kind, value).map((tag) => <span class="pw-tagline" key={tag.symbol}><Symbol name={tag.symbol} size={1} />{tag.word}</span>)} {isAgreed(part) && <StateTag editor={editor} part={part} />}
                </span>
              </span>
              <PartTools editor={editor} part={part} index={index} siblings={parts} />
            </li>
          );
        })}
      </ol>
      {add('pw-button--plain')}
    </section>
  );
}
