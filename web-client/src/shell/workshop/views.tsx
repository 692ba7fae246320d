/**
 * Where the map, the list and the print view are put into the workshop page. Owns the joint only, so that the views and
 * the shell can change apart.
 */
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { editorStateOf } from '../../editor/state/editor-state-of';
import { EditorFrame } from '../../editor/frame';
import { feature, FeatureView } from '../../ui/feature';
import { paperSize } from '../../print/paper-size';
import type { OpenMap } from '../../workshop/open';
import { titleWithMap } from './common/map-names';
import { SavedLight } from './common/saved-light';

interface PaneProps {
  readonly open: OpenMap;
}

/** The saved light where the panel of a step covers the header; apart, so that the map is not drawn anew with it. */
function LightOverHeader({ open }: PaneProps) {
  return <SavedLight state={open.saveState.value} />;
}

/** The picture's code: the start page and the list do without. Loaded ahead with the workshop's page. */
export const mapView = feature(() => import('../../map/map-view'));

/** The picture. */
export function MapPane({ open }: PaneProps) {
  const editor = editorStateOf(open);
  return <EditorFrame editor={editor} status={<LightOverHeader open={open} />}><FeatureView feature={mapView}>{({ MapView }) => <MapView editor={editor} />}</FeatureView></EditorFrame>;
}

/** The list: not needed where the map is seen first. */
export const listView = feature(() => import('../../list/list-view'));

/** The same map as a list. */
export function ListPane({ open }: PaneProps) {
  const editor = editorStateOf(open);
  return <EditorFrame editor={editor} status={<LightOverHeader open={open} />}><FeatureView feature={listView}>{({ ListView }) => <ListView editor={editor} />}</FeatureView></EditorFrame>;
}

const printView = feature(() => import('../../print/print-view'), () => import('../../i18n/later/print'), () => import('../../i18n/later/map'));

/**
 * What is printed; not seen on the screen. Drawn only while the browser prints, and at once, because it does not wait:
 * a map of thousands of steps would cost every edit otherwise.
 */
export function PrintPane({ open }: PaneProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const paper = host.current;
    if (!paper) return undefined;
    // Loaded once the map shows: the browser does not wait for it when it prints.
    let view: typeof import('../../print/print-view') | undefined;
    const draw = () => {
      if (!view) return;
      const { PrintView } = view;
      const meta = open.workshop.facts.meta.peek();
      render(<PrintView map={open.map} agreement={open.agreement} title={titleWithMap(open)} challenge={meta?.challenge ?? ''} on={new Date()} size={paperSize()} />, paper);
    };
    const clear = () => render(null, paper);
    const media = window.matchMedia('print');
    const changed = () => (media.matches ? draw() : clear());
    const load = async () => {
      view = await printView.load();
      // A preview may have been opened meanwhile.
      if (media.matches && paper.isConnected) draw();
    };
    load().catch(() => undefined);
    window.addEventListener('beforeprint', draw);
    window.addEventListener('afterprint', clear);
    media.addEventListener('change', changed);
    return () => {
      window.removeEventListener('beforeprint', draw);
      window.removeEventListener('afterprint', clear);
      media.removeEventListener('change', changed);
      clear();
    };
  }, [open]);
  return <div class="pw-print-place" ref={host} />;
}
