/**
 * What an activity brings with it, one entry a mode: the button on the line below the header and what it opens, and a part of the panel
 * that runs the session. A new activity is its files, its words (i18n/later) and an entry here. Code and words are loaded on first use.
 */
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { t } from '../../../i18n/translate';
import { feature } from '../../../ui/feature';
import type { OpenMap, OpenWorkshop } from '../../../workshop/open';
import type { CurrentActivity } from '../../../workshop/session/live-session';
import type { ActivityEntry } from './activity';
import { writersOf } from './notes/writers';

const closing = feature(async () => (await import('./closing')).ClosingPanel, () => import('../../../i18n/later/actions'), () => import('../../../i18n/later/agreement'), () => import('../../../i18n/later/start'));

/** What the button of writing alone says. */
function notesButton({ workshop }: OpenMap): string | undefined {
  const { session } = workshop;
  const current = session.current.value?.id ?? '';
  // Who looks on has no notes; the shared ideas have a button of their own.
  if (writersOf(workshop).length === 0) return undefined;
  const isOver = session.reveals.value.get(current)?.state === 'shown';
  return t(isOver || session.writing.value.get(current)?.givingSince === undefined ? 'session.notes.button' : 'session.notes.share');
}

const votes = () => import('../../../i18n/later/votes');

/** Whether a vote is open in which I have a voice: my own, or that of the person I write for. */
function mayVote({ entry, me, facts, session }: OpenWorkshop): boolean {
  const hasVoice = Boolean(me.value.side) || facts.participants.value.get(entry.participant)?.actsFor !== undefined;
  return hasVoice && session.votes.value.some(({ state }) => state === 'open');
}

/** The entries. */
const ACTIVITIES: readonly ActivityEntry[] = [
  {
    mode: 'pairs',
    button: ({ agreement }) => (agreement.myPair.value ? t('session.pairs.button') : undefined),
    opens: (open) => editorStateOf(open).openDialog({ name: 'walk' }),
  },
  {
    mode: 'silent',
    button: notesButton,
    opens: feature(async () => (await import('./notes/notes-panel')).NotesPanel, () => import('../../../i18n/later/notes')),
    run: feature(async () => (await import('./notes/notes-run')).NotesRun, () => import('../../../i18n/later/notes')),
  },
  {
    mode: 'vote',
    button: ({ workshop }) => t(mayVote(workshop) ? 'session.vote.button' : 'session.vote.look'),
    opens: feature(async () => (await import('./votes/vote-panel')).VotePanel, votes),
    run: feature(async () => (await import('./votes/vote-run')).VoteRun, votes),
  },
  { mode: 'reflect', button: () => t('session.reflect.button'), opens: closing },
];

/** What the activity that is on brings with it. */
export function activityEntry(activity: CurrentActivity | undefined): ActivityEntry | undefined {
  return activity && ACTIVITIES.find(({ mode }) => mode === activity.mode);
}
