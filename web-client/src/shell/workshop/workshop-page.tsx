/**
 * The workshop page: opens the workshop for as long as it is shown, frames the map and the list, and holds the open
 * dialog. Owns which view and which dialog is shown; what is in the map belongs to the views.
 */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { isBarAway } from '../../editor/state/bar';
import { editorStateOf } from '../../editor/state/editor-state-of';
import { feature, FeatureView, loadAhead } from '../../ui/feature';
import { t } from '../../i18n/translate';
import { clearToasts } from '../../notice/notice';
import type { OpenMap, OpenWorkshop } from '../../workshop/open';
import type { StopReason } from '../../sync/collab';
import type { DeviceEntry } from '../../workshop/device';
import { SkipLink, usePage } from '../common/page';
import { device } from '../common/services';
import type { BannerProps } from './banners';
import { WorkshopHeader } from './header';
import { titleWithMap } from './common/map-names';
import { keepInAddress, useMapChoice, viewAtFirst, type MapChoice, type View } from './map-choice';
import { askBeforeLoss } from './ask-before-loss';
import { watchUndoKeys } from './undo-words';
import { ListPane, listView, MapPane, mapView, PrintPane } from './views';
import type { PanelName } from './panels';
import { followedIn } from './session/lead/followed';
import { useSide } from './session/use-side';
import { useOpenWorkshop } from './common/use-open-workshop';
import { menuItems } from './workshop-menu';

/** The page in place of a workshop that is not here, or no longer. */
const endedPage = feature(() => import('./ended'), () => import('../../i18n/later/ended'), () => import('../../i18n/later/refused'));
const panelView = feature(() => import('./panel-view'));
/** What a person must know now: there is nothing to know before the workshop is there. */
const banners = feature(() => import('./banners'), () => import('../../i18n/later/banners'));
/** What is on in the session: needed once one has begun. */
const nowLine = feature(() => import('./session/now-line'), () => import('../../i18n/later/session'), () => import('../../i18n/later/run'), () => import('../../i18n/later/lead'));
/** What a practice is, and the people in it. */
const practiceLine = feature(() => import('./practice/practice-line'), () => import('../../i18n/later/practice'));
/** The panel of the session, beside the map. */
const sessionSide = feature(() => import('./session/session-side'), () => import('../../i18n/later/session'), () => import('../../i18n/later/run'), () => import('../../i18n/later/lead'));
/** Nothing is told before there is something to see, so this comes after the first load. */
const announcements = feature(() => import('./announcements/announcements'), () => import('../../i18n/later/announcements'), () => import('../../i18n/later/session'), () => import('../../i18n/later/lead'));

/** What is only said leads nowhere. */
const nowhere = () => undefined;

/** Keeps the address in step with what was chosen, so that a reload shows the same. */
function useView(open: OpenMap, chosen: string | undefined): [View, (view: View) => void] {
  const [view, setView] = useState(viewAtFirst);
  useEffect(() => {
    open.presence.show({ view });
    if (chosen !== undefined) keepInAddress(view, chosen);
  }, [open, view, chosen]);
  const choose = (next: View) => {
    keepInAddress(next, chosen);
    setView(next);
  };
  return [view, choose];
}

/** The line under the header, as soon as its code is there; nothing is shown in its place before. */
function BannerPlace(props: BannerProps) {
  const [module, setModule] = useState(banners.loaded());
  useEffect(() => {
    // The page works without it; the next visit brings it.
    banners.load().then(setModule, () => undefined);
  }, []);
  return module ? <module.Banner {...props} /> : null;
}

/** Whether there is something to say of a session: it has begun, or people are told where to hear one another. */
function isSessionTold({ workshop: { session } }: OpenMap): boolean {
  const { link, phone } = session.callLink.value;
  return session.state.value.beganAt !== undefined || link !== '' || phone !== '';
}

interface RunningProps extends MapChoice {
  readonly open: OpenMap;
  readonly onPanel: (panel: PanelName) => void;
}

function RunningWorkshop({ open, chosen, onPanel }: RunningProps) {
  const [view, setView] = useView(open, chosen);
  const heading = usePage(titleWithMap(open));
  const side = useSide(open);
  const { practiceOf } = open.workshop.entry;
  const hasSession = isSessionTold(open) || followedIn(open.workshop).value !== undefined;
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isOver = false;
    Promise.all([announcements.load(), banners.load()]).then(
      ([{ startAnnouncements }, { bannerLines }]) => {
        stop = isOver ? undefined : startAnnouncements(open, () => bannerLines({ open, onRefused: nowhere, onPeople: nowhere, onPairs: nowhere }));
        return undefined;
      },
      // The page works without it; the next visit brings it.
      () => undefined,
    );
    return () => {
      isOver = true;
      stop?.();
    };
  }, [open]);
  useSignalEffect(() => {
    const { allCommentsRequested } = editorStateOf(open);
    if (!allCommentsRequested.value) return;
    allCommentsRequested.value = false;
    onPanel('talk');
  });
  useSignalEffect(() => {
    if (editorStateOf(open).ideasRequested.value !== undefined) side.show('ideas');
  });
  useEffect(() => {
    void loadAhead(mapView);
    void loadAhead(listView);
    void loadAhead(endedPage);
    void loadAhead(menuItems);
    void loadAhead(panelView);
  }, []);
  useEffect(() => watchUndoKeys(open.undo), [open]);
  useEffect(() => askBeforeLoss(open.isOnlyHere), [open]);
  useSignalEffect(() => {
    const editor = editorStateOf(open);
    const asked = editor.requestedScreen.value;
    if (asked === 'map' || asked === 'list') setView(asked);
    if (asked === 'pairs') onPanel('pairs');
    if (asked) editor.screenShown();
  });
  return (
    <div class={`pw-workshop pw-workshop--${view}`} data-bar={isBarAway.value ? 'away' : undefined}>
      <SkipLink />
      <WorkshopHeader open={open} view={view} onView={setView} onPanel={onPanel} onRun={() => side.toggle('run')} onIdeas={() => side.show('ideas')} onPrint={() => window.print()} heading={heading}>
        <BannerPlace open={open} onRefused={() => onPanel('refused')} onPeople={() => onPanel('people')} onPairs={() => onPanel('pairs')} />
        {practiceOf !== undefined && <FeatureView feature={practiceLine}>{({ PracticeLine }) => <PracticeLine workshop={open.workshop} of={practiceOf} />}</FeatureView>}
        {hasSession && <FeatureView feature={nowLine}>{({ NowLine }) => <NowLine open={open} side={side} />}</FeatureView>}
      </WorkshopHeader>
      <main id="main" tabIndex={-1} class="pw-workshop__main" data-side={side.name && 'open'}>
        {!open.ready.value && <p class="pw-waiting pw-workshop__waiting">{t(open.workshop.connection.value === 'connected' ? 'workshop.opening' : 'workshop.openingOffline')}</p>}
        {open.ready.value && (view === 'map' ? <MapPane open={open} /> : <ListPane open={open} />)}
        {side.name && <FeatureView feature={sessionSide}>{({ SessionSide }) => <SessionSide open={open} name={side.name ?? 'run'} onClose={side.close} />}</FeatureView>}
      </main>
      {open.ready.value && <PrintPane open={open} />}
    </div>
  );
}

/** The page of a workshop that is gone. What it shows is in memory only: the device has forgotten the workshop already. */
function Stopped({ workshop, why }: { readonly workshop: OpenWorkshop; readonly why: StopReason }) {
  // Nothing may go on asking the server for a workshop that is gone.
  useEffect(() => void workshop.close(), [workshop]);
  return <FeatureView feature={endedPage}>{({ Ended }) => <Ended why={why} refused={workshop.refused.value} />}</FeatureView>;
}

/**
 * The panel that is open, above the page of a map. It goes with its map, but for the list of maps: whoever removes the map that
 * they are at goes on in that list.
 */
function usePanel(open: OpenMap | undefined) {
  const [panel, setPanel] = useState<{ readonly name: PanelName; readonly over: OpenMap } | undefined>(undefined);
  const onPanel = (name: PanelName) => open && setPanel({ name, over: open });
  const isThere = panel !== undefined && (panel.over === open || panel.name === 'maps');
  useEffect(() => {
    if (!isThere) setPanel(undefined);
  }, [isThere]);
  // While another map is being opened the list of maps stands over the one before.
  const over = open ?? panel?.over;
  const shown = isThere && over && (
    <FeatureView feature={panelView}>{({ PanelView }) => <PanelView key={panel.name} open={over} name={panel.name} onClose={() => setPanel(undefined)} />}</FeatureView>
  );
  return { onPanel, shown };
}

function JoinedWorkshop({ entry }: { readonly entry: DeviceEntry }) {
  const workshop = useOpenWorkshop(entry);
  const { open, chosen } = useMapChoice(workshop, entry.map);
  const { onPanel, shown } = usePanel(open);
  useEffect(() => clearToasts, []);
  if (!workshop) return null;
  const stopped = workshop.stopped.value;
  if (stopped) return <Stopped workshop={workshop} why={stopped} />;
  return (
    <>
      {open && <RunningWorkshop key={open.map.doc.guid} open={open} chosen={chosen} onPanel={onPanel} />}
      {shown}
    </>
  );
}

/** The page of one workshop, by its id. */
export function WorkshopPage({ workshop }: { readonly workshop: string }) {
  const [entry] = useState(() => device.entry(workshop));
  return entry ? <JoinedWorkshop entry={entry} /> : <FeatureView feature={endedPage}>{({ Ended }) => <Ended why="notJoined" />}</FeatureView>;
}
