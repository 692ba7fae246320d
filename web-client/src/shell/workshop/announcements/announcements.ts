/**
 * What is said about a running workshop: who joins and leaves, what others change, and when the connection goes and
 * comes back. Owns the gathering of bursts into one sentence; each kind can be silenced (notice/notice.ts).
 */
import { effect } from '@preact/signals';
import { listInWords, t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import type { OpenMap } from '../../../workshop/open';
import { roleWord } from '../../../ui/who';
import { nicknameInWords } from '../common/change-words';
import { holdWhileWriting } from './hold-while-writing';
import { announceAgreement } from './agreement';
import { announceBanners, type SaidLine } from './banners';
import { announceEdits } from './edits';
import { announceLead } from './lead';
import { announcePair } from './pair';
import { announceReopened } from './reopened';
import { announceSession } from './session';
import { announceVotes } from './votes';
import { announceTalk } from './talk';
import { Pace, type Teller } from './pace';

/** How long somebody may be away before it is said, so that a flickering line is not news, in milliseconds. */
const PEOPLE_GATHER_MS = 3_000;

function announcePeople(open: OpenMap, pace: Pace): () => void {
  let known: ReadonlyMap<string, string> | undefined;
  const others = () => new Map(open.presence.people.peek().filter((person) => !person.isMe).map((person) => [person.participant, nicknameInWords(person)]));
  const say = () => {
    // While I am offline I see nobody; that is no news about them.
    if (open.workshop.connection.peek() !== 'connected') return 'nothing';
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
    if (sentence === '') return 'nothing';
    showToast(sentence, { kind: 'people' });
    return 'said';
  };
  const teller: Teller = { kind: 'people', gatherMs: PEOPLE_GATHER_MS, say };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const here = open.presence.people.value;
    if (open.workshop.connection.value !== 'connected') return;
    if (known === undefined) {
      // Whom I find is no news; they are told to me one after another.
      timer ??= setTimeout(() => {
        timer = undefined;
        if (open.workshop.connection.peek() === 'connected') known = others();
      }, PEOPLE_GATHER_MS);
      return;
    }
    // Only for who comes and goes: cursors move ten times a second, and nobody's arrival must wait for them to rest.
    const before = known;
    const now = here.filter((person) => !person.isMe);
    if (now.length !== before.size || now.some((person) => !before.has(person.participant))) pace.ask(teller);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** The server's own notices; those that the light, a banner or another page tells already are left to them. */
function announceNotices(open: OpenMap): () => void {
  return open.onNotice((notice) => {
    switch (notice.code) {
      case 'thawed':
        // Who pressed the button has heard it already.
        if (open.workshop.me.peek().role !== 'facilitator') showToast(t('freeze.undone'), { kind: 'me' });
        return;
      case 'tooFast':
      case 'identity':
      case 'full':
        showToast(notice.message);
        return;
      case 'storeDown':
      case 'storeUp':
      case 'removed':
      case 'frozen':
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
    showToast(t('announce.role', { role: roleWord(role) }), { kind: 'me' });
  });
}

/** Says all of it until stopped; `bannerLines` gives what the banner can show now. */
export function startAnnouncements(open: OpenMap, bannerLines: () => readonly SaidLine[]): () => void {
  const pace = new Pace();
  const stops = [
    holdWhileWriting(open.map), announceEdits(open, pace), announcePeople(open, pace), announceAgreement(open, pace), announceTalk(open, pace), announcePair(open), announceReopened(open),
    announceBanners(open, bannerLines), announceNotices(open), announceRole(open), announceSession(open.workshop), announceLead(open), announceVotes(open.workshop), () => pace.stop(),
  ];
  return () => stops.forEach((stop) => stop());
}
