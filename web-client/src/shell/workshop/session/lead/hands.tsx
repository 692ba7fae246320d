/**
 * Hands: my own, that of the person I write for, and the order in which people speak. Owns the buttons and the line; the order is the
 * server's (model/session/hands.ts).
 */
import { t } from '../../../../i18n/translate';
import { Symbol } from '../../../../styles/symbol';
import { newCommand } from '../../../../workshop/api';
import type { OpenWorkshop } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';
import { handsUp, helpedBy, nameOf } from './people';
import { PersonName } from './person-name';

/** Most names in the line; of more it says how many. */
const SHOWN_MAX = 5;

interface HandsProps {
  readonly workshop: OpenWorkshop;
}

/** Raises a hand, or lowers it; one press. */
function HandButton({ workshop, helped }: HandsProps & { readonly helped?: string | undefined }) {
  const { failure, disabled, run } = useCommand();
  const { api, entry, session } = workshop;
  const isUp = session.lead.hands.value.includes(helped ?? entry.participant);
  const press = () => void run(() => (isUp ? api.session.lowerHand(newCommand(), helped) : api.session.raiseHand(newCommand(), helped)), helped === undefined ? t(isUp ? 'lead.told.lowered' : 'lead.told.raised') : undefined);
  const name = helped === undefined ? '' : nameOf(workshop, helped);
  const mine = t(isUp ? 'lead.hand.lower' : 'lead.hand.raise');
  return (
    <>
      <button type="button" class="pw-button pw-button--plain pw-button--small" aria-disabled={disabled} onClick={press}>
        <Symbol name="meToo" size={1.125} />
        {helped === undefined ? mine : t(isUp ? 'lead.hand.lowerFor' : 'lead.hand.raiseFor', { name })}
      </button>
      {failure !== undefined && <p class="pw-now__failure" role="alert">{failure}</p>}
    </>
  );
}

/** The buttons; observers have none. */
export function HandButtons({ workshop }: HandsProps) {
  const helped = helpedBy(workshop);
  return (
    <>
      {workshop.me.value.role !== 'observer' && <HandButton workshop={workshop} />}
      {helped !== undefined && <HandButton workshop={workshop} helped={helped} />}
    </>
  );
}

/** Whose hands are up, and who is next; nothing when there are none. */
export function HandsLine({ workshop }: HandsProps) {
  const hands = handsUp(workshop);
  const [next] = hands;
  if (next === undefined) return null;
  const more = hands.length - SHOWN_MAX;
  return (
    <div class="pw-lead__line">
      <ol class="pw-lead__hands" aria-label={t('lead.hands')}>
        {hands.slice(0, SHOWN_MAX).map((person, at) => (
          <li key={person}><span class="pw-lead__number" aria-hidden="true">{at + 1}</span><PersonName workshop={workshop} person={person} /></li>
        ))}
      </ol>
      {more > 0 && <p class="pw-soft">{t('lead.hands.more', { count: more })}</p>}
      <p class="pw-soft">{t('lead.hands.next', { name: nameOf(workshop, next) })}</p>
    </div>
  );
}
