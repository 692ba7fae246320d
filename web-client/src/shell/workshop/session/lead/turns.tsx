/** Whose turn it is, for everybody, and what becomes of a turn. Owns the line and these buttons; the order is the server's. */
import { t } from '../../../../i18n/translate';
import { newCommand } from '../../../../workshop/api';
import type { TurnAct } from '../../../../workshop/session-api';
import type { OpenWorkshop } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';
import { nameOf, voicesOf } from './people';
import { PersonName } from './person-name';

interface TurnsProps {
  readonly workshop: OpenWorkshop;
}

/** What becomes of the turn of a person: mine, of whom I write for, or as a facilitator anybody's. */
export function TurnButtons({ workshop, person }: TurnsProps & { readonly person: string }) {
  const { failure, disabled, run } = useCommand();
  const activity = workshop.session.current.value?.id;
  const isMine = person === workshop.entry.participant;
  const name = nameOf(workshop, person);
  const words: readonly (readonly [TurnAct, string, string])[] = [
    ['done', isMine ? t('turn.done') : t('turn.doneFor', { name }), t('turn.doneFor', { name })],
    ['pass', t('turn.pass'), t('turn.passFor', { name })],
    ['later', t('turn.later'), t('turn.laterFor', { name })],
  ];
  if (activity === undefined) return null;
  return (
    <>
      <div class="pw-lead__acts">
        {words.map(([act, short, whole]) => (
          <button type="button" key={act} class={`pw-button pw-button--small${act === 'done' ? '' : ' pw-button--plain'}`} aria-label={isMine ? undefined : whole} aria-disabled={disabled} onClick={() => void run(() => workshop.api.session.takeTurn(newCommand(), activity, { act, person }))}>
            {short}
          </button>
        ))}
      </div>
      {failure !== undefined && <p role="alert">{failure}</p>}
    </>
  );
}

/** Who has the turn and who is next; whoever has it says what becomes of it. */
export function TurnsLine({ workshop }: TurnsProps) {
  const round = workshop.session.lead.round.value;
  if (!round) return null;
  const { now, waiting: [next] } = round;
  const mine = workshop.entry.participant;
  if (now === undefined) return <div class="pw-lead__line"><p>{t('turn.over')}</p></div>;
  return (
    <div class="pw-lead__line" role="group" aria-label={t('turn.line')} data-mine={now === mine ? '' : undefined}>
      <p class="pw-lead__turn">{now === mine ? <b>{t('turn.now.me')}</b> : <b><PersonName workshop={workshop} person={now} before="turn.now" /></b>}</p>
      {next !== undefined && <p class="pw-soft">{next === mine ? t('turn.next.me') : <PersonName workshop={workshop} person={next} before="turn.next" />}</p>}
      {voicesOf(workshop).includes(now) && <TurnButtons workshop={workshop} person={now} />}
    </div>
  );
}
