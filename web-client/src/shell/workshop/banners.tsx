/**
 * The calm line under the header for what a person must know now: offline, people who wait, frozen, reading only, refused words, the end
 * date. One is shown at a time, the most urgent first, so that it never pushes the map away; each is also said
 * (announcements/banners.ts). Owns the lines and their order.
 */
import type { ComponentChildren } from 'preact';
import { wordsForFailure } from '../../editor/words/failure-words';
import { dayInWords, t, type PlainKey } from '../../i18n/translate';
import { partnerSide, sideIn } from '../../model/pairs';
import { showToast, type NoticeKind } from '../../notice/notice';
import type { SaveState } from '../../sync/status';
import { Symbol } from '../../styles/symbol';
import type { SymbolName } from '../../styles/symbols';
import { roleWord } from '../../ui/who';
import type { OpenMap } from '../../workshop/open';
import type { TokenRefusal } from '../../workshop/tokens';
import { goTo } from '../common/route';
import { today } from '../common/today';
import { daysBetween } from './common/days';
import { waitingIn } from './common/waiting';

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

function rightsLine(open: OpenMap): BannerLine | undefined {
  const frozen = open.workshop.facts.meta.value?.frozen === true;
  const isFacilitator = open.workshop.me.value.role === 'facilitator';
  if (frozen) return { id: 'frozen', kind: 'me', symbol: 'freeze', tone: 'neutral', text: t(isFacilitator ? 'freeze.banner.facilitator' : 'freeze.banner') };
  if (open.access.value === 'readOnly') {
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
  if (!(days <= REMIND_DAYS)) return undefined;
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
  const me = open.workshop.entry.participant;
  if (partnerSide(open.workshop.me.value.role) === undefined || open.agreement.myPair.value || !open.workshop.facts.meta.value) return undefined;
  const asked = open.workshop.facts.pairs.value.find((pair) => pair.state === 'asked' && pair.askedBy !== me && sideIn(pair, me));
  const asker = asked?.askedBy === undefined ? undefined : open.workshop.facts.roster.value.get(asked.askedBy)?.nickname;
  // Who asks has no name yet: nothing else is so meanwhile.
  if (asked && !asker) return undefined;
  if (asker) return { id: 'asked', kind: 'me', symbol: 'both', tone: 'neutral', text: t('banner.asked', { name: asker }), action: { label: t('banner.asked.answer'), run: onPairs } };
  return { id: 'noPair', kind: 'me', symbol: 'both', tone: 'neutral', text: t('banner.noPair'), action: { label: t('agree.find'), run: onPairs } };
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
    scribeRequestLine(open, onPeople),
    scribeLine(open),
    rightsLine(open),
    endLine(open),
    pairLine(open, onPairs),
  ];
  return lines.filter((line) => line !== undefined);
}

/** The line under the header, when there is something to say. */
export function Banner(props: BannerProps): ComponentChildren {
  const [said] = bannerLines(props);
  if (!said) return null;
  return (
    // Another line is another element: whoever is at its button must not press that of the next one unawares.
    <div class={`pw-banner pw-banner--${said.tone}`} key={said.id}>
      <Symbol name={said.symbol} />
      <p>{said.text}</p>
      {said.action && (
        <button type="button" class="pw-button pw-button--plain" onClick={said.action.run}>
          {said.action.label}
        </button>
      )}
    </div>
  );
}
