/**
 * The parts of a kind that is a plain list (what should come of the pathway), in one row below the goals: each opens to be
 * read and changed. Takes no room while there is none; adding one is among the map's tools.
 *
 * Owns that strip. The list view shows them as a section of its own (list/plain-list.tsx).
 */
import { t } from '../i18n/translate';
import { isAgreed, PART_KINDS, type PlainKind } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import type { EditorState } from './state/editor-state';
import { StateTag } from './agreement/state-tag';
import { partName, wordTags } from './words/part-words';

/** The parts of one kind as a row. */
export function PlainStrip({ editor, kind }: { readonly editor: EditorState; readonly kind: PlainKind }) {
  const parts = editor.map.ordered(kind).value;
  const { symbol, labels } = PART_KINDS[kind];
  if (parts.length === 0) return null;
  return (
    <section class="pw-goals pw-goals--plain" aria-label={t(labels.title)}>
      <h2 class="pw-goals__title"><Symbol name={symbol} />{t(labels.title)}</h2>
      <ol class="pw-goals__list">
        {parts.map((value) => {
          const part = { kind, id: value.id };
          const words = (
            <span class="pw-goals__words">
              <span class="pw-goals__goal">{partName(editor.map, part)}</span>
              <span class="pw-goals__served">
                {wordTags(kind, value).map((tag) => <span class="pw-tagline" key={tag.symbol}><Symbol name={tag.symbol} size={1} />{tag.word}</span>)} {isAgreed(part) && <StateTag editor={editor} part={part} />}
              </span>
            </span>
          );
          return (
            <li class="pw-goals__item" data-item={`${kind}-${value.id}`} key={value.id}>
              <button type="button" class="pw-goals__button" data-part={`${kind}-${value.id}`} onClick={() => editor.open(part, 'field')}>{words}</button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
