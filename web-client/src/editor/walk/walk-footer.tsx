/**
 * What stays at the lower edge of the walk, in the same place for every part: what my partner and I have said of it, my answers,
 * and the ways on and back. Nothing of it moves when somebody answers; on a low screen it stands at the end of the part instead.
 *
 * Owns that edge. The answers are agreement/statement-buttons.tsx.
 */
import type { RefObject } from 'preact';
import { t } from '../../i18n/translate';
import { isParked, otherSide, saysYesToOwnWords, type Acts } from '../../model/agreement';
import type { Side } from '../../model/people';
import { Symbol } from '../../styles/symbol';
import type { PairStatements } from '../../workshop/agreement';
import { isAsking, StatementButtons, type StatementProps } from '../agreement/statement-buttons';
import type { EditorState } from '../state/editor-state';

/** What a half says of a part, the most telling first; nothing while it has not answered. */
function answerOf(acts: Acts, side: Side, present: string): 'agrees' | 'older' | 'around' | 'view' | 'parked' | undefined {
  const half = acts[side];
  if (half.park === 'parked' && isParked(acts)) return 'parked';
  if (half.view) return 'view';
  if (!half.yes) return undefined;
  if (half.yes.fingerprint === present) return 'agrees';
  return saysYesToOwnWords(half, present) ? 'around' : 'older';
}

/** What I have said of the part that is shown, and what my partner has, in one line; nothing for who is no half of a pair. */
export function answerLine(editor: EditorState, says: PairStatements, present: string): string {
  const speaker = editor.agreement.speaker.value;
  if (speaker.can !== 'speak') return '';
  if (says.state === 'agreed') return t('agree.line.both');
  const mine = answerOf(says.acts, speaker.side, present);
  const partner = otherSide(speaker.side);
  const other = answerOf(says.acts, partner, present);
  if (mine === other && (mine === 'older' || mine === 'around')) return t(`agree.line.both.${mine}`);
  const theirs = t(`agree.line.theirs.${other ?? 'nothing'}`, { name: editor.nameOf(says.pair[partner]) });
  return mine === undefined ? theirs : `${t(`agree.line.mine.${mine}`)} ${theirs}`;
}

interface FooterProps {
  /** What can be said of the part; nothing when it is gone. */
  readonly statement: StatementProps | undefined;
  readonly at: number;
  /** Takes the focus after an answer. */
  readonly next: RefObject<HTMLButtonElement | null>;
  onGo(to: number): void;
}

/** The edge. */
export function WalkFooter({ statement, at, next, onGo }: FooterProps) {
  const says = statement?.mine;
  const line = statement && says ? answerLine(statement.editor, says, statement.editor.agreement.present(statement.part).value) : '';
  const isAnswered = statement !== undefined && says !== undefined && (says.state === 'parked' || !statement.editor.agreement.waitsForMe(statement.part));
  return (
    <div class={`pw-walk__footer${statement && isAsking(statement) ? ' pw-walk__footer--asking' : ''}`}>
      <div class="pw-walk__footer-row">
        {line !== '' && <p class="pw-walk__line">{line}</p>}
        {statement && <StatementButtons {...statement} />}
        <nav class="pw-walk__nav" aria-label={t('walk.title')}>
          <button type="button" class="pw-button pw-button--plain" aria-disabled={at === 0 ? 'true' : undefined} onClick={() => at > 0 && onGo(at - 1)}><Symbol name="left" size={1.125} />{t('walk.back')}</button>
          <button type="button" ref={next} class={`pw-button pw-walk__next${isAnswered ? '' : ' pw-button--plain'}`} onClick={() => onGo(at + 1)}>{t('walk.next')}<Symbol name="right" size={1.125} /></button>
        </nav>
      </div>
    </div>
  );
}
