/**
 * What is asked in place of the answers: my own view in my words, and, when a part changed while I was reading, whether I agree to
 * it as it is now. Nobody is hurried: nothing here counts down, and nothing is said by leaving it.
 *
 * Owns both, for the panel and the walk, and that they open where they are seen.
 */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { VIEW_UNITS_MAX } from '../../model/limits';
import { nameOfPart } from '../../model/meaning';
import { Symbol } from '../../styles/symbol';
import { NotePlace } from '../../ui/note-place';
import { ChangeList } from './change-list';
import { say, type StatementProps } from './statement-buttons';

/** What is asked, when something is. */
export function AnswerField(props: StatementProps) {
  if (props.statement.changed) return <ChangedMeanwhile {...props} />;
  return props.writing === 'yes' ? <MyView {...props} /> : null;
}

/** The field for my own view. */
function MyView(props: StatementProps) {
  const { editor, part, mine, statement, onWriting } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const speaker = editor.agreement.speaker.value;
  const place = nameOfPart(part);
  const [text, setText] = useState(() => editor.viewDrafts.get(place) ?? (speaker.can === 'speak' ? mine?.acts[speaker.side].view?.text : undefined) ?? '');
  const [isEmpty, setEmpty] = useState<'empty' | 'fine'>('fine');
  useLayoutEffect(() => {
    box.current?.querySelector('textarea')?.focus({ preventScroll: true });
    // With its buttons: a field alone would leave "Keep my view" below the edge of a phone.
    box.current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  const over = text.trim().length - VIEW_UNITS_MAX;
  const error = over > 0 ? t('agree.view.long', { count: over }) : isEmpty === 'empty' ? t('agree.view.empty') : statement.failure;
  const close = () => {
    editor.viewDrafts.delete(place);
    onWriting('no');
  };
  const keep = async () => {
    if (text.trim() === '') setEmpty('empty');
    else if (over <= 0 && (await say(props, 'differ', { text: text.trim() }))) close();
  };
  return (
    <div ref={box} class={`nhsuk-form-group pw-field pw-statement__field${error === undefined ? '' : ' nhsuk-form-group--error'}`} data-kept="yes">
      <label class="nhsuk-label pw-field__label" for={id}>{t('agree.view.label')}</label>
      <div class="nhsuk-hint pw-field__hint" id={`${id}-hint`}>{t('agree.view.hint')}</div>
      {error !== undefined && <p class="nhsuk-error-message" id={`${id}-error`} role="alert">{error}</p>}
      <textarea
        dir="auto"
        id={id} class="nhsuk-textarea pw-field__area" rows={3} style={{ '--pw-rows': 3 }} value={text}
        aria-describedby={`${id}-hint${error === undefined ? '' : ` ${id}-error`}`} aria-invalid={error === undefined ? undefined : 'true'}
        onInput={(event) => { setText(event.currentTarget.value); editor.viewDrafts.set(place, event.currentTarget.value); setEmpty('fine'); }}
      />
      <NotePlace />
      <div class="pw-row pw-statement__write">
        <button type="button" class="pw-button" aria-disabled={statement.busy || !editor.agreement.isConnected.value ? 'true' : undefined} onClick={() => void keep()}>{t('agree.view.save')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={close}>{t('button.cancel')}</button>
      </div>
      {!editor.agreement.isConnected.value && <p class="pw-note">{t('agree.offline.note')}</p>}
    </div>
  );
}

/** The yes was not counted, because the part says something else by now. */
function ChangedMeanwhile(props: StatementProps) {
  const { editor, statement } = props;
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: what came of it has the focus, whatever stands around.
  useLayoutEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  const { changed } = statement;
  if (!changed) return null;
  return (
    <div class="pw-changed pw-statement__field" role="group" aria-label={t('changes.meanwhile')} tabIndex={-1} ref={box}>
      <h4>{t('changes.meanwhile')}</h4>
      <p>{t('changes.meanwhile.text')}</p>
      <ChangeList editor={editor} before={changed.seen} after={changed.now} />
      <div class="pw-statement__buttons">
        <button type="button" class="pw-button" aria-disabled={statement.busy ? 'true' : undefined} onClick={() => void say(props, 'agree', { fingerprint: changed.fingerprint })}><Symbol name="check" size={1.125} />{t('changes.again')}</button>
        <button type="button" class="pw-button pw-button--plain" onClick={() => statement.dismiss()}>{t('changes.notNow')}</button>
      </div>
    </div>
  );
}
