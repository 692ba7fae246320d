/**
 * What changed between two wordings, field by field and word by word, as a person reads it: words that went are struck
 * through, words that came are underlined, and both are said. Owns that list; what differs is model/difference.ts.
 */
import { t } from '../../i18n/translate';
import { changesBetween, wordDifference, type FieldChange } from '../../model/difference';
import { PART_KINDS, wordOf } from '../../model/kinds';
import { partOfName, type Meaning } from '../../model/meaning';
import { agreedName } from '../words/agreement-words';
import type { EditorState } from '../state/editor-state';
import { familyTag, modeTag, sectorTag } from '../words/part-words';

/** The fields that hold one of a few choices. */
const CODES = ['kind', 'family', 'mode', 'sector', 'mapKind'] as const;

/** A choice in words; `''` is one that nobody made. */
function choiceWords(field: (typeof CODES)[number], value: string): string {
  if (field === 'kind') return t(value === 'decision' ? 'changes.kind.decision' : 'changes.kind.step');
  if (field === 'mapKind') return t(value === 'future' ? 'changes.map.future' : 'changes.map.current');
  if (field === 'family') return familyTag(wordOf(PART_KINDS.outcome.words.family, value))?.word ?? t('changes.unsaid');
  const { mode, sector } = PART_KINDS.step.words;
  const tag = field === 'mode' ? modeTag(wordOf(mode, value)) : sectorTag(wordOf(sector, value));
  return tag?.word ?? t('changes.unsaid');
}

/** One text and the other in one. */
function Words({ before, after }: { readonly before: string; readonly after: string }) {
  if (before === after) return <span>{t('changes.other')}</span>;
  return (
    <span class="pw-changes__words">
      {wordDifference(before, after).map((piece, index) => {
        if (piece.kind === 'same') return <span key={index}>{piece.text}</span>;
        // Most screen readers do not say what is struck through.
        const said = <span class="pw-hidden"> {t(`changes.${piece.kind}`)} </span>;
        return piece.kind === 'gone' ? <del key={index}>{said}{piece.text}</del> : <ins key={index}>{said}{piece.text}</ins>;
      })}
    </span>
  );
}

function Change({ editor, change }: { readonly editor: EditorState; readonly change: FieldChange }) {
  const { field, before, after } = change;
  const code = CODES.find((one) => one === field);
  if (code) return <span>{t('changes.was', { before: choiceWords(code, before), after: choiceWords(code, after) })}</span>;
  if (field !== 'part') return <Words before={before} after={after} />;
  const part = partOfName(change.name ?? '');
  const live = part && part.kind !== 'map' ? editor.map.peek({ kind: part.kind, id: part.id }) : undefined;
  const title = part && live ? agreedName(editor.map, part) : t('changes.part.removed');
  if (before === '') return <span>{t('changes.part.new', { title })}</span>;
  return <span>{after === '' ? t('changes.part.gone', { title }) : t('changes.part.changed', { title })}</span>;
}

/** The list of what differs. */
export function ChangeList({ editor, before, after }: { readonly editor: EditorState; readonly before: Meaning; readonly after: Meaning }) {
  return (
    <dl class="pw-changes">
      {changesBetween(before, after).map((change, index) => (
        <div class="pw-changes__item" key={index}>
          <dt>{t(`changes.${change.field}`)}</dt>
          <dd><Change editor={editor} change={change} /></dd>
        </div>
      ))}
    </dl>
  );
}
