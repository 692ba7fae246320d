/** The offer to practise an agenda with simulated people: what will happen, and the button. */
import { t } from '../../../i18n/translate';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand } from '../common/use-command';
import { beginPractice } from './begin';
import './practice.scss';

/** The offer. */
export function Practise({ workshop }: { readonly workshop: OpenWorkshop }) {
  const { failure, disabled, run } = useCommand();
  return (
    <section class="pw-practise">
      <h3>{t('practice.title')}</h3>
      <p class="pw-soft">{t('practice.text')}</p>
      <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => void run(() => beginPractice(workshop))}>{t('practice.begin')}</button>
      {failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{failure}</p>}
    </section>
  );
}
