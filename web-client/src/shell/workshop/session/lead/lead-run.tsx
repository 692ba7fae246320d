/**
 * Leading, for whoever runs the session: turns, hands, a message to everybody, and bringing everybody to a place. Owns this part of the
 * panel; in a window of its own no map is open, so that people are brought to the map or the list there.
 */
import { useState } from 'preact/hooks';
import { t, listInWords } from '../../../../i18n/translate';
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { isThere, talkPartName } from '../../../../editor/words/talk-words';
import { Symbol } from '../../../../styles/symbol';
import { newCommand } from '../../../../workshop/api';
import type { OpenMap, OpenWorkshop } from '../../../../workshop/open';
import { partKey } from '../../../../workshop/talk-part';
import { NotePlace } from '../../../../ui/note-place';
import { useCommand } from '../../common/use-command';
import { handsUp, isAway, nameOf } from './people';
import { PersonName } from './person-name';
import { TurnButtons } from './turns';
import './lead.scss';

/** Longest message, in UTF-16 units. */
const MESSAGE_UNITS_MAX = 300;

interface LeadProps {
  readonly workshop: OpenWorkshop;
  /** The map that is open beside the panel. */
  readonly open?: OpenMap | undefined;
}

/** Whose turn it is, who is still to speak, and another round. */
function Turns({ workshop, open }: LeadProps) {
  const { failure, disabled, run } = useCommand();
  const round = workshop.session.lead.round.value;
  const activity = workshop.session.current.value?.id;
  if (!round || activity === undefined) return null;
  const { now, waiting } = round;
  return (
    <section class="pw-lead-run__part" aria-labelledby="lead-turns">
      <h3 id="lead-turns">{t('turn.line')}</h3>
      {now === undefined && <p>{t('turn.over')}</p>}
      {now === undefined && <button type="button" class="pw-button pw-button--plain pw-button--small" aria-disabled={disabled} onClick={() => void run(() => workshop.api.session.takeTurn(newCommand(), activity, { act: 'again' }))}>{t('turn.again')}</button>}
      {now !== undefined && <p><PersonName workshop={workshop} person={now} before="turn.now" /></p>}
      {now !== undefined && open && isAway(open, now) && <p class="pw-soft pw-small">{t('turn.away', { name: nameOf(workshop, now) })}</p>}
      {now !== undefined && <TurnButtons workshop={workshop} person={now} />}
      {waiting.length > 0 && <p class="pw-soft pw-small">{t('turn.waiting', { names: listInWords(waiting.map((person) => nameOf(workshop, person))) })}</p>}
      {failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{failure}</p>}
    </section>
  );
}

/** Hands in their order; "has spoken" lowers one. */
function Hands({ workshop }: LeadProps) {
  const { failure, disabled, run } = useCommand();
  const hands = handsUp(workshop);
  return (
    <section class="pw-lead-run__part" aria-labelledby="lead-hands">
      <h3 id="lead-hands">{t('lead.hands')}</h3>
      {hands.length === 0 && <p class="pw-soft pw-small">{t('lead.hands.none')}</p>}
      <ol class="pw-lead-run__hands">
        {hands.map((person) => (
          <li key={person}>
            <PersonName workshop={workshop} person={person} />
            <button type="button" class="pw-button pw-button--plain pw-button--small" aria-label={t('lead.hand.spoken.name', { name: nameOf(workshop, person) })} aria-disabled={disabled} onClick={() => void run(() => workshop.api.session.lowerHand(newCommand(), person))}>{t('lead.hand.spoken')}</button>
          </li>
        ))}
      </ol>
      {failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{failure}</p>}
    </section>
  );
}

/** One sentence to everybody. */
function Tell({ workshop }: LeadProps) {
  const { failure, disabled, run } = useCommand();
  const [text, setText] = useState('');
  const send = async () => {
    if (text.trim() === '') return;
    if ((await run(() => workshop.api.session.tellEveryone(newCommand(), text), t('lead.message.sent'))) === 'done') setText('');
  };
  return (
    <form
      class="pw-lead-run__tell"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label for="lead-message">{t('lead.message.label')}</label>
      <p class="pw-soft pw-small" id="lead-message-hint">{t('lead.message.hint')}</p>
      <input class="nhsuk-input" id="lead-message" aria-describedby="lead-message-hint" autocomplete="off" dir="auto" maxLength={MESSAGE_UNITS_MAX} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <NotePlace />
      <button type="submit" class="pw-button pw-button--plain pw-button--small" aria-disabled={disabled}><Symbol name="comment" size={1.125} />{t('lead.message.send')}</button>
      {failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{failure}</p>}
    </form>
  );
}

/** Brings everybody to the part where I am, to the map, or to the list. */
function Bring({ workshop, open }: LeadProps) {
  const { failure, disabled, run } = useCommand();
  const map = open?.id ?? workshop.facts.meta.value?.map;
  const part = open?.presence.people.value.find(({ isMe }) => isMe)?.at.part;
  const view = open?.presence.people.value.find(({ isMe }) => isMe)?.at.view === 'list' ? 'list' : 'map';
  if (map === undefined) return null;
  const bring = (place: { readonly view: 'map' | 'list'; readonly part?: string }) => void run(() => workshop.api.session.callEveryone(newCommand(), { map, ...place }), t('lead.call.asked'));
  return (
    <>
      {open && part && isThere(open.map, part) && (
        <button type="button" class="pw-button pw-button--plain pw-button--small pw-lead-run__bring" aria-disabled={disabled} onClick={() => bring({ view, part: partKey(part) })}>
          {t('lead.call.part', { place: talkPartName(editorStateOf(open).map, part) })}
        </button>
      )}
      <div class="pw-lead__acts">
        {(['map', 'list'] as const).map((to) => <button type="button" key={to} class="pw-button pw-button--plain pw-button--small" aria-disabled={disabled} onClick={() => bring({ view: to })}>{t(`lead.call.${to}`)}</button>)}
      </div>
      {failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{failure}</p>}
    </>
  );
}

/** Whether people may edit in a break. */
function Rest({ workshop }: LeadProps) {
  const { failure, disabled, run } = useCommand();
  const activity = workshop.session.current.value;
  if (activity?.mode !== 'break') return null;
  const isOpen = workshop.session.state.value.editInBreak;
  return (
    <>
      <button type="button" class="pw-button pw-button--plain pw-button--small pw-lead-run__bring" aria-disabled={disabled} onClick={() => void run(() => workshop.api.session.letEditInBreak(newCommand(), activity.id, isOpen ? 'facilitators' : 'everybody'))}>
        <Symbol name={isOpen ? 'freeze' : 'thaw'} size={1.125} />
        {t(isOpen ? 'break.noEdit' : 'break.edit')}
      </button>
      {failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{failure}</p>}
    </>
  );
}

/** The part of the panel, while an activity is on. */
export function LeadRun(props: LeadProps) {
  if (!props.workshop.session.current.value) return null;
  return (
    <div class="pw-lead-run">
      <Turns {...props} />
      <Hands {...props} />
      <section class="pw-lead-run__part" aria-labelledby="lead-room">
        <h3 id="lead-room">{t('lead.room')}</h3>
        <Rest {...props} />
        <Bring {...props} />
        <Tell {...props} />
      </section>
    </div>
  );
}
