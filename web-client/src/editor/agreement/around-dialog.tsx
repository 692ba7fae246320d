/**
 * "Words around agreed parts changed": one question for all parts that one rename touches. Each part's own words are those that
 * I said yes to; what stands around them is told, and the list with all their words is there to open. A yes is a yes to the
 * present wording of each part, as it was on this screen.
 *
 * Owns that dialog. What is put together to one question is around-questions.ts.
 */
import { useState } from 'preact/hooks';
import { t, type MessageKey } from '../../i18n/translate';
import type { FieldChange } from '../../model/difference';
import { nameOfPart } from '../../model/meaning';
import type { PlacedPart } from '../../model/walk';
import { Symbol } from '../../styles/symbol';
import { Dialog } from '../../ui/dialog';
import type { EditorState } from '../state/editor-state';
import { agreedName } from '../words/agreement-words';
import { wordsForFailure } from '../words/failure-words';
import { partName } from '../words/part-words';
import { aroundQuestions, type AroundQuestion } from './around-questions';

/** Parts of one call. */
const PARTS_PER_CALL = 200;

type Outcome = { readonly busy: boolean; readonly failure?: string | undefined };

/** The dialog. */
export function AroundDialog({ editor, onClose }: { readonly editor: EditorState; onClose(): void }) {
  const questions = aroundQuestions(editor.agreement);
  return (
    <Dialog title={t('around.title')} onClose={onClose}>
      {questions.length === 0 ? <p>{t('around.nothing')}</p> : <p class="pw-soft">{t('around.text')}</p>}
      {questions.map((question) => <Question editor={editor} question={question} key={question.key} />)}
    </Dialog>
  );
}

/** What has another name now, as a sentence. */
function sentence({ field, before, after }: FieldChange): string {
  const known = field === 'stage' || field === 'lane' || field === 'goal' || field === 'leadsTo' ? field : 'step';
  return t(`around.${known}` satisfies MessageKey, { before, after });
}

function Question({ editor, question }: { readonly editor: EditorState; readonly question: AroundQuestion }) {
  const { agreement } = editor;
  const { changes, parts } = question;
  const [{ busy, failure }, setOutcome] = useState<Outcome>({ busy: false });
  // What is sent is what is drawn here, whatever it says by the time of the press.
  const seen = parts.map((part) => ({ kind: part.kind, id: part.id, fingerprint: agreement.present(part).value }));
  const isConnected = agreement.isConnected.value;
  const agree = async () => {
    if (busy) return;
    if (!isConnected) return editor.announce(t('agree.offline'));
    if (editor.map.heldCount.peek() > 0) {
      // What others changed and is not shown yet is let in, and asked about as it is then.
      editor.map.letIn();
      return editor.announce(t('changes.meanwhile'));
    }
    setOutcome({ busy: true });
    const answers = [];
    for (let at = 0; at < seen.length; at += PARTS_PER_CALL) answers.push(await agreement.agreeToSeveral(seen.slice(at, at + PARTS_PER_CALL)));
    const failed = answers.find((answer) => answer.kind === 'failed');
    const refused = answers.reduce((sum, answer) => sum + (answer.kind === 'said' ? answer.refused : 0), 0);
    if (failed) setOutcome({ busy: false, failure: wordsForFailure(failed.error) });
    else setOutcome({ busy: false, failure: refused > 0 ? t('around.refused', { count: refused }) : undefined });
    if (!failed && refused === 0) editor.announce(t('around.said', { count: seen.length }));
  };
  return (
    <section class="pw-note pw-around">
      {changes.map((change) => <p class="pw-around__change" key={`${change.field}${change.after}`}>{sentence(change)}</p>)}
      <p>{t('around.ask', { count: parts.length })}</p>
      <details>
        <summary>{t('around.list', { count: parts.length })}</summary>
        <ul class="pw-around__parts">{parts.map((part) => <Part editor={editor} part={part} key={nameOfPart(part)} />)}</ul>
      </details>
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
      {!isConnected && <p class="pw-note">{t('agree.offline.note')}</p>}
      <div class="pw-statement__buttons">
        <button type="button" class="pw-button" aria-disabled={busy || !isConnected ? 'true' : undefined} onClick={() => void agree()}>
          <Symbol name="check" size={1.125} />{t('around.yes', { count: parts.length })}
        </button>
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'walk' })}>{t('around.each')}</button>
      </div>
    </section>
  );
}

/** One part with its words, and the way to it. */
function Part({ editor, part }: { readonly editor: EditorState; readonly part: PlacedPart }) {
  const { map } = editor;
  const step = part.kind === 'step' ? map.step(part.id).value : undefined;
  const place = step && t('step.place', { stage: partName(map, { kind: 'stage', id: step.stage }), lane: partName(map, { kind: 'lane', id: step.lane }) });
  return (
    <li>
      <button type="button" class="pw-button pw-button--quiet pw-around__go" onClick={() => editor.openAgreementPart(part)}>{agreedName(map, part)}</button>
      {place !== undefined && <p class="pw-soft pw-small">{place}</p>}
      {step && step.detail !== '' && <p class="pw-small">{step.detail}</p>}
    </li>
  );
}
