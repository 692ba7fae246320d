/**
 * "Agree this stage": the stage read as a page, with its steps, decisions and what leads where, and one yes to all of it but
 * what is left out first. A yes counts only for words that were on this screen, from the first to the last of each part.
 *
 * Owns that dialog. What has been on the screen is use-seen.ts.
 */
import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { nameOfPart } from '../../model/meaning';
import type { PlacedPart } from '../../model/walk';
import { Symbol } from '../../styles/symbol';
import { Dialog } from '../../ui/dialog';
import { mineOf, WhyNotMe } from '../agreement/agreement-section';
import { offeredStatements } from '../agreement/statement-buttons';
import { agreedName } from '../words/agreement-words';
import { wordsForFailure } from '../words/failure-words';
import { partName } from '../words/part-words';
import { PartWords } from '../walk/part-page';
import type { EditorState } from '../state/editor-state';
import { Onward } from './onward';
import { edgeOf, useSeen } from './use-seen';

/** Parts of one call. */
const PARTS_PER_CALL = 200;

interface StageProps {
  readonly editor: EditorState;
  readonly stage: string;
}

/** The parts of a stage in the order of the pathway, each with its present wording and whether I may say yes to it now. */
function partsOf({ editor, stage }: StageProps) {
  const { agreement } = editor;
  return agreement.parts.value.filter((part) => part.stage === stage).map((part) => ({
    part,
    name: nameOfPart(part),
    fingerprint: agreement.present(part).value,
    isAsked: offeredStatements(editor, part, mineOf(editor, part)).includes('agree'),
  }));
}

/** The dialog. */
export function StageDialog({ editor, stage, onClose }: StageProps & { onClose(): void }) {
  return (
    <Dialog title={stage === '' ? t('summary.noStage') : t('stage.agree.title', { stage: partName(editor.map, { kind: 'stage', id: stage }) })} onClose={onClose} size="wide">
      <StagePage editor={editor} stage={stage} />
    </Dialog>
  );
}

/** The page, and at its end the yes to it. */
function StagePage({ editor, stage }: StageProps) {
  const { agreement } = editor;
  const box = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const parts = partsOf({ editor, stage });
  const seen = useSeen(box, foot, parts);
  const wanted = parts.filter(({ name, isAsked }) => isAsked && !left.has(name));
  const ready = wanted.filter(({ name }) => seen.has(name));
  const leave = (name: string, isIn: boolean) => {
    const next = new Set(left);
    if (isIn) next.delete(name);
    else next.add(name);
    setLeft(next);
  };
  const isPartner = agreement.speaker.value.can === 'speak';
  return (
    <>
      <p class="pw-soft">{t(isPartner ? 'stage.agree.text' : 'stage.agree.read')}</p>
      <div class="pw-stage-page" ref={box}>
        {parts.map(({ part, name, isAsked }) => (
          <section class="pw-stage-page__part" key={name}>
            <span {...edgeOf(name, 'start')} />
            <PartWords editor={editor} part={part} />
            {isAsked && <Included part={part} name={name} editor={editor} isIn={!left.has(name)} onChange={(isIn) => leave(name, isIn)} />}
            <span {...edgeOf(name, 'end')} />
          </section>
        ))}
      </div>
      <WhyNotMe editor={editor} />
      {isPartner && <Yes editor={editor} foot={foot} ready={ready} unread={wanted.length - ready.length} />}
      <Onward editor={editor} stage={stage} />
    </>
  );
}

/** Whether a part is among those I say yes to. */
function Included(props: { readonly editor: EditorState; readonly part: PlacedPart; readonly name: string; readonly isIn: boolean; onChange(isIn: boolean): void }) {
  const { editor, part, name, isIn, onChange } = props;
  const id = `stage-agree-${name}`;
  return (
    <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
      <div class="nhsuk-checkboxes__item">
        <input class="nhsuk-checkboxes__input" id={id} type="checkbox" checked={isIn} onChange={(event) => onChange(event.currentTarget.checked)} />
        <label class="nhsuk-label nhsuk-checkboxes__label" for={id}>{t('stage.agree.in')}<span class="pw-hidden"> {agreedName(editor.map, part)}</span></label>
      </div>
    </div>
  );
}

interface YesProps {
  readonly editor: EditorState;
  /** Where it stands. */
  readonly foot: RefObject<HTMLDivElement | null>;
  readonly ready: readonly { readonly part: PlacedPart; readonly fingerprint: string }[];
  readonly unread: number;
}

/** "I agree with these 12": those that were read and not taken out. */
function Yes({ editor, foot, ready, unread }: YesProps) {
  const { agreement } = editor;
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const isConnected = agreement.isConnected.value;
  const isBlocked = busy === 'busy' || !isConnected || ready.length === 0;
  const agree = async () => {
    if (isBlocked) return;
    if (editor.map.heldCount.peek() > 0) {
      // What others changed and is not shown yet is let in, and is read first.
      editor.map.letIn();
      return editor.announce(t('changes.meanwhile'));
    }
    setBusy('busy');
    setFailure(undefined);
    const said = ready.length;
    const answers = [];
    for (let at = 0; at < said; at += PARTS_PER_CALL) answers.push(await agreement.agreeToSeveral(ready.slice(at, at + PARTS_PER_CALL).map(({ part, fingerprint }) => ({ kind: part.kind, id: part.id, fingerprint }))));
    setBusy('ready');
    const failed = answers.find((answer) => answer.kind === 'failed');
    const refused = answers.reduce((sum, answer) => sum + (answer.kind === 'said' ? answer.refused : 0), 0);
    if (failed) setFailure(wordsForFailure(failed.error));
    else if (refused > 0) setFailure(t('stage.agree.refused', { count: refused }));
    else editor.announce(t('stage.agree.said', { count: said }));
  };
  return (
    <div class="pw-stage-page__yes" ref={foot}>
      {unread > 0 && <p class="pw-small">{t('stage.agree.unread', { count: unread })}</p>}
      {!isConnected && <p class="pw-note">{t('agree.offline.note')}</p>}
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
      <button type="button" class="pw-button" aria-disabled={isBlocked ? 'true' : undefined} onClick={() => void agree()}>
        <Symbol name="check" size={1.125} />{ready.length === 0 && unread === 0 ? t('stage.agree.nothing') : t('stage.agree.yes', { count: ready.length })}
      </button>
    </div>
  );
}
