/** Where people hear one another, as a facilitator says it: the link of the call, and how to take part by phone. Owns that form. */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { TextField } from '../../../ui/field';
import { newCommand } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand } from '../common/use-command';

/** The form, folded until it is needed. */
export function CallForm({ workshop }: { readonly workshop: OpenWorkshop }) {
  const now = workshop.session.callLink.value;
  const command = useCommand();
  const [draft, setDraft] = useState<Partial<typeof now>>({});
  const { link, phone } = { ...now, ...draft };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if ((await command.run(() => workshop.api.session.setCallLink(newCommand(), { link, phone }), t('run.call.saved'))) === 'done') setDraft({});
  };
  return (
    <details class="pw-run__more">
      <summary>{t('run.call')}</summary>
      <form noValidate onSubmit={(event) => void save(event)}>
        <TextField id="call-link" label={t('run.call.link')} hint={t('run.call.link.hint')} value={link} error={command.failure} onInput={(value) => setDraft({ ...draft, link: value })} />
        <TextField id="call-phone" label={t('run.call.phone')} hint={t('run.call.phone.hint')} value={phone} onInput={(value) => setDraft({ ...draft, phone: value })} />
        <button type="submit" class="pw-button pw-button--plain" aria-disabled={command.disabled}>{t('run.call.save')}</button>
      </form>
    </details>
  );
}
