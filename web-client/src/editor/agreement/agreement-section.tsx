/**
 * "Agreement" in the panel of a part: its state, what both halves of the pair say, what changed since both agreed, and what
 * I may say. Who cannot agree sees the same without buttons, and why. Several pairs are shown one below the other.
 *
 * Owns that section; loaded when a panel is first opened.
 */
import { useId, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { SIDES } from '../../model/agreement';
import { restoreWording } from '../../model/edits';
import { nameOfPart, type AgreePart } from '../../model/meaning';
import { partnerSide } from '../../model/pairs';
import { Symbol } from '../../styles/symbol';
import type { PairSays } from '../../workshop/agreement';
import { report } from '../state/actions';
import { Acts } from './statement-buttons';
import { ChangeList } from './change-list';
import { Halves } from './pair-halves';
import { pairName } from '../state/pair-name';
import { useSaying, type Saying } from './use-statement';
import { agreedName } from '../words/agreement-words';
import type { Desk } from '../state/editor-state';
import { StateOf, StateTag } from './state-tag';

/** Which part, on which desk. */
export interface AgreementProps {
  readonly desk: Desk;
  readonly part: AgreePart;
}

/** What my pair says of a part; nothing when I am in none. */
export function mineOf(desk: Desk, part: AgreePart): PairSays | undefined {
  const pair = desk.agreement.myPair.value;
  return desk.agreement.of(part).value.pairs.find((one) => one.pair.id === pair?.id);
}

/** The section. */
export function AgreementSection({ desk, part }: AgreementProps) {
  const id = useId();
  const saying = useSaying(desk, part);
  const [writing, setWriting] = useState<'yes' | 'no'>(desk.viewDrafts.has(nameOfPart(part)) ? 'yes' : 'no');
  const { agreement } = desk;
  const says = agreement.of(part).value;
  const mine = mineOf(desk, part);
  const others = says.pairs.filter((one) => one !== mine);
  const present = agreement.present(part).value;
  return (
    <section class="pw-agree" aria-labelledby={id}>
      <div class="pw-agree__head">
        <h3 id={id}>{t('agree.title')}</h3>
        <StateTag desk={desk} part={part} />
      </div>
      {mine && <Leaving desk={desk} says={mine} saying={saying} />}
      {mine && <Halves desk={desk} says={mine} present={present} />}
      {mine && <ChangedSince desk={desk} part={part} says={mine} />}
      <Acts desk={desk} part={part} mine={mine} saying={saying} writing={writing} onWriting={setWriting} />
      <Why desk={desk} />
      {others.map((one) => (
        <details class="pw-agree__pair" key={one.pair.id} open={mine === undefined && others.length === 1}>
          <summary><span class="pw-agree__pair-name">{t('agree.pair', { name: pairName(desk, one.pair) })}</span><StateOf state={one} /></summary>
          <Halves desk={desk} says={one} present={present} />
          <ChangedSince desk={desk} part={part} says={one} />
        </details>
      ))}
    </section>
  );
}

/** Somebody wishes the part to be taken out: both decide. */
export function Leaving(props: { readonly desk: Desk; readonly says: PairSays; readonly saying: Saying; onGone?(): void }) {
  const { desk, says, saying, onGone } = props;
  const who = SIDES.filter((side) => says.acts[side].removal !== undefined);
  const speaker = desk.agreement.speaker.value;
  if (who.length === 0 || speaker.can !== 'speak') return null;
  const isConnected = desk.agreement.isConnected.value;
  const disabled = saying.busy || !isConnected ? 'true' : undefined;
  const takeOut = async () => {
    if (await saying.say('remove')) onGone?.();
  };
  return (
    <div class="pw-note pw-note--warm">
      <p>{t('agree.leaving', { who: who.map((side) => desk.nameOf(says.pair[side])).join(', ') })}</p>
      <div class="pw-acts__buttons">
        <button type="button" class="pw-button" aria-disabled={disabled} onClick={() => void saying.say('keep')}><Symbol name="check" size={1.125} />{t('agree.do.keep')}</button>
        {!who.includes(speaker.side) && <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => void takeOut()}><Symbol name="bin" size={1.125} />{t('agree.do.remove')}</button>}
      </div>
    </div>
  );
}

/** What is different from the wording that both agreed to, and the way back to it. */
export function ChangedSince({ desk, part, says }: AgreementProps & { readonly says: PairSays }) {
  const { agreement } = desk;
  const now = agreement.meaning(part).value;
  const before = says.changedSince && says.acts.agreed ? agreement.record.wording(says.acts.agreed.fingerprint) : undefined;
  if (!now || !before) return null;
  const bringBack = () => {
    if (part.kind === 'map') return;
    const result = restoreWording(desk.map, { kind: part.kind, id: part.id }, before);
    report(desk, result, () => t('changes.restored', { title: agreedName(desk.map, part) }));
  };
  return (
    <div class="pw-changed">
      <h4>{t('changes.since')}</h4>
      <ChangeList desk={desk} before={before} after={now} />
      {desk.canEdit.value && part.kind !== 'map' && (
        <button type="button" class="pw-button pw-button--plain" onClick={bringBack}><Symbol name="undo" size={1.125} />{t('changes.restore')}</button>
      )}
    </div>
  );
}

/** Why there is no "I agree" for me, and what to do about it. */
export function Why({ desk }: { readonly desk: Desk }) {
  const { agreement } = desk;
  const speaker = agreement.speaker.value;
  if (speaker.can === 'speak') return speaker.actingFor === undefined ? null : <p class="pw-soft pw-small">{t('agree.for', { name: desk.nameOf(speaker.actingFor) })}</p>;
  const isPartner = speaker.can === 'propose' && partnerSide(desk.role.value) !== undefined;
  const words = isPartner ? t('agree.why.noPair') : speaker.can === 'look' ? t('agree.why.look') : t('agree.why.facilitator');
  const isEmpty = agreement.pairs.value.length === 0;
  return (
    <div class="pw-agree__why">
      <p class="pw-soft pw-small">{words}{isEmpty && !isPartner ? ` ${t('agree.why.noPairs')}` : ''}</p>
      {(isPartner || (isEmpty && desk.role.value === 'facilitator')) && (
        <button type="button" class="pw-button pw-button--plain" onClick={() => desk.askForPairs()}>
          <Symbol name="people" size={1.125} />{t(isPartner ? 'agree.find' : 'agree.form')}
        </button>
      )}
    </div>
  );
}
