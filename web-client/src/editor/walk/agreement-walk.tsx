/**
 * "Agree together": one part after the other, large, with where it stands and what both halves say, made for two
 * people on a call. Keys say the same as the buttons. The list is made once, so that nothing moves away under a reader;
 * what is shown of each part is always what is true now. After an answer the part stays, with what was said of it, and the focus is
 * at the way on; it goes on by itself only for who has chosen that.
 *
 * Owns going from part to part. Which parts and from where is walk-position.ts; the words, walk-words.tsx; answers and the ways on and
 * back, walk-footer.tsx; where my partner is, walk-company.tsx.
 */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import type { Act } from '../../model/agreement';
import { nameOfPart, type AgreePart } from '../../model/meaning';
import type { PlacedPart } from '../../model/walk';
import { Symbol } from '../../styles/symbol';
import { useBackCloses } from '../../ui/back-closes';
import { useModal } from '../../ui/modal';
import { AnswerField } from '../agreement/answer-field';
import { AnswerNotes, StandingQuestion } from '../agreement/answer-notes';
import { offeredStatements } from '../agreement/statement-buttons';
import { PairHalves } from '../agreement/pair-halves';
import { useStatement } from '../agreement/use-statement';
import { ChangedSince, RemovalQuestion, mineOf, WhyNotMe } from '../agreement/agreement-section';
import type { EditorState } from '../state/editor-state';
import { letterKeys } from '../state/letter-keys';
import { walkOnward } from '../state/walk-onward';
import { WalkCompany, WalkSaid, WalkUnsent, type SaidLast } from './walk-company';
import { WalkEnd } from './walk-end';
import { WalkFooter } from './walk-footer';
import { meaningOfKey, WALK_KEYS, WALK_LETTERS } from './walk-keys';
import { WalkWords } from './walk-words';
import { firstPosition, indexIn, partsToWalk, positionOf, type WalkPosition } from './walk-position';
import { agreedName } from '../words/agreement-words';

/** Others see that I am in the walk and at which part; afterwards again where I was before. */
function useShown(editor: EditorState, part: PlacedPart | undefined): void {
  const name = part && nameOfPart(part);
  useEffect(() => {
    const before = editor.presence.people.peek().find((person) => person.isMe)?.at;
    return () => editor.presence.show({ view: before?.view, part: before?.part });
  }, [editor]);
  useEffect(() => {
    editor.presence.show({ view: 'walk', part: part && part.kind !== 'map' ? { kind: part.kind, id: part.id } : undefined });
    // The name stands for the part.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, name]);
}

/** The frame: a full-screen dialog. */
export function AgreementWalk({ editor, onClose }: { readonly editor: EditorState; onClose(): void }) {
  const { dialog, heading } = useModal();
  const id = useId();
  useBackCloses(onClose);
  const [{ ideas, parts, at }, setPlace] = useState(() => firstPosition(editor));
  const [last, setLast] = useState<SaidLast | undefined>(undefined);
  const part = parts[at];
  useShown(editor, part);
  const goTo = (place: WalkPosition, said?: SaidLast) => {
    setPlace(place);
    setLast(said);
    // The new part is read from its beginning, and the same button can be pressed again at once.
    dialog.current?.scrollTo({ top: 0 });
    heading.current?.focus();
  };
  const begin = (next: 'with' | 'without') => goTo({ ideas: next, parts: partsToWalk(editor, next), at: 0 });
  const go = (to: number, said?: SaidLast) => goTo({ ideas, parts, at: Math.max(0, Math.min(to, parts.length)) }, said);
  const join = (theirs: AgreePart) => {
    const here = indexIn(parts, theirs);
    const place = here >= 0 ? { ideas, parts, at: here } : positionOf(editor, theirs);
    // What both agreed meanwhile is in nobody's list any more: my partner is about to move on.
    if (place) goTo(place);
  };
  const unsent = parts.find((one) => one !== part && editor.viewDrafts.has(nameOfPart(one)));
  const ideaCount = editor.agreement.parts.value.filter((one) => editor.agreement.mine(one).state === 'idea').length;
  return (
    <dialog ref={dialog} class="pw-fullscreen pw-walk" data-focus-taker=".pw-answers" aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <header class="pw-panel__head">
        <h2 class="pw-panel__title" id={id} ref={heading} tabIndex={-1}>
          {t('walk.title')}{part && <span class="pw-walk__place"> {t('walk.place', { at: at + 1, count: parts.length })}</span>}
        </h2>
        <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('button.close')} onClick={onClose}><Symbol name="close" /></button>
      </header>
      {parts.length > 0 && <progress class="pw-walk__progress" max={parts.length} value={at} aria-hidden="true" />}
      <div class="pw-walk__notes">
        {unsent && <WalkUnsent editor={editor} part={unsent} onGo={join} />}
        {last && <WalkSaid editor={editor} said={last} onGo={join} />}
        <WalkCompany editor={editor} part={part} onGo={join} />
        {ideas === 'without' && ideaCount > 0 && part && at === 0 && (
          <button type="button" class="pw-button pw-button--plain" onClick={() => begin('with')}><Symbol name="idea" size={1.125} />{t('walk.ideas', { count: ideaCount })}</button>
        )}
      </div>
      {part ? <WalkPart editor={editor} part={part} key={nameOfPart(part)} at={at} onGo={go} />
        : (
          <WalkEnd
            editor={editor} empty={parts.length === 0} ideas={ideaCount} onClose={onClose} onIdeas={() => begin('with')}
            onAgain={() => begin(partsToWalk(editor, 'without').length > 0 ? 'without' : 'with')}
          />
        )}
    </dialog>
  );
}

interface WalkPartProps {
  readonly editor: EditorState;
  readonly part: PlacedPart;
  readonly at: number;
  onGo(to: number, said?: SaidLast): void;
}

/** One part. */
function WalkPart({ editor, part, at, onGo }: WalkPartProps) {
  const statement = useStatement(editor, part);
  const [writing, setWriting] = useState<'yes' | 'no'>(editor.viewDrafts.has(nameOfPart(part)) ? 'yes' : 'no');
  const root = useRef<HTMLDivElement>(null);
  const next = useRef<HTMLButtonElement>(null);
  const mine = mineOf(editor, part);
  const isThere = useStillThere(editor, part, statement.busy || statement.said === 'remove');
  const present = editor.agreement.present(part).value;
  const pairs = mine ? [mine] : editor.agreement.of(part).value.pairs;
  const goOn = (last?: SaidLast) => {
    if (walkOnward.peek() === 'on') onGo(at + 1, last);
    else next.current?.focus({ preventScroll: true });
  };
  const said = (act: Act) => {
    if (act === 'agree' || act === 'park') goOn({ act, part });
  };
  const props = { editor, part, mine, statement, writing, onWriting: setWriting, onSaid: said };
  const sayByKey = async (act: Act) => {
    if (await statement.submit(act)) said(act);
  };
  const onKey = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLElement && event.target.closest('textarea, input, select');
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const meaning = meaningOfKey(event);
    if (!meaning) return;
    event.preventDefault();
    if (meaning === 'next' || meaning === 'back') return onGo(at + (meaning === 'next' ? 1 : -1));
    if (!isThere) return;
    const offered = offeredStatements(editor, part, mine);
    const act = meaning === 'park' && offered.includes('reopen') ? 'reopen' : meaning;
    if (!offered.includes(act) || statement.changed) return;
    if (act === 'differ') setWriting('yes');
    else void sayByKey(act);
  };
  const latestRef = useRef(onKey);
  useLayoutEffect(() => {
    latestRef.current = onKey;
  });
  useLayoutEffect(() => {
    const dialog = root.current?.closest('dialog');
    const listen = (event: KeyboardEvent) => latestRef.current(event);
    dialog?.addEventListener('keydown', listen);
    return () => dialog?.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <div class="pw-walk__part" ref={root}>
        <WalkWords editor={editor} part={part} canChange={isThere && editor.canEdit.value} />
        {!isThere && <WalkGone editor={editor} part={part} />}
        {isThere && <div class="pw-walk__say">
          {mine && <RemovalQuestion editor={editor} says={mine} statement={statement} onGone={goOn} />}
          {pairs.map((one) => <PairHalves editor={editor} says={one} present={present} key={one.pair.id} />)}
          <StandingQuestion {...props} />
          {mine && <ChangedSince editor={editor} part={part} says={mine} />}
          <AnswerField {...props} />
          <AnswerNotes {...props} />
          <WhyNotMe editor={editor} />
          <WalkKeys />
        </div>}
      </div>
      <WalkFooter statement={isThere ? props : undefined} at={at} next={next} onGo={onGo} />
    </>
  );
}

/** Whether the part is still on the map; that it is not any more is said at once, but to whom it is the answer to what they just said. */
function useStillThere(editor: EditorState, part: PlacedPart, isAnswering: boolean): boolean {
  const isThere = part.kind === 'map' || editor.isShown({ kind: part.kind, id: part.id });
  useEffect(() => {
    if (!isThere && !isAnswering) editor.announce(t('walk.gone.said', { title: agreedName(editor.map, part) }));
    // What is said is the change; the name stands for the part.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isThere]);
  return isThere;
}

/** In place of what could be said of a part that was taken out; what was begun to be said of it is not lost. */
function WalkGone({ editor, part }: { readonly editor: EditorState; readonly part: PlacedPart }) {
  const draft = editor.viewDrafts.get(nameOfPart(part)) ?? '';
  return (
    <div class="pw-note pw-note--warm">
      <p>{t('walk.gone')}</p>
      {draft.trim() !== '' && <><p>{t('walk.gone.draft')}</p><blockquote class="pw-half__view">{draft}</blockquote></>}
    </div>
  );
}

/** The keys, told where they work, and where letters are made keys. */
function WalkKeys() {
  const keys = letterKeys.value === 'on' ? [...WALK_KEYS, ...WALK_LETTERS] : WALK_KEYS;
  return (
    <details class="pw-walk__keys">
      <summary>{t('walk.keys')}</summary>
      <dl>
        {keys.map(([key, words]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(words)}</dd></div>)}
      </dl>
      {letterKeys.value === 'off' && <p>{t('walk.keys.letters')}</p>}
    </details>
  );
}
