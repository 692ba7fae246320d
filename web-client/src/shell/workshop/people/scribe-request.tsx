/**
 * Whether somebody may write for me: asked for by a facilitator, answered by me alone, and ended by me at any time. Owns these
 * buttons beside a person in the list of people.
 */
import { t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { newCommand, type RosterPerson } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand } from '../common/use-command';

/** The buttons; nothing for who neither writes for me nor asks to. */
export function ScribeRequest({ workshop, person }: { readonly workshop: OpenWorkshop; readonly person: RosterPerson }) {
  const { failure, run } = useCommand();
  const me = workshop.entry.participant;
  const told = workshop.facts.participants.value.get(person.participant);
  const { nickname } = person;
  const say = (whom: string | null, words: string) => run(async () => {
    await workshop.api.people.setActsFor(newCommand(), person.participant, whom);
    showToast(words);
  });
  const asks = told?.asksToActFor === me;
  if (!asks && told?.actsFor !== me) return null;
  return (
    <div class="pw-person__let">
      <span class="pw-soft pw-small">{t(asks ? 'scribe.asks' : 'scribe.writes', { nickname })}</span>
      {asks && <button type="button" class="pw-button" onClick={() => void say(me, t('scribe.given', { nickname }))}><Symbol name="check" size={1.125} />{t('scribe.yes', { nickname })}</button>}
      <button type="button" class="pw-button pw-button--plain" onClick={() => void say(null, t('scribe.ended', { nickname }))}>{t(asks ? 'scribe.no' : 'scribe.end')}</button>
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
    </div>
  );
}
