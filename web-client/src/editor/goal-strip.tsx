/**
 * What the map is for, first and above it: goals, what should come of it and what already helps, as one strip of chips that can
 * be folded away. A chip opens its part; while it is pointed at, focused or open, the steps that serve its goal stand out. At the end
 * of the strip stands what is still to agree.
 *
 * Owns that strip. The list view shows the same as sections of its own (list/goal-list.tsx, plain-list.tsx).
 */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n/translate';
import { isAgreed, PART_KINDS, PLAIN_KINDS, type OrderedKind, type PlainKind } from '../model/kinds';
import type { PartRef } from '../model/schema';
import { Symbol } from '../styles/symbol';
import { PHONE_QUERY, useMedia } from './frame';
import { AgreementStrip } from './agreement/agreement-strip';
import { StateTag } from './agreement/state-tag';
import type { EditorState } from './state/editor-state';
import { goalStrip } from './state/goal-fold';
import { partName, wordTags } from './words/part-words';

/** The strip. */
export function GoalStrip({ editor }: { readonly editor: EditorState }) {
  const id = useId();
  const isPhone = useMedia(PHONE_QUERY);
  const isShown = goalStrip.value === 'shown';
  const end = <div class="pw-goals__end"><AgreementStrip editor={editor} /><NotPlacedSign editor={editor} /></div>;
  return (
    <div class="pw-goals-row" data-folded={isShown ? undefined : ''}>
      <button type="button" class="pw-button pw-button--quiet pw-button--small pw-goals__fold" aria-expanded={isShown} aria-controls={id} aria-label={t('goals.strip')} title={t('goals.strip')} onClick={() => { goalStrip.value = isShown ? 'folded' : 'shown'; }}>
        <Symbol name="chevron" size={1} />{!isShown && t('goals.title')}
      </button>
      {isShown && (
        <>
          {/* Where all of it scrolls, what is asked of me comes first. */}
          {isPhone && end}
          <div class="pw-goals__scroll" id={id}>
            <Goals editor={editor} />
            {PLAIN_KINDS.map((kind) => <Plain editor={editor} kind={kind} key={kind} />)}
          </div>
          {!isPhone && end}
        </>
      )}
    </div>
  );
}

/** The goals, each with its number. */
function Goals({ editor }: { readonly editor: EditorState }) {
  const goals = editor.map.goals.value;
  return (
    <Section editor={editor} kind="goal" count={goals.length}>
      {goals.length === 0 && <p class="pw-goals__none">{t('goals.none')}</p>}
      <ol class="pw-goals__list">
        {goals.map((goal, index) => (
          <Chip editor={editor} part={{ kind: 'goal', id: goal.id }} key={goal.id} more={t('goal.served', { count: editor.map.stepsOf(goal.id).value.length })}>
            <span class="pw-goal-chip">{t('goal.short', { number: index + 1 })}</span>
          </Chip>
        ))}
      </ol>
    </Section>
  );
}

/** The parts of a kind that is a plain list; while there are none, only the way to add one. */
function Plain({ editor, kind }: { readonly editor: EditorState; readonly kind: PlainKind }) {
  const parts = editor.map.ordered(kind).value;
  return (
    <Section editor={editor} kind={kind} count={parts.length}>
      {parts.length > 0 && (
        <ol class="pw-goals__list">
          {parts.map((value) => {
            const tags = wordTags(kind, value);
            return (
              <Chip editor={editor} part={{ kind, id: value.id }} key={value.id} more={tags.map((tag) => tag.word).join(' ')}>
                {tags.map((tag) => <Symbol name={tag.symbol} size={1} key={tag.symbol} />)}
              </Chip>
            );
          })}
        </ol>
      )}
    </Section>
  );
}

/** One kind: what it is, its parts, and adding one. */
function Section({ editor, kind, count, children }: { readonly editor: EditorState; readonly kind: 'goal' | PlainKind; readonly count: number; readonly children: ComponentChildren }) {
  const { labels } = PART_KINDS[kind];
  const add = (
    <button type="button" class="pw-goals__add" onClick={() => editor.openDialog({ name: 'addPart', kind })}>
      <Symbol name="add" size={1} />{t(labels.add)}
    </button>
  );
  // A heading over nothing would only take room; goals are asked for from the beginning.
  if (count === 0 && kind !== 'goal') return editor.canEdit.value ? add : null;
  return (
    <section class="pw-goals" aria-label={t(labels.title)}>
      <h2 class="pw-goals__title"><Symbol name={kind === 'goal' ? 'goal' : PART_KINDS[kind].symbol} size={1} />{t(labels.title)}</h2>
      {children}
      {editor.canEdit.value && add}
    </section>
  );
}

/** One part as a chip: its words in one line, whole on asking; `more` is for whoever does not see the steps light up. */
function Chip({ editor, part, more, children }: { readonly editor: EditorState; readonly part: PartRef & { readonly kind: OrderedKind }; readonly more: string; readonly children: ComponentChildren }) {
  const title = partName(editor.map, part);
  const point = (to: string | undefined) => editor.pointAtGoal(part.kind === 'goal' ? to : undefined);
  return (
    <li class="pw-goals__item" data-item={`${part.kind}-${part.id}`}>
      <button
        type="button" class="pw-goals__button" data-part={`${part.kind}-${part.id}`} title={title}
        onClick={() => editor.open(part, 'field')} onMouseEnter={() => point(part.id)} onMouseLeave={() => point(undefined)} onFocus={() => point(part.id)} onBlur={() => point(undefined)}
      >
        {children}
        <span class="pw-goals__goal">{title}</span>
        <span class="pw-hidden">{more}</span>
        {isAgreed(part) && <StateTag editor={editor} part={part} />}
      </button>
    </li>
  );
}

/** That steps have lost their stage or lane, with the way to them. */
function NotPlacedSign({ editor }: { readonly editor: EditorState }) {
  const count = editor.map.notPlaced.value.length;
  if (count === 0) return null;
  return (
    <button type="button" class="pw-button pw-button--plain pw-button--small pw-not-placed" onClick={() => editor.showTray('notPlaced')}>
      <Symbol name="warning" size={1} />{t('notPlaced.count', { count })}
    </button>
  );
}
