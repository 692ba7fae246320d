/** Forming a pair as a facilitator: one person of each side, side by side. Owns the form. */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { SIDES } from '../../../model/agreement';
import type { Side } from '../../../model/people';
import { showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { TextField } from '../../../ui/field';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { wordsForFailure } from '../../common/use-answer';
import { isChosen, StageChoice, stagesToAsk, type ChosenStages } from './stage-choice';

/** Longest name of a pair, in characters, as the server has it. */
const PAIR_NAME_CHARS_MAX = 80;

interface FormProps {
  readonly open: OpenMap;
  readonly people: Readonly<Record<Side, readonly RosterPerson[]>>;
}

/** The form. */
export function PairForm({ open, people }: FormProps) {
  const [chosen, setChosen] = useState<Readonly<Record<Side, string>>>({ patient: '', professional: '' });
  const [name, setName] = useState('');
  const [stages, setStages] = useState<ChosenStages>('whole');
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  // Whoever was paired meanwhile is no longer a choice; who stands alone on their side is the choice.
  const pick = (side: Side) => (people[side].some((person) => person.participant === chosen[side]) ? chosen[side] : (people[side][0]?.participant ?? ''));
  const [patient, professional] = [pick('patient'), pick('professional')];
  const over = [...name.trim()].length - PAIR_NAME_CHARS_MAX;
  const tooLong = over > 0 ? t('pairs.name.long', { count: over }) : undefined;
  const form = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy' || patient === '' || professional === '' || tooLong !== undefined) return;
    if (!isChosen(open, stages)) return setFailure(t('pairs.scope.none'));
    setBusy('busy');
    setFailure(undefined);
    try {
      const scope = stages === 'whole' ? {} : { scope: { map: open.id, stages: [...stagesToAsk(open, stages)] } };
      await open.workshop.api.formPair(newCommand(), { patient, professional, ...(name.trim() === '' ? {} : { name: name.trim() }), ...scope });
      setName('');
      setStages('whole');
      showToast(t('pairs.formed'));
    } catch (error) {
      setFailure(wordsForFailure(error));
    }
    setBusy('ready');
  };
  const missing = SIDES.find((side) => people[side].length === 0);
  return (
    <section class="pw-flow">
      <h3>{t('pairs.form')}</h3>
      {missing && <p class="pw-soft" role="status">{t(missing === 'patient' ? 'pairs.form.noPatient' : 'pairs.form.noProfessional')}</p>}
      {/* Whoever has begun a name keeps it when the last free person is paired meanwhile. */}
      {(!missing || name !== '') && (
        <form class="pw-flow" noValidate onSubmit={(event) => void form(event)}>
          <div class="pw-halves">
            {SIDES.map((side) => (
              <div class={`pw-half pw-half--${side}`} key={side}>
                <label class="nhsuk-label pw-field__label pw-half__who" for={`pair-${side}`}>
                  <span class={`pw-side pw-side--${side}`}><Symbol name={side} size={1} /></span>{t(`side.${side}`)}
                </label>
                <select id={`pair-${side}`} class="nhsuk-select pw-select" value={pick(side)} onChange={(event) => setChosen({ ...chosen, [side]: event.currentTarget.value })}>
                  {people[side].map((person) => <option value={person.participant} key={person.participant}>{person.nickname}</option>)}
                </select>
              </div>
            ))}
          </div>
          <TextField id="pair-name" label={t('pairs.name')} hint={t('pairs.name.hint')} value={name} error={tooLong} onInput={setName} />
          <StageChoice open={open} chosen={stages} error={undefined} onChoose={setStages} />
          {stages !== 'whole' && <p class="pw-soft pw-small">{t('pairs.scope.askedFirst')}</p>}
          {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
          <button type="submit" class="pw-button" aria-disabled={busy === 'busy' || missing ? 'true' : undefined}><Symbol name="people" size={1.125} />{t('pairs.form.do')}</button>
        </form>
      )}
    </section>
  );
}
