/** The panel of a vote for everybody: the ballot of those who vote, and the results. What people chose is never shown here. */
import { useState } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import type { Round } from '../../../../model/session/votes';
import { Choices } from '../../../../ui/field';
import type { OpenMap, OpenWorkshop } from '../../../../workshop/open';
import { Ballot } from './ballot';
import { Results } from './results';
import { useCastBallots, votersOf } from './voters';
import './votes.scss';

/** The vote that is open. */
function OpenVote({ workshop, round }: { readonly workshop: OpenWorkshop; readonly round: Round }) {
  const voters = votersOf(workshop);
  const cast = useCastBallots(workshop, round.id);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const voter = voters.find(({ participant }) => participant === chosen) ?? voters[0];
  return (
    <section class="pw-vote">
      <h3 dir="auto">{round.question}</h3>
      {round.isAnew && <p class="pw-note pw-note--warm">{t('vote.anew')}</p>}
      {!voter && <p>{t('vote.watch')}</p>}
      {voters.length > 1 && voter && (
        <Choices
          name="vote-for" legend={t('vote.for')} value={voter.participant} onChoose={setChosen}
          choices={voters.map(({ participant, name }) => ({ value: participant, label: name === undefined ? t('vote.for.me') : t('vote.for.other', { name }) }))}
        />
      )}
      {voter && <Ballot key={`${round.id}/${voter.participant}`} workshop={workshop} round={round} voter={voter} cast={cast} />}
      <div class="pw-soft pw-small">
        <p>{t('vote.secret')}</p>
        <p>{t('vote.few')}</p>
        {round.notOwn && <p>{t('vote.notOwn')}</p>}
      </div>
    </section>
  );
}

/** The panel. */
export function VotePanel({ open: { workshop } }: { readonly open: OpenMap }) {
  const rounds = workshop.session.votes.value;
  const round = rounds.find(({ state }) => state === 'open');
  const closed = rounds.filter(({ state }) => state !== 'open');
  return (
    <>
      {round ? <OpenVote key={`${round.id}/${String(round.isAnew)}`} workshop={workshop} round={round} /> : closed.length === 0 && <p>{t('vote.none')}</p>}
      <Results rounds={closed} />
    </>
  );
}
