/** What a shared decision says, to be read: its options as a list and what matters to the person. Owns that markup, for list, walk and paper. */
import { t } from '../../i18n/translate';
import type { Step } from '../../model/schema';
import { optionsOf } from './part-words';

/** The options and what matters; nothing for a plain step, or while nothing is written. */
export function DecisionWords({ step }: { readonly step: Step }) {
  const options = optionsOf(step);
  const matters = step.kind === 'decision' ? step.matters.trim() : '';
  if (options.length === 0 && matters === '') return null;
  return (
    <div class="pw-choice-words">
      {options.length > 0 && (
        <>
          <p><strong>{t('decision.options')}</strong></p>
          <ul class="pw-decision-options">{options.map((option, index) => <li key={index}>{option}</li>)}</ul>
        </>
      )}
      {matters !== '' && <p><strong>{t('decision.matters')}:</strong> {matters}</p>}
    </div>
  );
}
