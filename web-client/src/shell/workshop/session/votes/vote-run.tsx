/** The facilitator's part of a vote: opening one, how many of each side have voted, closing it. No ballot and no running result is known here. */
import { t } from '../../../../i18n/translate';
import type { Side } from '../../../../model/people';
import type { Round } from '../../../../model/session/votes';
import { newCommand } from '../../../../workshop/api';
import type { OpenWorkshop } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';
import { Result } from './results';
import { VoteForm } from './vote-form';
import './votes.scss';

/** How many people of a side are in. */
function peopleOf({ facts }: OpenWorkshop, side: Side): number {
  return [...facts.participants.value.values()].filter((person) => person.side === side && person.state === 'in').length;
}

/** The vote that is open. */
function OpenVote({ workshop, round }: { readonly workshop: OpenWorkshop; readonly round: Round }) {
  const command = useCommand();
  const { api } = workshop;
  const sides: readonly (readonly [Side, string])[] = [['patient', t('vote.run.patient')], ['professional', t('vote.run.professional')]];
  return (
    <>
      <p dir="auto"><b>{round.question}</b></p>
      {round.isAnew && <p class="pw-note pw-note--warm">{t('vote.anew')}</p>}
      <p class="pw-vote__count-name">{t('vote.run.haveVoted')}</p>
      <dl class="pw-vote__voted">
        {sides.map(([side, name]) => (
          <div key={side}>
            <dt>{name}</dt>
            {/* Somebody who voted may have left since. */}
            <dd>{t('vote.run.voted', { voted: round.voted[side], all: Math.max(round.voted[side], peopleOf(workshop, side)) })}</dd>
          </div>
        ))}
      </dl>
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
      <button type="button" class="pw-button" aria-disabled={command.disabled} onClick={() => void command.run(() => api.votes.close(newCommand(), round.id), t('vote.run.closed'))}>{t('vote.run.close')}</button>
      <p class="pw-soft pw-small">{t('vote.few')}</p>
      <button type="button" class="pw-button pw-button--quiet" aria-disabled={command.disabled} onClick={() => void command.run(() => api.votes.cancel(newCommand(), round.id), t('vote.run.cancelled'))}>{t('vote.run.cancel')}</button>
    </>
  );
}

/** The part. */
export function VoteRun({ workshop }: { readonly workshop: OpenWorkshop }) {
  const [last] = workshop.session.votes.value;
  const open = workshop.session.votes.value.find(({ state }) => state === 'open');
  return (
    <section class="pw-vote pw-vote--run" aria-label={t('vote.run.title')}>
      {open ? <OpenVote key={open.id} workshop={workshop} round={open} /> : (
        <>
          {last && (
            <div class="pw-vote__result">
              <h3 dir="auto">{last.question}</h3>
              <Result round={last} />
            </div>
          )}
          {last && <h3>{t('vote.run.another')}</h3>}
          <VoteForm key={last?.id} workshop={workshop} />
        </>
      )}
    </section>
  );
}
