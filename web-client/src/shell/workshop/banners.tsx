/**
 * The calm line under the header for what a person must know or answer now: offline, people who wait, frozen, reading only, refused
 * words, the end date, parts that changed. One is shown at a time, the most urgent first, so that it never pushes the map away; one can
 * go through them and put each away. Each is also said (announcements/banners.ts). Owns the lines and their order; loaded after the page.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { PHONE_QUERY, useMedia } from '../../editor/frame';
import { aroundChanged } from '../../editor/agreement/around-questions';
import { editorStateOf } from '../../editor/state/editor-state-of';
import { wordsForFailure } from '../../editor/words/failure-words';
import { dayInWords, t, type PlainKey } from '../../i18n/translate';
import { showToast, type NoticeKind } from '../../notice/notice';
import type { SaveState } from '../../sync/status';
import { Symbol } from '../../styles/symbol';
import type { SymbolName } from '../../styles/symbols';
import { isResting } from '../../model/session/run';
import { roleWord } from '../../ui/who';
import type { OpenMap } from '../../workshop/open';
import type { TokenRefusal } from '../../workshop/tokens';
import { goTo } from '../common/route';
import { today } from '../common/today';
import { daysBetween } from './common/days';
import { askedPair, isPartnerMissing } from './common/partner';
import { waitingIn } from './common/waiting';
import { forgetOthers, putAway, putAwayIn } from './put-away';

/** From how many days before the end the banner reminds. */
const REMIND_DAYS = 7;

/** One line of the banner. */
export interface BannerLine {
  /** What the line is about: the same for as long as the same thing is so. */
  readonly id: string;
  /** What it counts as when it is said. `trouble` is said whatever is silenced. */
  readonly kind: NoticeKind;
  /** How many it is about; more of them are news. */
  readonly count?: number;
  readonly symbol: SymbolName;
  readonly text: string;
  readonly tone: 'wait' | 'bad' | 'neutral';
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Reloads the page; words that were typed and not sent come along. */
function reload(open: OpenMap): void {
  open.drafts.keep();
  location.reload();
}

function savingLine(open: OpenMap, onRefused: () => void): BannerLine | undefined {
  const state: SaveState = open.saveState.value;
  const action = { label: t('banner.reload.button'), run: () => reload(open) };
  switch (state) {
    case 'reloadNothingWaiting':
    case 'reloadKept':
      return { id: 'reload', kind: 'trouble', symbol: 'warning', tone: 'wait', text: t('banner.reload'), action };
    case 'reloadNotKept':
      return { id: 'reloadNotKept', kind: 'trouble', symbol: 'warning', tone: 'bad', text: t('banner.reload.notKept'), action };
    case 'refused':
      return { id: 'refused', kind: 'trouble', symbol: 'warning', tone: 'bad', text: t('banner.refused'), action: { label: t('banner.refused.show'), run: onRefused } };
    case 'offlineNotKept':
      return { id: 'offlineNotKept', kind: 'trouble', symbol: 'warning', tone: 'bad', text: t('banner.offlineNotKept') };
    case 'storeDown':
      return { id: 'storeDown', kind: 'connection', symbol: 'warning', tone: 'wait', text: t('banner.storeDown') };
    case 'offlineKept':
    case 'offlineNothingWaiting':
      return { id: 'offline', kind: 'connection', symbol: 'offline', tone: 'wait', text: t('banner.offline') };
    case 'deniedNotKept':
      return { id: 'deniedNotKept', kind: 'trouble', symbol: 'warning', tone: 'bad', text: t('banner.denied.notKept') };
    case 'deniedKept':
    case 'deniedNothingWaiting':
      return refusedLine(open);
    case 'opening':
      // With nothing to show and no server, "Opening the workshop" would stand there for ever and say nothing.
      return open.workshop.connection.value === 'offline' ? { id: 'noServer', kind: 'connection', symbol: 'offline', tone: 'wait', text: t('banner.noServer') } : undefined;
    case 'saved':
    case 'saving':
    case 'readOnly':
    case 'stopped':
      return undefined;
  }
}

/** A document is not opened, and the light of the map does not say so: it has nothing to show yet, or it is another one. */
function deniedLine(open: OpenMap): BannerLine | undefined {
  return open.workshop.isDenied.value ? refusedLine(open) : undefined;
}

const REFUSALS: Record<TokenRefusal, PlainKey> = {
  unknownDevice: 'banner.unknownDevice',
  unknownWorkshop: 'banner.unknownWorkshop',
  deletedUnproven: 'banner.deletedUnproven',
  removedUnproven: 'banner.removedUnproven',
  waiting: 'banner.waiting',
  turnedAway: 'banner.turnedAway',
  closed: 'banner.closed',
  other: 'banner.denied',
};

/** Why the server does not let me in, and what to do; everything stays on this device. */
function refusedLine({ workshop }: OpenMap): BannerLine {
  const why = workshop.tokenRefusal.value ?? 'other';
  if (why === 'other') return { id: 'denied', kind: 'connection', symbol: 'warning', tone: 'wait', text: t(REFUSALS[why]) };
  const line: BannerLine = { id: `denied/${why}`, kind: 'trouble', symbol: 'warning', tone: 'wait', text: t(REFUSALS[why]) };
  if (why === 'deletedUnproven' || why === 'removedUnproven') return { ...line, action: { label: t('banner.device'), run: () => goTo('/device') } };
  if (why !== 'unknownDevice') return line;
  if (!workshop.mayAskAgain.value) return { ...line, text: t('banner.unknownDevice.link') };
  const ask = () => workshop.askAgain().catch((error: unknown) => showToast(wordsForFailure(error)));
  return { ...line, action: { label: t('banner.askAgain'), run: () => void ask() } };
}

/** The server was set back: what this device has from later is sent again by itself. */
function setBackLine({ workshop }: OpenMap): BannerLine | undefined {
  const to = workshop.setBackTo.value;
  if (to === undefined) return undefined;
  const text = to === 'unknown' ? t('banner.setBack.unknown') : t('banner.setBack', { day: dayInWords(new Date(to).toISOString().slice(0, 10)) });
  return { id: 'setBack', kind: 'trouble', symbol: 'warning', tone: 'wait', text, action: { label: t('banner.setBack.read'), run: () => workshop.dismissSetBack() } };
}

/** Only the people of the own network can help, so it says what to ask them for. */
function blockedLine(open: OpenMap): BannerLine | undefined {
  if (!open.workshop.isLiveBlocked.value) return undefined;
  const { value: state } = open.saveState;
  const kept = state === 'offlineNotKept' ? ` ${t('banner.liveBlocked.notKept')}` : state === 'offlineKept' ? ` ${t('banner.liveBlocked.kept')}` : '';
  const isLost = state === 'offlineNotKept';
  return { id: isLost ? 'blockedNotKept' : 'blocked', kind: isLost ? 'trouble' : 'connection', symbol: 'warning', tone: isLost ? 'bad' : 'wait', text: `${t('banner.liveBlocked', { host: location.host })}${kept}` };
}

/** The browser does not open its storage: nothing is lost while the page is open and the server reached. */
function copyLine(open: OpenMap): BannerLine | undefined {
  return open.workshop.copyTrouble.value === undefined ? undefined : { id: 'copyTrouble', kind: 'trouble', symbol: 'warning', tone: 'wait', text: t('banner.copyTrouble') };
}

/** Opened too often, or the workshop is full: only closing a tab helps, so it comes before "You are offline". */
function connectionLine(words: string | undefined): BannerLine | undefined {
  return words === undefined ? undefined : { id: 'connectionRefusal', kind: 'connection', symbol: 'warning', tone: 'wait', text: words };
}

function isFrozen({ workshop }: OpenMap): boolean {
  return workshop.facts.meta.value?.frozen === true;
}

/** The map is locked: who does not know it begins an edit that goes nowhere, so it comes before what others ask. */
function frozenLine(open: OpenMap): BannerLine | undefined {
  const isFacilitator = open.workshop.me.value.role === 'facilitator';
  return isFrozen(open) ? { id: 'frozen', kind: 'me', symbol: 'freeze', tone: 'neutral', text: t(isFacilitator ? 'freeze.banner.facilitator' : 'freeze.banner') } : undefined;
}

function readingLine(open: OpenMap): BannerLine | undefined {
  // In a break the line of the session says so.
  if (!isFrozen(open) && !isResting(open.workshop.session.state.value) && open.access.value === 'readOnly') {
    return { id: 'reading', kind: 'me', symbol: 'observer', tone: 'neutral', text: t(open.talk.mayComment.value && !open.talk.isListenOnly.value ? 'banner.reading.voice' : 'banner.reading', { role: roleWord(open.workshop.me.value.role) }) };
  }
  return undefined;
}

function waitingLine(open: OpenMap, onPeople: () => void): BannerLine | undefined {
  if (open.workshop.me.value.role !== 'facilitator') return undefined;
  const count = waitingIn(open.workshop).length;
  if (count === 0) return undefined;
  return { id: 'waiting', kind: 'me', count, symbol: 'people', tone: 'wait', text: t('waiting.banner', { count }), action: { label: t('waiting.banner.show'), run: onPeople } };
}

function endLine(open: OpenMap): BannerLine | undefined {
  const days = daysBetween(today(), open.workshop.facts.meta.value?.endsOn ?? open.workshop.entry.endsOn);
  // The last day goes on elsewhere for some hours.
  if (days < 0) return { id: 'over', kind: 'me', symbol: 'archive', tone: 'neutral', text: t('banner.over') };
  // A practice says itself that nothing of it is kept.
  if (!(days <= REMIND_DAYS) || open.workshop.entry.practiceOf !== undefined) return undefined;
  return { id: 'ends', kind: 'me', symbol: 'archive', tone: 'neutral', text: t('banner.ends', { count: days }) };
}

/** Somebody would write for me. */
function scribeRequestLine(open: OpenMap, onPeople: () => void): BannerLine | undefined {
  const asker = [...open.workshop.facts.participants.value.values()].find((one) => one.state === 'in' && one.asksToActFor === open.workshop.entry.participant);
  const nickname = asker && open.workshop.facts.roster.value.get(asker.participant)?.nickname;
  if (nickname === undefined) return undefined;
  return { id: 'asksToWrite', kind: 'me', symbol: 'edit', tone: 'neutral', text: t('banner.asksToWrite', { nickname }), action: { label: t('banner.asked.answer'), run: onPeople } };
}

/** For whom I write. */
function scribeLine(open: OpenMap): BannerLine | undefined {
  const helped = open.workshop.facts.participants.value.get(open.workshop.entry.participant)?.actsFor;
  const nickname = helped === undefined ? undefined : open.workshop.facts.roster.value.get(helped)?.nickname;
  return nickname === undefined ? undefined : { id: 'actsFor', kind: 'me', symbol: 'edit', tone: 'neutral', text: t('banner.actsFor', { nickname }) };
}

/** The invitation to find one's partner, or to answer who asks. */
function pairLine(open: OpenMap, onPairs: () => void): BannerLine | undefined {
  if (!isPartnerMissing(open)) return undefined;
  const asked = askedPair(open);
  const asker = asked?.askedBy === undefined ? undefined : open.workshop.facts.roster.value.get(asked.askedBy)?.nickname;
  // Who asks has no name yet: nothing else is so meanwhile.
  if (asked && !asker) return undefined;
  if (asker) return { id: 'asked', kind: 'me', symbol: 'both', tone: 'neutral', text: t('banner.asked', { name: asker }), action: { label: t('banner.asked.answer'), run: onPairs } };
  return { id: 'noPair', kind: 'me', symbol: 'both', tone: 'neutral', text: t('banner.noPair'), action: { label: t('agree.find'), run: onPairs } };
}

/** Somebody asks which stages my pair decides about, and my half has not answered. */
function scopeLine(open: OpenMap, onPairs: () => void): BannerLine | undefined {
  const speaker = open.agreement.speaker.value;
  const asked = open.agreement.myPair.value?.askedScope;
  if (!asked || speaker.can !== 'speak' || asked.yes.includes(speaker.side)) return undefined;
  const name = open.workshop.facts.roster.value.get(asked.by)?.nickname;
  return name === undefined ? undefined : { id: 'askedScope', kind: 'me', symbol: 'both', tone: 'neutral', text: t('banner.askedScope', { name }), action: { label: t('banner.asked.answer'), run: onPairs } };
}

/** The workshop, and where the actions of the line lead. */
export interface BannerProps {
  readonly open: OpenMap;
  readonly onRefused: () => void;
  readonly onPeople: () => void;
  readonly onPairs: () => void;
}

/** All that a person must know now, the most urgent first. */
export function bannerLines({ open, onRefused, onPeople, onPairs }: BannerProps): readonly BannerLine[] {
  const blocked = blockedLine(open);
  const saving = savingLine(open, onRefused);
  const lines = [
    connectionLine(open.workshop.connectionRefusal.value),
    blocked,
    // That one is offline, and whether words are kept, is in the words before.
    blocked && saving?.id.startsWith('offline') ? undefined : saving,
    saving?.id.startsWith('denied') ? undefined : deniedLine(open),
    copyLine(open),
    setBackLine(open),
    waitingLine(open, onPeople),
    frozenLine(open),
    scribeRequestLine(open, onPeople),
    scopeLine(open, onPairs),
    scribeLine(open),
    readingLine(open),
    endLine(open),
    pairLine(open, onPairs),
  ];
  return lines.filter((line) => line !== undefined);
}

/** Parts that both of my pair agreed to, that say something else now and wait for my answer: what waits for my partner alone is asked of them. Announced where it happens (announcements/reopened.ts). */
function changedLine(open: OpenMap): BannerLine | undefined {
  const { agreement } = open;
  if (!agreement.myPair.value) return undefined;
  const count = agreement.partsWithStatements.value.filter((part) => {
    const mine = agreement.mine(part);
    return 'changedSince' in mine && mine.changedSince && agreement.waitsForMe(part);
  }).length;
  if (count === 0) return undefined;
  const run = () => editorStateOf(open).openDialog({ name: 'walk' });
  return { id: 'changed', kind: 'agreement', count, symbol: 'toAgree', tone: 'neutral', text: t('banner.changed', { count }), action: { label: t('banner.changed.show'), run } };
}

/** Parts that wait for my yes again because only words around them changed: one question for all that one rename touches. */
function aroundLine(open: OpenMap): BannerLine | undefined {
  const count = aroundChanged(open.agreement).length;
  if (count === 0) return undefined;
  const run = () => editorStateOf(open).openDialog({ name: 'around' });
  return { id: 'around', kind: 'agreement', count, symbol: 'aroundChanged', tone: 'neutral', text: t('banner.around', { count }), action: { label: t('banner.asked.answer'), run } };
}

/** The lines that are shown here and now; a missing partner is a sign in the header where there is room for one. */
function useShownLines(props: BannerProps): readonly BannerLine[] {
  const isPhone = useMedia(PHONE_QUERY);
  const { open } = props;
  const away = putAwayIn(open).value;
  const changed = [changedLine(open), aroundLine(open)].filter((line) => line !== undefined);
  const lines = [...bannerLines(props), ...changed];
  const ids = lines.map(({ id }) => id).join(' ');
  useEffect(() => forgetOthers(open, new Set(ids.split(' '))), [open, ids]);
  return lines.filter(({ id, text }) => away.get(id) !== text && (isPhone || id !== 'noPair'));
}

/** The line under the header, when there is something to say. */
export function Banner(props: BannerProps): ComponentChildren {
  const shown = useShownLines(props);
  const [turned, setTurned] = useState({ first: '', to: '' });
  const first = shown[0]?.id ?? '';
  // Who went on to another line comes back to the first as soon as something more urgent is so.
  const at = Math.max(0, turned.first === first ? shown.findIndex(({ id }) => id === turned.to) : 0);
  const said = shown[at];
  if (!said) return null;
  const next = shown[(at + 1) % shown.length];
  const away = () => {
    putAway(props.open, said);
    setTurned({ first: '', to: '' });
  };
  return (
    <section class={`pw-banner pw-banner--${said.tone}`} aria-label={t('banner.region')}>
      {/* Another line is another element: whoever is at its button must not press that of the next one unawares. */}
      <div class="pw-banner__line" key={said.id}>
        <Symbol name={said.symbol} size={1.125} />
        <p>{said.text}</p>
        {said.action && (
          <button type="button" class="pw-button pw-button--plain pw-button--small" onClick={said.action.run}>
            {said.action.label}
          </button>
        )}
      </div>
      {next && next !== said && (
        <button type="button" class="pw-button pw-button--quiet pw-button--small pw-banner__next" onClick={() => setTurned({ first, to: next.id })}>
          {t('banner.next', { index: at + 1, count: shown.length })}
        </button>
      )}
      <button type="button" key={`away ${said.id}`} class="pw-button pw-button--quiet pw-button--small pw-banner__away" aria-label={t('banner.putAway', { text: said.text })} title={t('banner.putAway.short')} onClick={away}>
          <Symbol name="close" size={1} />
        </button>
    </section>
  );
}
