/** What is pressed to vote, by kind of vote: dots with + and -, first to third choice, one answer of several. Owns no sending. */
import { t, type PlainKey } from '../../../../i18n/translate';
import { ANSWERS, dotsLeft, POINTS, withDots, withPlace, type Marks, type Round, type VoteChoice } from '../../../../model/session/votes';

interface MarksProps {
  readonly round: Round;
  /** In the order in which this person sees them. */
  readonly choices: readonly VoteChoice[];
  readonly marks: Marks;
  readonly disabled: 'true' | undefined;
  readonly onMark: (marks: Marks) => void;
}

const ANSWER_WORDS: Readonly<Record<string, PlainKey>> = { yes: 'vote.answer.yes', no: 'vote.answer.no', notSure: 'vote.answer.notSure' };
const PLACES: Readonly<Record<number, PlainKey>> = { 1: 'vote.rank.1', 2: 'vote.rank.2', 3: 'vote.rank.3' };

/** What an answer or a point of the scale is called. */
export function answerWords(answer: string): string {
  const key = ANSWER_WORDS[answer];
  return key ? t(key) : answer;
}

/** Dots: one more, one less. */
export function DotMarks({ round, choices, marks, disabled, onMark }: MarksProps) {
  const left = dotsLeft(round, marks);
  return (
    <>
      <p class="pw-vote__left" role="status">{left > 0 ? t('vote.dots.left', { count: left }) : t('vote.dots.none')}</p>
      <ul class="pw-vote__choices">
        {choices.map(({ id, text }) => {
          const dots = marks.get(id) ?? 0;
          const mayLess = dots > 0 && !disabled;
          const mayMore = left > 0 && !disabled;
          return (
            <li class="pw-vote__choice" key={id} data-chosen={dots > 0 ? '' : undefined}>
              <span class="pw-vote__words" dir="auto">{text}</span>
              <span class="pw-vote__dots">
                <button type="button" class="pw-button pw-button--plain pw-vote__step" aria-label={t('vote.dots.less', { choice: text })} aria-disabled={mayLess ? undefined : 'true'} onClick={() => mayLess && onMark(withDots(marks, id, -1))}>−</button>
                <output class="pw-vote__count" aria-label={t('vote.dots.on', { count: dots })}>{dots}</output>
                <button type="button" class="pw-button pw-button--plain pw-vote__step" aria-label={t('vote.dots.more', { choice: text })} aria-disabled={mayMore ? undefined : 'true'} onClick={() => mayMore && onMark(withDots(marks, id, 1))}>+</button>
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** First, second and third choice: pressed in that order. */
export function RankMarks({ choices, marks, disabled, onMark }: MarksProps) {
  return (
    <ul class="pw-vote__choices">
      {choices.map(({ id, text }) => {
        const place = marks.get(id);
        const words = place === undefined ? undefined : PLACES[place];
        return (
          <li key={id}>
            <button type="button" class="pw-vote__press" aria-pressed={place !== undefined} aria-disabled={disabled} onClick={() => !disabled && onMark(withPlace(marks, id))}>
              <span class="pw-vote__place">{words ? t(words) : ''}</span>
              <span class="pw-vote__words" dir="auto">{text}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** One answer of several; it is sent with the press. */
export function AnswerMarks({ round, marks, disabled, onMark }: MarksProps) {
  const isScale = round.kind === 'scale';
  return (
    <div class={isScale ? 'pw-vote__scale' : 'pw-vote__answers'}>
      <div class="pw-vote__row" role="group" aria-label={round.question}>
        {(isScale ? POINTS : ANSWERS).map((answer) => (
          <button type="button" class="pw-vote__press" key={answer} aria-pressed={marks.has(answer)} aria-disabled={disabled} onClick={() => !disabled && onMark(new Map([[answer, 1]]))}>
            {answerWords(answer)}
          </button>
        ))}
      </div>
      {isScale && <p class="pw-vote__ends"><span>{t('vote.scale.from')}</span><span>{t('vote.scale.to')}</span></p>}
    </div>
  );
}
