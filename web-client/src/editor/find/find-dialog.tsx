/**
 * "Find": a field, and below it what holds its words; arrow keys choose while the field keeps the focus, Enter goes there.
 * Owns the field and the choice; what is found is entries.ts.
 */
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import type { EditorState } from '../state/editor-state';
import { entriesOf, excerptOf, findIn, type FindEntry } from './entries';
import './find.scss';

/** What keys do to the choice. */
const MOVES: Readonly<Record<string, (now: number, count: number) => number>> = {
  ArrowDown: (now, count) => (now + 1) % count,
  ArrowUp: (now, count) => (now + count - 1) % count,
};

/** Said apart, because types and linter know such a field only with a list of the browser's own. */
const comboboxOf = (list: string, isExpanded: boolean): object => ({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list, 'aria-expanded': isExpanded });

/** Asks what to go to. */
export function FindDialog({ editor, onClose }: { readonly editor: EditorState; onClose(): void }) {
  const [looked, setLooked] = useState('');
  const [chosen, setChosen] = useState(0);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  // Read once: what others write while somebody looks for words must not move the results under their hand.
  const entries = useMemo(() => entriesOf(editor.map, editor.presence, editor.talk), [editor]);
  const { shown, count } = findIn(entries, looked);
  const at = Math.min(chosen, shown.length - 1);
  const go = (entry: FindEntry | undefined) => {
    if (!entry) return;
    const { part } = entry;
    if (part.kind !== 'map' && !editor.isShown({ kind: part.kind, id: part.id })) setProblem(t('refused.missing'));
    else if (entry.leadsTo === 'comments') {
      editor.closeDialog();
      editor.openComments(part);
    } else if (part.kind !== 'map') editor.goTo({ kind: part.kind, id: part.id });
  };
  const choose = (next: number) => {
    setChosen(next);
    list.current?.children[next]?.scrollIntoView?.({ block: 'nearest' });
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing || shown.length === 0) return;
    const move = MOVES[event.key];
    if (move) choose(move(at, shown.length));
    else if (event.key === 'Enter') go(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('find.title')} onClose={onClose}>
      <div class="nhsuk-form-group">
        <label class="nhsuk-label pw-field__label" for={id}>{t('find.label')}</label>
        <input
          id={id} dir="auto" class="nhsuk-input pw-input" type="search" data-autofocus autocomplete="off" value={looked}
          {...comboboxOf(`${id}-list`, shown.length > 0)} aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
          onInput={(event) => {
            setLooked(event.currentTarget.value);
            setChosen(0);
            setProblem(undefined);
          }}
          onKeyDown={pressed}
        />
      </div>
      {problem !== undefined && <p class="nhsuk-error-message" role="alert">{problem}</p>}
      <p class="pw-soft" role="status">{looked.trim() === '' ? t('find.hint') : t('find.count', { count })}</p>
      <div class="pw-find" id={`${id}-list`} role="listbox" aria-label={t('find.title')} ref={list}>
        {shown.map((entry, index) => (
          // The field has the keys (aria-activedescendant); a press goes to it.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div class="pw-find__one" role="option" id={`${id}-${index}`} key={entry.key} aria-selected={index === at} tabIndex={-1} onClick={() => go(entry)}>
            <span dir="auto">{excerptOf(entry, looked)}</span>
            <span class="pw-find__where" dir="auto">{entry.where}</span>
          </div>
        ))}
      </div>
    </Dialog>
  );
}
