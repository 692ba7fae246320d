/**
 * "My notes": what a person writes alone while others do the same, what will happen with it, and what the others have shared. Beside the map,
 * on a phone in its place. Owns which of these is shown when.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import { announce } from '../../../../notice/notice';
import { newCommand } from '../../../../workshop/api';
import type { OpenMap } from '../../../../workshop/open';
import type { CurrentActivity } from '../../../../workshop/session/live-session';
import type { OpenNotes } from '../../../../workshop/session/my-notes';
import { SavedLight } from '../../common/saved-light';
import { IdeaList } from './idea-list';
import { ShareNotes } from './share-notes';
import { ShareUnnamed } from './share-unnamed';
import { WriteNotes } from './write-notes';
import { questionOf } from './about';
import { writersOf, type Writer } from './writers';
import './notes.scss';

interface MineProps {
  readonly open: OpenMap;
  readonly activity: CurrentActivity;
  readonly writer: Writer;
  readonly notes: OpenNotes;
}

/** Before notes can be shared: writing, or having finished. */
function Writing({ open, activity, notes }: Pick<MineProps, 'open' | 'activity' | 'notes'>) {
  const { model } = notes;
  const finish = () => {
    model.setFinished('finished');
    announce(t('notes.finished.said'));
  };
  const goOn = () => {
    model.setFinished('writing');
    announce(t('notes.goingOn.said'));
  };
  return (
    <>
      <p class="pw-notes__hint">{t(activity.notes === 'anonymous' ? 'notes.private.unnamed' : 'notes.private')}</p>
      {model.isFinished.value ? (
        <div class="pw-notes__done">
          <p>{t('notes.finished.hint', { count: model.notes.value.length })}</p>
          <button type="button" class="pw-button pw-button--plain" onClick={goOn}>{t('notes.goingOn')}</button>
        </div>
      ) : <WriteNotes open={open} model={model} onFinished={finish} />}
    </>
  );
}

/** Says to the server how far one is, in order; without a line it is said when there is one. A refusal changes nothing for whoever writes. */
function useSayHowFar({ workshop }: OpenMap, activity: string, { actingFor }: Writer, isFinished: boolean): void {
  const { api, connection } = workshop;
  const isConnected = connection.value === 'connected';
  const saidRef = useRef<{ sent: Promise<void>; hadFinished: boolean }>({ sent: Promise.resolve(), hadFinished: false });
  useEffect(() => {
    if (!isConnected) return;
    const { sent, hadFinished } = saidRef.current;
    const now = isFinished ? 'finished' : hadFinished ? 'goingOn' : 'opened';
    saidRef.current = {
      sent: sent.then(() => api.session.sayHowFar(newCommand(), activity, now, actingFor)).catch(() => undefined),
      hadFinished: hadFinished || isFinished,
    };
  }, [api, isConnected, activity, actingFor, isFinished]);
}

/** When notes can be shared with names: what is shared, and what can be. */
function Sharing({ open, activity, writer, notes }: MineProps) {
  const { workshop } = open;
  const shared = new Set(workshop.session.ideas.value.filter((idea) => idea.activity === activity.id && idea.by === writer.person).map((idea) => idea.note));
  const kept = notes.model.notes.value.filter((note) => note.text.trim() !== '' && !shared.has(note.id));
  const [isWriting, setWriting] = useState('no');
  if (isWriting === 'yes' && shared.size === 0) {
    return (
      <>
        <p class="pw-notes__hint">{t('notes.private')}</p>
        <WriteNotes open={open} model={notes.model} onFinished={() => setWriting('no')} />
      </>
    );
  }
  return (
    <>
      {shared.size > 0 && <p class="pw-note">{t('notes.shared', { count: shared.size })}</p>}
      {kept.length > 0 && <ShareNotes workshop={workshop} activity={activity.id} writer={writer} notes={notes} kept={kept} />}
      {kept.length === 0 && shared.size === 0 && <p>{t('notes.nothing')}</p>}
      {shared.size === 0 && <button type="button" class="pw-button pw-button--plain" onClick={() => setWriting('yes')}>{t('notes.goingOn')}</button>}
    </>
  );
}

/** The notes of one person. */
function Mine({ open, activity, writer }: Omit<MineProps, 'notes'>) {
  const { session } = open.workshop;
  const notes = session.notes(activity.id, writer.person);
  useSayHowFar(open, activity.id, writer, notes?.model.isFinished.value === true);
  if (!notes) return <p class="pw-waiting">{t('feature.loading')}</p>;
  const canShare = session.writing.value.get(activity.id)?.givingSince !== undefined;
  const reveal = session.reveals.value.get(activity.id);
  const sharing = reveal && reveal.state !== 'tooFew'
    ? <ShareUnnamed open={open} activity={activity} writer={writer} notes={notes} reveal={reveal} />
    : <Sharing open={open} activity={activity} writer={writer} notes={notes} />;
  return (
    <div class="pw-notes__mine">
      <div class="pw-notes__light"><SavedLight state={notes.saveState.value} /></div>
      {reveal?.state === 'tooFew' && <p class="pw-note pw-note--warm">{t('notes.unnamed.tooFew')}</p>}
      {canShare ? sharing : <Writing open={open} activity={activity} notes={notes} />}
    </div>
  );
}

/** The panel. */
export function NotesPanel({ open, activity }: Pick<MineProps, 'open' | 'activity'>) {
  const { workshop } = open;
  const writers = writersOf(workshop);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const writer = writers.find(({ person }) => person === chosen) ?? writers[0];
  const nameOf = (person: string) => workshop.facts.roster.value.get(person)?.nickname || t('others.unknown');
  return (
    <div class="pw-notes">
      <h3 class="pw-notes__question" dir="auto">{questionOf(open.map, activity)}</h3>
      {writers.length > 1 && (
        <div class="pw-notes__row" role="group" aria-label={t('notes.whose')}>
          {writers.map(({ person, actingFor }) => (
            <button type="button" key={person} class="pw-button pw-button--plain pw-button--small" aria-pressed={person === writer?.person} onClick={() => setChosen(person)}>
              {actingFor === undefined ? t('notes.whose.mine') : t('notes.whose.for', { nickname: nameOf(actingFor) })}
            </button>
          ))}
        </div>
      )}
      {writer?.actingFor !== undefined && <p class="pw-note">{t('notes.writingFor', { nickname: nameOf(writer.actingFor) })}</p>}
      {writer && <Mine key={writer.person} open={open} activity={activity} writer={writer} />}
      <IdeaList open={open} activity={activity.id} />
    </div>
  );
}
