/**
 * The parts that a number of the agreement counts, as a flat list in the order of the pathway, each with its state and the
 * way to it; then the way back to everything. Stands in place of the whole list while it shows. Owns that section.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { pairName } from '../editor/state/pair-name';
import { agreedName, countedTag } from '../editor/words/agreement-words';
import type { EditorState, Filter } from '../editor/state/editor-state';
import { StateTag } from '../editor/agreement/state-tag';
import { partName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { nameOfPart } from '../model/meaning';
import type { PlacedPart } from '../model/walk';
import { Symbol } from '../styles/symbol';

/** The parts that a filter shows. */
export function filteredParts(editor: EditorState, filter: Filter): readonly PlacedPart[] {
  const { agreement } = editor;
  return agreement.parts.value.filter((part) => {
    if (filter.stage !== undefined && part.stage !== filter.stage) return false;
    const says = agreement.of(part).value;
    const seen = filter.pair === undefined ? says : says.pairs.find((one) => one.pair.id === filter.pair);
    return seen !== undefined && filter.states.includes(seen.state);
  });
}

/** What is shown, in words. */
function filterWords(editor: EditorState, filter: Filter, count: number): string {
  const pair = editor.agreement.pairs.value.find((one) => one.id === filter.pair);
  const stage = filter.stage === '' ? t('summary.noStage') : t('filter.in', { stage: partName(editor.map, { kind: 'stage', id: filter.stage ?? '' }) });
  return [
    `${t('filter.count', { count })}: ${filter.states.map((state) => countedTag(state, filter.pair === undefined && editor.agreement.pairs.value.length > 1 ? 'forAll' : 'forOnePair').word).join(', ')}`,
    ...(filter.stage === undefined ? [] : [stage]),
    ...(pair ? [t('filter.by', { pair: pairName(editor, pair) })] : []),
  ].join(' · ');
}

/** The section. */
export function FilteredList({ editor, filter }: { readonly editor: EditorState; readonly filter: Filter }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const parts = filteredParts(editor, filter);
  useLayoutEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'center' });
  }, [filter]);
  const showAll = () => {
    editor.showAll();
    // This button goes away with the section; the focus stays at the top of the list.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.pw-list-view__agree button')?.focus());
  };
  return (
    <section class="pw-list-section pw-filtered" aria-labelledby="pw-filtered">
      <header class="pw-list-section__head">
        <h2 id="pw-filtered" ref={heading} tabIndex={-1}>{t('filter.title')}</h2>
        <p class="pw-soft">{filterWords(editor, filter, parts.length)}</p>
      </header>
      <ul class="pw-filtered__list">
        {parts.map((part) => (
          <li key={nameOfPart(part)}>
            <button type="button" class="pw-filtered__open" data-part={`${part.kind}-${part.id}`} onClick={() => editor.openAgreementPart(part)}>
              <span class="pw-filtered__words">
                {part.kind !== 'link' && <span class="pw-soft pw-small">{t(`walk.kind.${part.kind as Exclude<typeof part.kind, 'map' | 'link'>}`)} </span>}
                <strong>{agreedName(editor.map, part)}</strong>
              </span>
              <StateTag editor={editor} part={part} />
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="pw-button pw-button--plain" onClick={showAll}><Symbol name="list" size={1.125} />{t('filter.all')}</button>
    </section>
  );
}
