/**
 * The buttons by which a person answers: "I agree", "I see it differently", "Park for now", and taking a yes back. Each has one
 * place, on every kind of part and every screen, and none of another moves into it: whoever presses twice has still said one
 * thing. What was said stands in the place of its button, which keeps the focus.
 *
 * Owns these buttons for the panel and the walk, and what is offered. Which acts there are is model/agreement.ts; saying one is
 * use-statement.ts; the field for a view is answer-field.tsx, what is to be known besides answer-notes.tsx.
 */
import { t, type MessageKey, type PlainKey } from '../../i18n/translate';
import { actsFor, NO_ACTS, type Act } from '../../model/agreement';
import { isOverLimit } from '../../model/fingerprint';
import { isPlainLink, type AgreePart } from '../../model/meaning';
import { Symbol } from '../../styles/symbol';
import type { SymbolName } from '../../styles/symbols';
import type { PairStatements } from '../../workshop/agreement';
import type { StatementRun } from './use-statement';
import type { EditorState } from '../state/editor-state';

const SYMBOL: Record<Act, SymbolName> = {
  propose: 'up', agree: 'check', withdraw: 'undo', differ: 'differ', resolve: 'check', park: 'parked', reopen: 'right', remove: 'bin', keep: 'check',
};

/** The places in their order, each with the acts that can stand in it: never two at once. What answers a question is asked with it (answer-notes.tsx). */
const PLACES = [['agree'], ['differ'], ['park'], ['withdraw', 'propose']] as const satisfies readonly (readonly Act[])[];
type Place = (typeof PLACES)[number];

/** What a person may say of a part now, for the pair they are in. */
export function offeredStatements(editor: EditorState, part: AgreePart, mine: PairStatements | undefined): readonly Act[] {
  const { agreement } = editor;
  // A link without words is agreed with its step.
  if (isPlainLink(editor.map, part)) return [];
  const { proposed } = agreement.of(part).value;
  const state = mine ?? { state: proposed === 'proposed' ? ('toAgree' as const) : ('idea' as const), changedSince: false, aroundChanged: false };
  const present = agreement.present(part).value;
  return actsFor({ speaker: agreement.speaker.value, acts: mine?.acts ?? NO_ACTS, state, proposed, present, isOverLimit: isTooLong(editor, part) });
}

/** Whether a text of the part is too long to be agreed. */
export function isTooLong(editor: EditorState, part: AgreePart): boolean {
  const meaning = editor.agreement.meaning(part).value;
  return meaning !== undefined && isOverLimit(meaning);
}

/** How many parts keep my pair from agreeing to the whole map; of any other part none does. */
export function openForMap(editor: EditorState, part: AgreePart): number {
  return part.kind === 'map' ? (editor.agreement.openForMap.get(editor.agreement.myPair.value?.id ?? '') ?? 0) : 0;
}

/** What the controls need. */
export interface StatementProps {
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

/** Says something, and tells the screen when it was taken. */
export async function say(props: StatementProps, act: Act, given?: { text?: string; fingerprint?: string }): Promise<boolean> {
  const taken = await props.statement.submit(act, given);
  if (taken) props.onSaid?.(act);
  return taken;
}

/** Whether something else is asked first: that the part changed meanwhile, or my view. */
export function isAsking({ statement, writing }: Pick<StatementProps, 'statement' | 'writing'>): boolean {
  return statement.changed !== undefined || writing === 'yes';
}

/** The words of a button. */
function wordsOf(act: Act, mine: PairStatements | undefined, editor: EditorState): string {
  const speaker = editor.agreement.speaker.value;
  const hasView = speaker.can === 'speak' && mine?.acts[speaker.side].view !== undefined;
  // Beside the partner's view a bare "I agree" could mean that view: the words of the part are meant.
  if (act === 'agree' && mine?.state === 'differ') return t('agree.do.agreeWords');
  return act === 'differ' && hasView ? t('agree.do.view') : t(`agree.do.${act}` satisfies MessageKey);
}

/** What stands in a place whose act is done: what I say of the part as it is now, or what I said last. */
function doneWords({ editor, part, mine, statement }: StatementProps, [act]: Place): PlainKey | undefined {
  const speaker = editor.agreement.speaker.value;
  const yes = speaker.can === 'speak' ? mine?.acts[speaker.side].yes : undefined;
  if (act === 'agree') return yes && yes.fingerprint === editor.agreement.present(part).value ? 'agree.done.agree' : undefined;
  if (act === 'park') return mine?.state === 'parked' ? 'agree.done.park' : undefined;
  if (act !== 'withdraw') return undefined;
  return statement.said === 'withdraw' ? 'agree.done.withdraw' : statement.said === 'propose' ? 'agree.done.propose' : undefined;
}

/** The buttons. While something else is asked they are not there. */
export function StatementButtons(props: StatementProps) {
  const { editor, part, mine, statement, onWriting } = props;
  if (isAsking(props)) return null;
  const offered = offeredStatements(editor, part, mine);
  const isConnected = editor.agreement.isConnected.value;
  const isPartner = editor.agreement.speaker.value.can === 'speak';
  const open = openForMap(editor, part);
  const press = (act: Act) => {
    if (act === 'differ') onWriting('yes');
    else if (act === 'agree' && open > 0) editor.announce(t('agree.whole.open', { count: open }));
    else void say(props, act);
  };
  const places = PLACES.map((place) => ({ place, act: place.find((one) => offered.includes(one)) }));
  // Who is in no pair answers nothing: the one button they can have needs no room for others beside it.
  const shown = isPartner ? places : places.filter(({ place, act }) => act !== undefined || doneWords(props, place) !== undefined);
  if (shown.length === 0) return null;
  return (
    <div class="pw-statement">
      <div class={`pw-answers${isPartner ? '' : ' pw-answers--one'}`} role="group" aria-label={t('agree.answers')} tabIndex={-1}>
        {shown.map(({ place, act }) => {
          const key = place[0];
          // A button and what takes its place are one element: the focus stays on it.
          if (act !== undefined) {
            const isBlocked = !isConnected || statement.busy || (act === 'agree' && open > 0);
            const isMain = act === 'agree' || (act === 'propose' && !isPartner);
            return <button type="button" key={key} aria-disabled={isBlocked ? 'true' : undefined} class={`pw-button${isMain ? '' : ' pw-button--plain'}`} onClick={() => press(act)}><Symbol name={SYMBOL[act]} size={1.125} />{wordsOf(act, mine, editor)}</button>;
          }
          const done = doneWords(props, place);
          if (done === undefined) return <span class="pw-answers__none" aria-hidden="true" key={key} />;
          return <button type="button" key={key} aria-disabled="true" class="pw-button pw-button--plain pw-answers__done"><Symbol name={key === 'park' ? 'parked' : 'check'} size={1.125} />{t(done)}</button>;
        })}
      </div>
      {/* After the buttons, which would move when it comes or goes; above them where they stand at the lower edge. */}
      {offered.length > 0 && !isConnected && <p class="pw-note pw-statement__note">{t('agree.offline.note')}</p>}
      {statement.failure !== undefined && <p class="nhsuk-error-message pw-statement__note" role="alert">{statement.failure}</p>}
    </div>
  );
}
