/**
 * The map on a page: the strip of goals, the picture itself as one tab stop, and its size in a corner of it; on a phone stage by stage
 * (phone/). The picture is drawn without a framework (picture.ts); this file puts it on the page and takes it off.
 *
 * Owns the parts around the picture. What things mean and write is elsewhere.
 */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { EditorState } from '../editor/state/editor-state';
import { noteMoved, showBar } from '../editor/state/bar';
import { FOCUS_FRAMES_MAX, focusPart } from '../editor/state/focus-part';
import type { RevealTarget } from '../editor/state/neighbour';
import { PHONE_QUERY, useMedia } from '../editor/frame';
import { GoalStrip } from '../editor/goal-strip';
import { t } from '../i18n/translate';
import type { PartRef } from '../model/schema';
import { Symbol } from '../styles/symbol';
import { feature, FeatureView } from '../ui/feature';
import './map.scss';
import './around.scss';
import type { FocusTarget } from './gestures/keyboard';
import { MapTools } from './map-tools';
import { Picture } from './picture';
import type { Point } from './layout/shapes';
import { StepMenu } from './step-menu';
import { HeaderInput } from './header-input';
import { MapInput } from './input';
import { selection, watchChosen } from './selection/start';
import { startTyping, typing } from './typing/start';
import { loadAhead } from '../ui/feature';

/** The place of a part, or of an empty cell, on the picture. */
function focusTargetOfPart(picture: Picture, part: RevealTarget): FocusTarget | undefined {
  const { layout } = picture;
  const [stage, lane] = part.kind === 'cell' ? [part.stage, part.lane] : [part.kind === 'stage' ? part.id : '', part.kind === 'lane' ? part.id : ''];
  const column = layout.columns.findIndex((other) => other.stage === stage);
  const row = layout.rows.findIndex((other) => other.lane === lane);
  if (part.kind === 'step' && layout.steps.has(part.id)) return { kind: 'step', id: part.id };
  if (part.kind === 'cell' && column >= 0 && row >= 0) return { kind: 'cell', column, row };
  if (column >= 0) return { kind: 'stage', column };
  return row >= 0 ? { kind: 'lane', row } : undefined;
}

/** Gives the focus to a part that is not in the picture: a chip above it, or a step without a place, which the panel lists. */
function showBeside(editor: EditorState, root: { readonly current: HTMLElement | null }, part: PartRef): void {
  if (part.kind === 'step' && editor.map.notPlaced.peek().includes(part.id)) editor.showTray('notPlaced');
  focusPart(root, `${part.kind}-${part.id}`, FOCUS_FRAMES_MAX);
}

/** Stage by stage, for a narrow screen: most people open the list there. */
const phoneMap = feature(() => import('./phone/phone-map'), () => import('../i18n/later/phone'), () => import('../i18n/later/map'), () => import('../i18n/later/typing'));

/** The map of a pathway: a picture, on a phone stage by stage. */
export function MapView({ editor }: { readonly editor: EditorState }) {
  const isPhone = useMedia(PHONE_QUERY);
  if (!isPhone) return <PictureView editor={editor} />;
  return (
    <div class="pw-map-view">
      <GoalStrip editor={editor} />
      <FeatureView feature={phoneMap}>{({ PhoneMap }) => <PhoneMap editor={editor} />}</FeatureView>
    </div>
  );
}

/** The picture with what stands around it. */
function PictureView({ editor }: { readonly editor: EditorState }) {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const help = useId();
  const [picture, setPicture] = useState<Picture>();
  const [zoom, setZoom] = useState(1);
  const [menu, setMenu] = useState<{ focusTarget: FocusTarget; at: Point }>();
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const made = new Picture(editor, (view) => {
      setZoom(view.zoom);
      noteMoved(-view.y);
    });
    made.root.setAttribute('role', 'application');
    made.root.setAttribute('aria-label', t('map.name'));
    made.root.setAttribute('aria-describedby', help);
    element.append(made.root);
    made.start();
    const input = new MapInput(made, { picture: made, menu: (focusTarget, at) => setMenu({ focusTarget, at }) });
    const headers = (['stage', 'lane'] as const).map((kind) => new HeaderInput(made, kind));
    setPicture(made);
    // Loaded ahead, so that nobody waits for a field; words that were begun on a picture before this one are back in theirs.
    typing.load().then((loaded) => loaded.resumeTyping(made), () => undefined);
    void loadAhead(selection);
    const stopChosen = watchChosen(made);
    editor.presence.show({ view: 'map' });
    return () => {
      showBar();
      stopChosen();
      input.stop();
      for (const header of headers) header.stop();
      made.stop();
      editor.presence.show({ cursor: undefined, drag: undefined });
    };
  }, [editor, help]);
  useSignalEffect(() => {
    const part = editor.partToReveal.value;
    if (!part || !picture) return;
    picture.flush();
    const focusTarget = focusTargetOfPart(picture, part);
    // After the question that led here has closed and given the focus back.
    requestAnimationFrame(() => {
      if (!focusTarget) return part.kind === 'cell' ? undefined : showBeside(editor, root, part);
      host.current?.scrollIntoView({ block: 'nearest' });
      picture.goTo(focusTarget);
    });
    editor.revealDone();
  });
  const empty = editor.map.stages.value.length === 0 && editor.map.lanes.value.length === 0;
  return (
    <div class="pw-map-view" ref={root}>
      <GoalStrip editor={editor} />
      <p class="pw-hidden" id={help}>{t('map.help')}</p>
      <div class="pw-map-host" ref={host}>
        {empty ? <EmptyMap editor={editor} onAdd={(kind) => picture && startTyping(picture, { kind })} /> : <MapTools picture={picture} zoom={zoom} />}
      </div>
      {menu && picture && <StepMenu picture={picture} focusTarget={menu.focusTarget} at={menu.at} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

/** What to do first on a map without anything. */
function EmptyMap({ editor, onAdd }: { readonly editor: EditorState; onAdd(kind: 'stage' | 'lane'): void }) {
  return (
    <div class="pw-map-empty">
      <Symbol name="map" size={3} />
      <h2>{t('map.empty.title')}</h2>
      {editor.canEdit.value ? (
        <>
          <p>{t('map.empty.text')}</p>
          <div class="pw-row">
            <button type="button" class="pw-button" onClick={() => onAdd('stage')}><Symbol name="add" />{t('add.stage')}</button>
            <button type="button" class="pw-button pw-button--plain" onClick={() => onAdd('lane')}><Symbol name="add" />{t('add.lane')}</button>
          </div>
        </>
      ) : <p>{t('map.empty.look')}</p>}
    </div>
  );
}
