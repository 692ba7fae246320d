/**
 * The links of one step as lists: what it leads to, with words on the link, and what it comes from. Adding, naming and
 * removing a link all work here without any dragging.
 *
 * Owns those lists; writes through actions.ts, and the words on a link through bound-text.tsx.
 */
import { t } from '../../i18n/translate';
import type { Link } from '../../model/schema';
import { Symbol } from '../../styles/symbol';
import { remove } from '../state/actions';
import { tagOfPart } from '../words/agreement-words';
import { BoundText } from '../fields/bound-text';
import type { Desk } from '../state/editor-state';
import { StateMark } from '../agreement/state-tag';
import { stepName } from '../words/part-words';

/** The links of which step. */
export interface StepLinksProps {
  readonly desk: Desk;
  readonly id: string;
}

/** Both lists, and the way to add. */
export function StepLinks({ desk, id }: StepLinksProps) {
  const from = desk.map.linksFrom(id).value;
  const to = desk.map.linksTo(id).value;
  return (
    <section class="pw-links">
      <h3 class="pw-chips__legend">{t('link.title')}</h3>
      {from.length === 0 && <p class="pw-soft">{t('link.none')}</p>}
      <ul class="pw-links__list">
        {from.map((link) => <Leaving desk={desk} link={link} key={link.id} />)}
      </ul>
      {desk.canEdit.value && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => desk.ask({ ask: 'leadTo', step: id })}>
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
                <GoTo desk={desk} step={link.from} symbol="left" />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** A link that leaves the step. */
function Leaving({ desk, link }: { readonly desk: Desk; readonly link: Link }) {
  const title = stepName(desk.map, link.to);
  const tag = tagOfPart(desk.agreement, { kind: 'link', id: link.id });
  return (
    <li class="pw-links__item">
      <div class="pw-links__line">
        <GoTo desk={desk} step={link.to} symbol="right" />
        <button type="button" class="pw-links__state" aria-label={`${t('link.one')}: ${tag.word}`} onClick={() => desk.open({ kind: 'link', id: link.id }, 'field')}><StateMark tag={tag} /></button>
        {desk.canEdit.value && (
          <button
            type="button" class="pw-button pw-button--quiet pw-button--symbol"
            aria-label={t('link.remove', { title })}
            onClick={() => remove(desk, { kind: 'link', id: link.id })}
          >
            <Symbol name="close" />
          </button>
        )}
      </div>
      {(desk.canEdit.value || link.label !== '') && (
        <details class="pw-links__words">
          <summary>{link.label === '' ? t('field.label') : `“${link.label}”`}</summary>
          <BoundText desk={desk} part={{ kind: 'link', id: link.id }} field="label" label={t('link.words', { title })} hint={t('field.label.hint')} rows={1} />
        </details>
      )}
    </li>
  );
}

/** A button that opens the step at the other end. */
function GoTo({ desk, step, symbol }: { readonly desk: Desk; readonly step: string; readonly symbol: 'left' | 'right' }) {
  const title = stepName(desk.map, step);
  return (
    <button
      type="button" class="pw-links__go" aria-label={t('link.go', { title })}
      onClick={() => {
        desk.open({ kind: 'step', id: step }, 'field');
        desk.announce(t('say.opened', { title }));
      }}
    >
      <Symbol name={symbol} />
      <span>{title}</span>
    </button>
  );
}
