/**
 * One end of a trail as it is shown: a part with its kind, words and state and a way there, and the button that takes the
 * trail away. Owns these rows, and saying and taking away that something led to a part.
 */
import { t } from '../../i18n/translate';
import { isAgreed } from '../../model/kinds';
import type { PartRef } from '../../model/schema';
import { Symbol } from '../../styles/symbol';
import { ApiError } from '../../workshop/api';
import type { TalkPart } from '../../workshop/talk-part';
import type { LedTo } from '../../workshop/trail';
import { tagOfPart } from '../words/agreement-words';
import type { EditorState } from '../state/editor-state';
import { StateMark } from '../agreement/state-tag';
import { useTalkCommand } from '../talk/use-talk-command';
import { isThere, talkPartName } from '../words/talk-words';

/** Saying what led to what, and taking it away; without a connection it says why it cannot be. */
export function useTrail(editor: EditorState) {
  const { talk } = editor;
  const { failure, act } = useTalkCommand(talk);
  /** Nothing, or the failure that there is no line. */
  const line = () => (talk.isConnected.peek() ? Promise.resolve() : Promise.reject(new ApiError('offline', '', { status: 0 })));
  const say = (which: 'ledTo' | 'notLedTo', led: Pick<LedTo, 'source' | 'part'>, done: string) =>
    act(async () => {
      await line();
      await talk.send({ act: which, from: { kind: led.source.kind, id: led.source.id }, part: { kind: led.part.kind, id: led.part.id } });
    }, done);
  /** Looks whether it can be said at all, before anybody chooses something. */
  const start = (begin: () => void) => void act(async () => line().then(begin), '');
  return { failure, say, start };
}

/** Goes to a part in the view that is open; the whole map is shown by its own dialog. */
export function goToPart(editor: EditorState, part: TalkPart): void {
  if (part.kind === 'map') editor.openAgreementPart({ kind: 'map', id: 'map' });
  else editor.goTo({ kind: part.kind, id: part.id });
}

/** Whether there is something to go to. */
function canGo(editor: EditorState, part: TalkPart): boolean {
  return part.kind === 'map' || isThere(editor.map, { kind: part.kind, id: part.id } satisfies PartRef);
}

/** A part in words, how far it is, and a way there; of one that was taken out only that. */
export function TrailPart({ editor, part, onGo }: { readonly editor: EditorState; readonly part: TalkPart; readonly onGo?: (part: TalkPart) => void }) {
  const words = talkPartName(editor.map, part);
  if (!canGo(editor, part)) return <span class="pw-soft">{words}</span>;
  return (
    <button type="button" class="pw-trail__go" onClick={() => (onGo ?? ((to) => goToPart(editor, to)))(part)}>
      <span class="pw-trail__words">
        {part.kind !== 'map' && part.kind !== 'link' && <span class="pw-soft pw-small">{t(`${part.kind}.one`)} </span>}
        <strong>{words}</strong>
      </span>
      {isAgreed(part) && <StateMark tag={tagOfPart(editor.agreement, part)} />}
    </button>
  );
}

/** Takes a trail away; only who may say so is offered it. */
export function TakeAway({ editor, name, onPress }: { readonly editor: EditorState; readonly name: string; onPress(): void }) {
  if (!editor.talk.mayResolve.value) return null;
  return (
    <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={name} title={name} onClick={onPress}>
      <Symbol name="close" />
    </button>
  );
}
