/**
 * The workshop page: opens the workshop for as long as it is shown, frames the map and the list, and holds the open
 * dialog. Owns which view and which dialog is shown; what is in the map belongs to the views.
 */
import { effect, useSignalEffect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { editorStateOf } from '../../editor/state/editor-state-of';
import { feature, FeatureView, loadAhead } from '../../ui/feature';
import { t } from '../../i18n/translate';
import { clearToasts } from '../../notice/notice';
import type { OpenMap, OpenWorkshop } from '../../workshop/open';
import { openWorkshop } from '../../workshop/open-workshop';
import type { StopReason } from '../../sync/collab';
import type { DeviceEntry } from '../../workshop/device';
import { SkipLink, usePage } from '../common/page';
import { device } from '../common/services';
import { Banner, bannerLines } from './banners';
import { Ended } from './ended';
import { WorkshopHeader, type View } from './header';
import { askBeforeLoss } from './ask-before-loss';
import { watchUndoKeys } from './undo-words';
import { ListPane, MapPane, PrintPane } from './views';
import type { PanelName } from './panels';
import { menuItems } from './workshop-menu';

const panelView = feature(() => import('./panel-view'));
/** Nothing is told before there is something to see, so this comes after the first load. */
const announcements = feature(() => import('./announcements/announcements'), () => import('../../i18n/later/announcements'));

/** What is only said leads nowhere. */
const nowhere = () => undefined;

/** From this width on the map is shown first; below it the list. */
const MAP_FIRST = '(min-width: 48em)';

function viewAtFirst(): View {
  if (location.hash === '#map') return 'map';
  if (location.hash === '#list') return 'list';
  return window.matchMedia(MAP_FIRST).matches ? 'map' : 'list';
}

/** Keeps the address in step with the view, so that a reload shows the same. */
function useView(open: OpenMap): [View, (view: View) => void] {
  const [view, setView] = useState(viewAtFirst);
  useEffect(() => {
    open.presence.show({ view });
  }, [open, view]);
  const choose = (next: View) => {
    history.replaceState(null, '', `#${next}`);
    setView(next);
  };
  return [view, choose];
}

function RunningWorkshop({ open }: { readonly open: OpenMap }) {
  const [view, setView] = useView(open);
  const [panel, setPanel] = useState<PanelName | undefined>(undefined);
  const heading = usePage(open.workshop.facts.meta.value?.title ?? open.workshop.entry.title);
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isOver = false;
    announcements.load().then(
      ({ startAnnouncements }) => {
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
    setPanel('talk');
  });
  useEffect(() => {
    void loadAhead(menuItems);
    void loadAhead(panelView);
  }, []);
  useEffect(() => watchUndoKeys(open.undo), [open]);
  useEffect(() => askBeforeLoss(open.isOnlyHere), [open]);
  useSignalEffect(() => {
    const editor = editorStateOf(open);
    const asked = editor.requestedScreen.value;
    if (asked === 'list') setView('list');
    if (asked === 'pairs') setPanel('pairs');
    if (asked) editor.screenShown();
  });
  return (
    <div class={`pw-workshop pw-workshop--${view}`}>
      <SkipLink />
      <WorkshopHeader open={open} view={view} onView={setView} onPanel={setPanel} onPrint={() => window.print()} heading={heading}>
        <Banner open={open} onRefused={() => setPanel('refused')} onPeople={() => setPanel('people')} onPairs={() => setPanel('pairs')} />
      </WorkshopHeader>
      <main id="main" tabIndex={-1} class="pw-workshop__main">
        {!open.ready.value && <p class="pw-waiting pw-workshop__waiting">{t('workshop.opening')}</p>}
        {open.ready.value && (view === 'map' ? <MapPane open={open} /> : <ListPane open={open} />)}
      </main>
      {open.ready.value && <PrintPane open={open} />}
      {panel && <FeatureView feature={panelView}>{({ PanelView }) => <PanelView key={panel} open={open} name={panel} onClose={() => setPanel(undefined)} />}</FeatureView>}
    </div>
  );
}

/** Opens the workshop as long as it is shown, and anew each time its copy was replaced by the server's. */
function useOpenWorkshop(entry: DeviceEntry): OpenWorkshop | undefined {
  const [open, setOpen] = useState<OpenWorkshop | undefined>(undefined);
  const [times, setTimes] = useState(1);
  useEffect(() => {
    const opened = openWorkshop(entry, device);
    setOpen(opened);
    const watch = effect(() => {
      if (opened.replaced.value) setTimes((before) => before + 1);
    });
    return () => {
      watch();
      void opened.close();
    };
  }, [entry, times]);
  return open;
}

/** One map of an open workshop as long as it is shown, and anew each time its copy was replaced by the server's. */
function useOpenMap(workshop: OpenWorkshop | undefined, id: string): OpenMap | undefined {
  const [open, setOpen] = useState<OpenMap | undefined>(undefined);
  const [times, setTimes] = useState(1);
  useEffect(() => {
    if (!workshop || workshop.stopped.peek() !== undefined || workshop.replaced.peek()) return undefined;
    const opened = workshop.openMap(id);
    setOpen(opened);
    const watch = effect(() => {
      if (opened.replaced.value) setTimes((before) => before + 1);
    });
    return () => {
      watch();
      void opened.close();
    };
  }, [workshop, id, times]);
  return open;
}

/** The page of a workshop that is gone. What it shows is in memory only: the device has forgotten the workshop already. */
function Stopped({ workshop, why }: { readonly workshop: OpenWorkshop; readonly why: StopReason }) {
  // Nothing may go on asking the server for a workshop that is gone.
  useEffect(() => void workshop.close(), [workshop]);
  return <Ended why={why} refused={workshop.refused.value} />;
}

function JoinedWorkshop({ entry }: { readonly entry: DeviceEntry }) {
  const workshop = useOpenWorkshop(entry);
  const open = useOpenMap(workshop, entry.map);
  useEffect(() => clearToasts, []);
  if (!workshop) return null;
  const stopped = workshop.stopped.value;
  if (stopped) return <Stopped workshop={workshop} why={stopped} />;
  return open ? <RunningWorkshop key={open.map.doc.guid} open={open} /> : null;
}

/** The page of one workshop, by its id. */
export function WorkshopPage({ workshop }: { readonly workshop: string }) {
  const [entry] = useState(() => device.entry(workshop));
  return entry ? <JoinedWorkshop entry={entry} /> : <Ended why="notJoined" />;
}
