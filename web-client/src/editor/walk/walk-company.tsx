/**
 * Where my partner is in the walk, and the way there: two people on a call, each with their own screen, stay at one part. And
 * the outcome of what I said last, since the walk has gone on to the next part by then; and what I began to say and have not kept.
 *
 * Owns these lines. Who is where is presence; who my partner is, partner-presence.ts.
 */
import { t } from '../../i18n/translate';
import { isAgreed } from '../../model/kinds';
import { nameOfPart, type AgreePart } from '../../model/meaning';
import type { PartRef } from '../../model/schema';
import type { PlacedPart } from '../../model/walk';
import { Symbol } from '../../styles/symbol';
import { agreedName } from '../words/agreement-words';
import type { EditorState } from '../state/editor-state';
import { partnerHere } from '../state/partner-presence';

interface CompanyProps {
  readonly editor: EditorState;
  /** The part that is shown; nothing after the last one. */
  readonly part: PlacedPart | undefined;
  onGo(part: AgreePart): void;
}

/** Lanes, for one, are not agreed on, so nobody is at one in the walk; what others show of themselves need not be true. */
function agreePart(part: PartRef | undefined): (AgreePart & PartRef) | undefined {
  return part && isAgreed(part) ? { kind: part.kind, id: part.id } : undefined;
}

/** The line about my partner; nothing while they are not here. */
export function WalkCompany({ editor, part, onGo }: CompanyProps) {
  const partner = partnerHere(editor);
  if (!partner) return null;
  const name = editor.nameOf(partner.participant);
  const theirs = partner.at.view === 'walk' ? agreePart(partner.at.part) : undefined;
  const isSame = theirs !== undefined && part !== undefined && nameOfPart(theirs) === nameOfPart(part);
  const isElsewhere = theirs !== undefined && !isSame && editor.isShown(theirs);
  const words = () => {
    if (partner.at.view !== 'walk') return t('walk.company.not', { name });
    if (isSame) return t('walk.company.same', { name });
    return isElsewhere ? t('walk.company.at', { name, part: agreedName(editor.map, theirs) }) : t('walk.company.end', { name });
  };
  return (
    <p class="pw-walk__note pw-walk__note--company">
      <Symbol name="people" size={1.125} /><span>{words()}</span>
      {isElsewhere && <button type="button" class="pw-button pw-button--plain" onClick={() => onGo(theirs)}>{t('walk.company.go', { name })}</button>}
    </p>
  );
}

/** What I said last in the walk, and of which part. */
export interface SaidLast {
  readonly act: 'agree' | 'park';
  readonly part: PlacedPart;
}

/** The outcome; it was spoken when it was said. */
export function WalkSaid({ editor, said, onGo }: { readonly editor: EditorState; readonly said: SaidLast; onGo(part: AgreePart): void }) {
  const title = agreedName(editor.map, said.part);
  const { state } = editor.agreement.mine(said.part);
  // My partner has answered with another view since: that is shown, and the way back to it.
  if (state === 'differ') {
    return (
      <p class="pw-walk__note">
        <Symbol name="differ" size={1.125} /><span>{t('walk.said.differ', { title })}</span>
        <button type="button" class="pw-button pw-button--plain" onClick={() => onGo(said.part)}>{t('walk.said.back')}</button>
      </p>
    );
  }
  const words = said.act === 'park' ? t('agree.said.park', { title }) : t(state === 'agreed' ? 'walk.said.both' : 'walk.said.mine', { title });
  return <p class="pw-walk__note"><Symbol name={said.act === 'park' ? 'parked' : state === 'agreed' ? 'agreed' : 'check'} size={1.125} /><span>{words}</span></p>;
}

/** A view that was begun on another part and is only here so far. */
export function WalkUnsent({ editor, part, onGo }: { readonly editor: EditorState; readonly part: PlacedPart; onGo(part: AgreePart): void }) {
  return (
    <p class="pw-walk__note">
      <Symbol name="edit" size={1.125} /><span>{t('walk.unsent', { title: agreedName(editor.map, part) })}</span>
      <button type="button" class="pw-button pw-button--plain" onClick={() => onGo(part)}>{t('walk.said.back')}</button>
    </p>
  );
}
