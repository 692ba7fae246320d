/**
 * Where everybody is asked to look: the line that says so, with what each person can do about it, and the mark around the part for as
 * long as it lasts. Owns that line and that mark; going there is follow-call.ts.
 */
import { useEffect } from 'preact/hooks';
import { t } from '../../../../i18n/translate';
import type { Call } from '../../../../model/session/lead';
import { newCommand } from '../../../../workshop/api';
import type { OpenMap } from '../../../../workshop/open';
import { changePreferences, preferences } from '../../../common/preferences';
import { useCommand } from '../../common/use-command';
import { answerIn, calledPart, followCalls, goToCall } from './follow-call';
import { nameOf } from './people';
import { placeInWords } from './place';

const PART_ID = /^[0-9a-z-]{1,64}$/;

/** Marks the part for as long as it is called, by a rule of its own: nothing of the map is drawn anew. */
function useSpotlight(call: Call | undefined): void {
  const part = call && calledPart(call);
  const rule = part && PART_ID.test(part.id) ? `[data-part="${part.kind}-${part.id}"]${part.kind === 'step' ? `, [data-step="${part.id}"]` : ''} { outline: 3px dashed var(--pw-accent); outline-offset: 3px; }` : undefined;
  useEffect(() => {
    if (rule === undefined) return undefined;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rule);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [rule]);
}

/** How many others are where they are asked to be: a count, never who. */
function countThere(open: OpenMap, call: Call): number {
  const part = calledPart(call);
  const others = open.presence.people.value.filter((person) => !person.isMe && person.elsewhere === undefined);
  return others.filter(({ at }) => (part ? at.part?.id === part.id : at.view === call.view)).length;
}

/** For facilitators: what they asked, how many are there, and its end. */
function MyCall({ open, call }: { readonly open: OpenMap; readonly call: Call }) {
  const { failure, disabled, run } = useCommand();
  return (
    <div class="pw-lead__line pw-lead__line--call">
      <p dir="auto">{t('lead.call.mine', { place: placeInWords(open, call) })}</p>
      {call.map === open.id && <p class="pw-soft">{t('lead.call.there', { count: countThere(open, call) })}</p>}
      {call.by !== open.workshop.entry.participant && <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={() => goToCall(open, call)}>{t('lead.call.go')}</button>}
      <button type="button" class="pw-button pw-button--plain pw-button--small" aria-disabled={disabled} onClick={() => void run(() => open.workshop.api.session.endCall(newCommand()))}>{t('lead.call.end')}</button>
      {failure !== undefined && <p role="alert">{failure}</p>}
    </div>
  );
}

/** The line; `makeRoom` closes what stands in place of the map on a phone. */
export function CallLine({ open, makeRoom }: { readonly open: OpenMap; readonly makeRoom: () => void }) {
  const { workshop } = open;
  const call = workshop.session.lead.call.value;
  // What became of a call is kept with the workshop, so that following anew does nothing twice.
  useEffect(() => followCalls(open, makeRoom), [open, makeRoom]);
  useSpotlight(call?.map === open.id ? call : undefined);
  if (!call) return null;
  if (workshop.me.value.role === 'facilitator') return <MyCall open={open} call={call} />;
  const answer = answerIn(workshop).value;
  const isThere = answer?.at === call.at && answer.how === 'brought';
  const follows = preferences.value.follow === 'follow';
  const words = { name: nameOf(workshop, call.by), place: placeInWords(open, call) };
  return (
    <div class="pw-lead__line pw-lead__line--call">
      <p dir="auto">{isThere ? t('lead.call.brought', words) : t('lead.call.asks', words)}</p>
      {!isThere && <button type="button" class="pw-button pw-button--small" onClick={() => goToCall(open, call)}>{t('lead.call.go')}</button>}
      <button type="button" class="pw-button pw-button--quiet pw-button--small" onClick={() => changePreferences({ follow: follows ? 'stay' : 'follow' })}>
        {t(follows ? 'lead.call.stay' : 'lead.call.follow')}
      </button>
    </div>
  );
}
