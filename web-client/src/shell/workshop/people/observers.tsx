/**
 * Whether observers may comment, as facilitators set it. Owns that section of the people dialog; what an observer sees
 * instead of the field is editor/comments/threads.tsx.
 */
import { t } from '../../../i18n/translate';
import { newCommand } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand, useSwitch } from '../common/use-command';

/** The section with the switch. */
export function ObserversSwitch({ workshop }: { readonly workshop: OpenWorkshop }) {
  const { failure, run } = useCommand();
  const { isOn, flip } = useSwitch(workshop.facts.meta.value?.observersComment !== false, (next) =>
    run(() => workshop.api.people.setObserversComment(newCommand(), next), next === 'off' ? t('observers.off.done') : t('observers.on.done')));
  return (
    <section class="pw-flow">
      <h3>{t('observers.heading')}</h3>
      <label class="pw-choice">
        <input type="checkbox" checked={isOn} onChange={flip} />
        <span>{t('observers.switch')}</span>
      </label>
      {!isOn && <p class="pw-soft">{t('observers.off')}</p>}
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
    </section>
  );
}
