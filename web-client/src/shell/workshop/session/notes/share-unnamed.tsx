/**
 * Sharing notes without a name: choosing which, changing that until they are shown, and what is left with their writer then. Owns what is
 * known of what waits; the server tells ids, never words.
 */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import type { Note } from '../../../../model/session/my-notes';
import type { Reveal } from '../../../../model/session/reveals';
import { newCommand } from '../../../../workshop/api';
import type { OpenMap, OpenWorkshop } from '../../../../workshop/open';
import type { CurrentActivity } from '../../../../workshop/session/live-session';
import type { OpenNotes } from '../../../../workshop/session/my-notes';
import { useCommand } from '../../common/use-command';
import { NoteTicks } from './share-notes';
import { WriteNotes } from './write-notes';
import type { Writer } from './writers';

interface UnnamedProps {
  readonly open: OpenMap;
  readonly activity: CurrentActivity;
  readonly writer: Writer;
  readonly notes: OpenNotes;
  readonly reveal: Reveal;
}

/** Which notes of a person wait, as the server says; nothing until it has. */
function useGiven({ api, connection }: OpenWorkshop, { activity, person, given, isAnew }: { readonly activity: string; readonly person: string; readonly given: number; readonly isAnew: boolean }) {
  const [ids, setIds] = useState<readonly string[] | undefined>(undefined);
  const isConnected = connection.value === 'connected';
  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      const answer = await api.session.given().catch(() => undefined);
      if (isCurrent && answer) setIds(answer.given.find((one) => one.activity === activity && one.person === person)?.notes ?? []);
    };
    if (isConnected) void ask();
    return () => {
      isCurrent = false;
    };
  }, [api, isConnected, activity, person, given, isAnew]);
  return [ids, setIds] as const;
}

/** Until they are shown. */
function Waiting({ open, activity, writer, notes, reveal }: UnnamedProps) {
  const { workshop } = open;
  const command = useCommand();
  const [given, setGiven] = useGiven(workshop, { activity: activity.id, person: writer.person, given: reveal.given, isAnew: reveal.isAnew });
  const [does, setDoes] = useState<'look' | 'choose' | 'write'>('look');
  const all = notes.model.notes.value.filter((note) => note.text.trim() !== '');
  const share = async (ids: readonly string[]) => {
    const said = ids.length === 0 ? t('notes.unnamed.takenBack') : t('notes.unnamed.shared.said', { count: ids.length });
    if ((await command.run(() => workshop.api.session.giveUnnamed(newCommand(), activity.id, ids, writer.actingFor), said)) === 'failed') return;
    setGiven(ids);
    setDoes('look');
  };
  if (does === 'write') {
    return (
      <>
        <p class="pw-notes__hint">{t('notes.private.unnamed')}</p>
        <WriteNotes open={open} model={notes.model} onFinished={() => setDoes('choose')} />
      </>
    );
  }
  const hasGiven = given !== undefined && given.length > 0;
  const isChoosing = given !== undefined && all.length > 0 && (does === 'choose' || !hasGiven);
  return (
    <>
      {reveal.isAnew && !hasGiven && <p class="pw-note pw-note--warm">{t('notes.unnamed.anew')}</p>}
      {hasGiven && !isChoosing && <p class="pw-note">{t('notes.unnamed.shared', { count: given.length })}</p>}
      {isChoosing && (
        <NoteTicks
          notes={notes} all={all} left={new Set(hasGiven ? all.filter(({ id }) => !given.includes(id)).map(({ id }) => id) : [])} command={command}
          hint={t('notes.unnamed.hint')} mayBeNone={hasGiven} share={(ids) => void share(ids)}
          buttonFor={(count) => (count > 0 ? t('notes.unnamed.share', { count }) : t(hasGiven ? 'notes.unnamed.takeBack' : 'notes.share.none'))}
        />
      )}
      {all.length === 0 && <p>{t('notes.nothing')}</p>}
      <div class="pw-notes__row">
        {hasGiven && !isChoosing && <button type="button" class="pw-button pw-button--plain" onClick={() => setDoes('choose')}>{t('notes.unnamed.change')}</button>}
        <button type="button" class="pw-button pw-button--plain" onClick={() => setDoes('write')}>{t('notes.goingOn')}</button>
      </div>
    </>
  );
}

/** What is left with its writer, to be read. */
function Kept({ notes }: { readonly notes: readonly Note[] }) {
  return (
    <>
      <p>{t('notes.unnamed.kept')}</p>
      <ul class="pw-notes__list">
        {notes.map(({ id, text }) => <li key={id} class="pw-notes__card"><p class="pw-notes__idea" dir="auto">{text}</p></li>)}
      </ul>
    </>
  );
}

/** Sharing without a name, and what is left afterwards. */
export function ShareUnnamed(props: UnnamedProps) {
  const { reveal, notes } = props;
  if (reveal.state === 'open') return <Waiting {...props} />;
  const left = notes.model.notes.value.filter((note) => note.text.trim() !== '');
  return (
    <>
      <p class="pw-note">{t('notes.unnamed.shown')}</p>
      {left.length > 0 && <Kept notes={left} />}
    </>
  );
}
