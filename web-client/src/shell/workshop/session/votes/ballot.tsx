/**
 * One person's ballot in a vote that is open: choose, send, change until it closes. Owns what is chosen and not sent; it stays on this page
 * only, so that nobody who borrows the device finds it.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import { inOrderFor, type Marks, type Round } from '../../../../model/session/votes';
import { newCommand } from '../../../../workshop/api';
import type { OpenWorkshop } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';
import { AnswerMarks, DotMarks, RankMarks } from './marks';
import type { CastBallots, Voter } from './voters';

interface BallotProps {
  readonly workshop: OpenWorkshop;
  readonly round: Round;
  readonly voter: Voter;
  readonly cast: CastBallots;
}

const NOTHING: Marks = new Map();

function how({ kind, dotsEach }: Round): string {
  if (kind === 'dots') return t('vote.dots.how', { count: dotsEach });
  if (kind === 'rank') return t('vote.rank.how');
  return t(kind === 'answer' ? 'vote.answer.how' : 'vote.scale.how');
}

function inWords({ name }: Voter): string {
  return name === undefined ? t('vote.in') : t('vote.in.other', { name });
}

/** The ballot. */
export function Ballot({ workshop, round, voter, cast }: BallotProps) {
  const command = useCommand();
  const [marks, setMarks] = useState<Marks>(NOTHING);
  // What was answered last, to tell whether something is to be sent.
  const [sent, setSent] = useState<Marks | undefined>(undefined);
  const isIn = cast.of?.has(voter.participant) === true;
  const isAtOnce = round.kind === 'answer' || round.kind === 'scale';
  const send = async (chosen: Marks) => {
    const ballot = { round: round.id, marks: Object.fromEntries(chosen), ...(voter.name === undefined ? {} : { actingFor: voter.participant }) };
    // An id of its own for each ballot: nothing of a ballot is kept with its id.
    const how = await command.run(() => workshop.api.votes.cast(newCommand(), ballot), inWords(voter));
    if (how === 'failed') return;
    setSent(chosen);
    cast.add(voter.participant);
  };
  const mark = (chosen: Marks) => {
    setMarks(chosen);
    if (isAtOnce) void send(chosen);
  };
  const isSent = sent === marks;
  const maySend = marks.size > 0 && !isSent && !command.disabled;
  const Fields = round.kind === 'dots' ? DotMarks : round.kind === 'rank' ? RankMarks : AnswerMarks;
  return (
    <div class="pw-vote__ballot">
      <p>{how(round)}</p>
      <Fields round={round} choices={inOrderFor(voter.participant, round)} marks={marks} disabled={command.disabled} onMark={mark} />
      {!isAtOnce && (
        <button type="button" class="pw-button" aria-disabled={maySend ? undefined : 'true'} onClick={() => maySend && void send(marks)}>
          {t(isIn ? 'vote.send.again' : 'vote.send')}
        </button>
      )}
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
      {isIn && (isSent || marks.size === 0) && (
        <p class="pw-vote__in">
          <span aria-hidden="true">✓ </span>
          {inWords(voter)}
          {sent === undefined && <> {t('vote.in.forgotten')}</>}
        </p>
      )}
    </div>
  );
}
