/**
 * The buttons by which a person says something of a part, the field for their own view, and the outcome: a part that
 * changed while they were reading is shown with its changes and asked about again. Nobody is hurried: nothing here
 * counts down, and nothing is said by leaving it.
 *
 * Owns these controls for the panel and the walk. Which are offered is model/agreement.ts; saying it is use-statement.ts.
 */
import { useId, useState } from 'preact/hooks';
import { t, type MessageKey } from '../../i18n/translate';
import { actsFor, NO_ACTS, type Act } from '../../model/agreement';
import { VIEW_UNITS_MAX } from '../../model/limits';
import { isOverLimit, nameOfPart, type AgreePart } from '../../model/meaning';
import { Symbol } from '../../styles/symbol';
import type { SymbolName } from '../../styles/symbols';
import type { PairStatements } from '../../workshop/agreement';
import { ChangeList } from './change-list';
import type { StatementRun } from './use-statement';
import type { EditorState } from '../state/editor-state';

const SYMBOL: Record<Act, SymbolName> = {
  propose: 'up', agree: 'check', withdraw: 'undo', differ: 'differ', resolve: 'check', park: 'parked', reopen: 'right', remove: 'bin', keep: 'check',
};

/** Never the one button that stands out: nobody is led to differ, or to give up the view they have just written. */
const GIVES_WAY: readonly Act[] = ['differ', 'resolve'];

/** What a person may say of a part now, for the pair they are in. */
export function offeredStatements(editor: EditorState, part: AgreePart, mine: PairStatements | undefined): readonly Act[] {
  const { agreement } = editor;
  const { proposed } = agreement.of(part).value;
  const state = mine ?? { state: proposed === 'proposed' ? ('toAgree' as const) : ('idea' as const), changedSince: false };
  const present = agreement.present(part).value;
  return actsFor({ speaker: agreement.speaker.value, acts: mine?.acts ?? NO_ACTS, state, proposed, present, isOverLimit: isTooLong(editor, part) });
}

/** Whether a text of the part is too long to be agreed. */
function isTooLong(editor: EditorState, part: AgreePart): boolean {
  const meaning = editor.agreement.meaning(part).value;
  return meaning !== undefined && isOverLimit(meaning);
}

/** The words of a button. */
function wordsOf(act: Act, mine: PairStatements | undefined, editor: EditorState): string {
  const speaker = editor.agreement.speaker.value;
  const hasView = speaker.can === 'speak' && mine?.acts[speaker.side].view !== undefined;
  // Beside the partner's view a bare "I agree" could mean that view: the words of the part are meant.
  if (act === 'agree' && mine?.state === 'differ') return t('agree.do.agreeWords');
  return act === 'differ' && hasView ? t('agree.do.view') : t(`agree.do.${act}` satisfies MessageKey);
}

/** What the controls need. */
export interface StatementButtonsProps {
  readonly editor: EditorState;
  readonly part: AgreePart;
  readonly mine: PairStatements | undefined;
  readonly statement: StatementRun;
  /** Whether the field for a view is open; the walk opens it by a key. */
  readonly writing: 'yes' | 'no';
  onWriting(writing: 'yes' | 'no'): void;
  /** Called when something was said. */
  onSaid?(act: Act): void;
}

/** The buttons and the outcome of pressing one. */
export function StatementButtons(props: StatementButtonsProps) {
  const { editor, part, mine, statement, writing, onWriting, onSaid } = props;
  const acts = offeredStatements(editor, part, mine);
  const isConnected = editor.agreement.isConnected.value;
  const openForMap = part.kind === 'map' ? editor.agreement.openForMap : 0;
  const isBlocked = (act: Act) => !isConnected || statement.busy || (act === 'agree' && openForMap > 0);
  const say = async (act: Act, given?: { text?: string; fingerprint?: string }) => {
    const taken = await statement.submit(act, given);
    if (taken) onSaid?.(act);
    return taken;
  };
  const press = (act: Act) => {
    if (act === 'differ') onWriting('yes');
    else if (act === 'agree' && openForMap > 0) editor.announce(t('agree.whole.open', { count: openForMap }));
    else void say(act);
  };
  if (statement.changed) return <ChangedMeanwhile {...props} onAgain={(fingerprint) => void say('agree', { fingerprint })} />;
  if (writing === 'yes') return <MyView {...props} onKeep={(text) => say('differ', { text })} />;
  return (
    <div class="pw-statement">
      {acts.length > 0 && !isConnected && <p class="pw-note">{t('agree.offline.note')}</p>}
      {editor.agreement.speaker.value.can === 'speak' && isTooLong(editor, part) && <p class="pw-note">{t('agree.tooLong')}</p>}
      {acts.includes('agree') && openForMap > 0 && <p class="pw-note">{t('agree.whole.open', { count: openForMap })}</p>}
      {statement.failure !== undefined && <p class="nhsuk-error-message" role="alert">{statement.failure}</p>}
      {acts.length > 0 && (
        <div class="pw-statement__buttons">
          {acts.map((act, index) => (
            <button
              type="button" key={act} aria-disabled={isBlocked(act) ? 'true' : undefined}
              class={`pw-button ${index === 0 && !GIVES_WAY.includes(act) ? '' : act === 'withdraw' ? 'pw-button--quiet' : 'pw-button--plain'}`}
              onClick={() => press(act)}
            >
              <Symbol name={SYMBOL[act]} size={1.125} />{wordsOf(act, mine, editor)}
            </button>
          ))}
        </div>
      )}
      {acts.includes('agree') && acts.includes('propose') && <p class="pw-soft pw-small">{t('agree.hint.propose')}</p>}
      {acts.includes('resolve') && <p class="pw-soft pw-small">{t('agree.hint.resolve')}</p>}
    </div>
  );
}

/** The field for my own view. */
function MyView({ editor, part, mine, statement, onWriting, onKeep }: StatementButtonsProps & { onKeep(text: string): Promise<boolean> }) {
  const id = useId();
  const speaker = editor.agreement.speaker.value;
  const place = nameOfPart(part);
  const [text, setText] = useState(() => editor.viewDrafts.get(place) ?? (speaker.can === 'speak' ? mine?.acts[speaker.side].view?.text : undefined) ?? '');
  const [isEmpty, setEmpty] = useState<'empty' | 'fine'>('fine');
  const over = text.trim().length - VIEW_UNITS_MAX;
  const error = over > 0 ? t('agree.view.long', { count: over }) : isEmpty === 'empty' ? t('agree.view.empty') : statement.failure;
  const keep = async () => {
    if (text.trim() === '') setEmpty('empty');
    else if (over <= 0 && (await onKeep(text.trim()))) close();
  };
  const close = () => {
    editor.viewDrafts.delete(place);
    onWriting('no');
  };
  return (
    <div class={`nhsuk-form-group pw-field${error === undefined ? '' : ' nhsuk-form-group--error'}`} data-kept="yes">
      <label class="nhsuk-label pw-field__label" for={id}>{t('agree.view.label')}</label>
      <div class="nhsuk-hint pw-field__hint" id={`${id}-hint`}>{t('agree.view.hint')}</div>
      {error !== undefined && <p class="nhsuk-error-message" id={`${id}-error`} role="alert">{error}</p>}
      <textarea
        dir="auto"
        id={id} class="nhsuk-textarea pw-field__area" rows={3} style={{ '--pw-rows': 3 }} value={text}
        ref={(field) => { if (field && !field.dataset['ready']) { field.dataset['ready'] = 'yes'; field.focus(); } }}
        aria-describedby={`${id}-hint${error === undefined ? '' : ` ${id}-error`}`} aria-invalid={error === undefined ? undefined : 'true'}
        onInput={(event) => { setText(event.currentTarget.value); editor.viewDrafts.set(place, event.currentTarget.value); setEmpty('fine'); }}
      />
      <div class="pw-row pw-statement__write">
        <button type="button" class="pw-button" aria-disabled={statement.busy || !editor.agreement.isConnected.value ? 'true' : undefined} onClick={() => void keep()}>{t('agree.view.save')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={close}>{t('button.cancel')}</button>
      </div>
      {!editor.agreement.isConnected.value && <p class="pw-note">{t('agree.offline.note')}</p>}
    </div>
  );
}

/** The yes was not counted, because the part says something else by now. */
function ChangedMeanwhile({ editor, statement, onAgain }: StatementButtonsProps & { onAgain(fingerprint: string): void }) {
  const { changed } = statement;
  if (!changed) return null;
  return (
    <div class="pw-changed" role="group" aria-label={t('changes.meanwhile')}>
      <h4>{t('changes.meanwhile')}</h4>
      <p>{t('changes.meanwhile.text')}</p>
      <ChangeList editor={editor} before={changed.seen} after={changed.now} />
      <div class="pw-statement__buttons">
        <button type="button" class="pw-button" aria-disabled={statement.busy ? 'true' : undefined} onClick={() => onAgain(changed.fingerprint)}><Symbol name="check" size={1.125} />{t('changes.again')}</button>
        <button type="button" class="pw-button pw-button--plain" onClick={() => statement.dismiss()}>{t('changes.notNow')}</button>
      </div>
    </div>
  );
}
