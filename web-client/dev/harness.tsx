/**
 * A page to work on the map, the list and the editor without a server: a local document, made-up people, and what the
 * address asks for (`?view=list&agree=1&steps=2500&role=observer&frozen=1&people=3&empty=1`). Not part of the product's build;
 * the browser scripts in this folder drive it through `window.harness`.
 */
import '../src/styles/main.scss';
import { talkFor } from '../test/helpers';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { useState } from 'preact/hooks';
import * as Y from 'yjs';
import { EditorState } from '../src/editor/state/editor-state';
import { EditorFrame } from '../src/editor/frame';
import { ListView } from '../src/list/list-view';
import { MapView } from '../src/map/map-view';
import { MapModel } from '../src/model/map';
import type { Role } from '../src/model/people';
import { UndoHistory } from '../src/model/undo';
import type { MyPresence, Peer, PersonHere } from '../src/presence/presence';
import { PrintView } from '../src/print/print-view';
import { agreementOn } from '../test/helpers';
import { LiveRegion, Toasts } from '../src/shell/common/live-region';
import type { Access } from '../src/sync/collab';
import { seedAgreement } from './agree';
import { seedCardiac, seedMany } from './seed';

const asked = new URLSearchParams(location.search);
const doc = new Y.Doc();
const map = new MapModel(doc);
const before = performance.now();
if (asked.has('steps')) seedMany(map, Number(asked.get('steps')));
else if (!asked.has('empty')) seedCardiac(map);
const seededMs = performance.now() - before;

const today = new Date();
const mine: MyPresence = {};
const peers = signal<readonly Peer[]>([]);
const people = signal<readonly PersonHere[]>([
  { participant: 'me', nickname: 'Me', role: 'facilitator', side: undefined, isMe: true, mark: 0, at: mine },
  { participant: 'ann', nickname: 'Ann', role: 'patientLeader', side: 'patient', isMe: false, mark: 1, at: {} },
  { participant: 'bo', nickname: 'Dr Bo', role: 'professional', side: 'professional', isMe: false, mark: 2, at: {} },
]);
const role = (asked.get('role') ?? 'facilitator') as Role;
const access = signal<Access>(asked.has('frozen') || role === 'observer' ? 'readOnly' : 'readWrite');
const kit = agreementOn(map, { participant: 'me', role: (asked.get('role') ?? 'facilitator') as Role });
const { agreement } = kit;
if (asked.has('agree')) seedAgreement(map, kit);
const editor = new EditorState({
  agreement, names: signal(new Map([['me', { nickname: 'Me' }], ['ann', { nickname: 'Ann' }], ['bo', { nickname: 'Dr Bo' }], ['cai', { nickname: 'Cai' }], ['dee', { nickname: 'Dee' }]])),
  map, undo: new UndoHistory(map), access, frozen: signal(asked.has('frozen')), role: signal(role), talk: talkFor({ role }).talk,
  presence: { people, peers, show: (change) => { Object.assign(mine, change); }, showAgain: () => undefined, destroy: () => undefined },
});

function Page() {
  const [view, setView] = useState(asked.get('view') ?? 'map');
  if (view === 'print') return <PrintView map={map} agreement={agreement} title="Redesign our local cardiac service" challenge="People feel lost between hospital and home" on={today} />;
  return (
    <div class={`pw-workshop pw-workshop--${view}`} style={view === 'map' ? { height: '100dvh', display: 'flex', flexDirection: 'column' } : {}}>
      <header style={{ display: 'flex', gap: '1rem', alignItems: 'center', padding: '0.5rem 1rem' }}>
        <strong style={{ flex: 1 }}>Redesign our local cardiac service</strong>
        <button type="button" class="pw-button pw-button--plain" onClick={() => setView(view === 'map' ? 'list' : 'map')}>{view === 'map' ? 'List' : 'Map'}</button>
      </header>
      <main style={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <EditorFrame editor={editor}>{view === 'map' ? <MapView editor={editor} /> : <ListView editor={editor} />}</EditorFrame>
      </main>
      <LiveRegion />
      <Toasts />
    </div>
  );
}

Object.assign(window, { harness: { doc, map, editor, peers, people, mine, access, seededMs } });
const root = document.querySelector('#root');
if (root) render(<Page />, root);
