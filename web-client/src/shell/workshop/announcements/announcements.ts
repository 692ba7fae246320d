/**
 * What is said about a running workshop: who joins and leaves, what others change, and when the connection goes and
 * comes back. Owns the gathering of bursts into one sentence; each kind can be silenced (notice/notice.ts).
 */
import { computed, effect } from '@preact/signals';
import { listInWords, t } from '../../../i18n/translate';
import { announce, showToast } from '../../../notice/notice';
import type { PartRef } from '../../../model/schema';
import type { SaveState } from '../../../sync/status';
import type { OpenMap } from '../../../workshop/open';
import { roleWord } from '../../../ui/who';
import { changeInWords, nicknameInWords } from '../common/change-words';
import { holdWhileWriting } from './hold-while-writing';
import { announceAgreement } from './agreement';
import { announcePair } from './pair';
import { announceReopened } from './reopened';
import { announceTalk } from './talk';
import { waitingIn } from '../common/waiting';

/** How long others' edits are gathered into one sentence, in milliseconds. */
const EDITS_GATHER_MS = 4_000;
/** How long somebody may be away before it is said, so that a flickering line is not news, in milliseconds. */
const PEOPLE_GATHER_MS = 3_000;

function announceEdits(open: OpenMap): () => void {
  const waiting = new Map<string, PartRef>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    announce(changeInWords(open.map, [...waiting.values()], open.presence.people.peek()), 'edits');
    waiting.clear();
  };
  const stop = open.map.subscribe((change) => {
    // The first arrival of the document is not somebody's edit.
    if (change.mine || !open.ready.peek() || open.saveState.peek() === 'opening') return;
    for (const part of change.parts) waiting.set(`${part.kind}:${part.id}`, part);
    if (waiting.size > 0) timer ??= setTimeout(say, EDITS_GATHER_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function announcePeople(open: OpenMap): () => void {
  let known: ReadonlyMap<string, string> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const others = () => new Map(open.presence.people.peek().filter((person) => !person.isMe).map((person) => [person.participant, nicknameInWords(person)]));
  const say = () => {
    const before = known ?? new Map<string, string>();
    const now = others();
    const joined = [...now].filter(([id]) => !before.has(id)).map(([, name]) => name);
    const left = [...before].filter(([id]) => !now.has(id)).map(([, name]) => name);
    known = now;
    const words = [
      joined.length > 0 ? t('announce.joined', { people: listInWords(joined) }) : '',
      left.length > 0 ? t('announce.left', { people: listInWords(left) }) : '',
    ];
    const sentence = words.filter((word) => word !== '').join(' ');
    if (sentence !== '') showToast(sentence, { kind: 'people' });
  };
  const stop = effect(() => {
    void open.presence.people.value;
    // While I am offline I see nobody; that is no news about them.
    if (open.workshop.connection.value !== 'connected') return;
    // Never put off: cursors move ten times a second, and somebody's arrival must not wait for them to rest.
    timer ??= setTimeout(() => {
      timer = undefined;
      if (open.workshop.connection.peek() !== 'connected') return;
      if (known === undefined) known = others();
      else say();
    }, PEOPLE_GATHER_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

const OFFLINE: readonly SaveState[] = ['offlineNothingWaiting', 'offlineKept', 'offlineNotKept'];

function announceConnection(open: OpenMap): () => void {
  let wasOffline = false;
  return effect(() => {
    const state = open.saveState.value;
    if (OFFLINE.includes(state)) {
      if (!wasOffline) announce(t('announce.offline'), 'connection');
      wasOffline = true;
    } else if (state === 'saved' && wasOffline) {
      announce(t('announce.online'), 'connection');
      wasOffline = false;
    }
  });
}

/** The page is older than the server: told once, whatever is silenced, because nothing of mine is sent any more. */
function announceReload(open: OpenMap): () => void {
  const isNeeded = computed(() => open.saveState.value.startsWith('reload'));
  return effect(() => {
    if (isNeeded.value) announce(t(open.saveState.peek() === 'reloadNotKept' ? 'banner.reload.notKept' : 'banner.reload'));
  });
}

/** The server's own notices; those that the light, a banner or another page tells already are left to them. */
function announceNotices(open: OpenMap): () => void {
  return open.onNotice((notice) => {
    switch (notice.code) {
      case 'frozen':
      case 'thawed':
        // Who pressed the button has heard it already.
        if (open.workshop.me.peek().role === 'facilitator') return;
        // While it lasts a banner shows it, so freezing is only spoken.
        if (notice.code === 'frozen') announce(t('freeze.banner'));
        else showToast(t('freeze.undone'));
        return;
      case 'tooFast':
      case 'identity':
        showToast(notice.message);
        return;
      case 'storeDown':
      case 'storeUp':
      case 'removed':
      // The workshop document tells of it, also where the rights stay the same.
      case 'role':
        return;
    }
  });
}

/** A facilitator has given me another role: it counts already, and I am told, wherever I am. */
function announceRole(open: OpenMap): () => void {
  let before = open.workshop.me.peek().role;
  return effect(() => {
    const { role } = open.workshop.me.value;
    if (role === before) return;
    before = role;
    showToast(t('announce.role', { role: roleWord(role) }));
  });
}

/** Facilitators hear at once that somebody waits. */
function announceWaiting(open: OpenMap): () => void {
  let before = 0;
  return effect(() => {
    const count = open.workshop.me.value.role === 'facilitator' ? waitingIn(open.workshop).length : 0;
    if (count > before) announce(t('waiting.banner', { count }));
    before = count;
  });
}

/** Says all of it until stopped. */
export function startAnnouncements(open: OpenMap): () => void {
  const stops = [holdWhileWriting(), announceEdits(open), announcePeople(open), announceAgreement(open), announcePair(open), announceReopened(open), announceTalk(open), announceConnection(open), announceReload(open), announceNotices(open), announceRole(open), announceWaiting(open)];
  return () => stops.forEach((stop) => stop());
}
