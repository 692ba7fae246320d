/** The line that says whom I follow, and ends it. */
import { useEffect } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import type { OpenMap } from '../../../../workshop/open';
import { followPerson } from './follow-person';
import { follow, followedIn } from './followed';
import { nameOf } from './people';
import './lead.scss';

/** The line; `makeRoom` closes what stands in place of the map on a phone. */
export function FollowLine({ open, makeRoom }: { readonly open: OpenMap; readonly makeRoom: () => void }) {
  useEffect(() => followPerson(open, makeRoom), [open, makeRoom]);
  const participant = followedIn(open.workshop).value;
  if (participant === undefined) return null;
  const isHere = open.presence.people.value.some((person) => person.participant === participant);
  const name = nameOf(open.workshop, participant);
  return (
    <div class="pw-lead__line">
      <p dir="auto">{t(isHere ? 'lead.follow' : 'lead.follow.away', { name })}</p>
      <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => follow(open.workshop, undefined)}>{t('lead.follow.stop')}</button>
    </div>
  );
}
