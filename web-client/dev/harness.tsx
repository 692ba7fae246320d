/**
 * A page to work on the map, the list and the editor without a server: a local document, made-up people, and what the
 * address asks for (`?view=list&pathway&linkWords&agree=1&steps=2500&role=observer&frozen=1&offline=1&people=25&empty=1&maps=1&panel=maps&pairs=asked&names=long&session=silent&run=1&activity=1`: `session` is the mode that is on, `notes=writing|share|shared` and without names `unnamed`, `unnamed-share`, `unnamed-given`, `unnamed-few`, `unnamed-anew`, `unnamed-shown`, `unnamed-tooFew`, `vote=dots` a kind of vote that is open, or `closed`). Not part of the product's build;
 * the browser scripts in this folder drive it through `window.harness`.
 */
import '../src/styles/main.scss';
import { talkFor } from '../test/helpers';
import { computed, signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as Y from 'yjs';
import { isBarAway } from '../src/editor/state/bar';
import { EditorState } from '../src/editor/state/editor-state';
import { EditorFrame } from '../src/editor/frame';
import { ListView } from '../src/list/list-view';
import { MapView } from '../src/map/map-view';
import { MapModel } from '../src/model/map';
import type { Role } from '../src/model/people';
import { UndoHistory } from '../src/model/undo';
import type { MyPresence, Peer, PersonHere } from '../src/presence/presence';
import { PrintView } from '../src/print/print-view';
import { agreementOn, openMapOf } from '../test/helpers';
import '../test/words';
import { Banner } from '../src/shell/workshop/banners';
import { PanelView } from '../src/shell/workshop/panel-view';
import type { PanelName } from '../src/shell/workshop/panels';
import { WorkshopHeader } from '../src/shell/workshop/header';
import { LiveRegion, Toasts } from '../src/shell/common/live-region';
import type { AgendaItem } from '../src/workshop/facts';
import type { OpenMap } from '../src/workshop/open';
import { followTyping } from '../src/ui/identifiers/follow-typing';
import type { Access } from '../src/sync/collab';
import { seedAgreement } from './agree';
import { ANN, BO } from './names';
import { askForStages, PairsPanel } from './pairs';
import { NOT_SORTED } from '../src/model/session/idea-sorting';
import { IdeasHere } from '../src/workshop/session/ideas-here';
import { NotesModel } from '../src/model/session/my-notes';
import type { Idea, Writing } from '../src/model/session/shared-notes';
import type { Reveal } from '../src/model/session/reveals';
import { NO_SESSION, type Session } from '../src/model/session/run';
import { NowLine } from '../src/shell/workshop/session/now-line';
import { SessionSide } from '../src/shell/workshop/session/session-side';
import { useSide } from '../src/shell/workshop/session/use-side';
import { seedVotes, votesApi } from './votes';
import { nameLinks, seedCardiac, seedMany, seedPathway } from './seed';

const asked = new URLSearchParams(location.search);
const doc = new Y.Doc();
const map = new MapModel(doc);
const before = performance.now();
if (asked.has('steps')) seedMany(map, Number(asked.get('steps')));
else if (asked.has('pathway')) seedPathway(map, asked.get('pathway') ?? '');
else if (!asked.has('empty')) seedCardiac(map);
if (asked.has('linkWords')) nameLinks(map);
const seededMs = performance.now() - before;

const today = new Date();
const mine: MyPresence = {};
const peers = signal<readonly Peer[]>([]);
const people = signal<readonly PersonHere[]>([
  { participant: 'me', nickname: 'Me', role: 'facilitator', side: undefined, isMe: true, mark: 0, at: mine },
  { participant: 'ann', nickname: ANN, role: 'patientLeader', side: 'patient', isMe: false, mark: 1, at: {} },
  { participant: 'bo', nickname: BO, role: 'professional', side: 'professional', isMe: false, mark: 2, at: {} },
  ...Array.from({ length: Math.max(0, Number(asked.get('people') ?? 3) - 3) }, (_, at): PersonHere => ({ participant: `p${at}`, nickname: `Person ${at + 1}`, role: at % 2 ? 'carer' : 'professional', side: at % 2 ? 'patient' : 'professional', isMe: false, mark: at % 8, at: {} })),
]);
if (asked.has('people')) {
  peers.value = people.value.slice(1).map((person, at) => ({ client: at + 1, participant: person.participant, view: 'map', cursor: { x: 120 + (at * 137) % 1100, y: 60 + (at * 89) % 560 } }));
}
const role = (asked.get('role') ?? 'facilitator') as Role;
const access = signal<Access>(asked.has('frozen') || role === 'observer' ? 'readOnly' : 'readWrite');
const kit = agreementOn(map, { participant: 'me', role: (asked.get('role') ?? 'facilitator') as Role });
const { agreement } = kit;
if (asked.has('agree')) seedAgreement(map, kit);
if (asked.get('pairs') === 'asked') askForStages(map, kit);
const shared = writingAlone();
const editor = new EditorState({
  agreement, ideas: new IdeasHere({ session: shared, map, id: 'm' }), names: signal(new Map([['me', { nickname: 'Me' }], ['ann', { nickname: ANN }], ['bo', { nickname: BO }], ['cai', { nickname: 'Cai' }], ['dee', { nickname: 'Dee' }]])),
  map, undo: new UndoHistory(map), access, frozen: signal(asked.has('frozen')), role: signal(role), talk: talkFor({ role }).talk,
  presence: { people, peers, show: (change) => { Object.assign(mine, change); }, showAgain: () => undefined, destroy: () => undefined },
});

/** The maps of the workshop, with `maps` in the address. */
const MAPS = [{ id: 'm', name: '', kind: 'future', isRemoved: false }, { id: 'n', name: 'How it is in our town today', kind: 'current', isRemoved: false }, { id: 'o', name: 'First try', kind: 'future', isRemoved: true }];

/** A session with its second activity on, with `session` in the address. */
const AGENDA: readonly AgendaItem[] = asked.has('noAgenda') ? [] : [
  { id: 'a', min: 10, title: 'Welcome and how we work together', mode: 'plenary', opens: 'patient', says: 'Say your name, your role, and one thing that helps you take part today.' },
  { id: 'b', min: 15, title: 'Goals first: write alone, then read out', mode: 'silent', opens: 'patient', says: 'Write alone, one goal on each note: what should people be able to do again?', about: 'question:What should people be able to do again?', notes: asked.get('notes')?.startsWith('unnamed') ? 'anonymous' : 'named' },
  { id: 'c', min: 20, title: 'Walk the current map stage by stage', mode: 'round_robin', opens: 'patient', says: 'Take turns: say what happens at each stage now, and how it feels.', about: 'map:map' },
  { id: 'd', min: 10, title: 'Break', mode: 'break', opens: 'none' },
  { id: 'e', min: 40, title: 'Small mixed groups design better steps', mode: 'breakout', opens: 'professional' },
  { id: 'f', min: 15, title: 'Choose three or four changes', mode: 'vote', opens: 'patient' },
];
const state = signal<Session>(asked.has('session') ? {
  current: 'b', beganAt: Date.now() - 900_000, endedAt: undefined, editInBreak: false,
  activities: new Map([
    ['a', { ...AGENDA[0]!, addedMin: 0, startedAt: Date.now() - 900_000, ranMs: 715_000 }],
    ['b', { ...AGENDA[1]!, ...(asked.get('session') === '1' ? {} : { mode: asked.get('session') ?? '' }), addedMin: 0, startedAt: Date.now() - 242_000, ranMs: 0, since: Date.now() - 242_000 }],
  ]),
} : NO_SESSION);
/** What leads the room: `hands`, `said` (a message), `call` and `turns` (whose turn it is: `me`, `ann`) in the address. */
const everybody = people.value.map(({ participant }) => participant);
const lead = {
  hands: signal(asked.has('hands') ? everybody.slice(1, 1 + Number(asked.get('hands'))) : []),
  messages: signal(asked.has('said') ? [{ id: 'said', text: 'Two more minutes, then we hear from everybody.', by: 'bo', at: Date.now() }] : []),
  call: signal(asked.has('call') ? { map: 'm', view: 'map', ...(asked.get('call') === '1' ? {} : { part: { kind: 'step', id: map.reading.value[Number(asked.get('call'))] ?? '' } }), by: asked.get('by') ?? 'bo', at: 1 } : undefined),
  round: signal(asked.has('turns') ? { now: asked.get('turns') ?? 'ann', waiting: everybody.filter((one) => one !== asked.get('turns')), done: [], passed: [] } : undefined),
};
const session = { state, lead, alone: signal([]), votes: signal(seedVotes(asked.get('vote'))), current: computed(() => { const id = state.value.current; return id === undefined ? undefined : { ...state.value.activities.get(id)!, id }; }), actions: signal([{ id: 'a', text: 'Ask the practice for a named nurse', owner: 'ann', due: '2027-03-31', isDone: false, at: 1 }, { id: 'b', text: 'Print the map for the waiting room', owner: '', due: '', isDone: true, at: 2 }]), callLink: signal({ link: asked.has('callLink') ? 'https://call.example/heart' : '', phone: asked.has('callLink') ? '0113 496 0000, then 12#' : '' }), now: () => Date.now(), ...shared };

/** Notes of mine, counts and ideas, as `notes` in the address asks: `writing`, `share` or `shared`, and the same without names. */
function writingAlone() {
  const model = new NotesModel(new Y.Doc());
  const at = asked.get('notes');
  if (at) {
    model.add('Walk to the shop and back without planning a rest', { kind: 'stage', id: map.stages.value[1]?.id ?? '' });
    model.add('Know who to call on a Sunday', undefined);
  }
  const stage = map.stages.value[2]?.id ?? '';
  const isUnnamed = at === 'unnamed-shown';
  const idea = (id: string, text: string, by: string, about?: { readonly kind: 'stage'; readonly id: string }): Idea => ({ id, text, activity: 'b', by: isUnnamed ? '' : by, side: isUnnamed ? undefined : by === 'bo' ? 'professional' : 'patient', note: isUnnamed ? '' : id, about, at: 0 });
  const ideas = at === 'shared' || isUnnamed ? [idea('i1', 'One name and one number for everything', 'ann', { kind: 'stage', id: stage }), idea('i2', 'A call in the first week at home', 'bo', { kind: 'stage', id: stage }), idea('i3', 'My family is told too', 'ann')] : [];
  const writing: Writing = { patient: { opened: 5, finished: 4 }, professional: { opened: 3, finished: 3 }, givingSince: at === 'writing' || at === 'unnamed' ? undefined : Date.now() };
  const notes = { model, saveState: signal('saved' as const) };
  const reveal: Reveal | undefined = at?.startsWith('unnamed-') ? { state: isUnnamed ? 'shown' : at === 'unnamed-tooFew' ? 'tooFew' : 'open', given: at === 'unnamed-few' ? 2 : 5, kept: isUnnamed ? 'k' : undefined, isAnew: at === 'unnamed-anew' } : undefined;
  return { writing: signal(new Map(at ? [['b', writing]] : [])), ideas: signal(ideas), sorting: signal(NOT_SORTED), reveals: signal(new Map(reveal ? [['b', reveal]] : [])), notes: () => notes };
}

/** Which notes wait to be shown, as the server would say. */
function given() {
  const ids = session.notes().model.notes.value.map(({ id }) => id);
  return Promise.resolve({ given: asked.get('notes') === 'unnamed-given' ? [{ activity: 'b', person: 'me', notes: ids }] : [] });
}

/** As much of an open workshop as header and panels show. */
const open = openMapOf({
  id: 'm', ready: signal(true), api: { votes: votesApi, session: { given, sayHowFar: () => Promise.resolve() } }, session, connection: signal('connected'),
  entry: { workshop: 'w', participant: 'me', endsOn: '2099-01-01', title: 'Redesign our local cardiac service' }, me: signal({ nickname: 'Me', role, side: role === 'professional' ? 'professional' : role === 'patientLeader' || role === 'carer' ? 'patient' : null }), map, agreement, talk: editor.talk, access, undo: editor.undo,
  presence: editor.presence, saveState: signal(asked.has('offline') ? 'offlineKept' : 'saved'), connectionRefusal: signal(undefined), isDenied: signal(false), tokenRefusal: signal(undefined), setBackTo: signal(undefined),
  facts: {
    meta: signal({ title: 'Redesign our local cardiac service', challenge: 'People feel lost between hospital and home', endsOn: '2099-01-01', frozen: asked.has('frozen'), map: 'm', template: '', format: 'joint workshop', discuss: ['Where do people drop out and why?', 'Which step could be at home, in a group or by phone?'], facts: ['Half of all people take part: example.org'] }),
    maps: signal(asked.has('maps') ? MAPS : MAPS.slice(0, 1)), agenda: signal(AGENDA),
    roster: signal(new Map(people.value.map((person, at) => [person.participant, { ...person, side: person.side ?? null, state: 'in', takesPart: 'device', sameDeviceAs: at === 2 ? ['ann'] : [] }]))), participants: signal(new Map(people.value.map((person) => [person.participant, { ...person, state: 'in', ...(person.isMe && asked.has('scribe') ? { actsFor: 'ann' } : {}) }]))), pairs: signal([]),
  },
} as never);

function Page() {
  const [view, setView] = useState(asked.get('view') ?? 'map');
  const side = useSide(open as OpenMap);
  useEffect(() => {
    if (asked.has('run')) side.toggle('run');
    if (asked.has('activity')) side.toggle('activity');
    // As the address says, once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const [panel, setPanel] = useState(asked.get('panel') as PanelName | null);
  if (view === 'print') return <PrintView map={map} agreement={agreement} title="Redesign our local cardiac service" challenge="People feel lost between hospital and home" on={today} size={asked.get('paper') === 'a3' ? 'a3' : 'a4'} />;
  return (
    <div class={`pw-workshop pw-workshop--${view}`} data-bar={isBarAway.value ? 'away' : undefined} style={view === 'map' ? { height: '100dvh', display: 'flex', flexDirection: 'column' } : {}}>
      <WorkshopHeader open={open} view={view === 'list' ? 'list' : 'map'} onView={setView} onPanel={setPanel} onIdeas={() => side.show('ideas')} onRun={() => side.toggle('run')} onPrint={() => undefined} heading={{ current: null }}>
        <Banner open={open} onRefused={() => undefined} onPeople={() => undefined} onPairs={() => undefined} />
        {asked.has('session') && <NowLine open={open as OpenMap} side={side} />}
      </WorkshopHeader>
      <main class="pw-workshop__main" data-side={side.name && 'open'} style={view === 'map' ? { minHeight: 0 } : {}}>
        <EditorFrame editor={editor}>{view === 'map' ? <MapView editor={editor} /> : <ListView editor={editor} />}</EditorFrame>
        {side.name && <SessionSide open={open as OpenMap} name={side.name} onClose={side.close} />}
      </main>
      {panel && <PanelView open={open} name={panel} onClose={() => setPanel(null)} />}
      {asked.has('pairs') && <PairsPanel map={map} kit={kit} role={role} />}
      <LiveRegion />
      <Toasts />
    </div>
  );
}

Object.assign(window, { harness: { doc, map, editor, kit, peers, people, mine, access, seededMs } });
const root = document.querySelector('#root');
followTyping();
if (root) render(<Page />, root);
