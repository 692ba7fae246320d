/** How people reach whoever runs the server, where the host has said it; a line of a list. Owns that line. */
import { t } from '../../i18n/translate';
import { server } from '../common/services';
import { useAnswer } from '../common/use-answer';

/** The line; nothing until the server has answered, and nothing where there is no contact. */
export function HostContact() {
  const [asked] = useAnswer(() => server.config(), 'config');
  const contact = asked.state === 'answered' ? asked.answer.contact : undefined;
  return contact ? <li>{t('page.contact', { contact })}</li> : null;
}
