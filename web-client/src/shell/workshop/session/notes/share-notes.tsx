/**
 * Sharing notes: a tick at each one that the others are to get, all at first. What has no tick stays with its writer. With names that is
 * at once; without, until they are shown, it can be chosen anew. Owns the ticks.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import { NOTES_MAX, type Note } from '../../../../model/session/my-notes';
import { newCommand } from '../../../../workshop/api';
import type { OpenWorkshop } from '../../../../workshop/open';
import type { OpenNotes } from '../../../../workshop/session/my-notes';
import { useCommand, type CommandRun } from '../../common/use-command';
import type { Writer } from './writers';

interface TicksProps {
  readonly notes: OpenNotes;
  readonly all: readonly Note[];
  /** Those without a tick at first. */
  readonly left: ReadonlySet<string>;
  readonly hint: string;
  readonly buttonFor: (count: number) => string;
  /** Whether none may be chosen. */
  readonly mayBeNone: boolean;
  readonly share: (ids: readonly string[]) => void;
  readonly command: CommandRun;
}

/** The ticks and the button. */
export function NoteTicks({ notes, all, left: leftAtFirst, hint, buttonFor, mayBeNone, share, command }: TicksProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(leftAtFirst);
  const chosen = all.filter(({ id }) => !left.has(id)).slice(0, NOTES_MAX);
  const state = notes.saveState.value;
  const isSaved = state === 'saved' || state === 'readOnly';
  const isReady = isSaved && (mayBeNone || chosen.length > 0) && command.disabled === undefined;
  const flip = (id: string) => setLeft((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  return (
    <fieldset class="pw-notes__share">
      <legend>{t('notes.share.which')}</legend>
      {all.map((note) => (
        <label class="pw-notes__tick" key={note.id}>
          <input type="checkbox" checked={!left.has(note.id)} onChange={() => flip(note.id)} />
          <span dir="auto">{note.text}</span>
        </label>
      ))}
      <p class="pw-notes__hint">{hint}</p>
      <div role="status">{!isSaved && <p class="pw-note">{t('notes.share.wait')}</p>}</div>
      <button type="button" class="pw-button" aria-disabled={isReady ? undefined : 'true'} onClick={() => isReady && share(chosen.map(({ id }) => id))}>{buttonFor(chosen.length)}</button>
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
    </fieldset>
  );
}

interface ShareProps {
  readonly workshop: OpenWorkshop;
  readonly activity: string;
  readonly writer: Writer;
  readonly notes: OpenNotes;
  /** Those that are not shared yet. */
  readonly kept: readonly Note[];
}

/** Sharing with one's name. */
export function ShareNotes({ workshop, activity, writer, notes, kept }: ShareProps) {
  const command = useCommand();
  const share = (ids: readonly string[]) => {
    void command.run(() => workshop.api.session.giveNotes(newCommand(), activity, ids, writer.actingFor), t('notes.shared.said', { count: ids.length }));
  };
  return (
    <NoteTicks
      notes={notes} all={kept} left={new Set()} hint={t('notes.share.hint')} mayBeNone={false} share={share} command={command}
      buttonFor={(count) => (count === 0 ? t('notes.share.none') : t('notes.share', { count }))}
    />
  );
}
