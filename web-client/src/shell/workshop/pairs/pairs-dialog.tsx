/**
 * Pairs: who decides together with whom, in what words, and forming, answering and ending a pair. A facilitator puts two
 * people together; a partner asks one of the other side. Both halves are drawn alike.
 *
 * Owns the dialog; the rules of who may do what are the server's. Loaded when it is first opened.
 */
import { useState } from 'preact/hooks';
import { pairName } from '../../../editor/state/pair-name';
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { t } from '../../../i18n/translate';
import { otherSide, SIDES } from '../../../model/agreement';
import { partnerSide, sideIn, type Pair } from '../../../model/pairs';
import type { Side } from '../../../model/people';
import { showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { RoleTag } from '../../../ui/who';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import { useCommand } from '../common/use-command';
import { PairForm } from './pair-form';
import { PairScope } from './pair-scope';
import { isBeingWorded, PairTexts, type PairDraft, type PairDrafts } from './pair-texts';

interface PairsProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** Who may still be paired: in the workshop, of a side, and in no open pair. */
export function freePeople(open: OpenMap, side: Side): readonly RosterPerson[] {
  const pairs = open.workshop.facts.pairs.value.filter((pair) => pair.state === 'open');
  return [...open.workshop.facts.roster.value.values()].filter(
    (person) => person.state === 'in' && partnerSide(person.role) === side && !pairs.some((pair) => sideIn(pair, person.participant)),
  );
}

/** The two people of a pair, side by side. */
function PairMembers({ open, pair }: { readonly open: OpenMap; readonly pair: Pair }) {
  return (
    <ul class="pw-halves">
      {SIDES.map((side) => {
        const person = open.workshop.facts.roster.value.get(pair[side]);
        return (
          <li class={`pw-half pw-half--${side}`} key={side}>
            <p class="pw-half__who">
              <span class={`pw-side pw-side--${side}`}><Symbol name={side} size={1} /></span>
              <span>
                <span class="pw-half__side">{t(`side.${side}`)}</span>
                <strong class="pw-half__name">{person?.nickname || t('others.unknown')}</strong>
              </span>
            </p>
            {person && <RoleTag role={person.role} />}
          </li>
        );
      })}
    </ul>
  );
}

/** One pair that is open, or whose words are being changed although it has ended. */
function OpenPair({ open, pair, drafts, onEnd }: { readonly open: OpenMap; readonly pair: Pair; readonly drafts: PairDrafts; onEnd(): void }) {
  const isMine = sideIn(pair, open.workshop.entry.participant) !== undefined;
  const mayWord = pair.state === 'open' && (isMine || open.workshop.me.value.role === 'facilitator');
  return (
    <li class={`pw-pair${isMine ? ' pw-pair--mine' : ''}`}>
      <h3>{pairName(editorStateOf(open), pair)}{isMine && <span class="pw-soft"> · {t('pairs.mine')}</span>}</h3>
      <PairMembers open={open} pair={pair} />
      {pair.state === 'ended' && <p class="pw-note pw-note--warm" role="status">{t('pairs.ended.words')}</p>}
      {pair.state === 'open' && <PairScope open={open} pair={pair} />}
      <PairTexts workshop={open.workshop} pair={pair} drafts={drafts} who={!mayWord ? 'other' : isMine ? 'half' : 'facilitator'} />
      {mayWord && (
        <button type="button" class="pw-button pw-button--quiet pw-pair__end" onClick={onEnd}><Symbol name="remove" size={1.125} />{t('pairs.end')}</button>
      )}
    </li>
  );
}

/** A question between two people that is not answered yet. */
function AskedPair({ open, pair }: { readonly open: OpenMap; readonly pair: Pair }) {
  const { failure, run, disabled } = useCommand();
  const editor = editorStateOf(open);
  const me = open.workshop.entry.participant;
  const asker = pair.askedBy ?? pair.patient;
  const asked = asker === pair.patient ? pair.professional : pair.patient;
  const isAsked = asked === me;
  const mayEnd = isAsked || asker === me || open.workshop.me.value.role === 'facilitator';
  const end = () => run(() => open.workshop.api.endPair(newCommand(), pair.id));
  // That the two are a pair now, and no longer, is told to both of them (pair.ts).
  const accept = () => run(() => open.workshop.api.acceptPair(newCommand(), pair.id));
  return (
    <li class="pw-pair">
      <p>{isAsked ? t('pairs.asksYou', { name: editor.nameOf(asker) }) : t('pairs.asks', { name: editor.nameOf(asker), other: editor.nameOf(asked) })}</p>
      <PairMembers open={open} pair={pair} />
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
      <div class="pw-row">
        {isAsked && <button type="button" class="pw-button" aria-disabled={disabled} onClick={() => void accept()}><Symbol name="check" size={1.125} />{t('pairs.accept')}</button>}
        {mayEnd && <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => void end()}>{t(isAsked ? 'pairs.decline' : 'pairs.takeBack')}</button>}
      </div>
    </li>
  );
}

/** For a partner without a pair: whom they may ask. */
function FindPartner({ open, side }: { readonly open: OpenMap; readonly side: Side }) {
  const { failure, run, disabled } = useCommand();
  const me = open.workshop.entry.participant;
  // Whoever I have asked, or has asked me, has their answer to give or to get above.
  const asked = open.workshop.facts.pairs.value.filter((pair) => pair.state === 'asked' && pair[side] === me).map((pair) => pair[otherSide(side)]);
  const people = freePeople(open, otherSide(side)).filter((person) => !asked.includes(person.participant));
  // An answer is awaited: "nobody is free" would be no help.
  if (people.length === 0 && asked.length > 0) return null;
  const ask = (person: RosterPerson) => run(async () => {
    const two = side === 'patient' ? { patient: me, professional: person.participant } : { patient: person.participant, professional: me };
    await open.workshop.api.formPair(newCommand(), two);
    showToast(t('pairs.asked', { name: person.nickname }));
  });
  return (
    <section class="pw-flow">
      <h3>{t('pairs.find')}</h3>
      <p>{t(side === 'patient' ? 'pairs.find.patient' : 'pairs.find.professional')}</p>
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
      {people.length === 0 && <p class="pw-soft">{t('pairs.find.nobody')}</p>}
      <ul class="pw-people">
        {people.map((person) => (
          <li class="pw-person" key={person.participant}>
            <span class="pw-person__name">{person.nickname}</span>
            <RoleTag role={person.role} />
            <button type="button" class="pw-button pw-button--plain pw-person__remove" aria-disabled={disabled} onClick={() => void ask(person)}>{t('pairs.ask', { name: person.nickname })}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The changes of words that were begun in this dialog. */
function usePairDrafts(): PairDrafts {
  const [all, setAll] = useState<ReadonlyMap<string, PairDraft>>(new Map());
  const put = (key: string, draft: PairDraft | undefined) => setAll((before) => {
    const next = new Map(before);
    if (draft) next.set(key, draft);
    else next.delete(key);
    return next;
  });
  return { all, put };
}

/** The dialog. */
export function PairsDialog({ open, onClose }: PairsProps) {
  const [ending, setEnding] = useState<Pair | undefined>(undefined);
  const all = open.workshop.facts.pairs.value;
  const drafts = usePairDrafts();
  const [opened, asked] = [all.filter((pair) => pair.state === 'open'), all.filter((pair) => pair.state === 'asked')];
  const shown = all.filter((pair) => pair.state === 'open' || (pair.state === 'ended' && isBeingWorded(drafts, pair)));
  const side = partnerSide(open.workshop.me.value.role);
  const isAlone = side !== undefined && !opened.some((pair) => sideIn(pair, open.workshop.entry.participant));
  const end = async (pair: Pair) => {
    await open.workshop.api.endPair(newCommand(), pair.id);
    if (!sideIn(pair, open.workshop.entry.participant)) showToast(t('pairs.ended'));
    return 'done' as const;
  };
  return (
    <>
      <Dialog title={t('pairs.title')} onClose={onClose} size="wide">
        <p>{t('pairs.text')}</p>
        {!open.agreement.isConnected.value && <p class="pw-note">{t('pairs.offline')}</p>}
        {asked.length > 0 && (
          <section class="pw-flow">
            <h3>{t('pairs.waiting')}</h3>
            <ul class="pw-pairs-list">{asked.map((pair) => <AskedPair open={open} pair={pair} key={pair.id} />)}</ul>
          </section>
        )}
        {isAlone && side && <FindPartner open={open} side={side} />}
        {shown.length > 0
          ? <ul class="pw-pairs-list">{shown.map((pair) => <OpenPair open={open} pair={pair} drafts={drafts} key={pair.id} onEnd={() => setEnding(pair)} />)}</ul>
          : <p class="pw-soft">{t('pairs.none')}</p>}
        {open.workshop.me.value.role === 'facilitator' && <PairForm open={open} people={{ patient: freePeople(open, 'patient'), professional: freePeople(open, 'professional') }} />}
      </Dialog>
      {ending && (
        <Confirm title={t('pairs.end.title', { name: pairName(editorStateOf(open), ending) })} button={t('pairs.end')} onConfirm={() => end(ending)} onClose={() => setEnding(undefined)}>
          <p>{t('pairs.end.text')}</p>
        </Confirm>
      )}
    </>
  );
}
