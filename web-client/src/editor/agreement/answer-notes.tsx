/**
 * What is to be known beside the answers, and what is asked because of what was said before: whether two differing views may
 * stand, and whether a parked part is talked about again. Such a question stands with its own button beside what it is about,
 * so that it never takes the place of an answer.
 *
 * Owns these lines for the panel and the walk.
 */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { isAsking, isTooLong, offeredStatements, openForMap, say, type StatementProps } from './statement-buttons';

/** Why an answer is not offered, and what the answers do. */
export function AnswerNotes(props: StatementProps) {
  const { editor, part, mine } = props;
  if (isAsking(props)) return null;
  const offered = offeredStatements(editor, part, mine);
  const open = openForMap(editor, part);
  return (
    <>
      {editor.agreement.speaker.value.can === 'speak' && isTooLong(editor, part) && <p class="pw-note">{t('agree.tooLong')}</p>}
      {offered.includes('agree') && open > 0 && <p class="pw-note">{t('agree.whole.open', { count: open })}</p>}
      {offered.includes('agree') && offered.includes('propose') && <p class="pw-soft pw-small">{t('agree.hint.propose')}</p>}
    </>
  );
}

/** Whether the views may stand, or the parked part is talked about again. */
export function StandingQuestion(props: StatementProps) {
  const { editor, part, mine, statement } = props;
  const speaker = editor.agreement.speaker.value;
  if (isAsking(props) || !mine || speaker.can !== 'speak') return null;
  const offered = offeredStatements(editor, part, mine);
  const isResolved = mine.state === 'differ' && mine.acts[speaker.side].resolved !== undefined;
  const disabled = statement.busy || !editor.agreement.isConnected.value ? 'true' : undefined;
  if (offered.includes('reopen')) {
    return (
      <div class="pw-statement__asked">
        <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => void say(props, 'reopen')}><Symbol name="right" size={1.125} />{t('agree.do.reopen')}</button>
      </div>
    );
  }
  if (!offered.includes('resolve') && !isResolved) return null;
  return (
    <div class="pw-statement__asked">
      {isResolved
        ? <button type="button" class="pw-button pw-button--plain pw-answers__done" aria-disabled="true"><Symbol name="check" size={1.125} />{t('agree.done.resolve')}</button>
        : <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => void say(props, 'resolve')}><Symbol name="check" size={1.125} />{t('agree.do.resolve')}</button>}
      {!isResolved && <p class="pw-soft pw-small">{t('agree.hint.resolve')}</p>}
    </div>
  );
}
