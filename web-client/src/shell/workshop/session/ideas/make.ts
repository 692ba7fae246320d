/**
 * Making a step, a goal or a comment of an idea: the part first, then that the idea became it. Owns the order of the two: what became of an
 * idea must be there. Knows no look.
 */
import { addPartsAt, addStepsAt } from '../../../../editor/state/many-actions';
import type { EditorState } from '../../../../editor/state/editor-state';
import { t } from '../../../../i18n/translate';
import type { Became, Becomes } from '../../../../model/session/idea-sorting';
import { ApiError, newCommand } from '../../../../workshop/api';
import type { OpenMap } from '../../../../workshop/open';
import { WHOLE_MAP, type TalkPart } from '../../../../workshop/talk-part';
import type { Idea } from '../../../../model/session/shared-notes';
import { isThere } from '../../../../editor/words/talk-words';

/** What is asked for. */
export interface Wanted {
  readonly kind: Becomes;
  readonly words: string;
  /** Where a step goes. */
  readonly stage: string;
  readonly lane: string;
}

/** Why nothing was made, in words. */
export class NotMade extends Error {}

/** How long a part may take to reach the server before it is asked about, and between two questions, in milliseconds. */
const SAVED_MS_MAX = 10_000;
const AGAIN_MS = 500;
const TRIES_MAX = 6;
const NOT_FOUND = 404;

/** What a comment made of an idea stands at: what the idea is about, when that is on this map; else the whole map. */
export function commentPlace({ map }: OpenMap, { about }: Idea): TalkPart {
  return about && isThere(map, about) ? about : WHOLE_MAP;
}

/** Makes the part; throws {@link NotMade}, or the call's error. */
export async function makePart(open: OpenMap, editor: EditorState, idea: Idea, wanted: Wanted): Promise<Became> {
  // A part that nobody could be told of would stand there as somebody's own.
  if (open.workshop.connection.peek() !== 'connected') throw new ApiError('offline', '', { status: 0 });
  if (wanted.kind === 'comment') {
    const { part, actingFor } = { part: commentPlace(open, idea), actingFor: editor.talk.isForAnother.peek() ? editor.talk.actsFor.peek()?.participant : undefined };
    const { thread } = await open.api.beginThread(newCommand(), { part, text: wanted.words, ...(actingFor === undefined ? {} : { actingFor }) });
    return { kind: 'comment', map: open.id, part: thread ?? '' };
  }
  const outcome = wanted.kind === 'goal'
    ? addPartsAt(editor, 'goal', [wanted.words])
    : addStepsAt(editor, [{ title: wanted.words, kind: 'step', slot: { stage: wanted.stage, lane: wanted.lane, index: undefined } }]);
  if ('refused' in outcome) throw new NotMade(outcome.refused);
  const part = outcome.ids[0];
  if (part === undefined) throw new NotMade(t('ideas.make.noPlace'));
  return { kind: wanted.kind, map: open.id, part };
}

/** Says that an idea became what was made, once the server has that; throws the call's error. */
export async function sayBecame(open: OpenMap, idea: Idea, change: { readonly was: Became | undefined; readonly now: Became; readonly actingFor?: string }): Promise<void> {
  await untilSaved(open);
  const body = { now: { ...change.now }, ...(change.was ? { was: { ...change.was } } : {}), ...(change.actingFor === undefined ? {} : { actingFor: change.actingFor }) };
  const command = newCommand();
  for (let tries = 1; ; tries += 1) {
    try {
      // One after the other: each asks whether the part has come by now.
      // oxlint-disable-next-line no-await-in-loop
      await open.workshop.api.session.sayIdeaBecame(command, idea.id, body);
      return;
    } catch (error) {
      const isOnItsWay = error instanceof ApiError && error.status === NOT_FOUND && tries < TRIES_MAX;
      if (!isOnItsWay) throw error;
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** Waits until the map is on the server's disk, but not for ever. */
function untilSaved({ saveState }: OpenMap): Promise<void> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    const done = () => {
      clearTimeout(timer);
      stop?.();
      resolve();
    };
    const timer = setTimeout(done, SAVED_MS_MAX);
    // Called at once with what is so now; the edit of this moment shows a moment later.
    setTimeout(() => {
      stop = saveState.subscribe((state) => {
        if (state === 'saved' || state === 'readOnly') queueMicrotask(done);
      });
    });
  });
}
