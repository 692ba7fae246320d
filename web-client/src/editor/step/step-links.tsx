/**
 * The links of one step as lists: what it leads to, with words on the link, and what it comes from. Adding, naming and
 * removing a link all work here without any dragging.
 *
 * Owns those lists; writes through actions.ts, and the words on a link through bound-text.tsx.
 */
import { t } from '../../i18n/translate';
import { isPlainLink } from '../../model/meaning';
import type { Link } from '../../model/schema';
import { Symbol } from '../../styles/symbol';
import { remove } from '../state/actions';
import { tagOfLink, tagOfPart } from '../words/agreement-words';
import { BoundText } from '../fields/bound-text';
import type { EditorState } from '../state/editor-state';
import { StateMark } from '../agreement/state-tag';
import { stepName } from '../words/part-words';

/** The links of which step. */
export interface StepLinksProps {
  readonly editor: EditorState;
  readonly id: string;
}

/** Both lists, and the way to add. */
export function StepLinks({ editor, id }: StepLinksProps) {
  const from = editor.map.linksFrom(id).value;
  const to = editor.map.linksTo(id).value;
  return (
    <section class="pw-links">
      <h3 class="pw-chips__legend">{t('link.title')}</h3>
      {from.length === 0 && <p class="pw-soft">{t('link.none')}</p>}
      <ul class="pw-links__list">
        {from.map((link) => <Leaving editor={editor} link={link} key={link.id} />)}
      </ul>
      {editor.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'leadTo', step: id })}>
          <Symbol name="link" />
          {t('link.add')}
        </button>
      )}
      {to.length > 0 && (
        <>
          <h3 class="pw-chips__legend pw-links__second">{t('link.from')}</h3>
          <ul class="pw-links__list">
            {to.map((link) => (
              <li class="pw-links__item" key={link.id}>
                <GoTo editor={editor} step={link.from} symbol="left" />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** A link that leaves the step. */
function Leaving({ editor, link }: { readonly editor: EditorState; readonly link: Link }) {
  const title = stepName(editor.map, link.to);
  // A link without words is agreed with this step: only that it is asked out is its own.
  const part = { kind: 'link', id: link.id } as const;
  const tag = isPlainLink(editor.map, part) ? tagOfLink(editor.agreement, editor.map, link.id) : tagOfPart(editor.agreement, part);
  return (
    <li class="pw-links__item">
      <div class="pw-links__line">
        <GoTo editor={editor} step={link.to} symbol="right" />
        {tag && <button type="button" class="pw-links__state" aria-label={`${t('link.one')}: ${tag.word}`} onClick={() => editor.open(part, 'field')}><StateMark tag={tag} /></button>}
        {editor.canEdit.value && (
          <button
            type="button" class="pw-button pw-button--quiet pw-button--symbol"
            aria-label={t('link.remove', { title })}
            onClick={() => remove(editor, { kind: 'link', id: link.id }, 'stays')}
          >
            <Symbol name="close" />
          </button>
        )}
      </div>
      {(editor.canEdit.value || link.label !== '') && (
        <details class="pw-links__words">
          <summary>{link.label === '' ? t('field.label') : `“${link.label}”`}</summary>
          <BoundText editor={editor} part={{ kind: 'link', id: link.id }} field="label" label={t('link.words', { title })} hint={t('field.label.hint')} rows={1} />
        </details>
      )}
    </li>
  );
}

/** A button that opens the step at the other end. */
function GoTo({ editor, step, symbol }: { readonly editor: EditorState; readonly step: string; readonly symbol: 'left' | 'right' }) {
  const title = stepName(editor.map, step);
  return (
    <button
      type="button" class="pw-links__go" aria-label={t('link.go', { title })}
      onClick={() => {
        editor.open({ kind: 'step', id: step }, 'field');
        editor.announce(t('announce.opened', { title }));
      }}
    >
      <Symbol name={symbol} />
      <span>{title}</span>
    </button>
  );
}
