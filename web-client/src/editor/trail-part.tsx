/**
 * One end of a trail as it is shown: a part with its kind, words and state and a way there, and the button that takes the
 * trail away. Owns these rows, and saying and taking away that something led to a part.
 */
import { t } from '../i18n/translate';
import { isAgreed } from '../model/kinds';
import type { PartRef } from '../model/schema';
import { Symbol } from '../styles/symbol';
import { ApiError } from '../workshop/api';
import type { TalkPart } from '../workshop/talk';
import type { LedTo } from '../workshop/trail';
import { tagOfPart } from './agree-words';
import type { Desk } from './desk';
import { StateMark } from './state-tag';
import { useAct } from './talk-act';
import { isThere, talkedAbout } from './talk-words';

/** Saying what led to what, and taking it away; without a connection it says why it cannot be. */
export function useTrail(desk: Desk) {
  const { talk } = desk;
  const { failure, act } = useAct(talk);
  /** Nothing, or the failure that there is no line. */
  const line = () => (talk.isConnected.peek() ? Promise.resolve() : Promise.reject(new ApiError('offline', '', { status: 0 })));
  const say = (which: 'ledTo' | 'notLedTo', led: Pick<LedTo, 'source' | 'part'>, done: string) =>
    act(async () => {
      await line();
      await talk.say({ act: which, from: { kind: led.source.kind, id: led.source.id }, part: { kind: led.part.kind, id: led.part.id } });
    }, done);
  /** Looks whether it can be said at all, before anybody chooses something. */
  const start = (begin: () => void) => void act(async () => line().then(begin), '');
  return { failure, say, start };
}

/** Goes to a part in the view that is open; the whole map is shown by its own dialog. */
export function goToPart(desk: Desk, part: TalkPart): void {
  if (part.kind === 'map') desk.openAgreed({ kind: 'map', id: 'map' });
  else desk.goTo({ kind: part.kind, id: part.id });
}

/** Whether there is something to go to. */
function canGo(desk: Desk, part: TalkPart): boolean {
  return part.kind === 'map' || isThere(desk.map, { kind: part.kind, id: part.id } satisfies PartRef);
}

/** A part in words, how far it is, and a way there; of one that was taken out only that. */
export function TrailPart({ desk, part, onGo }: { readonly desk: Desk; readonly part: TalkPart; readonly onGo?: (part: TalkPart) => void }) {
  const words = talkedAbout(desk.map, part);
  if (!canGo(desk, part)) return <span class="pw-soft">{words}</span>;
  return (
    <button type="button" class="pw-trail__go" onClick={() => (onGo ?? ((to) => goToPart(desk, to)))(part)}>
      <span class="pw-trail__words">
        {part.kind !== 'map' && part.kind !== 'link' && <span class="pw-soft pw-small">{t(`${part.kind}.one`)} </span>}
        <strong>{words}</strong>
      </span>
      {isAgreed(part) && <StateMark tag={tagOfPart(desk.agreement, part)} />}
    </button>
  );
}

/** Takes a trail away; only who may say so is offered it. */
export function TakeAway({ desk, name, onPress }: { readonly desk: Desk; readonly name: string; onPress(): void }) {
  if (!desk.talk.maySettle.value) return null;
  return (
    <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={name} title={name} onClick={onPress}>
      <Symbol name="close" />
    </button>
  );
}
