/**
 * Choosing what a pair decides about on a map: the whole of it, or some of its stages. Owns these fields; asking for what
 * was chosen is their form's.
 */
import { useId } from 'preact/hooks';
import { partName } from '../../../editor/words/part-words';
import { t } from '../../../i18n/translate';
import { Choices } from '../../../ui/field';
import type { OpenMap } from '../../../workshop/open';

/** What is chosen: every stage that the map has and will have, or these. */
export type ChosenStages = 'whole' | ReadonlySet<string>;

/** The stages that are still on the map, in its order; none for the whole map. */
export function stagesToAsk(open: OpenMap, chosen: ChosenStages): readonly string[] {
  return chosen === 'whole' ? [] : open.map.stages.value.map(({ id }) => id).filter((id) => chosen.has(id));
}

/** Whether something can be asked for: some stages means at least one. */
export function isChosen(open: OpenMap, chosen: ChosenStages): boolean {
  return chosen === 'whole' || stagesToAsk(open, chosen).length > 0;
}

/** The fields. */
export function StageChoice(props: { readonly open: OpenMap; readonly chosen: ChosenStages; readonly error: string | undefined; onChoose(chosen: ChosenStages): void }) {
  const { open, chosen, error, onChoose } = props;
  const id = useId();
  const toggle = (stage: string, isOn: boolean) => {
    const next = new Set(chosen === 'whole' ? [] : chosen);
    if (isOn) next.add(stage);
    else next.delete(stage);
    onChoose(next);
  };
  return (
    <>
      <Choices
        name={`${id}-what`} legend={t('pairs.scope')} value={chosen === 'whole' ? 'whole' : 'some'} onChoose={(value) => onChoose(value === 'whole' ? 'whole' : new Set())}
        choices={[{ value: 'whole', label: t('pairs.scope.whole') }, { value: 'some', label: t('pairs.scope.some') }]}
      />
      {chosen !== 'whole' && (
        <fieldset class={`nhsuk-form-group pw-field pw-scope__stages${error === undefined ? '' : ' nhsuk-form-group--error'}`} aria-describedby={error === undefined ? undefined : `${id}-error`}>
          <legend class="nhsuk-label pw-field__label">{t('pairs.scope.which')}</legend>
          {error !== undefined && <p class="nhsuk-error-message" id={`${id}-error`} role="alert">{error}</p>}
          {open.map.stages.value.length === 0 && <p class="pw-soft">{t('pairs.scope.noStages')}</p>}
          <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
            {open.map.stages.value.map((stage) => (
              <div class="nhsuk-checkboxes__item" key={stage.id}>
                <input class="nhsuk-checkboxes__input" id={`${id}-${stage.id}`} type="checkbox" checked={chosen.has(stage.id)} onChange={(event) => toggle(stage.id, event.currentTarget.checked)} />
                <label dir="auto" class="nhsuk-label nhsuk-checkboxes__label" for={`${id}-${stage.id}`}>{partName(open.map, { kind: 'stage', id: stage.id })}</label>
              </div>
            ))}
          </div>
        </fieldset>
      )}
      <p class="pw-soft pw-small">{t('pairs.scope.hint')}</p>
    </>
  );
}
