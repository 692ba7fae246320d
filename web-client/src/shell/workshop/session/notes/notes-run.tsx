/**
 * Writing alone, for whoever runs the session: how many of each side have finished, letting people share, and showing what was shared without
 * names. Counts only: what is written is nobody's to see, and the server gives none of it.
 */
import { t } from '../../../../i18n/translate';
import { NOT_WRITING } from '../../../../model/session/shared-notes';
import { GIVERS_MIN, type Reveal } from '../../../../model/session/reveals';
import type { Side } from '../../../../model/people';
import { Symbol } from '../../../../styles/symbol';
import { newCommand } from '../../../../workshop/api';
import type { OpenWorkshop } from '../../../../workshop/open';
import type { CurrentActivity } from '../../../../workshop/session/live-session';
import { useCommand } from '../../common/use-command';
import './notes.scss';

const SIDES = [['patient', 'notes.side.patient'], ['professional', 'notes.side.professional']] as const satisfies readonly (readonly [Side, string])[];

/** How many people of a side are in. */
function peopleOf({ facts }: OpenWorkshop, side: Side): number {
  return Array.from(facts.participants.value.values()).filter((person) => person.side === side && person.state === 'in').length;
}

interface RevealRunProps {
  readonly reveal: Reveal;
  readonly ideas: number;
  readonly disabled: 'true' | undefined;
  readonly show: () => void;
}

/** Showing notes without names: how many people have shared, all sides together, and the button. */
function RevealRun({ reveal: { state, given, isAnew }, ideas, disabled, show }: RevealRunProps) {
  switch (state) {
    case 'open':
      return (
        <>
          {isAnew && <p class="pw-note pw-note--warm">{t('notes.unnamed.anew')}</p>}
          <p class="pw-note" role="status">{t('notes.run.given', { count: given })}</p>
          <p class="pw-notes__hint">{t(given < GIVERS_MIN ? 'notes.run.fewer' : 'notes.run.final')}</p>
          <button type="button" class={`pw-button${given < GIVERS_MIN ? ' pw-button--plain' : ''}`} aria-disabled={disabled} onClick={show}>{t(given < GIVERS_MIN ? 'notes.run.stop' : 'notes.run.show')}</button>
        </>
      );
    case 'shown':
      return <p class="pw-note">{t('notes.run.shown', { count: ideas })}</p>;
    case 'tooFew':
      return <p class="pw-note pw-note--warm">{t('notes.run.tooFew')}</p>;
  }
}

/** The counts, and the button. */
export function NotesRun({ workshop, activity }: { readonly workshop: OpenWorkshop; readonly activity: CurrentActivity }) {
  const command = useCommand();
  const writing = workshop.session.writing.value.get(activity.id) ?? NOT_WRITING;
  const reveal = workshop.session.reveals.value.get(activity.id);
  const { session } = workshop.api;
  const ideas = workshop.session.ideas.value.filter((idea) => idea.activity === activity.id).length;
  return (
    <section class="pw-notes__run" aria-label={t('notes.run')}>
      <h3>{t('notes.run')}</h3>
      <ul class="pw-notes__sides">
        {SIDES.map(([side, word]) => {
          const { opened, finished } = writing[side];
          const all = Math.max(peopleOf(workshop, side), opened);
          return (
            <li key={side} data-side={side}>
              <span class="pw-notes__side"><Symbol name={side} size={1} />{t(word)}</span>
              <span>{t('notes.run.finished', { finished, all })}</span>
              <meter class="pw-notes__meter" min={0} max={Math.max(all, 1)} value={finished} aria-hidden="true" />
              {all > opened && <span class="pw-notes__hint">{t('notes.run.notOpened', { count: all - opened })}</span>}
            </li>
          );
        })}
      </ul>
      {ideas === 0 && <p class="pw-notes__hint">{t('notes.run.private')}</p>}
      {activity.notes === 'anonymous' && writing.givingSince === undefined && <p class="pw-notes__hint">{t('notes.run.withoutNames')}</p>}
      {writing.givingSince === undefined && <button type="button" class="pw-button" aria-disabled={command.disabled} onClick={() => void command.run(() => session.openGiving(newCommand(), activity.id), t('notes.run.opened'))}>{t('notes.run.open')}</button>}
      {writing.givingSince !== undefined && !reveal && <p class="pw-note">{t('notes.run.shared', { count: ideas })}</p>}
      {reveal && <RevealRun reveal={reveal} ideas={ideas} disabled={command.disabled} show={() => void command.run(() => session.revealNotes(newCommand(), activity.id))} />}
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
    </section>
  );
}
