/**
 * "Agreement" in the panel of a part: its state, what I may say, which stands where nothing that others say can move it, what both
 * halves of the pair say, and what changed since both agreed. Who cannot agree sees the same without buttons, and why. Several pairs are shown one below the other.
 *
 * Owns that section; loaded when a panel is first opened.
 */
import { useId, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { SIDES } from '../../model/agreement';
import { restoreWording } from '../../model/edits';
import { isPlainLink, nameOfPart, type AgreePart } from '../../model/meaning';
import { partnerSide } from '../../model/pairs';
import { Symbol } from '../../styles/symbol';
import type { PairStatements } from '../../workshop/agreement';
import { report } from '../state/actions';
import { AnswerField } from './answer-field';
import { AnswerNotes, StandingQuestion } from './answer-notes';
import { StatementButtons } from './statement-buttons';
import { ChangeList } from './change-list';
import { PairHalves } from './pair-halves';
import { pairName } from '../state/pair-name';
import { useStatement, type StatementRun } from './use-statement';
import { agreedName } from '../words/agreement-words';
import { stepName } from '../words/part-words';
import type { EditorState } from '../state/editor-state';
import { StateOf, StateTag } from './state-tag';

/** Which part, in which editor. */
export interface AgreementProps {
  readonly editor: EditorState;
  readonly part: AgreePart;
}

/** What my pair says of a part; nothing when I am in none. */
export function mineOf(editor: EditorState, part: AgreePart): PairStatements | undefined {
  const pair = editor.agreement.myPair.value;
  return editor.agreement.of(part).value.pairs.find((one) => one.pair.id === pair?.id);
}

/** The section. */
export function AgreementSection({ editor, part }: AgreementProps) {
  const id = useId();
  const statement = useStatement(editor, part);
  const [writing, setWriting] = useState<'yes' | 'no'>(editor.viewDrafts.has(nameOfPart(part)) ? 'yes' : 'no');
  const { agreement } = editor;
  const says = agreement.of(part).value;
  const mine = mineOf(editor, part);
  const others = says.pairs.filter((one) => one !== mine);
  const present = agreement.present(part).value;
  const props = { editor, part, mine, statement, writing, onWriting: setWriting };
  if (isPlainLink(editor.map, part)) return <PlainLink editor={editor} part={part} id={id} statement={statement} />;
  return (
    <section class="pw-agree" aria-labelledby={id} data-focus-taker=".pw-answers">
      <div class="pw-agree__head">
        <h3 id={id}>{t('agree.title')}</h3>
        <StateTag editor={editor} part={part} />
      </div>
      <StatementButtons {...props} />
      <AnswerField {...props} />
      <AnswerNotes {...props} />
      {mine && <RemovalQuestion editor={editor} says={mine} statement={statement} />}
      {mine && <PairHalves editor={editor} says={mine} present={present} />}
      <StandingQuestion {...props} />
      {mine && <ChangedSince editor={editor} part={part} says={mine} />}
      {part.kind === 'stage' && <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'stagePage', stage: part.id })}><Symbol name="list" size={1.125} />{t('stage.agree')}</button>}
      <WhyNotMe editor={editor} />
      {!agreement.concernsMe(part) && <p class="pw-soft pw-small">{t('agree.why.otherStages')}</p>}
      {others.map((one) => (
        <details class="pw-agree__pair" key={one.pair.id} open={mine === undefined && others.length === 1}>
          <summary><span class="pw-agree__pair-name">{t('agree.pair', { name: pairName(editor, one.pair) })}</span><StateOf state={one} /></summary>
          <PairHalves editor={editor} says={one} present={present} />
          <ChangedSince editor={editor} part={part} says={one} />
        </details>
      ))}
    </section>
  );
}

/** A link without words is part of the step it starts from: the way to that step, and whether it is to be taken out. */
function PlainLink({ editor, part, id, statement }: AgreementProps & { readonly id: string; readonly statement: StatementRun }) {
  const from = editor.map.link(part.id).value?.from ?? '';
  const mine = mineOf(editor, part);
  return (
    <section class="pw-agree" aria-labelledby={id}>
      <div class="pw-agree__head">
        <h3 id={id}>{t('agree.title')}</h3>
        <StateTag editor={editor} part={{ kind: 'step', id: from }} />
      </div>
      <p>{t('agree.partOfStep', { title: stepName(editor.map, from) })}</p>
      {mine && <RemovalQuestion editor={editor} says={mine} statement={statement} />}
      <button type="button" class="pw-button pw-button--plain" onClick={() => editor.open({ kind: 'step', id: from }, 'field')}><Symbol name="right" size={1.125} />{t('agree.partOfStep.open')}</button>
    </section>
  );
}

/** Somebody asks to take the part out: both decide. */
export function RemovalQuestion(props: { readonly editor: EditorState; readonly says: PairStatements; readonly statement: StatementRun; onGone?(): void }) {
  const { editor, says, statement, onGone } = props;
  const who = SIDES.filter((side) => says.acts[side].removal !== undefined);
  const speaker = editor.agreement.speaker.value;
  if (who.length === 0 || speaker.can !== 'speak') return null;
  const isConnected = editor.agreement.isConnected.value;
  const disabled = statement.busy || !isConnected ? 'true' : undefined;
  const takeOut = async () => {
    if (await statement.submit('remove')) onGone?.();
  };
  return (
    <div class="pw-note pw-note--warm">
      <p>{t('agree.leaving', { who: who.map((side) => editor.nameOf(says.pair[side])).join(', ') })}</p>
      <div class="pw-statement__buttons">
        <button type="button" class="pw-button" aria-disabled={disabled} onClick={() => void statement.submit('keep')}><Symbol name="check" size={1.125} />{t('agree.do.keep')}</button>
        {!who.includes(speaker.side) && <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => void takeOut()}><Symbol name="bin" size={1.125} />{t('agree.do.remove')}</button>}
      </div>
    </div>
  );
}

/** The wording to show changes from: what both agreed to, else what a half said yes to before the words around it changed. */
function olderWording(says: PairStatements, present: string): string | undefined {
  if (says.changedSince || says.aroundChanged) return says.acts.agreed?.fingerprint;
  if (says.state !== 'aroundChanged') return undefined;
  return SIDES.map((side) => says.acts[side].yes?.fingerprint).find((fingerprint) => fingerprint !== present);
}

/** What is different from the wording that both agreed to, and the way back to it. */
export function ChangedSince({ editor, part, says }: AgreementProps & { readonly says: PairStatements }) {
  const { agreement } = editor;
  const now = agreement.meaning(part).value;
  const older = olderWording(says, agreement.present(part).value);
  const before = older === undefined ? undefined : agreement.record.wording(older);
  if (!now || !before) return null;
  const bringBack = () => {
    if (part.kind === 'map') return;
    const result = restoreWording(editor.map, { kind: part.kind, id: part.id }, before);
    report(editor, result, () => t('changes.restored', { title: agreedName(editor.map, part) }));
  };
  return (
    <div class="pw-changed">
      <h4>{t(says.changedSince ? 'changes.since' : 'changes.around')}</h4>
      <ChangeList editor={editor} before={before} after={now} />
      {says.changedSince && editor.canEdit.value && part.kind !== 'map' && (
        <button type="button" class="pw-button pw-button--plain" onClick={bringBack}><Symbol name="undo" size={1.125} />{t('changes.restore')}</button>
      )}
    </div>
  );
}

/** Why there is no "I agree" for me, and what to do about it. */
export function WhyNotMe({ editor }: { readonly editor: EditorState }) {
  const { agreement } = editor;
  const speaker = agreement.speaker.value;
  if (speaker.can === 'speak') return speaker.actingFor === undefined ? null : <p class="pw-soft pw-small">{t('agree.for', { name: editor.nameOf(speaker.actingFor) })}</p>;
  const isPartner = speaker.can === 'propose' && partnerSide(editor.role.value) !== undefined;
  const words = isPartner ? t('agree.why.noPair') : speaker.can === 'look' ? t('agree.why.look') : t('agree.why.facilitator');
  const isEmpty = agreement.pairs.value.length === 0;
  return (
    <div class="pw-agree__why">
      <p class="pw-soft pw-small">{words}{isEmpty && !isPartner ? ` ${t('agree.why.noPairs')}` : ''}</p>
      {(isPartner || (isEmpty && editor.role.value === 'facilitator')) && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.requestPairs()}>
          <Symbol name="people" size={1.125} />{t(isPartner ? 'agree.find' : 'agree.form')}
        </button>
      )}
    </div>
  );
}
