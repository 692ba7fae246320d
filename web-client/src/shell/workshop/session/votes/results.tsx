/**
 * The result of a vote: totals, and both sides where they may be told, as bars and in words. Knows no person: nothing here ranks people.
 */
import { t } from '../../../../i18n/translate';
import { ANSWERS, POINTS, type Round, type RoundResult } from '../../../../model/session/votes';
import { answerWords } from './marks';

interface Row {
  readonly id: string;
  readonly words: string;
  readonly total: number;
}

/** The rows: choices with most first, answers and points in their own order. */
function rowsOf({ kind, choices }: Round, { total }: RoundResult): readonly Row[] {
  const row = (id: string, words: string): Row => ({ id, words, total: total.get(id) ?? 0 });
  if (kind === 'answer' || kind === 'scale') return (kind === 'answer' ? ANSWERS : POINTS).map((id) => row(id, answerWords(id)));
  return choices.map(({ id, text }) => row(id, text)).toSorted((one, other) => other.total - one.total);
}

function rowWords({ kind }: Round, { words, total }: Row): string {
  const values = { choice: words, count: total };
  if (kind === 'dots') return t('vote.row.dots', values);
  return kind === 'rank' ? t('vote.row.points', values) : t('vote.row.people', values);
}

interface BarProps {
  readonly of: 'patient' | 'professional' | 'all';
  readonly value: number;
  readonly most: number;
}

/** A bar; its words stand above it. */
function Bar({ of, value, most }: BarProps) {
  return <span class={`pw-vote__bar pw-vote__bar--${of}`} aria-hidden="true"><span style={{ inlineSize: `${most === 0 ? 0 : (value / most) * 100}%` }} /></span>;
}

/** How it came out. */
export function Result({ round }: { readonly round: Round }) {
  const { result } = round;
  if (round.state === 'tooFew') return <p class="pw-note">{t('vote.tooFew')}</p>;
  if (!result) return null;
  const rows = rowsOf(round, result);
  const most = Math.max(...rows.map(({ total }) => total), 0);
  const { patient, professional, voted } = result;
  return (
    <>
      <p class="pw-soft pw-small">{t('vote.voted', { total: voted.patient + voted.professional, patient: voted.patient, professional: voted.professional })}</p>
      <ul class="pw-vote__rows">
        {rows.map((row) => (
          <li key={row.id}>
            <span class="pw-vote__row-words" dir="auto">{rowWords(round, row)}</span>
            {patient && professional ? (
              <>
                <Bar of="patient" value={patient.get(row.id) ?? 0} most={most} />
                <Bar of="professional" value={professional.get(row.id) ?? 0} most={most} />
                <span class="pw-soft pw-small">{t('vote.row.sides', { patient: patient.get(row.id) ?? 0, professional: professional.get(row.id) ?? 0 })}</span>
              </>
            ) : <Bar of="all" value={row.total} most={most} />}
          </li>
        ))}
      </ul>
      {round.kind === 'rank' && <p class="pw-soft pw-small">{t('vote.points.how')}</p>}
      {round.kind === 'scale' && <p class="pw-soft pw-small">{t('vote.scale.how.result')}</p>}
      {!patient && <p class="pw-soft pw-small">{t('vote.bySide.none')}</p>}
    </>
  );
}

/** The votes that are closed, the last first. */
export function Results({ rounds }: { readonly rounds: readonly Round[] }) {
  if (rounds.length === 0) return null;
  return (
    <section class="pw-vote__results" aria-label={t('vote.results')}>
      {rounds.map((round) => (
        <div class="pw-vote__result" key={round.id}>
          <h3 dir="auto">{round.question}</h3>
          <Result round={round} />
        </div>
      ))}
    </section>
  );
}
